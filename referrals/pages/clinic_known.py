"""Whether the clinic has referred the person before: said before anything is typed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from jurisdictions import identity, phones
from referrals import permissions, queries
from referrals.models import Attempt, Referral
from referrals.pages.clinic import address, tag_label, tag_of
from ui.identity import parsed
from ui.templatetags.dates import day_with_year

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """One referral that the clinic has sent about the person."""

    reference: str
    sent: Words
    tag: str
    label: Words
    is_open: bool
    url: str
    complete_url: str
    copy_url: str


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the clinic's own referrals say about the person."""

    earlier: list[Earlier]
    # What can stand in the form already, by the name of the field.
    fill: dict[str, str]
    latest: Referral

    @property
    def has_open(self) -> bool:
        """Whether one of them still waits for a decision."""
        return any(one.is_open for one in self.earlier)


def known(user: User, typed: str, *, at: datetime, today: date) -> Known | None:
    """The clinic's own referrals of the person; nobody else's are looked at."""
    try:
        number = parsed(typed, today=today).number
    except identity.NotAnIdentity:
        return None
    rows = queries.of_person(user, number)
    if not rows:
        return None
    return Known(
        earlier=[_earlier(user, row, at) for row in rows],
        fill=_who(rows[0]),
        latest=rows[0],
    )


def _earlier(user: User, row: Referral, at: datetime) -> Earlier:
    may_complete = not permissions.why_not_complete(user, row)
    return Earlier(
        reference=row.shown_reference,
        sent=_("Skickad %(day)s") % {"day": day_with_year(row.sent_at)},
        tag=tag_of(row, at),
        label=tag_label(row, at),
        is_open=row.lead.is_undecided,
        url=address(row),
        complete_url=address(row, "clinic_complete") if may_complete else "",
        copy_url=address(row, "clinic_copy"),
    )


def _who(row: Referral) -> dict[str, str]:
    """What the clinic itself wrote about the person; the register is not shown."""
    return {
        "name": row.name,
        "phone": phones.shown(row.phone),
        "interpreter": row.interpreter,
        "municipality": row.municipality_id or "",
    }


def copied(referral: Referral) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A new form from an earlier referral: what does not grow old.

    Dose, what to look out for, whether the patient agrees and the date belong to a day,
    so they are asked anew.
    """
    number = referral.patient.identity_number if referral.patient else None
    tried = referral.attempt == Attempt.YES
    given = {
        **_who(referral),
        "number": identity.shown(number) if number else "",
        "is_protected": referral.is_protected,
        "goal": referral.goal,
        "attempt": Attempt.YES if tried else "",
        "attempt_year": referral.attempt_year if tried else None,
        "attempt_outcome": referral.attempt_outcome if tried else "",
    }
    lines = [
        {
            "name": medicine.whole_name,
            "since_year": medicine.since_year,
        }
        for medicine in referral.medicines.all()
    ]
    return given, lines
