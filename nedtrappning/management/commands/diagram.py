"""Draw the states in README.md from the tables in the code."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nedtrappning import diagram


class Command(BaseCommand):
    """`diagram` rewrites the drawings; `--check` fails when they are stale."""

    help = "Draw the states of referral and case in README.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--check`: write nothing, fail when the README is stale."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare or write."""
        readme = settings.BASE_DIR / "README.md"
        now, then = readme.read_text(), diagram.redrawn(readme.read_text())
        if options["check"] and now != then:
            raise CommandError("README.md is stale: run manage.py diagram.")
        if now != then:
            readme.write_text(then)
