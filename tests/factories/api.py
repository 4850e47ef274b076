"""Keys of clinics' own systems, and what they post."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts import actions, api_keys
from accounts.models import User
from accounts.roles import Role
from tests.factories import accounts
from tests.factories import referrals as make


def key(user: User) -> str:
    """The secret of a new key in force."""
    secret = api_keys.new_secret()
    actions.make_api_key(
        user=user,
        name="Journalen",
        secret=secret,
        by=accounts.user(Role.ADMINISTRATOR, f"Adam {secret[:6]}"),
        at=timezone.now(),
    )
    return secret


def headers(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def body(user: User, **changed: Any) -> dict[str, Any]:
    """A whole referral, as a clinic's system would say it."""
    accounts.unit()
    return {
        "request_id": "42",
        "requesting_unit": user.unit.hsa_id if user.unit else "",
        "issued_on": (timezone.localdate() - timedelta(days=1)).isoformat(),
        "author": {"name": "Nils Åberg", "profession": "läkare"},
        "patient": {
            "number": make.number().shown,
            "given_name": "Erik",
            "family_name": "Sandberg",
            "phone": "070-1740631",
        },
        "question": "Kunna köra lastbil igen.",
        "medicines": [{"name": "oxazepam", "dose_per_day": "25", "since_year": 2018}],
        "attempt": "yes",
        "attempt_year": 2024,
        "risks": ["none_known"],
        "told_and_willing": True,
        "care_remains": True,
        "attention": "Hörselnedsättning.",
        "conditions": [{"code": "F13.2", "text": "Beroende"}],
        **changed,
    }
