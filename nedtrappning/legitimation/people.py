"""Who can be chosen: patients of the demo, and two whom the unit has never heard of."""

import hashlib
import itertools
from dataclasses import dataclass

from jurisdictions import identity
from nedtrappning.demo import people as demo

SHOWN = 8


@dataclass(frozen=True)
class Person:
    """Somebody who has this e-ID."""

    number: str
    given_name: str
    family_name: str
    note: str = ""

    @property
    def subject(self) -> str:
        """How the provider names the person: not by the number."""
        return hashlib.sha256(f"demo {self.number}".encode()).hexdigest()[:32]


def of_the_demo() -> list[Person]:
    """The first patients of the demo region, then a stranger and somebody too young."""
    known = (story for story in demo.small() if story.source == "clinic")
    patients = [
        Person(story.number, story.given, story.family)
        for story in itertools.islice(known, SHOWN)
    ]
    stranger, child = (_last_of(year) for year in (1991, 2012))
    return [
        *patients,
        Person(stranger, "Nora", "Sten", "inte patient här"),
        Person(child, "Love", "Sten", "under 18 år"),
    ]


def _last_of(year: int) -> str:
    """A synthetic number that the demo does not reach."""
    *_rest, last = identity.synthetic_numbers(year)
    return last
