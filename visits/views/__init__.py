"""Pages about visits: the day, booking, logging, and the patient's own."""
