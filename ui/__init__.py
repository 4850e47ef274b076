"""What pages share: form base and template pack, template tags, charts."""
