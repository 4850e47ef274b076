"""What narrows a list, in words, and the address without it."""

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from referrals import queries
from referrals.filter_words import CHOICES, MARKS
from referrals.pages.triage.saying import list_address
from referrals.queries import Wanted


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """One filter in use."""

    label: str
    url: str


def chosen_words(wanted: Wanted, user: User) -> list[Chosen]:
    """Every filter in use, each with the list without it."""
    return [
        Chosen(
            label=_said(name, value, user),
            url=list_address(wanted.without(name).query),
        )
        for name, value in wanted.chosen.items()
    ]


def _said(name: str, value: str, user: User) -> str:
    if name in MARKS:
        return str(MARKS[name])
    if name == "left":
        return _("Högst %(days)s dagar kvar") % {"days": value}
    label, answers = CHOICES[name]
    return f"{label}: {dict(answers).get(value) or _colleague(value, user)}"


def _colleague(key: str, user: User) -> str:
    """A colleague is the only answer that is not fixed."""
    colleagues = queries.those_who_assess(user.unit_id)
    found = colleagues.filter(pk=uuid.UUID(key)).first()
    return found.name if found else _("någon som inte bedömer här")
