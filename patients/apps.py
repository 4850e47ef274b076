"""Registers the app."""

from django.apps import AppConfig


class Config(AppConfig):
    """Who the patient is, the case, tasks, care relation, blocks, consent."""

    name = "patients"
    default_auto_field = "django.db.models.BigAutoField"
