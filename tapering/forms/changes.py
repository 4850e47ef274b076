"""What is asked when a running plan is changed. The rule's figures are filled in."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tapering import queries
from tapering.amounts import daily, in_unit
from tapering.forms.change import PlanChangeForm
from tapering.lifecycle import Change
from tapering.queries import Wish
from ui.forms import (
    Cards,
    DecimalField,
    IntegerField,
    Row,
    Suffix,
)
from ui.templatetags.numbers import number

LONGER, SMALLER, OWN = "longer", "smaller", "own"
PACES = [
    (LONGER, _("Dubbelt så långt mellan stegen")),
    (SMALLER, _("Halva steg")),
    (OWN, _("Egna siffror")),
]
OTHER = "other"


class HoldForm(PlanChangeForm):
    """How long to stay."""

    days = IntegerField(
        label=_("Hur många dagar"),
        min_value=1,
        max_value=180,
        help_text=_("Allt som kommer efter flyttas lika mycket."),
    )

    def build(self) -> None:
        """As many days as the rule says."""
        self.fields["days"].initial = self.now.version.policy.hold_days
        self.asked = ["days"]

    def wished(self, found: Mapping[str, Any]) -> Wish:
        """A pause."""
        return Wish(change=Change.HOLD, days=found["days"])


class SlowDownForm(PlanChangeForm):
    """How much slower."""

    change = Change.SLOW_DOWN
    pace = forms.ChoiceField(
        label=_("Hur mycket långsammare"),
        choices=PACES,
        initial=LONGER,
        widget=forms.RadioSelect,
    )

    def build(self) -> None:
        """A row of figures for each band, as it is now."""
        self.bands = queries.bands_in_force(self.now.version.request)
        rows = [self._row(number, band) for number, band in enumerate(self.bands)]
        self.asked = [Cards("pace", reveals={OWN: rows})]

    def _row(self, at: int, band: queries.Json) -> Row:
        """How much and how often in one band; empty figures stay as they are."""
        unit = {"mg": "mg", "ug_per_h": "µg/h"}.get(band["of"], "%")
        above = self._above(band)
        self.fields[f"size_{at}"] = DecimalField(
            label=_("%(above)s: minska med") % {"above": above},
            required=False,
            min_value=Decimal("0.0001"),
            initial=Decimal(band["size"]),
        )
        self.fields[f"days_{at}"] = IntegerField(
            label=_("%(above)s: hur ofta") % {"above": above},
            required=False,
            min_value=1,
            max_value=730,
            initial=band["every_days"],
        )
        return Row(Suffix(f"size_{at}", unit), Suffix(f"days_{at}", _("dagar")))

    def _above(self, band: queries.Json) -> str:
        if Decimal(band["above"]) == 0:
            return str(_("Ned till målet"))
        share = band["unit"] == "percent_of_start"
        unit = "%" if share else str(self.now.version.get_unit_display())
        return _("Över %(above)s") % {"above": f"{number(band['above'])}\u00a0{unit}"}

    def wished(self, found: Mapping[str, Any]) -> Wish:
        """The bands at the chosen pace."""
        if found["pace"] == LONGER:
            bands = queries.twice_as_long(self.bands)
        elif found["pace"] == SMALLER:
            bands = queries.half_as_large(self.bands)
        else:
            bands = [self._own(at, found) for at in range(len(self.bands))]
        return Wish(change=Change.SLOW_DOWN, bands=bands)

    def _own(self, at: int, found: Mapping[str, Any]) -> queries.Json:
        band = dict(self.bands[at])
        if found[f"size_{at}"]:
            band["size"] = queries.exact_text(found[f"size_{at}"])
        if found[f"days_{at}"]:
            band["every_days"] = found[f"days_{at}"]
        return band

    def clean(self) -> dict[str, Any]:
        """Own figures are never faster than those in force."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("pace") == OWN and not self.errors:
            own = [self._own(at, found) for at in range(len(self.bands))]
            if not queries.is_slower(own, self.bands):
                self.add_error(
                    "pace",
                    _("Skriv mindre steg eller fler dagar än nu. Inget går fortare."),
                )
        return found

    @property
    def how(self) -> str:
        """The chosen pace in words."""
        return str(dict(PACES).get(self.cleaned_data.get("pace", ""), "")).lower()


class StepBackForm(PlanChangeForm):
    """To which earlier step, and for how long. Why must be written."""

    change = Change.STEP_BACK
    to_step = forms.TypedChoiceField(
        label=_("Till vilket steg"), coerce=int, widget=forms.RadioSelect
    )
    days = IntegerField(
        label=_("Hur många dagar"),
        min_value=1,
        max_value=180,
        help_text=_("Sedan går planen nedåt igen i samma takt."),
    )

    def build(self) -> None:
        """The steps before, the nearest first; as long as the rule or the step says."""
        steps = queries.earlier_steps(self.now)
        field: Any = self.fields["to_step"]
        field.choices = [
            (
                step.n,
                _("Steg %(n)d, %(dose)s per dygn")
                % {"n": step.n, "dose": daily(step, self.now.version)},
            )
            for step in steps
        ]
        field.initial = steps[0].n if steps else None
        lasted = steps[0].days if steps else None
        self.fields["days"].initial = self.now.version.policy.hold_days or lasted
        self.asked = [Cards("to_step"), "days"]

    def clean(self) -> dict[str, Any]:
        """A dose never rises without a reason."""
        found: dict[str, Any] = super().clean() or {}
        if not found.get("why") and not found.get("because"):
            self.add_error("because", _("Skriv varför dosen går upp."))
        return found

    def wished(self, found: Mapping[str, Any]) -> Wish:
        """Back to an earlier step."""
        return Wish(
            change=Change.STEP_BACK, to_step=found["to_step"], days=found["days"]
        )


class GoalForm(PlanChangeForm):
    """Which dose to stop at."""

    change = Change.GOAL
    goal = forms.ChoiceField(label=_("Ny måldos"), widget=forms.RadioSelect)
    own = DecimalField(
        label=_("Dos per dygn"), required=False, min_value=0, max_value=10_000
    )

    def build(self) -> None:
        """The dose that is taken now, those that the plan passes, or any other."""
        unit = self.now.version.unit
        goals = queries.coming_goals(self.now)
        now = self.now.step.total_of(self.now.version.substances[-1])
        named = [
            (
                queries.exact_text(goal),
                _("Stanna på %(dose)s") % {"dose": in_unit(goal, unit)}
                if goal == now
                else in_unit(goal, unit),
            )
            for goal in goals
        ]
        field: Any = self.fields["goal"]
        field.choices = [*named, (OTHER, _("En annan dos"))]
        field.initial = named[0][0] if named else OTHER
        suffix = str(self.now.version.get_unit_display())
        self.asked = [Cards("goal", reveals={OTHER: [Suffix("own", suffix)]})]

    def clean(self) -> dict[str, Any]:
        """Another dose is written."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("goal") == OTHER and found.get("own") is None:
            self.add_error("own", _("Skriv vilken dos."))
        return found

    def wished(self, found: Mapping[str, Any]) -> Wish:
        """Another goal."""
        chosen = found["goal"]
        goal = found["own"] if chosen == OTHER else Decimal(chosen)
        if goal is None:
            raise KeyError("own")
        return Wish(change=Change.GOAL, goal=goal)


CHANGE_FORMS: dict[Change, type[PlanChangeForm]] = {
    Change.HOLD: HoldForm,
    Change.SLOW_DOWN: SlowDownForm,
    Change.STEP_BACK: StepBackForm,
    Change.GOAL: GoalForm,
}
