"""A product: measured as its form says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tapering.forms.reference.shared import AmountField, KeptForm, _is_code
from tapering.lifecycle import Form
from ui.forms import Cards, Group, IntegerField, Layout, Row, TextField

# What each form is measured by, and what is asked when it is missing.
MEASURES = {
    Form.TABLET: {
        "strength_mg": _("Skriv styrkan i mg."),
        "parts": _("Välj hur många lika delar tabletten får delas i."),
    },
    Form.LIQUID: {
        "mg_per_ml": _("Skriv mg per ml."),
        "smallest_ml": _("Skriv den minsta volym som går att mäta."),
    },
    Form.PATCH: {
        "ug_per_h": _("Skriv µg per timme."),
        "worn_days": _("Skriv hur många dygn plåstret bärs."),
    },
}
ALL = [name for names in MEASURES.values() for name in names]


class ProductForm(KeptForm):
    """One strength of one product."""

    substance = TextField(label=_("Substans"), max_length=60)
    brand = TextField(label=_("Namn på förpackningen"), required=False, max_length=60)
    atc = TextField(label=_("ATC-kod"), max_length=7)
    form = forms.ChoiceField(
        label=_("Vad det är"), choices=Form.choices, widget=forms.RadioSelect
    )
    strength_mg = AmountField(label=_("Styrka, mg"))
    parts = forms.TypedChoiceField(
        label=_("Får delas i"),
        choices=[("", _("Välj")), ("1", _("delas inte")), ("2", "2"), ("4", "4")],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Bara om källan talar om skåra eller lika delar."),
    )
    mg_per_ml = AmountField(label=_("Styrka, mg/ml"))
    smallest_ml = AmountField(label=_("Minsta volym, ml"))
    ug_per_h = AmountField(label=_("Styrka, µg/h"))
    worn_days = IntegerField(
        label=_("Bärs i, dygn"), required=False, min_value=1, max_value=30
    )
    register_id = TextField(
        label=_("Nummer i produktregister"), required=False, max_length=40
    )

    layout = Layout(
        Group(_("Läkemedlet"), Row("substance", "brand"), Row("atc", "register_id")),
        Group(
            _("Styrka"),
            Cards(
                "form",
                reveals={
                    "tablet": [Row("strength_mg", "parts")],
                    "liquid": [Row("mg_per_ml", "smallest_ml")],
                    "patch": [Row("ug_per_h", "worn_days")],
                },
            ),
        ),
        Group(_("Källa"), "source", Row("evidence", "jurisdiction")),
        "edition",
    )

    def clean_substance(self) -> str:
        """The name in small letters, as everywhere."""
        return str(self.cleaned_data["substance"]).strip().lower()

    def clean_atc(self) -> str:
        """A whole ATC code."""
        code = str(self.cleaned_data["atc"]).strip().upper()
        if not _is_code(code):
            raise forms.ValidationError(_("Skriv ATC-koden som N05BA04."))
        return code

    def clean(self) -> dict[str, Any]:
        """Only what the form is measured by; the rest is put away."""
        found: dict[str, Any] = super().clean() or {}
        kind = found.get("form")
        asked = MEASURES.get(Form(kind), {}) if kind else {}
        for name in ALL:
            if name not in asked:
                found[name] = None
                self.errors.pop(name, None)
            elif not found.get(name) and name not in self.errors:
                self.add_error(name, asked[name])
        return found

    @property
    def fields_said(self) -> dict[str, Any]:
        """The product as the model has it."""
        left_out = {"edition"}
        return {n: self.cleaned_data[n] for n in self.fields if n not in left_out}
