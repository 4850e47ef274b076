"""How a text reads: hints to whoever writes it, never a block.

Plain functions over plain text: sentences, words, what sounds passive, words that we
do not use about people (ux 12.2) and what to say instead.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

# A goal for letters to patients; above the limit a sentence is pointed out.
GOAL, LONG_SENTENCE = 15, 25
LONG_WORD = 6
MANY_SIGNS = 14

_SENTENCE_ENDS = re.compile(r"(?<=[.?!:])\s+|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Marks of headings and lists are no part of what is read.
_MARKS = re.compile(r"^(?:#{1,2} |- )", re.MULTILINE)
_BRACES = re.compile(r"\{[^{}\n]*\}")

LIX_WORDS: tuple[tuple[int, Words], ...] = (
    (30, _("mycket lätt")),
    (40, _("lätt")),
    (50, _("ganska svår")),
    (60, _("svår")),
)
LIX_HARDEST = _("mycket svår")

# What the word begins with, by the language of the text, and what to say instead.
INSTEAD: dict[str, tuple[tuple[str, str], ...]] = {
    "sv": (
        (r"missbrukare\w*|tablettmissbrukare\w*|narkoman\w*", "person med beroende"),
        (r"\w*missbruk\w*|misbruk\w*", "beroende, eller: kroppen har vant sig"),
        (r"avgift\w*|detox\w*|bli ren", "minska, trappa ned, sluta långsamt"),
        (r"abstinens\w*", "utsättningsbesvär"),
        (
            r"misslycka\w*|återfall\w*|bakslag\w*",
            "paus, stanna på dosen, gå upp ett steg",
        ),
        (r"utebl\w*", "kom inte till besöket"),
        (r"omotiverad\w*|icke-compliant", "vill inte just nu"),
        (r"drog(?:er|en|erna)?|preparat\w*|piller\w*", "läkemedel eller medicin"),
    ),
    "nb": (
        (r"\w*misbruker\w*|narkoman\w*", "person med avhengighet"),
        (r"\w*misbruk\w*", "avhengighet, eller: kroppen er blitt vant"),
        (r"avgift\w*|avrus\w*|detox\w*|bli ren", "redusere, trappe ned"),
        (r"abstinens\w*", "seponeringsplager"),
        (r"mislykke\w*|tilbakefall\w*", "pause, bli på dosen"),
        (r"uteble\w*", "møtte ikke"),
        (r"umotiver\w*", "ønsker ikke nå"),
        (r"dop\w*|preparat\w*|piller\w*", "legemidler eller medisin"),
    ),
    "en": (
        (r"addict|addicts|addicted|junkie\w*", "person with medicine dependence"),
        (r"abus\w*|misus\w*", "dependence"),
        (r"detox\w*|get clean|getting clean", "reduce, taper"),
        (r"relapse\w*|failed|failure", "pause, hold"),
        (r"no-show\w*", "did not attend"),
        (r"unmotivated|non-compliant|noncompliant", "prefers not to now"),
        (r"drugs?|pills?", "medicine"),
    ),
}

# The ends of a Swedish or Norwegian verb that says what is done, not who does it.
PASSIVE: dict[str, str] = {
    "sv": r"\w{2,}(?:eras|ades|erades|ats|erats|ndas|ckas|llas|las|kas|gas|tas|ras)"
    r"|ges|fås|görs|sägs|bedöms|skrivs|läses|ställs|bestäms|förs|utförs|krävs|behövs"
    r"|blir \w+(?:ad|at|t)|blev \w+(?:ad|at|t)",
    "nb": r"\w{3,}(?:eres|ges|kes|les|tes|des|nes|ses)"
    r"|blir \w+(?:et|t)|ble \w+(?:et|t)",
    "en": r"(?:is|are|was|were|been|being|be) \w+(?:ed|en)",
}
# They end in the same way, and somebody does them.
NOT_PASSIVE = frozenset(
    {
        "andas",
        "hoppas",
        "lyckas",
        "trivas",
        "minnas",
        "vistas",
        "kännas",
        "finnas",
        "träffas",
        "umgås",
        "svettas",
        "annas",
        "allas",
        "deras",
        "bådas",
        "veckas",
        "vilkas",
        "lukas",
        "jonas",
        "niclas",
        "thomas",
        "tomas",
        "minnes",
        "trives",
        "finnes",
        "synes",
        "lykkes",
        "barnas",
        "deres",
    }
)


@dataclass(frozen=True, kw_only=True)
class Instead:
    """A word that we do not use, and what to say."""

    found: str
    say: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What the check found in a text."""

    words: int = 0
    sentences: int = 0
    longest: str = ""
    longest_words: int = 0
    per_sentence: float = 0
    long_words: tuple[str, ...] = ()
    lix: int = 0
    passive: tuple[str, ...] = ()
    instead: tuple[Instead, ...] = field(default=())

    @property
    def lix_word(self) -> Words:
        """How hard it is to read, in a word."""
        for most, word in LIX_WORDS:
            if self.lix < most:
                return word
        return LIX_HARDEST

    @property
    def is_long(self) -> bool:
        """Tell whether the longest sentence is better as two."""
        return self.longest_words > LONG_SENTENCE


def check(text: str, language: str = "sv") -> Reading:
    """How the text reads, for whoever writes it."""
    plain = _MARKS.sub("", _BRACES.sub("x", text))
    sentences = [part for part in sentences_of(plain) if _WORD.search(part)]
    if not sentences:
        return Reading()
    counted = [(len(_WORD.findall(part)), part) for part in sentences]
    words = _WORD.findall(plain)
    longest_words, longest = max(counted, key=lambda pair: pair[0])
    return Reading(
        words=len(words),
        sentences=len(sentences),
        longest=longest,
        longest_words=longest_words,
        per_sentence=round(len(words) / len(sentences), 1),
        long_words=_once(word for word in words if len(word) >= MANY_SIGNS),
        lix=_lix(words, len(sentences)),
        passive=passive_in(plain, language),
        instead=instead_in(plain, language),
    )


def sentences_of(text: str) -> list[str]:
    """The sentences of a text; a line of its own is one as well."""
    parts = _SENTENCE_ENDS.split(text)
    return [part.strip() for part in parts if part.strip()]


def _lix(words: list[str], sentences: int) -> int:
    """Words per sentence, and the share of words with more than six letters."""
    long = sum(len(word) > LONG_WORD for word in words)
    return round(len(words) / sentences + 100 * long / len(words))


def passive_in(text: str, language: str) -> tuple[str, ...]:
    """Words that seem to say what is done and not who does it."""
    pattern = PASSIVE.get(language)
    if pattern is None:
        return ()
    found = re.findall(rf"\b(?:{pattern})\b", text, re.IGNORECASE)
    return _once(word for word in found if word.lower() not in NOT_PASSIVE)


def instead_in(text: str, language: str) -> tuple[Instead, ...]:
    """Words that we do not use about people, each with another way to say it."""
    return tuple(
        Instead(found=found, say=say)
        for pattern, say in INSTEAD.get(language, ())
        for found in _once(
            match[0]
            for match in re.finditer(rf"\b(?:{pattern})\b", text, re.IGNORECASE)
        )
    )


def _once(words: Iterator[str]) -> tuple[str, ...]:
    """Each word once, in the order in which it is met."""
    seen: dict[str, str] = {}
    for word in words:
        seen.setdefault(word.lower(), word)
    return tuple(seen.values())
