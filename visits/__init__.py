"""Bookings, reminders and the visit log."""
