"""The patient's own part: what they hope for, in their own words."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jurisdictions import reference as references
from referrals.forms.contact import best_time_field
from referrals.models import BestTime
from ui.forms import Chips, CreatingForm, Form, Layout, LongTextField, TextField

SAID = ("goals", "expectations", "worries")


class PartCodeForm(Form):
    """The code on the slip or in the message, typed in any way."""

    code = TextField(
        label=_("Din kod"),
        help_text=_("Tolv tecken i tre grupper. Stora eller små bokstäver går bra."),
        error_messages={"required": _("Skriv koden som du har fått.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "b-20",
            }
        ),
    )

    def clean_code(self) -> str:
        """Read it, or say what to look at."""
        try:
            return references.parse_part_code(self.cleaned_data["code"])
        except references.NotACode as fault:
            raise ValidationError(fault.translated(gettext)) from fault


class OwnPartForm(CreatingForm):
    """Three questions and a time; one answer is enough."""

    goals = LongTextField(
        label=_("Vad vill du ska bli bättre?"),
        help_text=_("Till exempel sömnen, minnet eller något du vill orka."),
        rows=4,
        required=False,
    )
    expectations = LongTextField(
        label=_("Vad hoppas du att vi kan göra?"),
        help_text=_("Skriv med egna ord. Det går också att tala in svaret."),
        rows=4,
        required=False,
    )
    worries = LongTextField(
        label=_("Är det något du oroar dig för?"),
        help_text=_("Till exempel något som hände när du försökte förut."),
        rows=4,
        required=False,
    )
    best_time = best_time_field(required=False)
    layout = Layout(
        "goals", "expectations", "worries", Chips("best_time", full=True), "form_key"
    )

    def clean(self) -> dict[str, Any]:
        """One of the three is enough, and one is needed."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in SAID):
            self.add_error("goals", _("Skriv något på minst en av frågorna."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        time = self.cleaned_data["best_time"]
        return {
            **self.cleaned_data,
            "best_time": str(BestTime(time).label) if time else "",
        }
