"""What the referring clinic sees: its list, its check page, its timeline."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from referrals import queries
from referrals.lifecycle import Status
from referrals.models import Question, Referral, Reply
from ui.templatetags.dates import longday

if TYPE_CHECKING:
    from referrals.forms.whole import WholeReferral

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A view of the list."""

    label: Words
    url: str
    is_current: bool
    count: int | None = None


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


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something that speaks against sending, with help and a way on."""

    heading: Words
    text: Words
    url: str = ""
    link: Words = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One sent referral in the clinic's list."""

    referral: Referral
    tag: str
    label: Words
    has_question: bool

    @property
    def url(self) -> str:
        """Its page."""
        return address(self.referral)


def address(referral: Referral, page: str = "clinic_detail") -> str:
    """The clinic's page about the referral."""
    return reverse(f"referrals_public:{page}", args=[referral.shown_reference])


def tag_of(referral: Referral, at: datetime) -> str:
    """The status as the clinic is told it."""
    told = referral.status_told(at)
    return str(Status.RECEIVED if told == Status.SENT else told)


def tag_label(referral: Referral, at: datetime) -> Words:
    """What is new to us has been received, seen from the clinic."""
    told = referral.status_told(at)
    return _("Mottagen") if told in {Status.SENT, Status.RECEIVED} else ""


def tabs(user: User, view: str) -> list[Tab]:
    """Mine and the clinic's, with their numbers."""
    counts = queries.clinic_counts(user)
    here = reverse("referrals_public:clinic_list")
    return [
        Tab(
            label=_("Mina"),
            url=here,
            is_current=view == "mine",
            count=counts.mine,
        ),
        Tab(
            label=_("Enhetens"),
            url=f"{here}?view=unit",
            is_current=view == "unit",
            count=counts.unit,
        ),
        Tab(
            label=_("Att svara på"),
            url=f"{here}?view=asked",
            is_current=view == "asked",
            count=counts.to_answer,
        ),
    ]


def notices(whole: "WholeReferral", user: User, today: date) -> list[Notice]:
    """What a person at the clinic should know before sending."""
    found = []
    if whole.is_under_age(today):
        found.append(
            Notice(
                heading=_("Patienten är under 18 år"),
                text=_(
                    "Vi hjälper vuxna. Barn- och ungdomspsykiatrin eller barn- och "
                    "ungdomsmottagningen kan hjälpa. Ring oss gärna om du är osäker."
                ),
            )
        )
    if whole.lives_elsewhere:
        found.append(
            Notice(
                heading=_("Patienten bor utanför regionen"),
                text=_(
                    "Vi hjälper dem som bor i regionen. Patientens egen region kan ha "
                    "en liknande mottagning. Ring 1177 i den regionen för att fråga."
                ),
            )
        )
    if earlier := queries.open_of_clinic(user, whole.identity.number):
        found.append(
            Notice(
                heading=_("Ni har redan en öppen remiss för patienten"),
                text=_(
                    "Den skickades %(day)s och är inte bedömd än. Behöver den "
                    "kompletteras går det bra att ringa oss."
                )
                % {"day": longday(earlier.sent_at)},
                url=address(earlier),
                link=_("Öppna den remissen"),
            )
        )
    return found


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
        entries.append(
            Entry(
                on=referral.received_at,
                heading=_("Vi har tagit emot remissen"),
                icon="check",
                tint="gran",
            )
        )
    for question in referral.questions.all():
        entries += _of_question(question)
    entries += [
        Entry(
            on=reply.readable_from,
            heading=reply.get_kind_display(),
            text=reply.text,
            icon="chat",
            tint="bra",
        )
        for reply in replies
    ]
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
