"""The open referral: what it says, and what can be done with it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.models import User
from accounts.refusals import WhyNot
from referrals import permissions, presence, queries
from referrals.models import Question, Referral
from referrals.pages import content
from referrals.pages.triage.clock import ClockBox, clock_of
from referrals.pages.triage.saying import (
    Words,
    address,
    age_of,
    dangers,
    place_of,
    tag_of,
)
from ui.templatetags.dates import clock as moment
from ui.templatetags.dates import short_day


@dataclass(frozen=True, kw_only=True)
class Verb:
    """Something that can be done to the open referral."""

    label: Words
    url: str
    key: str
    is_primary: bool = False
    why_not: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Another contribution to the case: who wrote it, and what it says."""

    heading: str
    url: str
    facts: list[content.Fact]
    words: str
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class Detail:
    """The open referral."""

    referral: Referral
    # The page itself, beside the list from which it was opened.
    url: str
    tag: str
    name: str
    meta: str
    alarm: str
    facts: list[content.Fact]
    about_us: list[content.Fact]
    parts: list[Part]
    others: list[Referral]
    questions: list[Question]
    clock: ClockBox
    readers: str
    verbs: list[Verb]
    more: list[Verb]
    call: str
    is_hidden: bool
    take_url: str
    undo_url: str


def detail(
    referral: Referral,
    user: User,
    *,
    query: str,
    at: datetime,
    today: date,
    shows: bool,
) -> Detail:
    """The open referral, and what can be done with it."""
    others = queries.related(user, referral)
    is_hidden = referral.hides_contact and not shows
    can_undo = not permissions.why_not_undo(user, referral, at)
    can_take = not permissions.why_not_assign(user, referral)
    is_mine = referral.assigned_to_id == user.pk
    return Detail(
        referral=referral,
        url=address(referral, query=query),
        tag=tag_of(referral),
        name=referral.shown_name,
        meta=_meta(referral, today, is_hidden=is_hidden),
        alarm=content.listed(dangers(referral)),
        facts=content.of_referral(referral, shows_contact=not is_hidden),
        about_us=_about_us(referral, others),
        parts=_parts(referral, query, shows=shows),
        others=others,
        questions=list(referral.questions.all()),
        clock=clock_of(referral, today),
        readers=readers_of(referral, user, at),
        verbs=_verbs(VERBS, referral, user, query),
        more=_verbs(MORE, referral, user, query),
        call="" if is_hidden else referral.phone,
        is_hidden=is_hidden,
        take_url=address(referral, "take", query) if can_take and not is_mine else "",
        undo_url=address(referral, "undo", query) if can_undo else "",
    )


def readers_of(referral: Referral, user: User, at: datetime) -> str:
    """Which colleagues have it open, and whether one of them is deciding."""
    found = presence.others([referral.pk], but=user, at=at).get(referral.pk, [])
    said = []
    for reader in found:
        words = _("%(name)s bedömer") if reader.decides else _("%(name)s läser den här")
        said.append(words % {"name": reader.name})
    return ". ".join(said)


def _meta(referral: Referral, today: date, *, is_hidden: bool) -> str:
    age = age_of(referral, today)
    # Where the sending clinic lies says where the person is.
    sender = None if is_hidden else referral.sender_unit
    parts = [
        "" if age is None else ngettext("%(age)d år", "%(age)d år", age) % {"age": age},
        str(referral.get_source_display()),
        sender.name if sender else "",
        place_of(referral),
        f"{short_day(referral.sent_at)} {moment(referral.sent_at)}",
        referral.shown_reference,
    ]
    return " · ".join(part for part in parts if part)


def _parts(referral: Referral, query: str, *, shows: bool) -> list[Part]:
    """What was joined to it: both contributions are read on one page."""
    return [
        Part(
            heading=_heading(part, is_hidden=part.hides_contact and not shows),
            url=address(part, "detail", query),
            facts=content.of_referral(
                part, shows_contact=shows or not part.hides_contact
            ),
            words=part.goal,
            is_own=part.is_self_referral,
        )
        for part in referral.parts.all()
    ]


def _heading(part: Referral, *, is_hidden: bool) -> str:
    sender = None if is_hidden else part.sender_unit
    who = sender.name if sender else str(part.get_source_display())
    return f"{who} · {short_day(part.sent_at)} · {part.shown_reference}"


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


@dataclass(frozen=True)
class _Kind:
    """A verb before anybody has asked for it."""

    page: str
    label: Words
    key: str
    why_not: WhyNot


VERBS = (
    _Kind("accept", gettext_lazy("Anta"), "a", permissions.why_not_accept),
    _Kind("ask", pgettext_lazy("uppmaning", "Fråga"), "f", permissions.why_not_ask),
    _Kind("redirect", gettext_lazy("Hänvisa"), "h", permissions.why_not_redirect),
    _Kind("assign", gettext_lazy("Tilldela"), "t", permissions.why_not_assign),
)
# What is done seldom has no key.
MORE = (
    _Kind("reject", gettext_lazy("Avböj"), "", permissions.why_not_reject),
    _Kind(
        "withdraw",
        gettext_lazy("Återta åt avsändaren"),
        "",
        permissions.why_not_withdraw,
    ),
)


def _verbs(
    kinds: tuple[_Kind, ...], referral: Referral, user: User, query: str
) -> list[Verb]:
    return [
        Verb(
            label=kind.label,
            url=address(referral, kind.page, query),
            key=kind.key,
            is_primary=kind.page == "accept",
            why_not=kind.why_not(user, referral),
        )
        for kind in kinds
    ]
