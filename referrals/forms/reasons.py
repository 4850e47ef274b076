"""The words of a reason, as an administrator writes them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.models import DecisionReason
from referrals.shipped_reasons import TEXTS, Words
from ui.forms import Form, IntegerField, LongTextField, TextField


class ReasonForm(Form):
    """One reason in one language: its name, a text for each reader, where to turn."""

    kind = forms.ChoiceField(
        label=_("Vilket beslut förklarar det?"),
        choices=DecisionReason.Kind.choices,
        widget=forms.RadioSelect,
    )
    title = TextField(
        label=_("Rubrik i listan"),
        help_text=_("Kort, så att den går att välja snabbt."),
        max_length=100,
    )
    for_referrer = LongTextField(
        label=_("Text till den som remitterade"), max_length=2000, rows=4
    )
    for_patient = LongTextField(
        label=_("Text till patienten, i klartext"),
        help_text=_("Skriv du och vi. Korta meningar."),
        max_length=2000,
        rows=4,
    )
    destination = LongTextField(
        label=_("Vart ska patienten vända sig?"), max_length=500, rows=2
    )
    replaces = forms.UUIDField(widget=forms.HiddenInput, required=False)
    position = IntegerField(label=_("Plats i listan"), min_value=0, max_value=999)

    @property
    def said(self) -> dict[str, Any]:
        """As the actions are told: the words in the language of the page, and where."""
        given = self.cleaned_data
        return {
            "kind": given["kind"],
            "position": given["position"],
            "words": Words(**{name: given[name] for name in TEXTS}),
        }
