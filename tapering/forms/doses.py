"""A dose as people write it: 7,5 or 7.5, never grams, never a thousand by a slip."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jurisdictions import doses
from jurisdictions.typed import Fault
from ui.templatetags.numbers import number

LARGEST = Decimal(10_000)


class DoseField(forms.CharField):
    """Milligrams at one time of the day; empty means nothing then."""

    def __init__(self, **rest: Any) -> None:
        rest.setdefault("max_length", 40)
        super().__init__(**rest)

    def validate(self, value: Any) -> None:
        """Empty is an answer: then nothing is taken, and no word need say so."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A phone shows figures and the comma."""
        return {
            **super().widget_attrs(widget),
            "inputmode": "decimal",
            "autocomplete": "off",
            "class": "b-6 tal",
        }

    def read(self, text: str) -> Decimal:
        """The amount, or a fault with its sentence."""
        return doses.parse(text, allow_zero=True)

    def clean(self, value: Any) -> Any:
        """The dose, or None; a slip is asked about in a sentence."""
        text = super().clean(value)
        if not text.strip():
            return None
        try:
            dose = self.read(text)
        except Fault as fault:
            raise ValidationError(_(str(fault))) from fault
        if dose > LARGEST:
            raise ValidationError(_("Dosen är för stor. Skriv den i milligram."))
        return dose

    def prepare_value(self, value: Any) -> Any:
        """What was typed stays; what we know is written as here."""
        return number(value) if isinstance(value, Decimal) else value


class PatchField(DoseField):
    """What all patches that are worn give together, in micrograms an hour."""

    def read(self, text: str) -> Decimal:
        """The amount, or a fault with its sentence."""
        return doses.parse_per_hour(text)
