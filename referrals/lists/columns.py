"""Which column is what: guessed from its heading, in three languages."""

import re

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What a list may say of a person, in the order of the template.
FIELDS = {
    "number": _("Personnummer"),
    "name": _("Namn (för- och efternamn)"),
    "given_name": _("Förnamn"),
    "family_name": _("Efternamn"),
    "phone": _("Telefon"),
    "municipality": _("Kommun"),
    "protected": _("Skyddade uppgifter"),
    "issued_on": _("Remissens datum"),
    "clinic": pgettext_lazy("kolumn", "Vårdcentral som remitterade"),
    "medicine": _("Läkemedel"),
    "goal": _("Frågeställning eller anteckning"),
    "interpreter": _("Tolk, språk"),
}
NEEDED = ("number", "issued_on")
# In the template; a whole name is for lists that have it in one column.
IN_TEMPLATE = [name for name in FIELDS if name != "name"]

_WORDS: dict[str, tuple[str, ...]] = {
    "number": (
        *("personnummer", "persnr", "pnr", "personnr", "samordningsnummer"),
        *("fodselsnummer", "fodselsnr", "fnr", "idnummer", "id"),
        *("identity number", "personal number", "national id", "ssn"),
    ),
    "name": (
        *("namn", "patient", "patientnamn", "navn", "pasient", "pasientnavn"),
        *("name", "full name", "patient name", "namn for och efternamn"),
    ),
    "given_name": ("fornamn", "fornavn", "first name", "given name", "tilltalsnamn"),
    "family_name": ("efternamn", "etternavn", "last name", "family name", "surname"),
    "phone": (
        *("telefon", "telefonnummer", "tel", "telnr", "mobil", "mobilnummer"),
        *("mobiltelefon", "tlf", "telefonnr", "phone", "phone number", "mobile"),
    ),
    "municipality": ("kommun", "hemkommun", "bostadsort", "kommune", "municipality"),
    "protected": (
        *("skyddade uppgifter", "skyddad", "skydd", "sekretess", "sekretessmarkering"),
        *("skjermet", "adressesperre", "fortrolig", "protected", "protected identity"),
    ),
    "issued_on": (
        *("datum", "remissdatum", "remissens datum", "remiss skickad", "inkom"),
        *("inkommen", "inkommet", "ankomstdatum", "skickad", "dato", "henvist dato"),
        *("henvisningsdato", "mottatt", "date", "referral date", "referred on"),
        *("referred", "received"),
    ),
    "clinic": (
        *("vardcentral", "vc", "remittent", "remitterande", "avsandare", "enhet"),
        *("vardcentral som remitterade", "remitterande enhet", "remitterad fran"),
        *("legekontor", "fastlegekontor", "fastlege", "henviser", "avsender"),
        *("clinic", "health centre", "health center", "referrer", "referred by"),
    ),
    "medicine": (
        *("lakemedel", "preparat", "medicin", "substans", "legemiddel", "medisin"),
        *("medicine", "medicines", "medication", "drug"),
    ),
    "goal": (
        *("fragestallning", "frageställning eller anteckning", "anteckning", "mal"),
        *("fragestallning eller anteckning", "kommentar", "notering", "orsak", "skal"),
        *("problemstilling", "merknad", "notat", "goal", "note", "notes", "comment"),
        *("question", "reason"),
    ),
    "interpreter": (
        *("tolk", "sprak", "tolk sprak", "tolkesprak", "interpreter", "language"),
    ),
}
_FOLDED = str.maketrans("åäöøæéü", "aaooaeu")


def folded(heading: str) -> str:
    """A heading without what people write differently."""
    plain = re.sub(r"[^a-z0-9]+", " ", heading.lower().translate(_FOLDED))
    return " ".join(plain.split())


def guess(headings: list[str]) -> dict[str, int]:
    """The column of each field that a heading names; the first one wins."""
    by_word = {word: field for field, words in _WORDS.items() for word in words}
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        field = by_word.get(folded(heading))
        if field and field not in found:
            found[field] = place
    return found


def lacking(columns: dict[str, int]) -> list[str]:
    """The labels of what must have a column and has none."""
    lacks = [str(FIELDS[name]) for name in NEEDED if name not in columns]
    if "name" not in columns and not {"given_name", "family_name"} <= set(columns):
        lacks.append(str(FIELDS["name"]))
    return lacks
