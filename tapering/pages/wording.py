"""Findings in words: what it is about, why, and from where."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tapering.pages.switch_wording import SWITCH_WORDS
from tapering.queries import Concern
from ui.templatetags.dates import longday_with_year
from ui.templatetags.numbers import mg, number


@dataclass(frozen=True, kw_only=True)
class Stand:
    """One thing to take a stand on, as it is shown."""

    key: str
    heading: str
    text: str
    source: str
    severity: str
    wants_reason: bool
    reason: str


def _listed(numbers: list[int]) -> str:
    """Numbers as people say them: 3, 4 och 5; a long row by its ends."""
    if len(numbers) > 5 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]}–{numbers[-1]}"
    if len(numbers) < 2:
        return "".join(map(str, numbers))
    first = ", ".join(map(str, numbers[:-1]))
    return _("%(first)s och %(last)d") % {"first": first, "last": numbers[-1]}


def steps_in_words(steps: list[int]) -> str:
    """Steg 3, 4 och 5.

    >>> steps_in_words([3]), steps_in_words([3, 4, 5]), steps_in_words(list(range(9)))
    ('Steg 3', 'Steg 3, 4 och 5', 'Steg 0–8')
    """
    return _("Steg %(numbers)s") % {"numbers": _listed(steps)}


def _of(values: Mapping[str, Any]) -> str:
    """What a size is a share of."""
    size = number(values["size"])
    return {
        "current": _("%(size)s\u00a0%% av dosen") % {"size": size},
        "start": _("%(size)s\u00a0%% av startdosen") % {"size": size},
        "mg": _("%(size)s\u00a0mg") % {"size": size},
        "occupancy": _("%(size)s procentenheter") % {"size": size},
    }[values["of"]]


def _over_limit(steps: str, values: Mapping[str, Any]) -> tuple[str, str]:
    heading = _("%(steps)s tar bort mer än %(size)s på %(days)d dagar") % {
        "steps": steps,
        "size": _of(values),
        "days": values["days"],
    }
    return heading, _("Ändra, eller behåll och skriv varför.")


def _over_band(steps: str, values: Mapping[str, Any]) -> tuple[str, str]:
    heading = _("%(steps)s är större än regelns %(size)s") % {
        "steps": steps,
        "size": _of(values),
    }
    return heading, _("Tabletterna du valt kan inte delas mindre.")


def _too_coarse(steps: str, values: Mapping[str, Any]) -> tuple[str, str]:
    heading = _("Minsta steget med de här tabletterna är %(mg)s") % {
        "mg": mg(values["smallest_mg"])
    }
    return heading, _("En svagare styrka, eller en som går att dela, ger mindre steg.")


def _starts(heading: str) -> Callable[[str, Mapping[str, Any]], tuple[str, str]]:
    def say(steps: str, values: Mapping[str, Any]) -> tuple[str, str]:
        text = _("Planen börjar på %(start)s. Nu tar patienten %(now)s.") % {
            "start": mg(values["start"]),
            "now": mg(values["now"]),
        }
        return str(heading), text

    return say


def _together(steps: str, values: Mapping[str, Any]) -> tuple[str, str]:
    heading = _("%(steps)s ändrar samma dag som %(other)s") % {
        "steps": steps,
        "other": values["other"],
    }
    return heading, _("Minska ett läkemedel i taget.")


def _symptoms(steps: str, values: Mapping[str, Any]) -> tuple[str, str]:
    heading = _("Besvären är %(score)d av 10 den senaste veckan") % values
    return heading, _("Överväg att vänta med att minska.")


def _unprescribed(steps: str, values: Mapping[str, Any]) -> tuple[str, str]:
    days = [
        _("från %(first)s") % {"first": longday_with_year(gap.from_on)}
        if gap.until_on is None
        else _("%(first)s – %(last)s")
        % {
            "first": longday_with_year(gap.from_on),
            "last": longday_with_year(gap.until_on),
        }
        for gap in values["gaps"]
    ]
    heading = _("Ingen förskriver %(days)s") % {"days": ", ".join(days)}
    return heading, _("Skriv vem som förskriver då, eller skriv varför ingen gör det.")


def _plain(heading: str, text: str) -> Callable[..., tuple[str, str]]:
    return lambda steps, values: (heading, text)


def _words(code: str) -> Callable[[str, Mapping[str, Any]], tuple[str, str]] | None:
    return {
        "cut_over_limit": _over_limit,
        "cut_over_band": _over_band,
        "too_coarse": _too_coarse,
        "starts_higher": _starts(_("Starten är högre än dosen nu")),
        "starts_lower": _starts(_("Starten är lägre än dosen nu")),
        "change_together": _together,
        "much_symptoms": _symptoms,
        "naloxone": _plain(
            _("Opioid tillsammans med lugnande läkemedel"),
            _("Erbjud naloxon. En uppgift läggs upp när planen beslutas."),
        ),
        "driving_missing": _plain(
            _("Körning är inte besvarad"),
            _("Prata om körning och fyll i kartläggningen innan planen beslutas."),
        ),
        "no_prescriber": _unprescribed,
        **SWITCH_WORDS,
        "rises": _plain(_("Dosen går upp"), _("Ett steg är högre än det före.")),
        "dates": _plain(_("Datumen går inte ihop"), _("Steg överlappar eller saknas.")),
    }.get(code)


def _said(concern: Concern) -> tuple[str, str]:
    words = _words(concern.code)
    steps = steps_in_words(concern.steps) if concern.steps else ""
    if words is None:
        return steps or _("Att ta ställning till"), concern.code
    return words(steps, concern.values)


def in_words(concerns: Iterable[Concern], reasons: Mapping[str, str]) -> list[Stand]:
    """Everything to take a stand on, with the reasons that are written."""
    shown = []
    for concern in concerns:
        heading, text = _said(concern)
        shown.append(
            Stand(
                key=concern.key,
                heading=heading,
                text=text,
                source=concern.source,
                severity=concern.severity,
                wants_reason=concern.wants_reason,
                reason=reasons.get(concern.key, ""),
            )
        )
    return shown


def reasons_left(stands: Iterable[Stand]) -> str:
    """How many reasons are still to be written, in words."""
    wanted = [stand for stand in stands if stand.wants_reason]
    left = sum(1 for stand in wanted if not stand.reason.strip())
    if not wanted:
        return ""
    return ngettext(
        "%(left)d av %(all)d motivering kvar",
        "%(left)d av %(all)d motiveringar kvar",
        len(wanted),
    ) % {"left": left, "all": len(wanted)}
