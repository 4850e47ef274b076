"""Who prescribes the plan: one row for each, by default whoever is known to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from accounts.models import CareUnit
from tapering.queries import Prescriber
from ui.forms import DateField, Form, Layout, Row, TextField, one_more_row

PREFIX = "prescriber"
AT_MOST = 12
MORE = "more_prescribers"


class _MayBeEmpty:
    """A question of a row that may be left empty as a whole."""

    def validate(self, value: Any) -> None:
        """Empty is an answer: then nobody stands on the row."""
        if value:
            super().validate(value)  # type: ignore[misc]


class RowTextField(_MayBeEmpty, TextField):
    """Text on a row that may be empty."""


class RowChoiceField(_MayBeEmpty, forms.ChoiceField):
    """A choice on a row that may be empty."""


class RowDateField(_MayBeEmpty, DateField):
    """A day on a row that may be empty."""


class PrescriberForm(Form):
    """One of those who prescribe, and their days; nothing written is nobody."""

    name = RowTextField(label=_("Namn"), max_length=200)
    care_unit = RowChoiceField(label=_("Vårdcentral eller enhet"))
    from_on = RowDateField(label=_("Från och med"))
    until_on = RowDateField(label=_("Till och med"))

    def __init__(self, *args: Any, units: Mapping[str, CareUnit], **rest: Any) -> None:
        self.units = units
        super().__init__(*args, **rest)
        self.fields["care_unit"].choices = [  # type: ignore[attr-defined]
            ("", _("Ingen vald")),
            *((key, unit.name) for key, unit in units.items()),
        ]
        # A name is free text: it stays out of the address of the preview.
        self.fields["name"].widget.attrs["data-unasked"] = "yes"
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.helper.layout = Layout(
            Row("name", "care_unit"), Row("from_on", "until_on")
        )

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is written on the row."""
        return not any(getattr(self, "cleaned_data", {}).values())

    def clean(self) -> dict[str, Any]:
        """A person belongs to the days, and the days come in order."""
        found: dict[str, Any] = super().clean() or {}
        if not any(found.values()):
            return found
        first, last = found.get("from_on"), found.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("Skriv en dag efter den första."))
        return found

    @property
    def prescriber(self) -> Prescriber:
        """The row as the action takes it."""
        found = self.cleaned_data
        unit = self.units.get(found["care_unit"])
        return Prescriber(
            name=found["name"] or (unit.name if unit else ""),
            care_unit=unit,
            from_on=found["from_on"],
            until_on=found["until_on"],
        )


def _overlap(rows: Sequence[Prescriber]) -> int | None:
    """The first row whose days another one before it has as well."""
    for number, row in enumerate(rows):
        for earlier in rows[:number]:
            begins = max(row.from_on or date.min, earlier.from_on or date.min)
            ends = min(row.until_on or date.max, earlier.until_on or date.max)
            if begins <= ends:
                return number
    return None


class Prescribers(BaseFormSet):  # type: ignore[type-arg]
    """All who prescribe, one after the other."""

    known: list[Prescriber]

    @property
    def filled(self) -> list[PrescriberForm]:
        """Rows with something on them."""
        return [form for form in self.forms if not form.is_empty]

    def clean(self) -> None:
        """Everybody has a name, and nobody has another's days."""
        if any(self.errors):
            return
        for form in self.filled:
            if not form.prescriber.name:
                form.add_error("name", _("Skriv vem som förskriver."))
        at = _overlap([form.prescriber for form in self.filled])
        if at is not None:
            self.filled[at].add_error(
                "from_on",
                _("Dagarna är redan någon annans. Låt en ta över efter den andra."),
            )

    @property
    def is_fine(self) -> bool:
        """Tell whether nothing in the rows needs to be changed."""
        return not self.is_bound or self.is_valid()

    @property
    def chosen(self) -> list[Prescriber] | None:
        """Those who prescribe as posted; None when nobody was asked."""
        return self.prescribers if self.is_bound else None

    @property
    def prescribers(self) -> list[Prescriber]:
        """Those who prescribe, as far as the rows can be read."""
        if not self.is_bound:
            return self.known
        self.is_valid()
        return [
            form.prescriber
            for form in self.filled
            if not form.errors or set(form.errors) == {"name"}
        ]


def _initial(rows: Iterable[Prescriber], start: date | None) -> list[dict[str, Any]]:
    """Rows as they are asked for; the plan's own first day is left empty."""
    return [
        {
            "name": row.name,
            "care_unit": str(row.care_unit.pk) if row.care_unit else "",
            "from_on": row.from_on if row.from_on != start else None,
            "until_on": row.until_on,
        }
        for row in rows
    ]


def prescribing_formset(
    data: Any, *, known: Sequence[Prescriber], start: date | None = None
) -> Prescribers:
    """The rows: as posted, when the post has them, else as they are known."""
    asked = data if data is not None and f"{PREFIX}-TOTAL_FORMS" in data else None
    if asked is not None and asked.get("go") == MORE:
        asked = one_more_row(asked, prefix=PREFIX)
    factory = formset_factory(
        PrescriberForm,
        formset=Prescribers,
        extra=0 if known else 1,
        max_num=AT_MOST,
        absolute_max=AT_MOST,
    )
    units = {str(unit.pk): unit for unit in CareUnit.objects.filter(is_active=True)}
    formset: Any = factory(
        asked,
        initial=_initial(known, start),
        prefix=PREFIX,
        form_kwargs={"units": units},
    )
    formset.known = list(known)
    found: Prescribers = formset
    return found
