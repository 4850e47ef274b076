"""Reading JSON strictly: every value is asked for, and nothing else may be there."""

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from tapering.engine.refusal import Refusal

NUMBER = re.compile(r"(0|[1-9][0-9]{0,5})(\.[0-9]{1,4})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_MG = Fraction(10_000)
MOST_DAYS = 730
LONGEST_TEXT = 500
PATCH_WORD, MG = "ug_per_h", "mg"


class Twice(dict[str, object]):
    """A JSON object in which one key stood more than once."""

    key = ""


def pairs(found: list[tuple[str, object]]) -> dict[str, object]:
    """Make a JSON object of `found`, and remember a key that is there twice."""
    whole = dict(found)
    if len(whole) == len(found):
        return whole
    twice, seen = Twice(whole), set[str]()
    for key, _ in found:
        if key in seen:
            twice.key = key
        seen.add(key)
    return twice


class Node(NamedTuple):
    """A JSON value, where it stands, and what its doses are measured in.

    In a request about patches "mg" in keys and values reads "ug_per_h".
    """

    value: object
    path: str = ""
    measure: str = MG

    def refuse(self, message: str, key: str = "") -> Refusal:
        """Return the refusal of this value, or of what stands at `key` in it."""
        return Refusal(self._below(key) if key else self.path, message)

    def fields(self, required: Iterable[str], optional: Iterable[str] = ()) -> "Fields":
        """Return the values of an object that has exactly these keys."""
        values = self.members()
        required, optional = map(self._worded, (required, optional))
        for key in values:
            if key not in required and key not in optional:
                raise self.refuse("This key is not known here.", key[:LONGEST_TEXT])
        for key in required:
            if key not in values:
                raise self.refuse("This is missing.", key)
        return Fields(node=self, values=values)

    def members(self) -> dict[str, object]:
        """Return the members of an object, whatever its keys."""
        if not isinstance(self.value, dict):
            raise self.refuse("This must be an object.")
        if isinstance(self.value, Twice):
            raise self.refuse("This key is given twice.", self.value.key[:LONGEST_TEXT])
        return self.value

    def _worded(self, keys: Iterable[str]) -> list[str]:
        if self.measure == MG:
            return list(keys)
        return [reworded(key, self.measure) for key in keys]

    def child(self, key: str) -> "Node":
        """Return what stands at `key` of this object."""
        values = self.value if isinstance(self.value, dict) else {}
        return Node(values.get(key), self._below(key), self.measure)

    def _below(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def items(self, *, least: int = 1, most: int) -> "list[Node]":
        """Return the members of a list of `least` to `most`."""
        if not isinstance(self.value, list):
            raise self.refuse("This must be a list.")
        if not least <= len(self.value) <= most:
            raise self.refuse(f"This must have {least} to {most} members.")
        return [
            Node(value, f"{self.path}[{at}]", self.measure)
            for at, value in enumerate(self.value)
        ]

    def number(self, *, most: Fraction = MOST_MG, zero: bool = False) -> Fraction:
        """Return a number that is written as text; 0 only where `zero` says so."""
        if not isinstance(self.value, str) or not NUMBER.fullmatch(self.value):
            message = 'This must be a number as text, such as "2.5".'
            raise self.refuse(message)
        number = Fraction(self.value)
        if number > most:
            raise self.refuse(f"This must be at most {most}.")
        if not number and not zero:
            raise self.refuse("This must be more than 0.")
        return number

    def integer(self, *, least: int = 1, most: int = MOST_DAYS) -> int:
        """Return a whole number from `least` to `most`."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.refuse("This must be a whole number.")
        if not least <= self.value <= most:
            raise self.refuse(f"This must be from {least} to {most}.")
        return self.value

    def text(self) -> str:
        """Return a text that is not empty."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.refuse("This must be a text.")
        if len(self.value) > LONGEST_TEXT:
            raise self.refuse(f"This must be at most {LONGEST_TEXT} characters.")
        return self.value

    def choice(self, *among: str) -> str:
        """Return one of a few words."""
        words = self._worded(among)
        if not isinstance(self.value, str) or self.value not in words:
            raise self.refuse(f"This must be one of {', '.join(words)}.")
        return among[words.index(self.value)]

    def day(self) -> date:
        """Return a date."""
        if isinstance(self.value, str) and DAY.fullmatch(self.value):
            try:
                return date.fromisoformat(self.value)
            except ValueError:
                pass
        raise self.refuse("This must be a date, such as 2026-12-01.")


class Fields:
    """The members of an object whose keys are known to be right."""

    def __init__(self, *, node: Node, values: dict[str, object]) -> None:
        self.node = node
        self.values = values

    def __getitem__(self, key: str) -> Node:
        return self.node.child(reworded(key, self.node.measure))

    def get(self, key: str) -> Node | None:
        """Return what stands at `key`, or None when the request left it out."""
        known = reworded(key, self.node.measure) in self.values
        return self[key] if known else None


def reworded(word: str, measure: str) -> str:
    """Return `word` as it reads when doses are in `measure`."""
    if measure == MG or word == PATCH_WORD:
        return word
    return "_".join(measure if part == MG else part for part in word.split("_"))
