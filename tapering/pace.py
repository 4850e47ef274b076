"""How fast a rule goes, in words: how much is taken away, how often, down to where."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tapering.amounts import in_unit
from tapering.lifecycle import Unit
from ui.templatetags.numbers import number

Json = Mapping[str, Any]


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
