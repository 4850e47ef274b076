"""Words in braces that a letter fills in: a known list, and what each stands for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_IN_BRACES = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True)
class Placeholder:
    """What the word in braces becomes, and an example for the preview."""

    name: str
    means: str | Promise
    example: str | Promise


PLACEHOLDERS: dict[str, Placeholder] = {
    one.name: one
    for one in (
        Placeholder("name", _("patientens namn"), "Erik Sandberg"),
        Placeholder("reference", _("remissens nummer"), "4F7K-9Q2T"),
        Placeholder("received", _("dagen då remissen kom"), _("torsdag 19 november")),
        Placeholder("unit", _("enhetens namn"), _("Enheten")),
        Placeholder("clinic", _("vårdcentralens namn"), _("Vårdcentralen Ekbacken")),
        Placeholder("phone", _("enhetens telefon"), "031-390 06 12"),
        Placeholder("hours", _("när telefonen är öppen"), _("vardagar 8–16")),
        Placeholder("site", _("sidan där remissen går att följa"), "example.se/folj"),
        Placeholder("emergency", _("larmnumret"), "112"),
        Placeholder("advice", _("numret för råd"), "1177"),
        Placeholder("talk", _("någon att prata med"), _("Självmordslinjen 90101")),
        Placeholder("question", _("frågan"), _("Vilken dos tar du på kvällen?")),
        Placeholder("reply_by", _("sista dagen att svara"), _("fredag 4 december")),
        Placeholder("decision", _("vad ni har bestämt"), _("Vi tar emot dig.")),
        Placeholder("reason", _("skälet, i klartext"), _("Du behöver mer hjälp.")),
        Placeholder("destination", _("vart ni hänvisar"), _("Smärtmottagningen")),
        Placeholder("plan", _("planen på en rad"), _("Vi börjar i januari.")),
        Placeholder(
            "contact_by",
            _("senaste dagen för första kontakten"),
            _("tisdag 1 december"),
        ),
        Placeholder("outcome", _("vad ni kom fram till"), _("Patienten är i mål.")),
        Placeholder("dose_now", _("dosen nu"), _("Inget läkemedel sedan i våras.")),
        Placeholder(
            "follow_up", _("vad vårdcentralen följer upp"), _("Sömnen om tre månader.")
        ),
        Placeholder("prescriber", _("vem som förskriver"), _("Vårdcentralen.")),
        Placeholder("day", _("besökets dag"), _("tisdag 1 december")),
        Placeholder("time", _("besökets klockslag"), "10.30"),
        Placeholder("length", _("hur länge besöket tar"), _("60 minuter")),
        Placeholder("place", _("var besöket är"), _("Storgatan 1, ingång B")),
        Placeholder("who", _("vem patienten möter"), _("Sara Nyberg")),
        Placeholder("bring", _("vad patienten tar med"), _("dina läkemedel")),
    )
}


def names_in(text: str) -> list[str]:
    """What stands in braces, each once, in the order in which it is read."""
    return list(dict.fromkeys(_IN_BRACES.findall(text)))


def unknown_in(text: str) -> list[str]:
    """Words in braces that nothing could ever fill."""
    return [name for name in names_in(text) if name not in PLACEHOLDERS]


def unfilled_in(text: str) -> list[str]:
    """Words in braces that should have been filled in. Other braces are just text."""
    return [name for name in names_in(text) if name in PLACEHOLDERS]


def in_braces(names: Iterable[str]) -> str:
    """The words as they stand in a text, for a sentence."""
    return ", ".join(f"{{{name}}}" for name in names)


def fill_in_first(names: Iterable[str]) -> str:
    """What has to be written before the letter can leave."""
    return gettext("Fyll i det som står inom klamrar: %(names)s.") % {
        "names": in_braces(names)
    }


def fill(text: str, facts: Mapping[str, str]) -> str:
    """Put the facts in, once: what a fact says is never filled in again."""

    def said(match: re.Match[str]) -> str:
        known = facts.get(match[1], "")
        return _as_words(known) if known else match[0]

    return _IN_BRACES.sub(said, text)


def _as_words(fact: str) -> str:
    """A fact is words: a line of it that begins as a heading does is none."""
    return "\n".join(line.lstrip("# ") for line in fact.strip().splitlines())


def example(text: str) -> str:
    """The text with an example in place of each word in braces."""
    return fill(text, {one.name: str(one.example) for one in PLACEHOLDERS.values()})
