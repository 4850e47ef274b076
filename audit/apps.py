"""Registers the app."""

from django.apps import AppConfig


class Config(AppConfig):
    """Append-only events: who did or read what; plain values, no pages."""

    name = "audit"
    default_auto_field = "django.db.models.BigAutoField"
