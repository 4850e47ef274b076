"""What those who assess see: rows of the list, and one referral beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from accounts.models import User
from referrals import permissions, queries
from referrals.lifecycle import Status
from referrals.models import (
    Attempt,
    DoseChange,
    Medicine,
    Question,
    Referral,
    ReferralQuerySet,
    Risk,
)
from referrals.pages import content
from ui.templatetags.dates import clock, short_day
from ui.templatetags.numbers import mg

Words = str | Promise
PER_PAGE = 50
# Waiting longer than this is written in bold.
LONG_WAIT = 5
ADULT = 18


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A view of the list."""

    label: Words
    url: str
    is_current: bool
    count: str | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One referral in the list."""

    url: str
    tag: str
    name: str
    age: int | None
    medicine: str
    dose: str
    source: Words
    municipality: str
    waited: int
    is_long: bool
    notes: str
    is_current: bool
    is_last_risk: bool


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The list as one page shows it."""

    view: str
    heading: Words
    tabs: list[Tab]
    rows: list[Row]
    page: "Page[Referral]"
    query: str


@dataclass(frozen=True, kw_only=True)
class Verb:
    """Something that can be done to the open referral."""

    label: Words
    url: str
    key: str
    is_primary: bool = False
    why_not: str = ""


@dataclass(frozen=True, kw_only=True)
class Detail:
    """The open referral."""

    referral: Referral
    tag: str
    name: str
    meta: str
    alarm: str
    facts: list[content.Fact]
    about_us: list[content.Fact]
    others: list[Referral]
    questions: list[Question]
    verbs: list[Verb]
    more: list[Verb]
    call: str
    is_hidden: bool
    due_on: date | None
    undo_url: str


def address(referral: Referral, page: str = "detail", view: str = "open") -> str:
    """A page about the referral, in the tab from which it was opened."""
    url = reverse(f"referrals:{page}", args=[referral.shown_reference])
    return url if view == "open" else f"{url}?view={view}"


def tag_of(referral: Referral) -> str:
    """Risk before new: it is what the eye looks for."""
    waits = referral.status in {Status.SENT, Status.RECEIVED}
    if waits:
        return "risk" if referral.is_risk else "received"
    return str(referral.status)


# --------------------------------------------------------------------------- the list


def listing(
    user: User, *, view: str, number: object, today: date, current: Referral | None
) -> Listing:
    """The list of one tab, at most fifty rows, with what each row shows."""
    counts = queries.inbox_counts(user)
    rows = queries.worklist(user, view)
    page = _page(rows, number, _count(counts, view, rows))
    found = list(page)
    return Listing(
        view=view,
        heading=_("%(count)s att bedöma, äldsta %(days)s")
        % {
            "count": _shown(counts.to_assess),
            "days": content.days_words(counts.oldest_days(today)),
        },
        tabs=_tabs(counts, view),
        rows=list(_rows(found, view, today, current)),
        page=page,
        query=f"view={view}",
    )


def _page(rows: ReferralQuerySet, number: object, count: int) -> "Page[Referral]":
    pages = Paginator(rows, PER_PAGE)
    # The tabs know it already: nothing is counted twice.
    pages.count = count
    return pages.get_page(number)  # type: ignore[arg-type]


def _count(counts: queries.InboxCounts, view: str, rows: ReferralQuerySet) -> int:
    known = {
        "open": counts.to_assess,
        "risk": counts.risk,
        "waiting": counts.waiting,
        "mine": counts.mine,
    }
    return known[view] if view in known else queries.count_of(rows)


def _tabs(counts: queries.InboxCounts, view: str) -> list[Tab]:
    here = reverse("referrals:list")
    tabs: list[tuple[str, Words, int | None]] = [
        ("open", _("Att bedöma"), counts.to_assess),
        ("risk", _("Risk"), counts.risk),
        ("waiting", _("Väntar på svar"), counts.waiting),
        ("mine", _("Mina"), counts.mine),
        ("decided", _("Avslutade"), None),
    ]
    return [
        Tab(
            label=label,
            url=here if name == "open" else f"{here}?view={name}",
            is_current=name == view,
            count=_shown(count),
        )
        for name, label, count in tabs
    ]


def _shown(count: int | None) -> str | None:
    """A figure, or so many and more."""
    if count is None:
        return None
    return f"{count}+" if count >= queries.COUNTED else str(count)


def _rows(
    found: list[Referral], view: str, today: date, current: Referral | None
) -> Iterator[Row]:
    following: list[Referral | None] = [*found[1:], None][: len(found)]
    by_self, by_clinic = _("Egen"), _("Remiss")
    for referral, after in zip(found, following, strict=True):
        medicines = _medicines(referral)
        first = medicines[0] if medicines else None
        waited = referral.waited_days(today)
        yield Row(
            url=address(referral, view=view),
            tag=tag_of(referral),
            name=referral.shown_name,
            age=age_of(referral, today),
            medicine=first.name.split(" ")[0].capitalize() if first else "",
            dose=mg(first.dose_per_day) if first else "",
            source=by_self if referral.is_self_referral else by_clinic,
            municipality=place_of(referral),
            waited=waited,
            is_long=waited >= LONG_WAIT,
            notes=content.listed(notes(referral, today)[:2]),
            is_current=bool(current and current.pk == referral.pk),
            is_last_risk=referral.is_risk
            and referral.is_undecided
            and not (after and after.is_risk),
        )


def age_of(referral: Referral, today: date) -> int | None:
    """Whole years, or about so many when only the year is known."""
    if referral.patient and (age := referral.patient.age_on(today)) is not None:
        return age
    return today.year - referral.birth_year if referral.birth_year else None


def place_of(referral: Referral) -> str:
    """The municipality, unless the person must not be found."""
    if referral.hides_contact:
        return _("Skyddad")
    if referral.lives_elsewhere:
        return _("Utanför regionen")
    patient = referral.patient
    place = referral.municipality or (patient.municipality if patient else None)
    return place.name if place else ""


def notes(referral: Referral, today: date) -> list[Words]:
    """What to look out for, the most pressing first; a row shows two."""
    return [*_waits(referral), *_dangers(referral), *_gaps(referral, today)]


def _waits(referral: Referral) -> list[Words]:
    found: list[Words] = []
    if referral.reply_by:
        found.append(_("Svar senast %(day)s") % {"day": short_day(referral.reply_by)})
    if referral.wants_call_today and referral.is_undecided:
        found.append(_("Ring i dag"))
    return found


CHANGED: dict[str, Words] = {
    DoseChange.STOPPED: gettext_lazy("Slutat tvärt"),
    DoseChange.REDUCED: gettext_lazy("Har minskat"),
}
SILENT = frozenset({Risk.NONE_KNOWN, Risk.NOT_ANSWERED})


def _dangers(referral: Referral) -> list[Words]:
    changed = CHANGED.get(referral.dose_change)
    found = [] if changed is None else [changed]
    return found + [Risk(risk).label for risk in referral.risks if risk not in SILENT]


def _gaps(referral: Referral, today: date) -> list[Words]:
    """In words only what is there: a list has many rows and few gaps."""
    age = age_of(referral, today)
    is_untried = not referral.is_self_referral and referral.attempt in UNTRIED
    marks: list[tuple[bool, Words]] = [
        (age is not None and age < ADULT, UNDERAGE),
        (is_untried, NO_ATTEMPT),
        (bool(referral.incomplete_reason), INCOMPLETE),
        (bool(referral.interpreter), _interpreter(referral)),
        (len(_medicines(referral)) > 1, SEVERAL),
    ]
    return [words for holds, words in marks if holds]


UNTRIED = frozenset({Attempt.NO, Attempt.NOT_ASKED})
UNDERAGE = gettext_lazy("Under 18 år")
NO_ATTEMPT = gettext_lazy("Försök saknas")
INCOMPLETE = gettext_lazy("Ofullständig")
SEVERAL = gettext_lazy("Flera läkemedel")


def _interpreter(referral: Referral) -> Words:
    if not referral.interpreter:
        return ""
    return _("Tolk, %(language)s") % {"language": referral.interpreter}


def _medicines(referral: Referral) -> list[Medicine]:
    """The medicines as the list has fetched them."""
    found: list[Medicine] = referral.listed  # type: ignore[attr-defined]
    return found


# ------------------------------------------------------------------ the open referral


def detail(
    referral: Referral, user: User, *, view: str, at: datetime, today: date, shows: bool
) -> Detail:
    """The open referral, and what can be done with it."""
    others = queries.related(user, referral)
    is_hidden = referral.hides_contact and not shows
    can_undo = not permissions.why_not_undo(user, referral, at)
    return Detail(
        referral=referral,
        tag=tag_of(referral),
        name=referral.shown_name,
        meta=_meta(referral, today),
        alarm=content.listed(_dangers(referral)),
        facts=content.of_referral(referral, shows_contact=not is_hidden),
        about_us=_about_us(referral, others),
        others=others,
        questions=list(referral.questions.all()),
        verbs=_verbs(referral, user, view),
        more=_more(referral, user, view),
        call="" if is_hidden else referral.phone,
        is_hidden=is_hidden,
        due_on=referral.due_on,
        undo_url=address(referral, "undo", view) if can_undo else "",
    )


def _meta(referral: Referral, today: date) -> str:
    age = age_of(referral, today)
    parts = [
        "" if age is None else ngettext("%(age)d år", "%(age)d år", age) % {"age": age},
        str(referral.get_source_display()),
        referral.sender_unit.name if referral.sender_unit else "",
        place_of(referral),
        f"{short_day(referral.sent_at)} {clock(referral.sent_at)}",
        referral.shown_reference,
    ]
    return " · ".join(part for part in parts if part)


def _about_us(referral: Referral, others: list[Referral]) -> list[content.Fact]:
    before = [other for other in others if not other.is_undecided]
    waiting = [other for other in others if other.is_undecided]
    nothing_known = referral.patient_id is None
    no_double = _("Nej, inget personnummer än") if nothing_known else _("Nej")
    return [
        content.Fact(label=_("Tidigare hos oss"), value=_names(before) or _("Nej")),
        content.Fact(label=_("Dubblett"), value=_names(waiting) or no_double),
    ]


def _names(referrals: list[Referral]) -> str:
    return ", ".join(
        f"{other.shown_reference} ({other.get_status_display().lower()})"
        for other in referrals
    )


def _verbs(referral: Referral, user: User, view: str) -> list[Verb]:
    return [
        Verb(
            label=_("Anta"),
            url=address(referral, "accept", view),
            key="a",
            is_primary=True,
            why_not=permissions.why_not_accept(user, referral),
        ),
        Verb(
            label=pgettext("uppmaning", "Fråga"),
            url=address(referral, "ask", view),
            key="f",
            why_not=permissions.why_not_ask(user, referral),
        ),
        Verb(
            label=_("Hänvisa"),
            url=address(referral, "redirect", view),
            key="h",
            why_not=permissions.why_not_redirect(user, referral),
        ),
        Verb(
            label=_("Tilldela"),
            url=address(referral, "assign", view),
            key="t",
            why_not=permissions.why_not_assign(user, referral),
        ),
    ]


def _more(referral: Referral, user: User, view: str) -> list[Verb]:
    return [
        Verb(
            label=_("Avböj"),
            url=address(referral, "reject", view),
            key="",
            why_not=permissions.why_not_reject(user, referral),
        ),
        Verb(
            label=_("Återta åt avsändaren"),
            url=address(referral, "withdraw", view),
            key="",
            why_not=permissions.why_not_withdraw(user, referral),
        ),
    ]
