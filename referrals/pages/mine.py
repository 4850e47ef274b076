"""A signed-in patient's own referrals: what was decided and why, asked and answered."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from patients.lifecycle import Phase
from referrals import queries
from referrals.actions.own_part import OPEN
from referrals.letters import language_of
from referrals.lifecycle import Status
from referrals.models import Audience, Medicine, OwnPart, Question, Referral, Reply
from referrals.pages.follow import (
    SENTENCES,
    SENTENCES_OF_CLINIC,
    StatusPage,
    status_page,
)

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Line:
    """One referral in the list."""

    reference: str
    source: Words
    sentence: Words
    sent_at: datetime
    is_asked: bool


@dataclass(frozen=True, kw_only=True)
class Mine:
    """One's own referral, whole: the log-in proves whose it is."""

    status: StatusPage
    source: Words
    is_self: bool
    why: str
    instead: str
    answered: list[Question]
    clinic_was_asked: list[Question]
    replies: list[Reply]
    own_words: str
    medicines: list[Medicine]
    parts: list[OwnPart]
    may_give_part: bool


def lines(user: User, *, at: datetime) -> list[Line]:
    """All of one's own, the latest first."""
    rows = list(queries.own_referrals(user))
    asked = queries.waiting_for_person(rows)
    return [
        Line(
            reference=row.shown_reference,
            source=_source(row),
            sentence=_words(row)[row.status_told(at)],
            sent_at=row.sent_at,
            is_asked=row.lead.is_undecided and bool(asked & {row.pk, row.joined_to_id}),
        )
        for row in rows
    ]


def mine(referral: Referral, *, at: datetime) -> Mine:
    """What the patient may read: all that concerns them, once it stands."""
    lead, asked = referral.lead, queries.asked_of_person(referral)
    status = status_page(referral, questions=asked, at=at)
    parts = queries.own_parts(lead)
    return Mine(
        status=status,
        source=_source(referral),
        is_self=referral.is_self_referral,
        why=_why(lead) if status.has_reason else "",
        instead=lead.redirected_to if status.has_reason else "",
        answered=[question for question in asked if question.answered_at],
        clinic_was_asked=queries.asked_of_clinic(referral),
        replies=queries.replies_about(referral, at=at),
        own_words=referral.goal if referral.is_self_referral else "",
        medicines=list(referral.medicines.all()) if referral.is_self_referral else [],
        parts=parts,
        may_give_part=not parts and _may_give_part(referral, lead),
    )


def _may_give_part(referral: Referral, lead: Referral) -> bool:
    """Until care has begun: after that the patient tells the team at every visit."""
    is_early = lead.case is None or lead.case.phase == Phase.ASSESSMENT
    return lead.status in OPEN and is_early and not referral.is_self_referral


def _why(lead: Referral) -> str:
    """The words for the patient; those for the clinic when there are no others."""
    if lead.decision_for_patient or lead.reason is None:
        return lead.decision_for_patient or lead.decision_reason
    return lead.reason.text_in(language_of(lead, Audience.PATIENT)).for_patient


def _words(referral: Referral) -> dict[Status, Words]:
    return SENTENCES if referral.is_self_referral else SENTENCES_OF_CLINIC


def _source(referral: Referral) -> Words:
    if referral.sender_unit is None:
        return _("Egenremiss")
    return _("Remiss från %(clinic)s") % {"clinic": referral.sender_unit}
