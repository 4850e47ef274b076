"""How a letter to a prescriber went."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tapering.lifecycle import SentBy
from ui.forms import Chips, Form, Layout


class LetterSentForm(Form):
    """By which way; nothing is chosen beforehand."""

    how = forms.ChoiceField(
        label=_("Hur skickade du brevet"),
        choices=SentBy.choices,
        widget=forms.RadioSelect,
    )
    layout = Layout(Chips("how"))
