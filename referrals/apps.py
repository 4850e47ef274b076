"""Registers the app."""

from django.apps import AppConfig


class Config(AppConfig):
    """From received to answered: clinic, self-referral, triage, clocks."""

    name = "referrals"
    default_auto_field = "django.db.models.BigAutoField"
