"""The project as an app, so that its commands are found."""

from django.apps import AppConfig

# Importing the queue here points every shared task at our broker, also in the web.
from nedtrappning.celery import app as celery_app

__all__ = ["ProjectConfig", "celery_app"]


class ProjectConfig(AppConfig):
    """Commands of the project: prepare, demo, messages, screenshots."""

    name = "nedtrappning"
