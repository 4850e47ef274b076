"""A list to look at, and which column of it is what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.lists.columns import FIELDS
from referrals.lists.sheets import MOST_BYTES
from referrals.models import ImportBatch
from ui.forms import CreatingForm, Form
from ui.uploads import whole


class ListFile(CreatingForm):
    """A file that somebody kept until now."""

    file = forms.FileField(
        label=_("Lista"),
        help_text=_("CSV eller Excel (xlsx), högst 5 000 rader."),
        error_messages={"required": _("Välj en fil.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """A file that is not too large to be read."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(
                _("Filen är för stor. Högst 5 MB går att läsa in. Dela den i flera.")
            )
        return upload

    def content(self) -> bytes:
        """What was uploaded."""
        return whole(self.cleaned_data["file"]) or b""


class Columns(Form):
    """Which column is what. Each field is asked for with its own list of headings."""

    def __init__(self, *args: Any, batch: ImportBatch, **rest: Any) -> None:
        chosen = {name: str(place) for name, place in batch.columns.items()}
        super().__init__(*args, initial=chosen, **rest)
        headings = [
            (str(place), heading or str(_("Kolumn %(n)d")) % {"n": place + 1})
            for place, heading in enumerate(batch.headings)
        ]
        for name, label in FIELDS.items():
            field = forms.ChoiceField(
                label=label,
                required=False,
                choices=[("", _("Finns inte i listan")), *headings],
            )
            # What must have a column is said above; no field is more free than another.
            field.is_expected = True  # type: ignore[attr-defined]
            self.fields[name] = field

    def columns(self) -> dict[str, int]:
        """The column of each field that has one."""
        chosen = self.cleaned_data
        return {name: int(chosen[name]) for name in FIELDS if chosen.get(name)}

    def clean(self) -> dict[str, Any]:
        """Two fields cannot be read from the same column."""
        found = super().clean() or {}
        seen: dict[str, str] = {}
        for name, place in list(found.items()):
            if place and place in seen:
                self.add_error(name, _("Kolumnen är redan vald för ett annat fält."))
            elif place:
                seen[place] = name
        return found
