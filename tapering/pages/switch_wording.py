"""What is said of a switch before it is signed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ui.templatetags.numbers import listed, mg

Words = tuple[str, str]
Values = Mapping[str, Any]


def _liver(steps: str, values: Values) -> Words:
    return (
        _("Svår leversjukdom: %(new)s kan lagras i kroppen") % values,
        _("Överväg att trappa ned utan byte. Rådgör med leverspecialist."),
    )


def _frail(steps: str, values: Values) -> Words:
    return (
        _("Skör eller risk för fall: %(new)s kan ge dåsighet nästa dag") % values,
        _("Överväg att trappa ned utan byte, eller byt en tid på dygnet åt gången."),
    )


def _much(steps: str, values: Values) -> Words:
    return (
        _("%(total)s %(new)s per dygn är mer än %(most)s")
        % {
            "total": mg(values["total"]),
            "new": values["new"],
            "most": mg(values["most"]),
        },
        _("Ta med en läkare med särskild kunskap."),
    )


def _review(steps: str, values: Values) -> Words:
    return (
        _("Följ upp 5–7 dagar efter varje byte"),
        _("Tabellen är en utgångspunkt. Uppgifter läggs upp när planen beslutas."),
    )


def _several(steps: str, values: Values) -> Words:
    return (
        _("Även %(others)s ändras under bytet") % {"others": listed(values["others"])},
        _("Ändra ett läkemedel i taget. Vänta med det andra."),
    )


def _rounded(steps: str, values: Values) -> Words:
    return (
        _("%(steps)s: bytet går inte jämnt upp") % {"steps": steps},
        _("Styrkorna du valt kan inte ge hela dosen. Resten tas inte."),
    )


SWITCH_WORDS = {
    "switch_liver": _liver,
    "switch_frail": _frail,
    "switch_much": _much,
    "switch_review": _review,
    "switch_several": _several,
    "switch_rounded": _rounded,
}
