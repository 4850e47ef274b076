"""Registers the app."""

from django.apps import AppConfig


class Config(AppConfig):
    """Pages across apps: public start, my day, timeline, search."""

    name = "overview"
    default_auto_field = "django.db.models.BigAutoField"
