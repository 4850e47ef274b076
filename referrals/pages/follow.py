"""Where a self-referral stands, in sentences and dates. Nothing of what was written."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from referrals.lifecycle import DECIDED, UNDECIDED, Status
from referrals.models import Question, Referral
from ui.templatetags.dates import longday

Words = str | Promise

SENTENCES: dict[Status, Words] = {
    Status.SENT: gettext_lazy("Vi har fått din egenremiss."),
    Status.RECEIVED: gettext_lazy("Vi har fått din egenremiss."),
    Status.WAITING_INFO: gettext_lazy("Vi behöver veta lite mer."),
    Status.ACCEPTED: gettext_lazy("Välkommen till oss."),
    Status.REDIRECTED: gettext_lazy("En annan mottagning passar bättre."),
    Status.REJECTED: gettext_lazy("Vi kan inte ta emot egenremissen."),
    Status.WITHDRAWN: gettext_lazy("Du har tagit tillbaka din egenremiss."),
}
NEXT: dict[Status, Words] = {
    Status.SENT: gettext_lazy("Vi i teamet läser den. Du behöver inte göra något nu."),
    Status.RECEIVED: gettext_lazy(
        "Vi i teamet läser den. Du behöver inte göra något nu."
    ),
    Status.WAITING_INFO: gettext_lazy("Svara här, eller ring oss."),
    Status.ACCEPTED: gettext_lazy("Vi ringer dig och bestämmer en första tid."),
    Status.REDIRECTED: gettext_lazy(
        "Vi hör av oss och berättar vilken, och hur du gör."
    ),
    Status.REJECTED: gettext_lazy(
        "Vi hör av oss och berättar varför, och vart du kan vända dig."
    ),
    Status.WITHDRAWN: gettext_lazy("Du kan skicka en ny när du vill."),
}


@dataclass(frozen=True, kw_only=True)
class StairStep:
    """One of the four steps: reached, or still ahead."""

    heading: Words
    text: str
    is_ahead: bool


@dataclass(frozen=True, kw_only=True)
class StatusPage:
    """All that a person without a log-in gets to know."""

    reference: str
    sentence: Words
    text: Words
    steps: list[StairStep]
    questions: list[Question]
    may_change: bool


def status_page(
    referral: Referral, *, questions: list[Question], at: datetime
) -> StatusPage:
    """Put together what may be told at this moment: no decision before it stands."""
    told = referral.status_told(at)
    return StatusPage(
        reference=referral.shown_reference,
        sentence=SENTENCES[told],
        text=NEXT[told],
        steps=_stair(
            referral, told, is_read=bool(questions or referral.assigned_to_id)
        ),
        questions=[question for question in questions if not question.answered_at],
        may_change=referral.status in UNDECIDED,
    )


def _stair(referral: Referral, told: Status, *, is_read: bool) -> list[StairStep]:
    if told == Status.WITHDRAWN:
        return []
    is_decided = told in DECIDED
    is_welcome = not is_decided or told == Status.ACCEPTED
    decided_at = referral.decided_at if is_decided else None
    steps = [
        StairStep(
            heading=gettext_lazy("Mottagen"),
            text=longday(referral.received_at or referral.sent_at).capitalize(),
            is_ahead=False,
        ),
        StairStep(
            heading=pgettext_lazy("remiss", "Läst"),
            text="",
            is_ahead=not (is_read or is_decided),
        ),
        StairStep(
            heading=gettext_lazy("Besked"),
            text=longday(decided_at).capitalize(),
            is_ahead=not is_decided,
        ),
    ]
    if is_welcome:
        steps.append(
            StairStep(
                heading=gettext_lazy("Första samtal"),
                text=_("Tiden bestämmer vi tillsammans."),
                is_ahead=True,
            )
        )
    return steps
