"""Registers the app."""

from django.apps import AppConfig


class Config(AppConfig):
    """Check-ins after the last step, relapse and return, closing."""

    name = "aftercare"
    default_auto_field = "django.db.models.BigAutoField"
