"""What the pages about letters and replies show."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from audit.models import Event, EventQuerySet
from patients.models import Case
from patients.pages import Banner, banner_of
from referrals import letters, queries
from referrals.models import Letter, LetterQuerySet, Referral, Reply
from referrals.pages.paper import Sheet
from referrals.pages.tabs import Tab
from ui.reading import Reading, check

Words = str | Promise
# Whoever is outside the unit and may have read it.
READERS = [Role.PATIENT.value, Role.REFERRER.value]
VIEWS: dict[str, Words] = {
    "drafts": _("Utkast"),
    "leaving": _("Skickas strax"),
    "print": _("Brev att skriva ut"),
    "sent": _("Skickade"),
}


def listed(user: User, view: str) -> LetterQuerySet:
    """The rows of one tab, in the order in which they are worked through."""
    rows = Letter.objects.visible_to(user).select_related(
        "referral__patient", "referral__unit", "written_by", "sent_by"
    )
    found = {
        "drafts": rows.unsent,
        "leaving": rows.leaving,
        "print": rows.to_print,
        "sent": rows.left,
    }[view]()
    if view == "print":
        return found.order_by("leaves_at", "pk")
    return found.order_by("-written_at", "pk")


def tabs(url: str, view: str) -> list[Tab]:
    """The lists of letters."""
    return [
        Tab(label=label, url=f"{url}?view={key}", is_current=key == view)
        for key, label in VIEWS.items()
    ]


def banner_for(referral: Referral, user: User, *, today: date) -> Banner | None:
    """Whose letter it is, once there is a case that the person sees."""
    if referral.case_id is None:
        return None
    case = Case.objects.visible_to(user).filter(pk=referral.case_id)
    found = case.select_related("patient", "owner").first()
    return banner_of(found, today=today, here="") if found else None


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The A4, how it reads, and what still waits to be filled in."""

    sheet: Sheet
    reading: Reading
    unfilled: str


def preview(sheet: Sheet, text: str, language: str) -> Preview:
    """What stands beside the fields."""
    return Preview(
        sheet=sheet,
        reading=check(text, language),
        unfilled=letters.in_braces(letters.unfilled_in(text)),
    )


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One letter or reply of a referral, in the order of time."""

    at: datetime
    what: Words
    how: Words
    state: Words
    page: str
    key: object


def exchanges(referral: Referral, *, at: datetime) -> list[Exchange]:
    """Every letter and reply about the referral and its parts, the newest first."""
    rows = [
        Exchange(
            at=letter.sent_at or letter.written_at,
            what=letter.get_kind_display(),
            how=letter.get_channel_display(),
            state=letter_state(letter, at=at),
            page="letter",
            key=letter.pk,
        )
        for letter in queries.letters_of(referral)
    ]
    rows += [
        Exchange(
            at=reply.sent_at,
            what=reply.title,
            how=_("Vårdcentralens sida"),
            state=reply_state(reply, at=at, read_at=None),
            page="reply_detail",
            key=reply.pk,
        )
        for reply in queries.replies_of(referral)
    ]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def letter_state(letter: Letter, *, at: datetime) -> Words:
    """How far it has come, in a word."""
    if letter.state != Letter.State.SENT:
        return str(letter.get_state_display())
    if letter.can_be_taken_back(at):
        return _("Skickas strax")
    if letter.posted_at:
        return _("Postat")
    return _("Att skriva ut") if letter.is_on_paper else _("Skickat")


def reply_state(reply: Reply, *, at: datetime, read_at: datetime | None) -> Words:
    """The same for a reply."""
    if reply.withdrawn_at:
        return _("Tillbakataget")
    if at < reply.readable_from:
        return _("Skickas strax")
    return _("Läst av vårdcentralen") if read_at else _("Skickat")


def letter_read_at(letter: Letter) -> datetime | None:
    """When somebody outside the unit first opened it, by the log."""
    return _first(_openings(letter))


def reply_read_at(reply: Reply) -> datetime | None:
    """The same for a reply: its words stand on the page of the referral as well."""
    on_the_page = _openings(reply.referral).filter(at__gte=reply.readable_from)
    return _first(_openings(reply) | on_the_page)


def _openings(thing: Reply | Letter | Referral) -> EventQuerySet:
    return Event.objects.reads().filter(
        subject_label=thing._meta.label_lower,
        subject_id=str(thing.pk),
        role__in=READERS,
    )


def _first(openings: EventQuerySet) -> datetime | None:
    first = openings.order_by("at").first()
    return first.at if first else None
