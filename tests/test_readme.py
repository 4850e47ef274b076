"""README and docs tell the truth: states, pictures, files, scheduled tasks."""

import re
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


def test_every_file_that_the_docs_name_is_there():
    root = settings.BASE_DIR
    pages = [root / "README.md", *(root / "docs").glob("*.md")]
    named = {
        (page.name, path)
        for page in pages
        for path in re.findall(r"`([a-z_0-9/]+/[a-z_0-9]+\.[a-z]+)", page.read_text())
    }

    missing = [
        f"{page}: {path}"
        for page, path in sorted(named)
        if not any((root / under / path).exists() for under in ("", "templates"))
    ]

    assert missing == []
