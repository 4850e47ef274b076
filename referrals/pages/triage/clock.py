"""The waiting clock in words: how many days are left, since when, and why it stands."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jurisdictions import clocks
from jurisdictions.regimes import Regime
from referrals.actions import regime
from referrals.models import ClockPause, Priority, Referral
from referrals.pages import content
from ui.templatetags.dates import day_with_year, short_day

Words = str | Promise
# So few days left are written in bold.
SOON = 14
SOON_WORKING_DAYS = 3


@dataclass(frozen=True, kw_only=True)
class Left:
    """What a row says about the promise: the words, and how pressing they are."""

    words: str
    is_late: bool = False
    is_soon: bool = False


@dataclass(frozen=True, kw_only=True)
class ClockBox:
    """The clock of the open referral."""

    left: Left
    facts: list[content.Fact]
    pauses: list[str]
    is_paused: bool


def left_of(referral: Referral, today: date, rules: Regime, *, is_paused: bool) -> Left:
    """The days left of what still waits."""
    if not referral.is_undecided:
        return Left(words="")
    if referral.due_on is None or is_paused:
        return Left(words=_("paus"))
    if rules.visit_within_days is None:
        days = clocks.working_days_until(today, referral.due_on, regime=rules)
        return _in_working_days(days)
    return _in_days((referral.due_on - today).days)


def _in_days(days: int) -> Left:
    if days < 0:
        return Left(words=_("%(days)d d för sent") % {"days": -days}, is_late=True)
    if days == 0:
        return Left(words=_("sista dagen"), is_soon=True)
    return Left(words=_("%(days)d d kvar") % {"days": days}, is_soon=days <= SOON)


def _in_working_days(days: int) -> Left:
    """The same where the law counts days on which somebody is at work."""
    if days < 0:
        words = ngettext(
            "%(days)d arbetsdag för sent", "%(days)d arbetsdagar för sent", -days
        )
        return Left(words=words % {"days": -days}, is_late=True)
    if days == 0:
        return Left(words=_("sista dagen"), is_soon=True)
    words = ngettext("%(days)d arbetsdag kvar", "%(days)d arbetsdagar kvar", days)
    return Left(words=words % {"days": days}, is_soon=days <= SOON_WORKING_DAYS)


def clock_of(referral: Referral, today: date) -> ClockBox:
    """From when, until when, and what stands still."""
    rules = regime()
    pauses = [one for one in referral.pauses.all() if one.taken_back_at is None]
    is_paused = any(_is_open(pause, today) for pause in pauses)
    return ClockBox(
        left=left_of(referral, today, rules, is_paused=is_paused),
        facts=_facts(referral, today, rules, has_pauses=bool(pauses)),
        pauses=[_pause_words(pause) for pause in pauses],
        is_paused=is_paused,
    )


def _is_open(pause: ClockPause, today: date) -> bool:
    until = pause.until_on
    return pause.first_on <= today and (until is None or today < until)


def _facts(
    referral: Referral, today: date, rules: Regime, *, has_pauses: bool
) -> list[content.Fact]:
    since = _("%(day)s, %(waited)s sedan") % {
        "day": day_with_year(referral.clock_from),
        "waited": content.days_words(referral.waited_days(today)),
    }
    if rules.visit_within_days is None:
        label, law = _("Svar på remissen senast"), _("tio arbetsdagar från mottagandet")
    else:
        label, law = _("Besök senast"), _law(referral, has_pauses=has_pauses)
    due = day_with_year(referral.due_on)
    told = f"{due} ({law})" if due else _("ingen dag, klockan står still")
    facts = [
        content.Fact(label=_("Räknas från"), value=since),
        content.Fact(label=label, value=told),
    ]
    if referral.priority != Priority.NORMAL:
        said = f"{referral.get_priority_display()}: {referral.priority_reason}"
        facts.append(content.Fact(label=_("Prioritet"), value=said))
    return facts


def _law(referral: Referral, *, has_pauses: bool) -> str:
    if referral.due_on is None:
        return ""
    days = {"days": (referral.due_on - referral.clock_from).days}
    if has_pauses:
        return _("%(days)d dagar från remissdagen, pauser inräknade") % days
    return _("%(days)d dagar från remissdagen") % days


def _pause_words(pause: ClockPause) -> str:
    until = short_day(pause.until_on) if pause.until_on else _("tills vidare")
    return _("Paus %(first)s till %(until)s: %(why)s") % {
        "first": short_day(pause.first_on),
        "until": until,
        "why": str(pause.get_reason_display()).lower(),
    }
