"""Load the demo region, anchored to today."""

from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.timezone import now

from nedtrappning.demo import (
    conferring,
    pairing,
    people,
    policies,
    referring,
    region,
    settling,
    telling,
    writing,
)
from referrals import actions as referrals


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
        stories = people.full() if options["size"] == "full" else people.small()
        at = now()
        with transaction.atomic(), translation.override("sv"):
            self._load(stories, at)
        self.stdout.write("The demo region is loaded.")

    def _load(self, stories: list[people.Story], at: datetime) -> None:
        """Build the region and live through the stories, with a line every tenth."""
        began = at - timedelta(days=1250)
        built = region.build(at=began)
        referrals.load_reasons(by=built.people["per"], at=began)
        rules = policies.add(
            approver=built.people["eva"], by=built.people["per"], at=began
        )
        teller = telling.Teller(built, rules, now=at)
        for number, story in enumerate(stories, start=1):
            teller.tell(story)
            if number % 10 == 0:
                self.stdout.write(f"{number} of {len(stories)} patients")
                self.stdout.flush()
        writing.write(built, now=at)
        conferring.confer(built, now=at)
        pairing.pair(built, now=at)
        referring.refer(built, now=at)
        settling.settle(now=at)
