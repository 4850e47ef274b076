"""Every message that leaves the unit: a row first, then sent."""
