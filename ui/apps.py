"""Registers the app."""

from django.apps import AppConfig


class Config(AppConfig):
    """What pages share; no models."""

    name = "ui"
