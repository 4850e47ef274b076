"""The page about a sent referral: what has happened, and who waits for whom."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from referrals import queries
from referrals.lifecycle import Status
from referrals.models import (
    ClinicConsent,
    Letter,
    OwnPart,
    PartRequest,
    Question,
    Referral,
    ReferralVersion,
    Reply,
)
from referrals.pages.clinic import address
from ui.templatetags.dates import day_with_year, longday

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the timeline."""

    on: datetime
    heading: Words
    text: str = ""
    icon: str = "document"
    tint: str = ""
    url: str = ""
    is_today_mark: bool = False


def waiting(referral: Referral, questions: list[Question], at: datetime) -> list[Words]:
    """Who waits for whom, as far as the clinic may know."""
    told = referral.status_told(at)
    if told in {Status.WITHDRAWN, Status.REDIRECTED, Status.REJECTED}:
        return []
    found: list[Words] = [
        _("Vi väntar på ert svar, senast %(day)s.") % {"day": longday(one.reply_by)}
        for one in questions
    ]
    if line := _patient_words(referral, at):
        found.append(line)
    if told == Status.ACCEPTED:
        found.append(_("Patienten är antagen. Vi svarar er under vårdens gång."))
    elif told == Status.WAITING_INFO and not questions:
        # Of whom is not said: it may be somebody that this clinic knows nothing of.
        found.append(_("Vi väntar på ett svar innan vi bedömer remissen."))
    elif not questions:
        found.append(_("Ni väntar på oss: vi bedömer remissen."))
    return found


def _patient_words(referral: Referral, at: datetime) -> Words:
    """Whether the patient has written too: only what the patient knows we tell."""
    case = [referral.lead, *referral.lead.parts.all()]
    if any(row.is_self_referral and _agreed(row) for row in case):
        return _("Patienten har också skickat en egenremiss. De hör ihop.")
    asked = PartRequest.objects.filter(referral__in=case, to=PartRequest.To.PATIENT)
    if OwnPart.objects.filter(referral__in=case).exists():
        return _("Patienten har skrivit egna mål till oss.")
    waits = asked.waiting().first()
    if waits and waits.is_alive(at):
        return _("Patienten har fått en kod för egna mål, %(day)s.") % {
            "day": day_with_year(waits.asked_at)
        }
    return ""


def _agreed(row: Referral) -> bool:
    return row.clinic_consent == ClinicConsent.YES


def timeline(referral: Referral, replies: list[Reply], at: datetime) -> list[Entry]:
    """What has happened, newest first, as far as the clinic may know."""
    entries = [
        Entry(
            on=referral.sent_at,
            heading=_("Remissen skickades"),
            text=referral.sender.name if referral.sender else "",
            icon="forward",
        )
    ]
    if referral.received_at:
        entries.append(_of_arrival(referral, referral.received_at, replies))
    for question in referral.questions.all():
        entries += _of_question(question)
    entries += [_of_reply(referral, reply) for reply in replies if not _receipt(reply)]
    letters = queries.letters_to_clinic(referral, at=at)
    entries += [_of_letter(referral, letter) for letter in letters]
    entries += [_of_version(referral, row) for row in _changed(referral)]
    if referral.status_told(at) == Status.WITHDRAWN and referral.decided_at:
        entries.append(
            Entry(
                on=referral.decided_at,
                heading=_("Remissen togs tillbaka"),
                text=referral.decision_reason,
            )
        )
    # What came later stands above, also when both came in the same moment.
    return sorted(entries, key=lambda entry: entry.on)[::-1]


def _receipt(reply: Reply) -> bool:
    return reply.confirms == Reply.Confirms.RECEIVED


def _of_arrival(referral: Referral, at: datetime, replies: list[Reply]) -> Entry:
    """That it came, with the confirmation of it."""
    receipt = next(filter(_receipt, replies), None)
    return Entry(
        on=at,
        heading=_("Vi har tagit emot remissen"),
        icon="check",
        tint="gran",
        url=_letter(referral, receipt) if receipt else "",
    )


def _of_reply(referral: Referral, reply: Reply) -> Entry:
    """A reply in the words of its type, with its letter where there is one."""
    return Entry(
        on=reply.readable_from,
        heading=reply.title,
        text=reply.text,
        icon="chat",
        tint="bra",
        url=_letter(referral, reply),
    )


def _letter(referral: Referral, reply: Reply) -> str:
    name = "referrals_public:clinic_reply"
    return reverse(name, args=[referral.shown_reference, reply.pk])


def _of_letter(referral: Referral, letter: Letter) -> Entry:
    """A letter to the clinic, read on a page of its own."""
    return Entry(
        on=letter.leaves_at or letter.written_at,
        heading=_("Brev: %(kind)s") % {"kind": letter.get_kind_display().lower()},
        icon="document",
        tint="bra",
        url=reverse(
            "referrals_public:clinic_letter",
            args=[referral.shown_reference, letter.pk],
        ),
    )


def version_told(referral: Referral, at: datetime) -> int:
    """The number of the last version that the clinic knows of."""
    if referral.version == 1:
        return 1
    return max(referral.versions.told(at).values_list("number", flat=True), default=1)


def _changed(referral: Referral) -> list[ReferralVersion]:
    """What the clinic has added. That it was sent on stands in our reply."""
    return list(
        referral.versions.filter(change=ReferralVersion.Change.CHANGED).select_related(
            "written_by"
        )
    )


def _of_version(referral: Referral, row: ReferralVersion) -> Entry:
    return Entry(
        on=row.written_at,
        heading=_("Remissen kompletterades"),
        text=row.written_by.name,
        icon="document",
        url=address(referral, "clinic_versions"),
    )


def _of_question(question: Question) -> list[Entry]:
    if question.to != Question.To.REFERRER:
        return []
    asked = Entry(
        on=question.asked_at,
        heading=_("Vi frågade"),
        text=question.text,
        icon="chat",
        tint="obs",
    )
    if not question.answered_at:
        return [asked]
    answer = Entry(
        on=question.answered_at,
        heading=_("Ni svarade"),
        text=question.answer,
        icon="chat",
        tint="fjord",
    )
    return [asked, answer]
