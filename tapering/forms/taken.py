"""What was really taken, and what was prescribed."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tapering import queries
from tapering.queries import Running
from ui.forms import (
    Chips,
    CreatingForm,
    DateField,
    DecimalField,
    Layout,
    LongTextField,
    Row,
    Suffix,
    TextField,
)


class TakenForm(CreatingForm):
    """What was taken each day of a time; filled in as planned."""

    substance = forms.ChoiceField(label=_("Läkemedel"))
    from_on = DateField(label=_("Från"))
    until_on = DateField(label=_("Till och med"))
    amount = DecimalField(label=_("Togs per dygn"), min_value=0, max_value=10_000)
    note = TextField(label=_("Anteckning"), required=False, max_length=1000)

    def __init__(self, *args: Any, now: Running, **rest: Any) -> None:
        self.now = now
        rest.setdefault("auto_id", f"id_{now.plan.pk.hex[:8]}_%s")
        super().__init__(*args, **rest)
        names = queries.moved(now.plan)
        field: Any = self.fields["substance"]
        field.choices = [(name, name) for name in names]
        field.initial = now.version.substances[-1]
        if len(names) == 1:
            field.widget = forms.HiddenInput()
        self._fill_in(str(field.initial))
        unit = str(now.version.get_unit_display())
        which = [] if len(names) == 1 else ["substance"]
        self.helper.layout = Layout(
            *which, Row("from_on", "until_on"), Suffix("amount", unit), "note"
        )

    def _fill_in(self, substance: str) -> None:
        """The days since the last word, as planned."""
        said = [row.until_on for row in queries.taken_of(self.now.plan)]
        since = max([self.now.step.from_on, *said])
        self.fields["from_on"].initial = min(since, self.now.on)
        self.fields["until_on"].initial = self.now.on
        self.fields["amount"].initial = self.now.step.total_of(substance)

    def clean(self) -> dict[str, Any]:
        """Days that have been, the first before the last."""
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("from_on"), found.get("until_on")
        if last and last > self.now.on:
            self.add_error("until_on", _("Skriv en dag som har varit."))
        elif first and last and last < first:
            self.add_error("until_on", _("Skriv en dag efter den första."))
        elif first and (self.now.on - first).days > 366:
            self.add_error("from_on", _("Skriv en dag det senaste året."))
        return found


TODAY, YESTERDAY = "today", "yesterday"
DAYS = [(TODAY, _("I dag")), (YESTERDAY, _("I går"))]


class MyTakenForm(CreatingForm):
    """What the patient took of each medicine, on a day; nothing has to be said."""

    day = forms.ChoiceField(
        label=_("Vilken dag?"),
        choices=DAYS,
        initial=TODAY,
        widget=forms.RadioSelect,
    )
    words = LongTextField(
        label=_("Vill du skriva något?"), required=False, rows=3, max_length=400
    )

    def __init__(self, *args: Any, running: Sequence[Running], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.asked: dict[str, tuple[Running, str]] = {}
        for at, now in enumerate(running):
            for name in now.version.substances:
                self._ask(f"amount_{at}_{len(self.asked)}", now, name)
        boxes = [
            Suffix(key, str(now.version.get_unit_display()))
            for key, (now, _name) in self.asked.items()
        ]
        self.helper.layout = Layout(Chips("day", full=True), *boxes, "words")

    def _ask(self, key: str, now: Running, name: str) -> None:
        self.asked[key] = (now, name)
        self.fields[key] = DecimalField(
            label=_("Så mycket %(name)s tog du på hela dagen") % {"name": name},
            required=False,
            min_value=0,
            max_value=10_000,
        )

    @property
    def on(self) -> date:
        """The day that it is about."""
        today = next(iter(self.asked.values()))[0].on
        back = 1 if self.cleaned_data["day"] == YESTERDAY else 0
        return date.fromordinal(today.toordinal() - back)

    @property
    def amounts(self) -> list[tuple[Running, str, Decimal]]:
        """What was written, medicine by medicine."""
        return [
            (now, name, self.cleaned_data[key])
            for key, (now, name) in self.asked.items()
            if self.cleaned_data.get(key) is not None
        ]

    def clean(self) -> dict[str, Any]:
        """An amount or a word, else there is nothing to tell."""
        found: dict[str, Any] = super().clean() or {}
        told = found.get("words") or any(
            found.get(key) is not None for key in self.asked
        )
        if not told and not self.errors:
            raise forms.ValidationError(_("Skriv hur mycket du tog, eller några ord."))
        return found
