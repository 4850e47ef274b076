"""A whole name in one box, and which part of it is the family name."""

from typing import NamedTuple

from django.utils.translation import gettext_noop as _

from jurisdictions.typed import Fault

LONGEST_PART = 100
# Words that belong to the family name after them.
PARTICLES = frozenset(
    {"af", "al", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "la", "le"}
    | {"ten", "ter", "van", "von", "zu"}
)
ONE_WORD = _("Skriv både förnamn och efternamn")
TOO_LONG = _("Skriv högst 100 tecken för förnamn och 100 för efternamn")


class Name(NamedTuple):
    """A name as the register keeps it."""

    given: str
    family: str


class NotAName(Fault):
    """What was typed is not a whole name."""


def read(typed: str) -> Name:
    """Both parts: "Anna von Sydow" and "von Sydow, Anna" are the same person."""
    family, comma, given = (part.strip() for part in typed.partition(","))
    if not comma:
        given, family = _parted(typed.split())
    name = Name(" ".join(given.split()), " ".join(family.split()))
    if not all(name):
        raise NotAName(ONE_WORD)
    if any(len(part) > LONGEST_PART for part in name):
        raise NotAName(TOO_LONG)
    return name


def _parted(words: list[str]) -> tuple[str, str]:
    """The last word is the family name, with the particles before it."""
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in PARTICLES:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])
