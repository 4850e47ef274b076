"""Words that leave the unit about a decision, and words that had better not.

The pages preview exactly what the actions write: both ask here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Words = str | Promise


def accepted(first_contact_on: date) -> str:
    """What the clinic reads when the patient is taken on."""
    return _(
        "Vi har antagit remissen. Vi kontaktar patienten senast %(day)s. Fortsätt "
        "att förskriva som vanligt tills ni hör av oss."
    ) % {"day": first_contact_on.isoformat()}


def redirected(*, reason: str, destination: str) -> str:
    """What the clinic reads when somebody else helps better."""
    return _("Vi hänvisar vidare till: %(destination)s. Skäl: %(reason)s") % {
        "destination": destination.strip().rstrip("."),
        "reason": reason,
    }


def rejected(*, reason: str, destination: str) -> str:
    """What the clinic reads when the unit says no."""
    return _(
        "Vi kan inte ta emot remissen. Skäl: %(reason)s "
        "Patienten kan i stället vända sig till: %(destination)s"
    ) % {"destination": destination, "reason": reason}


@dataclass(frozen=True)
class Hint:
    """A word that blames, as it was written, and what to say instead."""

    found: str
    say: Words


# Word stems, in all three languages of the site, and what is said instead (ux 12.2).
LISTED: tuple[tuple[str, Words], ...] = (
    (
        r"(?:tablett)?missbruka\w*|narkoman\w*|rusmisbruk\w*|addicts?",
        gettext_lazy("person med läkemedelsberoende"),
    ),
    (
        r"(?:\w+)?missbruk(?:et|ets|s)?|misbruk\w*|drug abuse|abuse",
        gettext_lazy("beroende"),
    ),
    (
        r"avgift\w*|avrusning\w*|detox\w*|bli ren|bli rein",
        gettext_lazy("minska, trappa ned"),
    ),
    (r"abstinens\w*", gettext_lazy("utsättningsbesvär")),
    (
        r"misslycka\w*|mislykke\w*|återfall\w*|tilbakefall\w*|bakslag\w*",
        gettext_lazy("paus, stanna på dosen eller gå upp ett steg"),
    ),
    (r"utebl\w+|uteblev", gettext_lazy("kom inte till besöket")),
    (
        r"omotivera\w*|umotiver\w*|icke-compliant\w*|non-?compliant\w*",
        gettext_lazy("vill inte just nu"),
    ),
    (
        r"drog(?:er|en|erna)?|preparat\w*|piller\w*",
        gettext_lazy("läkemedel eller medicin"),
    ),
)
_WORDS = [(re.compile(rf"\b(?:{stem})\b", re.IGNORECASE), say) for stem, say in LISTED]


def hints(*texts: str) -> list[Hint]:
    """Listed words in what somebody wrote, each once. A hint, never a stop."""
    found = {hint.found.lower(): hint for text in texts for hint in _hints_in(text)}
    return list(found.values())


def _hints_in(text: str) -> Iterator[Hint]:
    for pattern, say in _WORDS:
        for match in pattern.finditer(text):
            yield Hint(found=match.group(), say=say)
