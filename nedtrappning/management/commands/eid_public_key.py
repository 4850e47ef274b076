"""Show the public half of our key for the e-ID provider, to be registered there."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.eid import client


class Command(BaseCommand):
    """`eid_public_key` prints a set of keys (JWKS); nothing secret is in it."""

    help = "Show the public half of OIDC_CLIENT_KEY_FILE as the provider wants it."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it, or say which setting is missing."""
        if not settings.OIDC_CLIENT_KEY:
            raise CommandError("OIDC_CLIENT_KEY_FILE is not set, so there is no key.")
        self.stdout.write(json.dumps({"keys": [client.public_key()]}, indent=2))
