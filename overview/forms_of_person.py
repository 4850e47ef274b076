"""Questions about who a patient is."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jurisdictions.identity import LEVELS, Kind
from ui.forms import Form, Group, IntegerField, Layout, Row, TextField
from ui.identity import IdentityField

# Translated where they are shown; the words stand in `jurisdictions.identity`.
LEVEL_CHOICES = [("", _("Vet inte")), *((key.value, _(LEVELS[key])) for key in LEVELS)]
FIRST_GRANTED = 2000


class NumberForm(Form):
    """The number that the person turned out to have."""

    number = IdentityField()
    level = forms.ChoiceField(
        label=_("Identiteten är"), choices=LEVEL_CHOICES, required=False
    )
    granted_year = IntegerField(label=_("Tilldelat år"), required=False)
    reason = TextField(
        label=_("Hur vet du det?"),
        help_text=_("Till exempel legitimation eller uppgift från personregistret."),
        error_messages={"required": _("Skriv hur du vet det")},
        max_length=500,
    )
    layout = Layout(
        "number",
        "reason",
        Group(_("Om det är ett samordningsnummer"), Row("level", "granted_year")),
    )

    def __init__(self, *args: Any, today: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.today = today
        cast(IdentityField, self.fields["number"]).today = today

    def clean_granted_year(self) -> int | None:
        """A year that can have been."""
        year: int | None = self.cleaned_data["granted_year"]
        if year is not None and not FIRST_GRANTED <= year <= self.today.year:
            raise ValidationError(_("Skriv året med fyra siffror, till exempel 2022."))
        return year

    def clean(self) -> dict[str, Any]:
        """Level and year say something of a samordningsnummer only."""
        kept = {**(super().clean() or {})}
        number = kept.get("number")
        if number and number.kind != Kind.SAMORDNINGSNUMMER:
            kept["level"], kept["granted_year"] = "", None
        return kept


class OtherForm(Form):
    """Who else the person may be."""

    number = IdentityField(label=_("Den andra patientens nummer"))

    def __init__(self, *args: Any, today: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        cast(IdentityField, self.fields["number"]).today = today


class MergeForm(Form):
    """Which row stays, and why they are one."""

    keep = forms.ChoiceField(
        label=_("Vilken ska finnas kvar?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vilken som ska finnas kvar")},
    )
    reason = TextField(
        label=_("Hur vet du att det är samma person?"),
        help_text=_("Skälet står i loggen, tillsammans med allt som flyttas."),
        error_messages={"required": _("Skriv hur du vet det")},
        max_length=500,
    )
    is_sure = forms.BooleanField(
        label=_("Jag har jämfört dem och det är samma person"),
        error_messages={"required": _("Jämför dem först, och kryssa sedan i rutan")},
    )

    def __init__(self, *args: Any, names: list[tuple[str, str]], **rest: Any) -> None:
        super().__init__(*args, **rest)
        cast(forms.ChoiceField, self.fields["keep"]).choices = names
