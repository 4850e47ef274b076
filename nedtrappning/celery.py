"""The task queue: sweeps that ask the database what is due."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nedtrappning.settings")

app = Celery("nedtrappning")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
