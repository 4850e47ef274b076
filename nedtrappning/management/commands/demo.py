"""Load the demo region, anchored to today."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import now

from nedtrappning.demo import region


class Command(BaseCommand):
    """`demo --size small` has 30 patients, `full` has 300 over 18 months."""

    help = "Load the demo region; does nothing when it is there."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many patients."""
        parser.add_argument("--size", choices=["small", "full"], default="small")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build all or nothing; refused in production."""
        if settings.IS_PRODUCTION:
            raise CommandError("The demo region does not exist in production.")
        if region.is_loaded():
            self.stdout.write("The demo region is already here.")
            return
        with transaction.atomic():
            region.build(at=now())
        self.stdout.write("The demo region is loaded.")
