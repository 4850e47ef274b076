"""Check-ins after the last step, relapse and return, closing."""
