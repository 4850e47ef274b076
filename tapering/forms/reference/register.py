"""A file from a product register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.forms import Form, TextField

MOST_BYTES = 8_000_000


class RegisterForm(Form):
    """A CSV file, or its rows once they have been looked at."""

    file = forms.FileField(label=_("CSV-fil"), required=False)
    rows = forms.CharField(
        label=_("Eller klistra in raderna"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=MOST_BYTES,
    )
    source = TextField(
        label=_("Källa för rader som inte har någon egen"),
        required=False,
        help_text=_("Till exempel registrets namn och datum."),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two is needed, and not too much of it."""
        found: dict[str, Any] = super().clean() or {}
        upload = found.get("file")
        if not upload and not found.get("rows") and not self.errors:
            raise forms.ValidationError(_("Välj en fil eller klistra in rader."))
        if upload and upload.size > MOST_BYTES:
            self.add_error("file", _("Filen är för stor. Dela den i flera."))
        return found

    def content(self) -> bytes:
        """What was uploaded or pasted."""
        upload = self.cleaned_data.get("file")
        return bytes(upload.read()) if upload else self.cleaned_data["rows"].encode()
