"""A self-referral whose writer signed in with an e-ID: a shortcut, never a demand.

What the e-ID said lies sealed in the draft with the answers. Nobody is registered by
it: that is done when the person sends.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from accounts.eid.proof import identity_of
from accounts.models import User
from jurisdictions.identity import Identity
from patients.models import Patient
from referrals.actions.send import Person, registered
from referrals.models.draft import Answers, OpenDraft

STEP = "eid"
CONTACT = "contact"
# A draft that is put aside for days is sent as one without an e-ID.
LIVES = timedelta(hours=2)


def name_in(answers: Answers) -> str:
    """The name that the e-ID gave, for a field that is empty."""
    said = answers.get(STEP) or {}
    return f"{said.get('given_name', '')} {said.get('family_name', '')}".strip()


def first_guess(draft: OpenDraft, step: str) -> dict[str, str] | None:
    """What a page that was not answered yet begins with."""
    name = name_in(draft.answers)
    return {"name": name} if step == CONTACT and name else None


@dataclass(frozen=True)
class Shown:
    """What the last page says of the e-ID before the form is sent."""

    name: str
    is_standing: bool


def shown(draft: OpenDraft, *, at: datetime) -> Shown | None:
    """Whom the e-ID named and whether that is still used; nothing without one."""
    name = name_in(draft.answers)
    standing = is_standing(draft.answers, at=at)
    return Shown(name, standing) if name or standing else None


def is_standing(answers: Answers, *, at: datetime) -> bool:
    """Tell whether the e-ID still vouches for whom the form names."""
    said = answers.get(STEP) or {}
    if not said or at - datetime.fromisoformat(said["at"]) >= LIVES:
        return False
    typed = answers.get(CONTACT, {}).get("name")
    return typed is None or _is_one(typed, name_in(answers))


def _is_one(typed: str, proven: str) -> bool:
    """Whoever fills in the form for somebody else has not proven who that is."""
    return " ".join(typed.split()).casefold() == proven.casefold()


def columns(answers: Answers, *, by: User, at: datetime) -> dict[str, Any]:
    """What a proven sender adds to the referral: whose it is, so nobody types it."""
    if not is_standing(answers, at=at):
        return {}
    said = answers[STEP]
    found = identity_of(said["number"], today=timezone.localdate(at))
    return {"is_proven": True, "patient": _patient(found, answers, by=by, at=at)}


def _patient(found: Identity, answers: Answers, *, by: User, at: datetime) -> Patient:
    """Whoever has the number; somebody new is registered now, by sending."""
    said, contact = answers[STEP], answers[CONTACT]
    person = Person(
        identity=found,
        given_name=said["given_name"],
        family_name=said["family_name"],
        phone=contact["phone"],
        may_leave_voicemail=contact["voicemail"] == "yes",
        interpreter=contact.get("interpreter", ""),
        language=(get_language() or "sv")[:2],
    )
    return registered(person, by=by, at=at)
