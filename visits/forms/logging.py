"""Questions about how a visit went."""

from datetime import date, datetime, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offers.models import Place
from patients.lifecycle import Phase
from patients.models import Case
from ui.forms import (
    Chips,
    DateField,
    Form,
    FormKeyField,
    Layout,
    LongTextField,
    Row,
    Scale11,
    TimeField,
    form_helper,
    scale_choices,
)
from visits.actions import Report
from visits.forms.booking import LENGTHS, moment_of, places_near
from visits.lifecycle import Hardest, Kind, NextStep, Outcome, Purpose, Taken
from visits.models import Visit, VisitLog

WEEKS = {"1": 7, "2": 14, "4": 28}
NEXT_CONTACT = [("1", _("1 v")), ("2", _("2 v")), ("4", _("4 v")), ("on", _("Datum"))]
# Headings that help a note along; the words are the nurse's own.
NOTE_STARTS = {
    "mi": (_("MI"), _("Viktigast just nu:\nSkäl att ändra:\nNästa lilla steg:")),
    "sleep": (_("Sömn"), _("Somnar kl:\nVaknar kl:\nDet som hjälper:")),
    "pain": (_("Smärta"), _("Var och när:\nVad som lindrar:\nVad som hindras:")),
    "social": (_("Social"), _("Hemma:\nArbete eller studier:\nStöd från andra:")),
}


def part(*questions: Any) -> FormHelper:
    """A part of the form that the page draws in its own place."""
    helper = form_helper()
    helper.layout = Layout(*questions)
    helper.render_hidden_fields = False
    return helper


class Log(Form):
    """How it went, in five taps and a note."""

    form_key = FormKeyField()
    outcome = forms.ChoiceField(
        label=_("Hur gick det?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur det gick.")},
    )
    taken = forms.ChoiceField(
        label=_("Tagit enligt plan?"),
        choices=Taken.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj om läkemedlet togs enligt planen.")},
    )
    discomfort = forms.TypedChoiceField(
        label=_("Besvär 0–10"),
        choices=scale_choices(),
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur stora besvären är.")},
    )
    hardest = forms.MultipleChoiceField(
        label=_("Vad är svårast?"),
        choices=Hardest.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = LongTextField(
        label=_("Anteckning"), required=False, rows=5, max_length=20_000
    )
    next_step = forms.ChoiceField(
        label=_("Nästa steg"),
        choices=NextStep.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad ni kom överens om.")},
    )
    next_contact = forms.ChoiceField(
        label=_("Nästa kontakt"),
        choices=NEXT_CONTACT,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj när ni hörs nästa gång.")},
    )
    next_contact_on = DateField(label=_("Nästa kontakt den"), required=False)
    happened_on = DateField(label=_("Dagen det hände"))
    happened_clock = TimeField(label=_("Klockslag"))

    # What is asked only while there is a plan to follow.
    OF_A_PLAN = ("taken", "next_step")
    # What nobody can say of somebody who did not come.
    OF_WHO_CAME = ("taken", "discomfort", "next_step", "next_contact")

    def __init__(self, *args: Any, phase: str, next_step: str, **rest: Any) -> None:
        super().__init__(*args, **rest)
        follows_plan = phase == Phase.TAPERING
        for name in () if follows_plan else self.OF_A_PLAN:
            del self.fields[name]
        if follows_plan:
            self.fields["next_step"].label = next_step
        if self.data.get("outcome") == Outcome.DID_NOT_COME:
            for name in self.fields.keys() & set(self.OF_WHO_CAME):
                self.fields[name].required = False
        went: Any = Chips("outcome", full=True)
        ahead: Any = Chips("next_contact", full=True)
        if follows_plan:
            went = Row(went, Chips("taken", full=True))
            ahead = Row(Chips("next_step", full=True), ahead)
        self.top = part(
            went,
            Scale11("discomfort", low=_("inga"), high=_("värsta tänkbara")),
            Chips("hardest"),
        )
        self.top.render_hidden_fields = True
        self.note_part = part("note")
        self.bottom = part(ahead, "next_contact_on")
        self.when = part(Row("happened_on", "happened_clock"))

    def clean(self) -> dict[str, Any]:
        """A chosen day is needed when "a day" was chosen."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        lacks_day = data.get("next_contact") == "on" and not data.get("next_contact_on")
        if lacks_day and "next_contact_on" not in self.errors:
            self.add_error("next_contact_on", _("Välj en dag."))
        return data

    def report(self, *, at: datetime) -> Report:
        """The answers, as the action takes them."""
        data = self.cleaned_data
        return Report(
            outcome=data["outcome"],
            happened_at=moment_of(data["happened_on"], data["happened_clock"]),
            taken=data.get("taken", ""),
            discomfort=data["discomfort"],
            hardest=tuple(data["hardest"]),
            note=data["note"],
            next_step=data.get("next_step", ""),
            next_contact_on=self._next_contact_on(at),
        )

    def _next_contact_on(self, at: datetime) -> date | None:
        """The day agreed on: so many weeks from today, or the one chosen."""
        chosen = self.cleaned_data["next_contact"]
        if chosen in WEEKS:
            return timezone.localdate(at) + timedelta(days=WEEKS[chosen])
        on: date | None = self.cleaned_data["next_contact_on"]
        return on if chosen == "on" else None


class LogContact(Log):
    """A contact that nobody had booked."""

    kind = forms.ChoiceField(
        label=_("Hur hade ni kontakt?"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        initial=Kind.PHONE,
    )
    purpose = forms.ChoiceField(
        label=_("Vad gällde det?"), choices=Purpose.choices, initial=Purpose.TALK
    )
    minutes = forms.TypedChoiceField(
        label=_("Hur länge?"),
        choices=[(length, _("%d min") % length) for length in LENGTHS],
        coerce=int,
        initial=15,
        widget=forms.RadioSelect,
    )
    place = forms.ModelChoiceField(
        label=_("Var?"),
        queryset=Place.objects.none(),
        empty_label=_("Välj rum"),
        help_text=_("Behövs bara när ni sågs på plats."),
        error_messages={"required": _("Välj var ni sågs.")},
    )

    def __init__(self, *args: Any, case: Case, **rest: Any) -> None:
        super().__init__(*args, phase=case.phase, **rest)
        self.fields["place"].queryset = places_near(case)  # type: ignore[attr-defined]
        self.fields["place"].required = self.data.get("kind") == Kind.IN_PERSON
        self.contact = part(
            Row(Chips("kind"), Chips("minutes")), Row("purpose", "place")
        )


def with_note_start(form: Log, key: str) -> dict[str, Any]:
    """What was typed, with the headings of a kind of note after it."""
    typed = {name: form[name].value() for name in form.fields}
    note = str(typed["note"] or "").rstrip()
    start = str(NOTE_STARTS[key][1]) if key in NOTE_STARTS else ""
    return {**typed, "note": "\n\n".join(filter(None, [note, start]))}


def answers_about(visit: Visit, *, at: datetime) -> dict[str, Any]:
    """When the visit happened, unless somebody says otherwise."""
    return moment_answers(min(visit.starts_at, at))


def moment_answers(moment: datetime) -> dict[str, Any]:
    """A day and a time of day, as the form asks for them."""
    local = timezone.localtime(moment)
    return {"happened_on": local.date(), "happened_clock": local.time()}


def answers_of(log: VisitLog) -> dict[str, Any]:
    """What was written, to be corrected."""
    return {
        "outcome": log.outcome,
        "taken": log.taken,
        "discomfort": log.discomfort,
        "hardest": log.hardest,
        "note": log.note,
        "next_step": log.next_step,
        "next_contact": "on" if log.next_contact_on else "",
        "next_contact_on": log.next_contact_on,
        **moment_answers(log.happened_at),
    }
