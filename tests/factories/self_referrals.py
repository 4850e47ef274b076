"""Self-referrals, written and sent through the actions."""

from datetime import datetime
from typing import Any

from accounts.models import system_user
from referrals.actions import self_referral
from referrals.models import OpenDraft, Referral
from tests.factories import accounts

PHONE = "+46701740615"
ANSWERS: dict[str, dict[str, Any]] = {
    "fits": {"fits": "yes"},
    "medicines": {"kinds": ["calming"], "calming": "Sobril 10 mg"},
    "how_long": {"how_long": "over_5_years"},
    "dose": {"dose_change": "as_usual"},
    "dangers": {"risks": ["none_known"]},
    "contact": {
        "name": "Anna Berg",
        "phone": PHONE,
        "best_time": "morning",
        "voicemail": "no",
        "interpreter": "",
        "birth_year": None,
        "health_centre": "",
    },
    "goal": {"goal": "Jag vill sova utan tabletter."},
    "consent": {"consent": "ask_first"},
}


def draft(at: datetime, **changed: dict[str, Any]) -> OpenDraft:
    """A draft with every question answered."""
    return self_referral.begin(answers={**ANSWERS, **changed}, at=at)


def sent(at: datetime, **changed: dict[str, Any]) -> Referral:
    """A self-referral that has arrived."""
    accounts.unit()
    return self_referral.send_self_referral(
        draft(at, **changed), by=system_user(), at=at
    )
