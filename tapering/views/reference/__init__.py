"""What plans rest on: read by all staff, written by one, approved by another."""
