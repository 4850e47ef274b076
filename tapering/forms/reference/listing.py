"""What a list shows."""

import uuid

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tapering.lifecycle import Standing
from tapering.queries import GROUPS
from ui.forms import LONG_NUMBER, Form, TextField


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
    q = TextField(label=_("Namn eller ATC"), required=False, max_length=60)


class ReadForm(Form):
    """Which edition of a draft somebody has read."""

    edition = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)


def picked(data: QueryDict, name: str, *, most: int) -> dict[uuid.UUID, int]:
    """The rows that are ticked, each with the edition that was read."""
    found = {}
    for text in data.getlist(name)[:most]:
        row, _colon, edition = text.partition(":")
        if edition.isascii() and edition.isdigit() and len(edition) < LONG_NUMBER:
            try:
                found[uuid.UUID(row)] = int(edition)
            except ValueError:
                continue
    return found
