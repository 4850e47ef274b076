"""Where a referral stands, in sentences and dates. Nothing of what was written."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jurisdictions import clocks
from patients.models import Task
from referrals import queries
from referrals.lifecycle import DECIDED, Status
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
# The same about what a clinic sent, for the patient who has signed in.
SENTENCES_OF_CLINIC: dict[Status, Words] = {
    **SENTENCES,
    Status.SENT: gettext_lazy("Vi har fått remissen från din vårdcentral."),
    Status.RECEIVED: gettext_lazy("Vi har fått remissen från din vårdcentral."),
    Status.REJECTED: gettext_lazy("Vi kan inte ta emot remissen."),
    Status.WITHDRAWN: gettext_lazy("Remissen är tillbakatagen."),
}
NEXT: dict[Status, Words] = {
    Status.SENT: gettext_lazy("Vi i teamet läser den. Du behöver inte göra något nu."),
    Status.RECEIVED: gettext_lazy(
        "Vi i teamet läser den. Du behöver inte göra något nu."
    ),
    Status.WAITING_INFO: gettext_lazy("Vi väntar på ditt svar. Svara här, eller ring."),
    Status.ACCEPTED: gettext_lazy("Vi ringer dig och bestämmer en första tid."),
    Status.REDIRECTED: gettext_lazy(
        "Vi hör av oss och berättar vilken, och hur du gör."
    ),
    Status.REJECTED: gettext_lazy(
        "Vi hör av oss och berättar varför, och vart du kan vända dig."
    ),
    Status.WITHDRAWN: gettext_lazy("Du kan skicka en ny när du vill."),
}
ASKED_SOMEBODY_ELSE = gettext_lazy(
    "Vi har frågat den som remitterade och väntar på svar. Du behöver inte göra något."
)
HAS_BEGUN = gettext_lazy("Vi har talats vid, och fortsätter tillsammans.")
TURNED_AWAY = frozenset({Status.REDIRECTED, Status.REJECTED})


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
    promise: str
    steps: list[StairStep]
    questions: list[Question]
    may_change: bool
    may_withdraw: bool
    is_withdrawn: bool
    # Turned away: the reason is told on the phone, by letter, or after signing in.
    has_reason: bool
    can_sign_in: bool


def status_page(
    referral: Referral, *, questions: list[Question], at: datetime
) -> StatusPage:
    """Put together what may be told at this moment: no decision before it stands."""
    told = referral.status_told(at)
    lead = referral.lead
    open_questions = [
        question
        for question in questions
        # Once there is an answer, what was asked need not be.
        if lead.is_undecided and not question.answered_at
    ]
    contact = _first_contact(lead) if told == Status.ACCEPTED else None
    return StatusPage(
        reference=referral.shown_reference,
        sentence=_sentence(referral, told, waits_for_person=bool(open_questions)),
        text=_text(told, contact, waits_for_person=bool(open_questions)),
        promise=_promise(referral, told, at=at),
        steps=_stair(
            referral,
            told,
            is_read=bool(questions or lead.assigned_to_id),
            contact=contact,
        ),
        questions=open_questions,
        may_change=lead.is_undecided and referral.is_self_referral,
        may_withdraw=lead.is_undecided and referral.is_self_referral,
        is_withdrawn=told == Status.WITHDRAWN,
        has_reason=told in TURNED_AWAY,
        can_sign_in=referral.patient_id is not None,
    )


def answer_by(referral: Referral) -> date | None:
    """The day of the answer, where the unit has promised one."""
    days = settings.ANSWER_WITHIN_WORKING_DAYS
    if not days or not referral.is_self_referral:
        return None
    return clocks.working_days_after(timezone.localdate(referral.sent_at), days)


def _sentence(referral: Referral, told: Status, *, waits_for_person: bool) -> Words:
    of = SENTENCES if referral.is_self_referral else SENTENCES_OF_CLINIC
    if told == Status.WAITING_INFO and not waits_for_person:
        return of[Status.RECEIVED]
    return of[told]


def _text(told: Status, contact: Task | None, *, waits_for_person: bool) -> Words:
    if told == Status.WAITING_INFO and not waits_for_person:
        return ASKED_SOMEBODY_ELSE
    if contact and contact.done_at:
        return HAS_BEGUN
    return NEXT[told]


def _promise(referral: Referral, told: Status, *, at: datetime) -> str:
    """Until when the answer comes; said honestly too when the day has passed."""
    day = answer_by(referral)
    if day is None or told in DECIDED:
        return ""
    if timezone.localdate(at) <= day:
        return _("Du får svar senast %(day)s.") % {"day": longday(day)}
    return _(
        "Vi lovade svar senast %(day)s, och det har blivit sent. Ring oss gärna."
    ) % {"day": longday(day)}


def _first_contact(lead: Referral) -> Task | None:
    return queries.first_contact_of(lead.case_id) if lead.case_id else None


def _stair(
    referral: Referral, told: Status, *, is_read: bool, contact: Task | None
) -> list[StairStep]:
    if told == Status.WITHDRAWN:
        return []
    is_decided = told in DECIDED
    lead = referral.lead
    decided_at = lead.decided_at if is_decided else None
    by = None if is_decided else answer_by(referral)
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
            text=_by(by) if by else longday(decided_at).capitalize(),
            is_ahead=not is_decided,
        ),
    ]
    return steps if told in TURNED_AWAY else [*steps, _call(contact)]


def _call(contact: Task | None) -> StairStep:
    """The last step: agreed together, and for whom we have accepted, by a day."""
    text = _("Tiden bestämmer vi tillsammans.")
    if contact:
        done = contact.done_at
        text = longday(done).capitalize() if done else _by(contact.due_on)
    return StairStep(
        heading=gettext_lazy("Första samtal"),
        text=text,
        is_ahead=contact is None or contact.done_at is None,
    )


def _by(day: date) -> str:
    return _("Senast %(day)s") % {"day": longday(day)}
