"""What a list shows."""

import uuid

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tapering.lifecycle import Standing
from tapering.queries import GROUPS
from ui.forms import Form, TextField


class ListForm(Form):
    """Which rules, tables or products: by medicine, standing and country."""

    group = forms.ChoiceField(
        label=_("Läkemedel"),
        choices=[("", _("Alla")), *((key, g.label) for key, g in GROUPS.items())],
        required=False,
    )
    standing = forms.ChoiceField(
        label=_("Läge"),
        choices=[("", _("Utkast och godkända")), *Standing.choices],
        required=False,
    )
    country = TextField(label=_("Land"), required=False, max_length=10)
    q = TextField(label=_("Namn"), required=False, max_length=60)


def picked(data: QueryDict, name: str, *, most: int) -> list[uuid.UUID]:
    """The rows that are ticked; what is no row is left out."""
    found = []
    for text in data.getlist(name)[:most]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
