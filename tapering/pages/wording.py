"""Findings in words: what it is about, why, and from where."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jurisdictions.doses import looks_tenfold
from tapering.lifecycle import Daypart, Unit
from tapering.pages.amounts import in_unit
from tapering.pages.switch_wording import SWITCH_WORDS
from tapering.queries import Concern
from ui.templatetags.dates import longday_with_year
from ui.templatetags.numbers import listed, mg, number, per_hour


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
        "mg": f"{size}\u00a0mg",
        "ug_per_h": f"{size}\u00a0µg/h",
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
        if "smallest_mg" in values
        else per_hour(values["smallest_ug_per_h"])
    }
    return heading, _("En svagare styrka, eller en som går att dela, ger mindre steg.")


def _starts(heading: str) -> Callable[[str, Mapping[str, Any]], tuple[str, str]]:
    def say(steps: str, values: Mapping[str, Any]) -> tuple[str, str]:
        text = _("Planen börjar på %(start)s. Nu tar patienten %(now)s.") % {
            "start": mg(values["start"]),
            "now": mg(values["now"]),
        }
        if looks_tenfold(values["start"], values["now"]):
            question = _("Menade du %(dose)s?") % {"dose": mg(values["now"])}
            text = f"{text} {question}"
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


def _not_makeable(steps: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Which cell, and what can be made instead."""
    unit = Unit.UG_PER_H if "ug_per_h" in values else Unit.MG
    part = values.get("daypart", "")
    words = {
        "steps": steps,
        "part": str(Daypart(part).label).lower() if part else _("plåster"),
        "dose": in_unit(values.get("mg") or values["ug_per_h"], unit),
    }
    near = [dose for dose in (values.get("below"), values.get("above")) if dose]
    heading = _("%(steps)s, %(part)s: %(dose)s går inte att göra") % words
    text = _("Välj en svagare styrka, eller en som går att dela.")
    if near:
        doses = [in_unit(dose, unit) for dose in near]
        closest = _("Närmast går %(doses)s.") % {"doses": either(doses)}
        text = f"{closest} {text}"
    return heading, text


def either(words: list[str]) -> str:
    """2,5 mg eller 5 mg."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s eller %(last)s") % {
        "first": ", ".join(words[:-1]),
        "last": words[-1],
    }


def _above_start(steps: str, values: Mapping[str, Any]) -> tuple[str, str]:
    heading = _("%(steps)s är högre än startdosen %(start)s") % {
        "steps": steps,
        "start": mg(values["start"]),
    }
    return heading, _("En nedtrappning går aldrig över startdosen. Ändra dosen.")


def _never_ends(steps: str, values: Mapping[str, Any]) -> tuple[str, str]:
    heading = _("Planen slutar på %(last)s") % {"last": mg(values["last"])}
    text = _("Målet är %(goal)s. Lägg till steg, eller skriv varför det stannar här.")
    return heading, text % {"goal": mg(values["goal"])}


def _day(kind: str) -> Callable[[str, Mapping[str, Any]], tuple[str, str]]:
    def say(steps: str, values: Mapping[str, Any]) -> tuple[str, str]:
        friday = _("%(steps)s börjar på en fredag")
        free = _("%(steps)s börjar på en helgdag eller i en helg")
        heading = (friday if kind == "friday" else free) % {"steps": steps}
        return heading, _("Då är det svårare att nå någon de första dagarna.")

    return say


def _two_change(steps: str, values: Mapping[str, Any]) -> tuple[str, str]:
    words = {"steps": steps, "names": listed(list(values["substances"]))}
    heading = _("%(steps)s ändrar %(names)s samtidigt") % words
    return heading, _("Minska ett läkemedel i taget.")


def _rises(steps: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """An amount that is ten times the one before is most often a slip of the comma."""
    heading = _("%(steps)s går upp") % {"steps": steps} if steps else _("Dosen går upp")
    was, now = (
        Decimal(values.get(name) or values.get(name.replace("mg", "ug_per_h")) or 0)
        for name in ("from_mg", "to_mg")
    )
    text = _("Dosen vid en tid på dygnet är högre än i steget före.")
    if was and looks_tenfold(now, was):
        question = _("Menade du %(dose)s?") % {"dose": number(now / 10)}
        text = f"{question} {text}"
    return heading, text


def _dates(steps: str, values: Mapping[str, Any]) -> tuple[str, str]:
    expected = date.fromisoformat(values["expected"])
    words = {"steps": steps, "day": longday_with_year(expected)}
    heading = _("%(steps)s: datumen går inte ihop") % words
    return heading, _("Steget före slutar %(day)s.") % words


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
        "rises": _rises,
        "dates": _dates,
        "not_makeable": _not_makeable,
        "above_start": _above_start,
        "never_ends": _never_ends,
        "starts_on_friday": _day("friday"),
        "starts_on_free_day": _day("free"),
        "two_change": _two_change,
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
