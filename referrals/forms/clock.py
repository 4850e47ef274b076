"""Stopping the clock, letting it go on, and saying how soon."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from referrals.forms.triage import Editing
from referrals.models import ClockPause, Priority
from ui.forms import Cards, DateField, Form, Layout, LongTextField, Row

FACTS = ("informed_on", "offered_on", "declined_on")
LONGEST = timedelta(days=365)


class PauseForm(Form):
    """A lawful reason, from when, and how it is known (rules VG-02, VG-03)."""

    reason = forms.ChoiceField(
        label=_("Varför räknas inte dagarna?"),
        choices=ClockPause.Reason.choices,
        widget=forms.RadioSelect,
    )
    informed_on = DateField(
        label=_("Patienten fick veta om vårdgarantin"), required=False
    )
    offered_on = DateField(
        label=_("Patienten fick en tid inom vårdgarantin"), required=False
    )
    declined_on = DateField(label=_("Patienten sa nej till tiden"), required=False)
    first_on = DateField(label=_("Första dagen som inte räknas"))
    until_on = DateField(
        label=_("Räknas igen från"),
        help_text=_("Lämna tomt om du inte vet än."),
        required=False,
    )
    proof = LongTextField(
        label=_("Hur vet vi det?"),
        help_text=_("Vem sa vad, när, och var det står."),
        max_length=2000,
        rows=3,
    )
    layout = Layout(
        Cards("reason", reveals={"declined": list(FACTS)}),
        Row("first_on", "until_on"),
        "proof",
    )

    def __init__(self, *args: Any, today: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """The three dated facts, in order, and only where they are asked for."""
        kept = {**(super().clean() or {})}
        if kept.get("reason") != ClockPause.Reason.DECLINED:
            return {**kept, **dict.fromkeys(FACTS)}
        for name in FACTS:
            if not kept.get(name) and name not in self.errors:
                self.add_error(name, _("Skriv dagen. Alla tre behövs."))
        self._check_order(kept)
        return kept

    def _check_order(self, kept: dict[str, Any]) -> None:
        days = [(name, kept.get(name)) for name in (*FACTS, "first_on")]
        known = [(name, day) for name, day in days if day]
        for (_before, earlier), (name, later) in pairwise(known):
            if later < earlier:
                self.add_error(name, _("Dagen kommer före den ovanför. Kontrollera."))

    def clean_first_on(self) -> date:
        """Neither long ago nor far away: a slip of the year is caught."""
        day: date = self.cleaned_data["first_on"]
        if abs(day - self.today) > LONGEST:
            raise ValidationError(_("Välj en dag inom ett år."))
        return day


class EndPause(Form):
    """From when days count again."""

    until_on = DateField(label=_("Räknas igen från"))


class PriorityForm(Editing):
    """How soon, why, and when to look at it anew."""

    priority = forms.TypedChoiceField(
        label=_("Hur fort?"),
        choices=Priority.choices,
        coerce=lambda value: Priority(int(value)),
        widget=forms.RadioSelect,
    )
    reason = LongTextField(
        label=_("Varför?"),
        help_text=_("Behövs när det ska gå fortare än vanligt."),
        max_length=500,
        rows=2,
        required=False,
    )
    reassess_on = DateField(
        label=_("Titta på det igen"),
        help_text=_("Den dagen får den ansvariga en uppgift."),
        required=False,
    )

    def __init__(self, *args: Any, today: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.today = today

    def clean_reassess_on(self) -> date | None:
        """Today or later, within a year."""
        day: date | None = self.cleaned_data["reassess_on"]
        if day and not timedelta(0) <= day - self.today <= LONGEST:
            raise ValidationError(_("Välj i dag eller en dag inom ett år."))
        return day

    def clean(self) -> dict[str, Any]:
        """Who jumps the queue does so for a reason that others can read."""
        kept = {**(super().clean() or {})}
        if kept.get("priority") and not kept.get("reason") and not self.errors:
            self.add_error("reason", _("Skriv varför det inte kan vänta."))
        return kept
