"""One factory module per app; each goes through the actions."""
