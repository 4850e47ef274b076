"""Letters that nobody reads before they leave: their words are always whole.

What an administrator wrote is what goes out. A sentence that nothing fills is left out,
and where a part is broken or the whole letter is emptied, the shipped words stand in:
nothing that we owe somebody waits for a text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from referrals.letters.compose import (
    FALLBACK,
    Parts,
    in_order,
    plain,
    shipped_parts,
    text_of,
    written_parts,
)
from referrals.letters.facts import clinic_language, facts_of
from referrals.letters.placeholders import fill, names_in, unfilled_in
from referrals.models import Audience, LetterKind, Referral
from ui.paper.text import HEADING

# Known about every referral.
ABOUT_US = frozenset({"unit", "phone", "hours", "site", "emergency", "advice", "talk"})
ALWAYS = ABOUT_US | {"name", "reference", "received", "clinic"}
TURNED = frozenset({"reason", "destination"})
# Which letters leave by themselves, and what else each can fill in.
AUTOMATIC: dict[tuple[str, str], frozenset[str]] = {
    (LetterKind.CONFIRMATION, Audience.PATIENT): frozenset(),
    (LetterKind.CONFIRMATION, Audience.CLINIC): frozenset(),
    (LetterKind.ACCEPTED, Audience.PATIENT): frozenset({"contact_by"}),
    (LetterKind.ACCEPTED, Audience.CLINIC): frozenset({"contact_by"}),
    (LetterKind.REDIRECT, Audience.PATIENT): TURNED,
    (LetterKind.REDIRECT, Audience.CLINIC): TURNED,
    (LetterKind.REFUSED, Audience.PATIENT): TURNED,
    (LetterKind.REFUSED, Audience.CLINIC): TURNED,
    (LetterKind.CANCELLED, Audience.CLINIC): frozenset({"reason"}),
}
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a letter is made of when nobody looks at it first."""

    parts: Parts
    # Parts whose own words could not be used.
    stood_in: frozenset[str] = frozenset()


def leaves_by_itself(kind: str, audience: str) -> bool:
    """Tell whether nobody reads the letter before it leaves."""
    return (kind, audience) in AUTOMATIC


def fillable(kind: str, audience: str) -> frozenset[str] | None:
    """The words in braces that such a letter can fill in; None: a person fills any."""
    more = AUTOMATIC.get((kind, audience))
    return None if more is None else ALWAYS | more


def foreign_in(text: str, kind: str, audience: str) -> list[str]:
    """Words in braces that such a letter can never fill in by itself."""
    known = fillable(kind, audience)
    if known is None:
        return []
    return [name for name in names_in(text) if name not in known]


def words_of(kind: str, audience: str, language: str) -> Words:
    """The words in use; the shipped ones where what was written cannot be used."""
    shipped = shipped_parts(kind, audience, language)
    own = written_parts(kind, audience, language)
    broken = {name for name, text in own.items() if foreign_in(text, kind, audience)}
    usable = {name: text for name, text in own.items() if name not in broken}
    parts = in_order(shipped | usable)
    if not parts:
        return Words(parts=shipped, stood_in=frozenset(shipped))
    return Words(parts=parts, stood_in=frozenset(broken & parts.keys()))


def confirmation(
    referral: Referral, kind: str, also: Mapping[str, str] | None = None
) -> str:
    """What a clinic reads without marks: a decision, or one about to be made."""
    language = clinic_language()
    facts = facts_of(referral, audience=Audience.CLINIC, language=language, also=also)
    return plain(complete(kind, Audience.CLINIC, language, facts))


def complete(kind: str, audience: str, language: str, facts: Mapping[str, str]) -> str:
    """The text of a letter, ready to leave; the first of these that says anything."""
    choices = (
        words_of(kind, audience, language).parts,
        shipped_parts(kind, audience, language),
        shipped_parts(kind, audience, FALLBACK),
    )
    texts = (_without_gaps(text_of(list(parts.values())), facts) for parts in choices)
    return fill(next(filter(plain, texts), ""), facts)


def _without_gaps(text: str, facts: Mapping[str, str]) -> str:
    """The text without what nothing fills; a heading with nothing under it goes too."""
    kept: list[str] = []
    for line in reversed([_sayable(line, facts) for line in text.splitlines()]):
        is_bare = not kept or kept[-1].startswith(f"\n{HEADING}")
        if line and not (is_bare and line.startswith(HEADING)):
            kept.append(f"\n{line}" if line.startswith(HEADING) else line)
    return "\n".join(reversed(kept)).strip()


def _sayable(line: str, facts: Mapping[str, str]) -> str:
    """The sentences of a line in which every word is known."""
    sentences = _SENTENCE_ENDS.split(line)
    return " ".join(
        one for one in sentences if all(facts.get(name) for name in unfilled_in(one))
    )
