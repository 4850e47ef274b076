"""The words of a reason, as an administrator writes them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.models import DecisionReason
from ui.forms import Form, IntegerField, LongTextField, TextField


class ReasonForm(Form):
    """One reason: its name, one text for each reader, where to turn instead."""

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
    position = IntegerField(label=_("Plats i listan"), min_value=0, max_value=999)
