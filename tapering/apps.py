"""Registers the app."""

from django.apps import AppConfig


class Config(AppConfig):
    """Mapping, plans, versions, policies, products; the engine beside them."""

    name = "tapering"
    default_auto_field = "django.db.models.BigAutoField"
