"""A rule in words and figures: what is reckoned, how it is rounded, from where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tapering.amounts import in_unit
from tapering.lifecycle import Daypart
from tapering.models import Policy
from tapering.pace import bands_in_words, size_in_words
from tapering.queries import unit_of
from ui.templatetags.numbers import listed

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
