"""Registers the app."""

from django.apps import AppConfig


class Config(AppConfig):
    """Bookings, reminders and the visit log."""

    name = "visits"
    default_auto_field = "django.db.models.BigAutoField"
