"""What is asked at the assessment: each thing once, on one page."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tapering.lifecycle import (
    ADVICE,
    Answer,
    DaysAWeek,
    DoseBand,
    Driving,
    Duration,
    Gate,
)
from tapering.models import Assessment
from ui.forms import (
    Chips,
    CreatingForm,
    DateField,
    Form,
    Group,
    Layout,
    LongTextField,
    Row,
    TextField,
)

OLDEST_CHILD = 25


def _answers(label: Any, hint: Any = "") -> forms.ChoiceField:
    """Yes, no, or not known; nothing is chosen beforehand."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=Answer.choices,
        required=False,
        widget=forms.RadioSelect,
    )


def _one_of(label: Any, choices: Any) -> forms.ChoiceField:
    """One tap; may be left open."""
    return forms.ChoiceField(
        label=label, choices=choices, required=False, widget=forms.RadioSelect
    )


class AssessmentForm(CreatingForm):
    """Everything may be left for later; what is left stands on the page."""

    goal = LongTextField(
        label=_("Patientens mål, med patientens egna ord"), required=False, rows=3
    )
    driving = forms.ChoiceField(
        label=_("Körning"),
        choices=Driving.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    driving_informed_on = DateField(
        label=_("Vi pratade om körning den"), required=False
    )
    driving_note = TextField(
        label=_("Vad ni kom överens om"), required=False, max_length=1000
    )
    children = _answers(_("Barn i hemmet"))
    children_born = TextField(
        label=_("Barnens födelseår"),
        help_text=_("Bara år, till exempel 2015, 2018"),
        required=False,
        max_length=200,
    )
    children_note = TextField(
        label=_("Stöd som barnen har fått eller erbjudits"),
        required=False,
        max_length=1000,
    )

    asam_duration = _one_of(_("Hur länge har det tagits?"), Duration.choices)
    asam_days = _one_of(_("Hur många dagar i veckan?"), DaysAWeek.choices)
    asam_dose = _one_of(_("Hur stor är dosen per dygn?"), DoseBand.choices)

    def __init__(
        self,
        *args: Any,
        today: date,
        dose_bands: str = "",
        high_dose: str = "",
        asks_risk: bool = True,
        **rest: Any,
    ) -> None:
        self.today = today
        super().__init__(*args, **rest)
        self.fields["asam_dose"].help_text = dose_bands
        risk = Group(
            _("Risk för utsättningsbesvär"),
            Chips("asam_duration"),
            Chips("asam_days"),
            Chips("asam_dose"),
        )
        if not asks_risk:
            for name in ("asam_duration", "asam_days", "asam_dose"):
                del self.fields[name]
        for gate in Gate:
            hint = _("Vid ja: %(advice)s") % {"advice": ADVICE[gate]}
            self.fields[f"gate_{gate}"] = _answers(gate.label, hint)
            self.fields[f"note_{gate}"] = TextField(
                label=_("Anteckning"), required=False, max_length=1000
            )
        if high_dose:
            self.fields[f"gate_{Gate.HIGH_DOSE}"].help_text = high_dose
        self.helper.layout = Layout(
            Group(_("Mål"), "goal"),
            Group(
                _("Innan något ändras"),
                *[Row(Chips(f"gate_{gate}"), f"note_{gate}") for gate in Gate],
            ),
            *([risk] if asks_risk else []),
            Group(
                _("Körning"),
                Chips("driving"),
                Row("driving_informed_on", "driving_note"),
            ),
            Group(
                _("Barn"),
                Chips("children"),
                Row("children_born", "children_note"),
            ),
        )

    @staticmethod
    def initial_of(assessment: Assessment | None) -> dict[str, Any]:
        """What stands already."""
        if assessment is None:
            return {}
        names = (
            *("goal", "driving", "driving_informed_on", "driving_note", "children"),
            *("asam_duration", "asam_days", "asam_dose"),
        )
        initial = {name: getattr(assessment, name) for name in names}
        initial["children_note"] = assessment.children_note
        initial["children_born"] = ", ".join(map(str, assessment.children_born))
        for answer in assessment.gates.all():
            initial[f"gate_{answer.gate}"] = answer.answer
            initial[f"note_{answer.gate}"] = answer.note
        return initial

    def clean_driving_informed_on(self) -> date | None:
        """A talk that has taken place."""
        day: date | None = self.cleaned_data["driving_informed_on"]
        if day and day > self.today:
            raise ValidationError(_("Skriv en dag som har varit."))
        if day and day.year < self.today.year - 5:
            raise ValidationError(_("Det är för länge sedan. Prata om körning igen."))
        return day

    def clean_children_born(self) -> list[int]:
        """Years, whatever stands between them."""
        text = self.cleaned_data["children_born"]
        years = [int(year) for year in re.findall(r"[0-9]+", text)[:20]]
        if re.sub(r"[0-9\s,.;]|och", "", text):
            raise ValidationError(_("Skriv bara årtal, till exempel 2015, 2018"))
        first = self.today.year - OLDEST_CHILD
        if any(not first <= year <= self.today.year for year in years):
            raise ValidationError(_("Skriv årtal med fyra siffror, till exempel 2015"))
        return years

    def clean(self) -> dict[str, Any]:
        """An empty page must not take the place of answers."""
        found: dict[str, Any] = super().clean() or {}
        answers = [value for name, value in found.items() if name != "form_key"]
        if not any(answers) and not self.errors:
            raise ValidationError(_("Svara på minst en fråga innan du sparar."))
        return found

    @property
    def gates(self) -> dict[str, tuple[str, str]]:
        """Answers by gate, those left open left out."""
        found = self.cleaned_data
        return {
            gate: (found[f"gate_{gate}"], found[f"note_{gate}"])
            for gate in Gate.values
            if found[f"gate_{gate}"]
        }

    @property
    def answers(self) -> dict[str, Any]:
        """The rest, as the action takes it."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if not name.startswith(("gate_", "note_"))
        }


class EvenOutForm(Form):
    """A period with the same total at fixed times."""

    from_on = DateField(label=_("Från"))
    to_on = DateField(label=_("Till"))
    layout = Layout(Row("from_on", "to_on"))

    def clean(self) -> dict[str, Any]:
        """The period ends after it begins, and within half a year."""
        found: dict[str, Any] = super().clean() or {}
        begins, ends = found.get("from_on"), found.get("to_on")
        if begins and ends and ends < begins:
            self.add_error("to_on", _("Skriv en dag efter den första."))
        elif begins and ends and (ends - begins).days > 183:
            self.add_error("to_on", _("Skriv en period på högst ett halvår."))
        return found
