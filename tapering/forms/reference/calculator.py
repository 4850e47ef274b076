"""Who approved that the system calculates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.forms import Form, LongTextField, TextField


class CalculatorForm(Form):
    """The name of the person, as it will stand."""

    approver = TextField(
        label=_("Vem har godkänt det avsedda ändamålet"),
        max_length=200,
        help_text=_("Namn och uppdrag, till exempel verksamhetschef."),
    )
    note = LongTextField(label=_("Anteckning"), required=False, rows=2, max_length=500)
    has_read = forms.BooleanField(
        label=_("Personen har läst det avsedda ändamålet i den version som gäller nu"),
        error_messages={
            "required": _("Personen behöver ha läst det avsedda ändamålet först.")
        },
    )
