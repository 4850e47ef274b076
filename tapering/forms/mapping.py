"""What is taken: one card per medicine, doses in mg."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from jurisdictions.doses import looks_tenfold
from tapering.actions import Line
from tapering.forms.doses import DoseField, PatchField
from tapering.lifecycle import Daypart
from ui.forms import Form, Layout, Row, TextField, row_count
from ui.templatetags.numbers import mg, number, per_hour

# Nobody takes more tablets than this at one time without having meant it.
MANY_TABLETS = 10
# Doses by where the form asks for them: a patch belongs to no part of the day.
ASKED = {**{str(part): str(part) for part in Daypart.values}, "": "patch"}


class LineForm(Form):
    """One medicine as it is taken now."""

    substance = TextField(
        label=_("Läkemedel (substans)"), required=False, max_length=60
    )
    product = TextField(label=_("Namn på förpackningen"), required=False)
    strength_mg = DoseField(label=_("Styrka, mg"))
    morning = DoseField(label=_("Morgon, mg"))
    noon = DoseField(label=_("Middag, mg"))
    evening = DoseField(label=_("Kväll, mg"))
    night = DoseField(label=_("Natt, mg"))
    patch = PatchField(label=_("Plåster, µg/h"))
    why = TextField(label=_("Varför"), required=False, max_length=500)
    since = TextField(label=_("Sedan"), required=False, max_length=60)
    as_needed = forms.BooleanField(label=_("Tas bara vid behov"), required=False)
    is_right = forms.BooleanField(label=_("Dosen stämmer"), required=False)

    def __init__(
        self,
        *args: Any,
        known: Mapping[str, Mapping[str, Decimal]],
        strengths: Mapping[str, Decimal],
        **rest: Any,
    ) -> None:
        self.known, self.strengths = known, strengths
        super().__init__(*args, **rest)
        self.fields["substance"].widget.attrs.update(
            {"list": "substanser", "spellcheck": "false", "autocomplete": "off"}
        )
        self.helper.layout = Layout(
            Row("substance", "product", "strength_mg"),
            Row("morning", "noon", "evening", "night", "patch"),
            Row("why", "since", "as_needed"),
        )

    def lay_out_rest(self) -> None:
        """Add the questions that only some lines have."""
        if "DELETE" in self.fields:
            self.fields["DELETE"].label = _("Tas inte längre")
            if self.initial:
                self.helper.layout[-1].fields.append("DELETE")

    @property
    def doses(self) -> dict[str, Decimal]:
        """Doses by daypart; a patch stands under none ("")."""
        found = self.cleaned_data
        return {part: found[name] for part, name in ASKED.items() if found.get(name)}

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is written on the line."""
        found = getattr(self, "cleaned_data", {})
        return not found.get("substance") and not any(
            found.get(name) for name in ASKED.values()
        )

    def clean_substance(self) -> str:
        """The name in small letters, as everywhere."""
        return str(self.cleaned_data["substance"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        """A name and a dose belong together, and a slip of the comma is asked about."""
        found: dict[str, Any] = super().clean() or {}
        if self.is_empty or found.get("DELETE"):
            return found
        if not found.get("substance") and "substance" not in self.errors:
            self.add_error("substance", _("Skriv vilket läkemedel dosen gäller"))
        if not self.doses and not self.errors:
            self.add_error("morning", _("Skriv minst en dos, i mg"))
        if found.get("patch") and len(self.doses) > 1:
            self.add_error(
                "patch", _("Skriv antingen plåster eller doser i mg på raden.")
            )
        if not found.get("is_right"):
            self._ask_about_slips(found)
        return found

    def _ask_about_slips(self, found: Mapping[str, Any]) -> None:
        for part, dose in self.doses.items():
            likelier = self._likelier(str(found.get("substance", "")), part, dose)
            if likelier is not None:
                self.add_error(
                    ASKED[part],
                    _("Menade du %(likelier)s? Kryssa annars i ”Dosen stämmer”.")
                    % {"likelier": mg(likelier) if part else per_hour(likelier)},
                )
        if self.errors and "is_right" not in self.errors:
            self._offer_word()

    def _offer_word(self) -> None:
        self.helper.layout[-1].fields.append("is_right")

    def _likelier(self, substance: str, part: str, dose: Decimal) -> Decimal | None:
        """The dose that may have been meant, or None when this one is plausible."""
        before = self.known.get(substance, {}).get(part)
        if before is not None:
            return before if looks_tenfold(dose, before) else None
        strength = self.cleaned_data.get("strength_mg") or self.strengths.get(substance)
        if part and strength and dose > MANY_TABLETS * strength:
            return dose / 10
        return None

    @property
    def line(self) -> Line:
        """The line as the action takes it."""
        found = self.cleaned_data
        return Line(
            substance=found["substance"],
            product=found["product"],
            strength_mg=found["strength_mg"] or None,
            doses=self.doses,
            as_needed=found["as_needed"],
            why=found["why"],
            since=found["since"],
        )


class Lines(BaseFormSet):  # type: ignore[type-arg]
    """All medicines of a case; each is written once."""

    def add_fields(self, form: LineForm, index: int | None) -> None:
        """Say what the box for taking away means."""
        super().add_fields(form, index)
        form.lay_out_rest()

    @property
    def kept(self) -> list[LineForm]:
        """Lines with something on them that are still taken."""
        return [
            form
            for form in self.forms
            if not form.is_empty and not form.cleaned_data.get("DELETE")
        ]

    def clean(self) -> None:
        """The same medicine is not written twice."""
        names: set[str] = set()
        for form in self.kept if not any(self.errors) else []:
            name = form.cleaned_data["substance"]
            if name in names:
                form.add_error(
                    "substance", _("Läkemedlet står redan. Skriv det på en rad.")
                )
            names.add(name)


PREFIX = "rad"
AT_MOST = 40


def rows_in(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was posted, row by row, to be shown again without being judged."""
    count = min(row_count(data, prefix=PREFIX), AT_MOST)
    names = list(LineForm.base_fields)
    return [
        {name: str(data.get(f"{PREFIX}-{n}-{name}", ""))[:500] for name in names}
        for n in range(count)
    ]


def rows_of(lines: Any) -> list[dict[str, Any]]:
    """What is mapped already, as the cards ask for it."""
    return [
        {
            "substance": line.substance,
            "product": line.product,
            "strength_mg": number(line.strength_mg),
            "why": line.why,
            "since": line.since,
            "as_needed": line.as_needed,
            **{ASKED[part]: number(dose) for part, dose in line.doses.items()},
        }
        for line in lines
    ]


def mapping_formset(data: Any, *, rows: Any, **known: Any) -> Any:
    """The cards, with one empty one last."""
    factory = formset_factory(
        LineForm,
        formset=Lines,
        extra=1,
        max_num=AT_MOST,
        absolute_max=AT_MOST,
        can_delete=True,
    )
    return factory(data, initial=rows, prefix=PREFIX, form_kwargs=known)
