"""A rule in words and figures: what is reckoned, how it is rounded, from where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tapering.lifecycle import Daypart, Unit
from tapering.models import Policy
from tapering.pages.amounts import in_unit
from tapering.queries import unit_of
from ui.templatetags.numbers import listed, number

Json = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class RuleInWords:
    """What a chosen rule does, line by line, and what it rests on."""

    name: str
    words: str
    bands: list[str]
    lines: list[str]
    source: str
    is_second_hand: bool
    disagrees: str


def every_in_words(days: int) -> str:
    """Hur ofta: var 14:e dag blir varannan vecka."""
    known = {
        7: _("varje vecka"),
        14: _("varannan vecka"),
        21: _("var tredje vecka"),
        28: _("var fjärde vecka"),
    }
    return known.get(days) or ngettext(
        "efter %(days)d dag", "efter %(days)d dagar", days
    ) % {"days": days}


def size_in_words(size: str, of: str) -> str:
    """10 % av dosen, 2,5 mg: how much is taken away at a time."""
    amount = number(size)
    return {
        "current": _("%(size)s\u00a0%% av dosen") % {"size": amount},
        "start": _("%(size)s\u00a0%% av startdosen") % {"size": amount},
        "mg": f"{amount}\u00a0mg",
        "ug_per_h": f"{amount}\u00a0µg/h",
        "occupancy": _("%(size)s procentenheter") % {"size": amount},
    }[of]


def _above_in_words(band: Json, unit: str) -> str:
    if band["unit"] == "percent_of_start":
        return _("%(size)s\u00a0%% av startdosen") % {"size": number(band["above"])}
    return in_unit(band["above"], unit)


def bands_in_words(rule: Json, unit: str = Unit.MG) -> list[str]:
    """The bands of a rule, one sentence each, from the highest dose down."""
    sentences = []
    above = ""
    for band in rule["bands"]:
        words = {
            "size": size_in_words(band["size"], band["of"]),
            "every": every_in_words(band["every_days"]),
            "from": above,
            "to": _above_in_words(band, unit),
        }
        is_last = not float(band["above"])
        if above and is_last:
            sentences.append(_("Från %(from)s: %(size)s, %(every)s.") % words)
        elif above:
            sentence = _("Från %(from)s ned till %(to)s: %(size)s, %(every)s.")
            sentences.append(sentence % words)
        elif is_last:
            sentences.append(_("Hela vägen: %(size)s, %(every)s.") % words)
        else:
            sentences.append(_("Över %(to)s: %(size)s, %(every)s.") % words)
        above = words["to"]
    return sentences


def _rounding(rule: Json) -> str:
    return {
        "slower": _("Kan kurvan inte göras exakt blir dosen den närmaste högre."),
        "faster": _("Kan kurvan inte göras exakt blir dosen den närmaste lägre."),
        "nearest": _("Kan kurvan inte göras exakt blir dosen den närmaste."),
    }[rule.get("rounding", "slower")]


def _turns(rule: Json) -> str:
    order = rule.get("order") or []
    parts = [str(Daypart(part).label).lower() for part in order]
    words = {"order": listed(parts) if parts else ""}
    take = rule.get("take", "even")
    if take == "even" or not parts:
        return _("Dosen minskas jämnt över dygnet.") if take == "even" else ""
    if take == "round_robin":
        return _("En tid på dygnet minskas i taget, i tur och ordning: %(order)s.") % (
            words
        )
    return _("En tid på dygnet minskas tills den är borta, i ordningen %(order)s.") % (
        words
    )


def _ends(rule: Json, unit: str) -> list[str]:
    """Where it stops."""
    goal = rule.get("goal_mg", rule.get("goal_ug_per_h", "0"))
    below = rule.get("stop_below_mg", rule.get("stop_below_ug_per_h", "0"))
    lines = [_("Målet är %(goal)s.") % {"goal": in_unit(goal, unit)}]
    if float(below):
        sentence = _("När kurvan är under %(below)s går den till målet.")
        lines.append(sentence % {"below": in_unit(below, unit)})
    return lines


def _limits(rule: Json) -> list[str]:
    lines = []
    for limit in rule.get("limits", []):
        words = {
            "size": size_in_words(limit["size"], limit["of"]),
            "days": limit["days"],
            "source": limit.get("source") or "",
        }
        line = _("Gräns: högst %(size)s på %(days)d dagar.") % words
        if words["source"]:
            line += " " + _("Källa: %(source)s.") % words
        lines.append(line)
    return lines


def rule_in_words(policy: Policy, request: Json) -> RuleInWords:
    """How the plan of a request is reckoned."""
    rule, unit = request["policy"], unit_of(request)
    by_hand = _("Stegen är skrivna för hand. Regeln bedömer dem och ändrar inget.")
    lines = [_rounding(rule), _turns(rule), *_ends(rule, unit)]
    return RuleInWords(
        name=policy.name,
        words=policy.words,
        bands=bands_in_words(rule, unit),
        lines=[
            line
            for line in [
                *([by_hand] if "steps" in request else lines),
                *_limits(rule),
            ]
            if line
        ],
        source=policy.source,
        is_second_hand=policy.is_second_hand,
        disagrees=policy.disagrees,
    )
