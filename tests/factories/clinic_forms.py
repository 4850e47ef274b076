"""A clinic's form as its page posts it."""

import uuid
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from jurisdictions.identity import synthetic_numbers
from referrals.models import Referral

NEW = "/remiss/ny/"
NUMBER = next(synthetic_numbers(1992))
# What stands on the page of a new referral, and again when it is completed.
WRITTEN: dict[str, object] = {
    "phone": "070-174 06 31",
    "interpreter": "",
    "medicines-TOTAL_FORMS": "1",
    "medicines-INITIAL_FORMS": "0",
    "medicines-0-name": "oxazepam tablett 10 mg",
    "medicines-0-dose": "25",
    "medicines-0-since_year": "2018",
    "attempt": "yes",
    "attempt_year": "2024",
    "attempt_outcome": "Minskade till 15 mg.",
    "goal": "Vill köra lastbil igen.",
    "risks": ["driving"],
    "told_and_willing": "on",
}


def filled(**changes: object) -> dict[str, object]:
    """A new referral, nothing missing, and the changes."""
    yesterday = timezone.localdate() - timedelta(days=1)
    return {
        **WRITTEN,
        "form_key": str(uuid.uuid4()),
        "number": NUMBER,
        "name": "Erik Sandberg",
        "municipality": "",
        "issued_on": yesterday.isoformat(),
        "step": "check",
        **changes,
    }


def untouched(referral: Referral, **changes: object) -> dict[str, object]:
    """What the page of completion posts when nothing was touched, and the changes."""
    edition = str(referral.edition)
    return {**WRITTEN, "edition": edition, "step": "save", **changes}


def page(referral: Referral, name: str = "clinic_detail") -> str:
    """The clinic's page about a referral."""
    return reverse(f"referrals_public:{name}", args=[referral.shown_reference])
