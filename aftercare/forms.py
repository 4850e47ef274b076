"""Questions of aftercare."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.models import CheckIn
from patients.lifecycle import Closing
from ui.forms import (
    Chips,
    CreatingForm,
    DateField,
    Form,
    Layout,
    LongTextField,
    Scale11,
    scale_choices,
)


class LogCheckIn(Form):
    """How the contact went: five taps and a note."""

    happened_on = DateField(label=_("Vilken dag?"))
    how = forms.ChoiceField(
        label=_("Hur hade ni kontakt?"),
        choices=CheckIn.How.choices,
        widget=forms.RadioSelect,
    )
    going = forms.ChoiceField(
        label=_("Hur går det?"),
        choices=CheckIn.Going.choices,
        widget=forms.RadioSelect,
    )
    taking = forms.ChoiceField(
        label=_("Hur är det med läkemedlet?"),
        choices=CheckIn.Taking.choices,
        widget=forms.RadioSelect,
    )
    trouble = forms.TypedChoiceField(
        label=_("Besvär 0–10"),
        choices=scale_choices(),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    note = LongTextField(label=_("Anteckning"), required=False)

    layout = Layout(
        "happened_on",
        Chips("how"),
        Chips("going"),
        Chips("taking"),
        Scale11("trouble", low=_("inga alls"), high=_("värsta tänkbara")),
        "note",
    )


class PlanCheckIn(CreatingForm):
    """One more contact."""

    due_on = DateField(label=_("Dag för kontakten"))


class Reason(Form):
    """Why, in a sentence."""

    reason = LongTextField(label=_("Varför?"))


class CloseCase(Form):
    """Why the case is closed."""

    closing = forms.ChoiceField(
        label=_("Varför avslutas vårdärendet?"),
        choices=[item for item in Closing.choices if item[0] != Closing.UNDONE],
        widget=forms.RadioSelect,
    )
    reason = LongTextField(label=_("Beskriv kort"))
