"""Make the first log-in of a new installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import now

from accounts import actions
from accounts.models import CareUnit, Municipality, User, system_user
from accounts.roles import Role
from accounts.secrets import temporary_password


class Command(BaseCommand):
    """The unit itself and one administrator; everybody else is added in the browser."""

    help = "Add the unit and its first administrator; refused when there is one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who signs in, and what the unit is called."""
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="the person's name")
        parser.add_argument("--unit", required=True, help="the unit's name")
        parser.add_argument("--hsa-id", required=True, help="SE0000000000-ABC1")
        parser.add_argument("--municipality", required=True, help="Lilla Edet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the temporary password, once."""
        if User.objects.filter(role=Role.ADMINISTRATOR).exists():
            raise CommandError("There is an administrator already; ask that person.")
        place = Municipality.objects.filter(name=options["municipality"]).first()
        if place is None:
            raise CommandError("No municipality of that name: run prepare first.")
        password = temporary_password()
        with transaction.atomic():
            self._add(options, place, password)
        self.stdout.write(f"Log-in: {options['username']}")
        self.stdout.write(f"Temporary password, shown once: {password}")

    def _add(self, options: dict[str, Any], place: Municipality, password: str) -> None:
        by, at = system_user(), now()
        unit = CareUnit.objects.filter(name=options["unit"]).first()
        unit = unit or actions.add_unit(
            name=options["unit"],
            kind=CareUnit.Kind.UNIT,
            hsa_id=options["hsa_id"],
            municipality=place,
            by=by,
            at=at,
        )
        actions.add_user(
            username=options["username"],
            name=options["name"],
            role=Role.ADMINISTRATOR,
            unit=unit,
            password=password,
            has_temporary_password=True,
            by=by,
            at=at,
        )
