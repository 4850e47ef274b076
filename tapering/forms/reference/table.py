"""A table of equivalents and its rows."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tapering.forms.reference.rows import RowForm
from tapering.forms.reference.shared import AmountField, KeptForm, head_of
from tapering.lifecycle import TableUse, Unit
from tapering.models import EquivalenceTable
from ui.forms import Group, Layout, LongTextField, Row, TextField

MOST_ROWS = 80
METHADONE = _("Metadon räknas aldrig om med en tabell: förhållandet ändras med dosen.")


def _is_within(found: dict[str, Any]) -> bool:
    usual = found.get("equals_usual")
    return usual is None or found["equals_low"] <= usual <= found["equals_high"]


class EquivalenceRowForm(RowForm):
    """So much of one medicine stands for so much of the table's reference."""

    always = ("unit",)

    substance = TextField(label=_("Läkemedel"), required=False, max_length=60)
    atc = TextField(label=_("ATC"), required=False, max_length=7)
    unit = forms.ChoiceField(label=_("Enhet"), choices=Unit.choices, required=False)
    amount_low = AmountField(label=_("Mängd, från"))
    amount_high = AmountField(label=_("till"))
    equals_low = AmountField(label=_("Motsvarar mg, från"))
    equals_usual = AmountField(label=_("källans riktvärde"))
    equals_high = AmountField(label=_("till"))
    note = TextField(label=_("Anmärkning"), required=False, max_length=500)

    def lay_out(self) -> None:
        """What on one line, how much on the next."""
        last: list[str] = ["note"]
        if "DELETE" in self.fields and self.initial:
            self.fields["DELETE"].label = _("Ta bort raden")
            last.append("DELETE")
        self.helper.layout = Layout(
            Row("substance", "atc", "unit"),
            Row(
                "amount_low", "amount_high", "equals_low", "equals_usual", "equals_high"
            ),
            Row(*last),
        )

    def clean(self) -> dict[str, Any]:
        """A row is whole; one figure stands for both ends."""
        found: dict[str, Any] = super().clean() or {}
        if self.is_empty or found.get("DELETE"):
            return found
        self._ask(found)
        for low, high in (("amount_low", "amount_high"), ("equals_low", "equals_high")):
            self._span(found, low, high)
        if not self.errors and not _is_within(found):
            self.add_error("equals_usual", _("Riktvärdet ligger utanför spannet."))
        return found

    def _ask(self, found: dict[str, Any]) -> None:
        asked = {
            "substance": _("Skriv läkemedlet."),
            "atc": _("Skriv ATC-koden."),
            "amount_low": _("Skriv mängden, större än noll."),
            "equals_low": _("Skriv vad det motsvarar, större än noll."),
        }
        for name, sentence in asked.items():
            if not found.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        found["substance"] = str(found.get("substance") or "").strip().lower()
        found["atc"] = str(found.get("atc") or "").strip().upper()
        if found["atc"] == "N07BC02" or found["substance"] in {"metadon", "methadone"}:
            self.add_error("substance", METHADONE)

    def _span(self, found: dict[str, Any], low: str, high: str) -> None:
        first: Decimal | None = found.get(low)
        if first is None:
            return
        if found.get(high) is None and high not in self.errors:
            found[high] = first
        elif found.get(high) is not None and found[high] < first:
            self.add_error(high, _("Skriv det lägre värdet först."))

    @property
    def row(self) -> dict[str, Any]:
        """The row as the model has it."""
        found = self.cleaned_data
        names = [name for name in self.base_fields if name != "unit"]
        return {**{n: found[n] for n in names}, "unit": found["unit"] or Unit.MG}


class TableForm(KeptForm):
    """A table. Its rows stand beside this."""

    name = TextField(label=_("Namn"), max_length=120)
    use = forms.ChoiceField(
        label=_("Vad tabellen är till för"),
        choices=TableUse.choices,
        widget=forms.RadioSelect,
        help_text=_("En tabell för riskbedömning kan aldrig väljas vid ett byte."),
    )
    reference = TextField(
        label=_("Allt räknas mot"),
        max_length=60,
        help_text=_("Till exempel diazepam eller morfin."),
    )
    words = LongTextField(
        label=_("Det som ska läsas tillsammans med tabellen"), required=False, rows=3
    )
    disagrees = LongTextField(label=_("Där källor säger olika"), required=False, rows=3)

    layout = Layout(
        Group(_("Källa"), "source", Row("evidence", "jurisdiction"), "disagrees"),
        "edition",
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        # What it is stands above its rows, the rest below them.
        self.head = head_of(
            Group(_("Tabellen"), "name", "reference", "use", "words"),
        )

    def clean_reference(self) -> str:
        """The name in small letters, as everywhere."""
        return str(self.cleaned_data["reference"]).strip().lower()

    def clean_name(self) -> str:
        """A name is of one table and its versions."""
        name = str(self.cleaned_data["name"]).strip()
        others = EquivalenceTable.objects.live().filter(name=name)
        if self.thing is not None:
            others = others.exclude(pk__in=[self.thing.pk, self.thing.replaces_id])
        if others.exists():
            raise forms.ValidationError(_("Det finns redan en tabell med det namnet."))
        return name

    @property
    def fields_said(self) -> dict[str, Any]:
        """Everything but the rows, as the model has it."""
        names = ("name", "use", "reference", "words", "source", "evidence")
        return {
            name: self.cleaned_data[name]
            for name in (*names, "jurisdiction", "disagrees")
        }
