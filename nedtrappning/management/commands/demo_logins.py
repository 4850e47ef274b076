"""Print who can sign in to the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nedtrappning.demo import region


class Command(BaseCommand):
    """A table of role log-ins."""

    help = "Print the log-ins of the demo."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print name, role and log-in; refused in production."""
        if settings.IS_PRODUCTION:
            raise CommandError("There are no demo log-ins in production.")
        rows = [*region.TEAM, *region.OTHERS, *region.REFERRERS, region.PATIENT]
        self.stdout.write(f"Password for all: {region.PASSWORD}")
        for row in rows:
            self.stdout.write(f"  {row.username:<8}{row.name:<16}{row.role.value}")
