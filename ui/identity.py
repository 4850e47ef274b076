"""One field for every identity number, by the country of the site."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jurisdictions import identity
from jurisdictions.identity import Identity, Kind
from jurisdictions.regimes import REGIMES

LABELS = {
    "SE": _("Personnummer eller samordningsnummer"),
    "NO": _("Fødselsnummer eller D-nummer"),
}
HINTS = {
    "SE": _("Reservnummer och norska nummer går också bra."),
    "NO": _("Hjälpnummer och svenska nummer går också bra."),
}
EMPTY = {country: _(identity.empty_sentence(country)) for country in LABELS}
LONGEST = 40


def site_country() -> str:
    """The country whose numbers are meant when it is in doubt."""
    return REGIMES[settings.JURISDICTION].country


def parsed(text: str, *, today: date) -> Identity:
    """The number that was meant, read as this site reads numbers."""
    return identity.parse(
        text,
        today=today,
        country=site_country(),
        accept_reserve=True,
        allow_synthetic=settings.ALLOW_SYNTHETIC_IDS,
    )


def cautions(found: Identity | None, *, is_protected: bool = False) -> list[str]:
    """What to know about a number that is right (rules REF-11, ID-07)."""
    if found is None:
        return []
    said = []
    if found.kind not in identity.IN_NATIONAL_MESSAGE and site_country() == "SE":
        said.append(
            gettext(
                "Den nationella remissen mellan journalsystem kan inte bära det här "
                "numret. Remissen går fram härifrån."
            )
        )
    if found.kind == Kind.RESERVE and is_protected:
        said.append(
            gettext(
                "Den som har skyddade personuppgifter ska normalt inte ha "
                "reservnummer. Kontrollera numret med personen."
            )
        )
    return said


def _by_site(words: Mapping[str, object]) -> object:
    """Words that follow the site when they are read, not when a form is defined."""
    return lazy(lambda: str(words[site_country()]), str)()


class IdentityField(forms.CharField):
    """An identity number, however it is typed; the form says what day it is.

    Gives an `Identity`, or None for an empty field that may be empty.
    """

    today: date

    def __init__(self, **rest: Any) -> None:
        attrs = {
            "class": "b-14",
            "autocomplete": "off",
            "spellcheck": "false",
            "autocapitalize": "characters",
        }
        rest.setdefault("label", _by_site(LABELS))
        rest.setdefault("help_text", _by_site(HINTS))
        rest.setdefault("widget", forms.TextInput(attrs=attrs))
        rest.setdefault("error_messages", {"required": _by_site(EMPTY)})
        super().__init__(max_length=LONGEST, **rest)

    def clean(self, value: Any) -> Identity | None:
        """The identity that was meant."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return parsed(typed, today=self.today)
        except identity.NotAnIdentity as fault:
            raise ValidationError(fault.translated(gettext)) from fault

    def prepare_value(self, value: Any) -> Any:
        """What we know is written as people read it."""
        return value.shown if isinstance(value, Identity) else value
