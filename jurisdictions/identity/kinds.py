"""What kinds of number there are, what they are called between systems, who is who."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from jurisdictions.typed import Fault


def _(sentence: str) -> str:
    return sentence


class Kind(StrEnum):
    """Whose number it is, by country and register; stored as these plain keys."""

    PERSONNUMMER = "personnummer"
    SAMORDNINGSNUMMER = "samordningsnummer"
    RESERVE = "reservnummer"
    FODSELSNUMMER = "fodselsnummer"
    D_NUMMER = "d-nummer"
    H_NUMMER = "h-nummer"
    FH_NUMMER = "fh-nummer"


NAMES: dict[Kind, str] = {
    Kind.PERSONNUMMER: _("Personnummer"),
    Kind.SAMORDNINGSNUMMER: _("Samordningsnummer"),
    Kind.RESERVE: _("Reservnummer"),
    Kind.FODSELSNUMMER: _("Norskt fødselsnummer"),
    Kind.D_NUMMER: _("Norskt D-nummer"),
    Kind.H_NUMMER: _("Norskt hjälpnummer"),
    Kind.FH_NUMMER: _("Norskt gemensamt hjälpnummer"),
}
# A number that a register made until somebody knows the person's own.
STAND_IN = frozenset({Kind.RESERVE, Kind.H_NUMMER, Kind.FH_NUMMER})
# The national referral message knows only these two (rules REF-11).
IN_NATIONAL_MESSAGE = frozenset({Kind.PERSONNUMMER, Kind.SAMORDNINGSNUMMER})


class Level(StrEnum):
    """How sure the register is of who holds a samordningsnummer (rules ID-03)."""

    PROVEN = "proven"
    PROBABLE = "probable"
    UNCERTAIN = "uncertain"


LEVELS: dict[Level, str] = {
    Level.PROVEN: _("styrkt"),
    Level.PROBABLE: _("sannolik"),
    Level.UNCERTAIN: _("osäker"),
}


@dataclass(frozen=True)
class Identity:
    """A number that passed every check; its digits stay out of `repr`, so of logs.

    The birth date is None where the number does not say it whole: an unknown month or
    day, a number that holds none, a century that cannot be told.
    """

    kind: Kind
    number: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    birth_year: int | None = field(repr=False, default=None)

    @property
    def shown(self) -> str:
        """As people read it."""
        return shown(self.number)

    def age_on(self, day: date) -> int | None:
        """Whole years lived, the most they can be when only the year is known."""
        if self.birth_date is not None:
            return age_on(self.birth_date, day)
        return None if self.birth_year is None else day.year - self.birth_year

    @property
    def is_stand_in(self) -> bool:
        """Whether a real number may be linked to the person later (rules ID-06)."""
        return self.kind in STAND_IN


def age_on(birth_date: date, day: date) -> int:
    """Whole years lived; who is born on 29 February has a birthday on 1 March."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (not had_birthday)


class NotAnIdentity(Fault):
    """What was typed is no identity number; the sentence says what to look at."""


NORWEGIAN_LENGTH = 11


def shown(number: str) -> str:
    """'19900201-2392' in Sweden, '109155 96784' in Norway; nothing for nothing."""
    if len(number) == NORWEGIAN_LENGTH:
        return f"{number[:6]} {number[6:]}"
    return f"{number[:8]}-{number[8:]}" if number else ""


def kind_named(key: str) -> str:
    """What people call a stored kind; a Swedish message id."""
    return NAMES[Kind(key)] if key else ""


# ---------------------------------------------------------- names between systems

# Rules ID-05, ID-14, ID-16. A local help number has no name outside its house.
OIDS: dict[Kind, str] = {
    Kind.PERSONNUMMER: "1.2.752.129.2.1.3.1",
    Kind.SAMORDNINGSNUMMER: "1.2.752.129.2.1.3.3",
    Kind.RESERVE: "1.2.752.113.11.0.2.1.1.1",
    Kind.FODSELSNUMMER: "2.16.578.1.12.4.1.4.1",
    Kind.D_NUMMER: "2.16.578.1.12.4.1.4.2",
    Kind.FH_NUMMER: "2.16.578.1.12.4.1.4.3",
}
# The national reserve number: known by name, refused by the message (rules REF-11).
NATIONAL_RESERVE_OID = "1.2.752.74.9.1"
NORWEGIAN_TEST_PEOPLE_OID = "2.16.578.1.12.4.1.4.666"
NORWEGIAN_DUF_OID = "2.16.578.1.12.4.1.4.5"
# Those who care and where they work.
STAFF_OIDS: dict[str, str] = {
    "hsa_id": "1.2.752.29.4.19",
    "licence": "1.2.752.116.3.1.1",
    "prescriber_code": "1.2.752.116.3.1.2",
    "hpr": "2.16.578.1.12.4.1.4.4",
    "enh": "2.16.578.1.12.4.1.4.101",
    "resh": "2.16.578.1.12.4.1.4.102",
    "her_id": "2.16.578.1.12.4.1.2",
}
_KINDS = {oid: kind for kind, oid in OIDS.items()}


def oid_of(kind: Kind | str) -> str:
    """The name of a kind between systems; empty when it has none."""
    return OIDS.get(Kind(kind), "")


def kind_of_oid(oid: str) -> Kind | None:
    """The kind that another system means, with or without `urn:oid:` before it."""
    return _KINDS.get(oid.strip().removeprefix("urn:oid:"))
