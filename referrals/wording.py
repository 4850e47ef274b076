"""Words that had better not be said about people, and what to say instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Words = str | Promise


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
