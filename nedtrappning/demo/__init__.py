"""The demo region: invented people and places, made through the actions."""
