"""Find the texts of the interface, compile and check the translations."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nedtrappning import catalogues


class Command(BaseCommand):
    """`messages` brings the catalogues in step; `--check` only looks."""

    help = "Find texts, compile translations, check that none is missing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--check`: change no catalogue, fail when a text is missing."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Update (unless checking), compile, and say what is missing."""
        if not options["check"]:
            for language in catalogues.LANGUAGES:
                catalogues.update(language)
        catalogues.compile_all()
        gaps = {
            language: catalogues.missing(language) for language in catalogues.LANGUAGES
        }
        for language, texts in gaps.items():
            self.stdout.write(f"{language}: {len(texts)} texts without translation")
            for text in texts[:20]:
                self.stdout.write(f"  {text}")
        if options["check"] and any(gaps.values()):
            raise CommandError("Translations are missing.")
