"""Make the database ready to serve: as the owner role, safe to run again."""

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections
from django.utils.timezone import now

from accounts import actions
from accounts.models import system_user
from jurisdictions.municipalities import municipalities
from nedtrappning import catalogues, database, environment
from referrals import actions as referrals
from tapering import actions as tapering


class Command(BaseCommand):
    """Migrate, give the app role its rights, compile texts, load reference data."""

    help = "Migrate, grant, compile translations, load reference data."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Work as the owner when OWNER_DATABASE_URL says who that is."""
        owner = os.environ.get("OWNER_DATABASE_URL")
        if owner:
            connections.settings["default"].update(environment.database(owner))
        call_command("migrate", interactive=False, verbosity=0)
        database.grant_app_role(settings.APP_ROLE)
        actions.load_municipalities(municipalities())
        tapering.load_reference(by=system_user(), at=now())
        referrals.load_reasons(by=system_user(), at=now())
        referrals.load_blocks(by=system_user(), at=now())
        catalogues.compile_all()
        self.stdout.write("The database is ready.")
