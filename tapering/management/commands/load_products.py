"""Load a product register file as drafts: `manage.py load_products FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from accounts.models import system_user
from tapering import actions, queries

SHOWN = 20


class Command(BaseCommand):
    """All rows or none; what is wrong is said by row. Docs: product-register.md."""

    help = "Load products from a CSV file as drafts for a prescriber to approve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and where its rows come from."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="", help="for rows without their own")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, refuse with the rows, or keep."""
        try:
            content = options["file"].read_bytes()
        except OSError as fault:
            raise CommandError(f"{options['file']}: {fault.strerror}") from fault
        found = queries.read_register(content, source=options["source"])
        if found.faults:
            shown = [f"Row {n}: {words}" for n, words in found.faults[:SHOWN]]
            more = len(found.faults) - len(shown)
            raise CommandError(
                "\n".join([*shown, f"... and {more} more."] if more else shown)
            )
        kept = actions.load_register(found.rows, by=system_user(), at=now(), may=True)
        self.stdout.write(f"{kept} drafts kept, {len(found.known)} were known already.")
