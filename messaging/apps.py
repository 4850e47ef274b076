"""Registers the app."""

from django.apps import AppConfig


class Config(AppConfig):
    """Every message that leaves the unit: a row first, then sent."""

    name = "messaging"
    default_auto_field = "django.db.models.BigAutoField"
