"""Registers the app."""

from django.apps import AppConfig


class Config(AppConfig):
    """What the unit offers and where: places and kinds of visit."""

    name = "offers"
    default_auto_field = "django.db.models.BigAutoField"
