"""Registers the app."""

from django.apps import AppConfig


class Config(AppConfig):
    """Users, roles, care units, municipalities, sign-in."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
