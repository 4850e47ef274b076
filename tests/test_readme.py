"""The README tells the truth about states, and every scheduled task exists."""

from importlib import import_module

from django.conf import settings

from nedtrappning import diagram


def test_the_drawings_in_the_readme_are_those_of_the_code():
    text = (settings.BASE_DIR / "README.md").read_text()

    assert diagram.redrawn(text) == text


def test_every_scheduled_task_exists():
    names = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]

    for name in names:
        module, function = name.rsplit(".", 1)
        assert callable(getattr(import_module(module), function)), name


def test_every_picture_in_the_readme_is_there():
    text = (settings.BASE_DIR / "README.md").read_text()
    pictures = [part.split(")")[0] for part in text.split("](docs/")[1:]]

    missing = [p for p in pictures if not (settings.BASE_DIR / "docs" / p).exists()]

    assert missing == []
