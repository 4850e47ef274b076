"""One row of a list: what it says, and what is wrong with it in words."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jurisdictions import identity, phones
from referrals.lists.dates import NotADay, day_of
from referrals.lists.sheets import FORMULA
from ui.identity import parsed, site_country

OLDEST_YEAR = 2000
# As many signs as the register has room for.
LONGEST = {
    "given_name": 100,
    "family_name": 100,
    "medicine": 200,
    "goal": 8000,
    "interpreter": 60,
}
YES = {"ja", "j", "x", "1", "yes", "y", "true", "sant", "skyddad", "skjermet"}
NO = {"", "nej", "n", "0", "nei", "no", "false", "falskt", "-"}


@dataclass(kw_only=True)
class Said:
    """What a row says, ready to be written down."""

    number: str = ""
    kind: str = ""
    birth_date: str = ""
    given_name: str = ""
    family_name: str = ""
    phone: str = ""
    municipality: str = ""
    protected: bool = False
    issued_on: str = ""
    clinic: str = ""
    medicine: str = ""
    goal: str = ""
    interpreter: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values for a column of JSON."""
        return asdict(self)


@dataclass
class Read:
    """A row that has been read: faults stop it, notes do not."""

    said: Said = field(default_factory=Said)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def stop(self, sentence: object) -> None:
        """Leave the row out, and say why."""
        self.faults.append(str(sentence))

    def note(self, sentence: object) -> None:
        """Say something that whoever approves should know."""
        self.notes.append(str(sentence))


@dataclass(frozen=True, kw_only=True)
class Known:
    """Names that a row may use, folded to small letters, and what they stand for."""

    clinics: Mapping[str, str]
    municipalities: frozenset[str]


def read(
    cells: Sequence[str], columns: Mapping[str, int], known: Known, *, today: date
) -> Read:
    """Read one row, whole: every fault is said at once."""
    text = {name: cells[place] for name, place in columns.items() if place < len(cells)}
    row = Read()
    _read_number(row, text.get("number", ""), today)
    _read_names(row, text)
    _read_phone(row, text.get("phone", ""))
    _read_day(row, text.get("issued_on", ""), today)
    _read_places(row, text, known)
    _read_protection(row, text.get("protected", ""))
    _read_texts(row, text)
    return row


def _read_number(row: Read, typed: str, today: date) -> None:
    if not typed:
        row.stop(_("Personnumret saknas."))
        return
    if "E+" in typed.upper():
        row.stop(
            _(
                "Excel har kortat av personnumret. Gör om kolumnen till text i Excel "
                "och skriv numret igen."
            )
        )
        return
    try:
        found = parsed(typed, today=today)
    except identity.NotAnIdentity as fault:
        row.stop(fault.translated(_))
        return
    row.said.number, row.said.kind = found.number, str(found.kind)
    row.said.birth_date = found.birth_date.isoformat() if found.birth_date else ""


def _read_names(row: Read, text: Mapping[str, str]) -> None:
    given, family = text.get("given_name", ""), text.get("family_name", "")
    whole = text.get("name", "")
    if whole and not (given and family):
        given, family = _split(whole)
    for name, value in (("given_name", given), ("family_name", family)):
        if len(value) > LONGEST[name]:
            row.stop(_("Namnet är för långt. Kontrollera att det är rätt kolumn."))
            return
    if not (given and family):
        row.stop(_("Namnet är inte helt. För- och efternamn behövs."))
        return
    row.said.given_name, row.said.family_name = given, family


def _split(whole: str) -> tuple[str, str]:
    """Family name first before a comma, otherwise last."""
    if "," in whole:
        family, _comma, given = whole.partition(",")
        return given.strip(), family.strip()
    given, _space, family = whole.rpartition(" ")
    return given.strip(), family.strip()


def _read_phone(row: Read, typed: str) -> None:
    if not typed:
        return
    try:
        row.said.phone = phones.normalise(typed, country=site_country())
    except phones.NotAPhone as fault:
        row.stop(fault.translated(_))


def _read_day(row: Read, typed: str, today: date) -> None:
    if not typed:
        row.stop(_("Remissens datum saknas."))
        return
    try:
        day = day_of(typed)
    except NotADay as fault:
        row.stop(fault)
        return
    if day > today:
        row.stop(_("Remissens datum ligger i framtiden."))
    elif day.year < OLDEST_YEAR:
        row.stop(_("Remissens datum är äldre än år 2000. Kontrollera året."))
    else:
        row.said.issued_on = day.isoformat()


def _read_places(row: Read, text: Mapping[str, str], known: Known) -> None:
    clinic = text.get("clinic", "")
    if clinic and clinic.lower() not in known.clinics:
        row.stop(
            _(
                "Vårdcentralen finns inte i systemet. Skriv namnet som det står "
                "under Enheter, eller lämna cellen tom."
            )
        )
    row.said.clinic = known.clinics.get(clinic.lower(), "")
    place = text.get("municipality", "")
    if place and place.lower() not in known.municipalities:
        row.note(_("Kommunen finns inte i regionen, så den lämnas tom."))
    elif place:
        row.said.municipality = place


def _read_protection(row: Read, typed: str) -> None:
    word = typed.lower()
    if word in YES:
        row.said.protected = True
    elif word not in NO:
        row.stop(_("Skriv ja eller nej under skyddade uppgifter."))


def _read_texts(row: Read, text: Mapping[str, str]) -> None:
    for name in ("medicine", "goal", "interpreter"):
        value = text.get(name, "")
        if len(value) > LONGEST[name]:
            row.stop(
                _("Texten är för lång: %(count)d tecken, högst %(most)d får plats.")
                % {"count": len(value), "most": LONGEST[name]}
            )
            continue
        if value.startswith(FORMULA):
            row.note(_("En cell börjar som en formel. Den sparas som vanlig text."))
        setattr(row.said, name, value)
