"""Reasons that a new site starts with. Its administrator changes them from then on."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).parent / "reference" / "reasons.toml"
# Proposed when a question was never answered.
NO_ANSWER = "no_answer"
TEXTS = ("title", "for_referrer", "for_patient", "destination")


@dataclass(frozen=True, kw_only=True)
class Words:
    """One reason in one language: a name for the list, and the words of the letter."""

    title: str
    for_referrer: str
    for_patient: str
    destination: str


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """One reason, and what it says in each language."""

    shipped_as: str
    kind: str
    words: dict[str, Words]


@functools.cache
def shipped() -> dict[str, Shipped]:
    """The reasons that come with the system, in the order of the list."""
    found = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    return {name: _reason(name, **said) for name, said in found.items()}


def _reason(name: str, *, kind: str, **languages: dict[str, str]) -> Shipped:
    words = {language: Words(**texts) for language, texts in languages.items()}
    return Shipped(shipped_as=name, kind=kind, words=words)
