"""Questions about the time: booking, moving, cancelling, asking for another."""

from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case as When_
from django.db.models import IntegerField as Whole
from django.db.models import QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import CLINICAL
from jurisdictions.clocks import local_moment
from offers.models import Place
from patients.models import Case
from ui.forms import (
    Chips,
    CreatingForm,
    DateField,
    Form,
    Layout,
    LongTextField,
    Row,
    TextField,
    TimeField,
)
from visits.actions import Details
from visits.lifecycle import Kind, Purpose
from visits.models import Visit

EARLIEST, LATEST = time(6), time(21)
LENGTHS = [15, 30, 45, 60, 90]


def moment_of(day: date, clock: time) -> datetime:
    """A moment on the wall clock where the unit is."""
    return local_moment(day, clock, time_zone=timezone.get_default_timezone())


def team_of(case: Case) -> QuerySet[User]:
    """Everybody of the unit who may have a visit."""
    return User.objects.filter(unit=case.unit_id, role__in=CLINICAL, is_active=True)


def places_near(case: Case) -> QuerySet[Place]:
    """Every room; those of the patient's own health centre and the unit first."""
    centre = case.patient.health_centre_id
    nearness = When_(
        When(care_unit=centre, then=Value(0)),
        When(care_unit=case.unit_id, then=Value(1)),
        default=Value(2),
        output_field=Whole(),
    )
    rooms = Place.objects.filter(is_active=True).select_related("care_unit")
    return rooms.order_by(nearness, "care_unit__name", "room")


class StaffField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """People of the team, by name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """The name alone: the form stands in the team's own pages."""
        return str(obj.name)


class WhenAndWhere(CreatingForm):
    """What booking and moving share."""

    kind = forms.ChoiceField(
        label=_("Hur ses ni?"), choices=Kind.choices, widget=forms.RadioSelect
    )
    day = DateField(label=_("Dag"))
    clock = TimeField(label=_("Klockslag"), help_text=_("Till exempel 10.30"))
    minutes = forms.TypedChoiceField(
        label=_("Hur länge?"),
        choices=[(length, _("%d min") % length) for length in LENGTHS],
        coerce=int,
        initial=45,
        widget=forms.RadioSelect,
    )
    staff = StaffField(label=_("Vilka är med?"), queryset=User.objects.none())
    place = forms.ModelChoiceField(
        label=_("Var?"),
        queryset=Place.objects.none(),
        empty_label=_("Välj rum"),
        help_text=_("Behövs bara när ni ses på plats."),
        error_messages={"required": _("Välj var ni ses.")},
    )
    patient_knows = forms.BooleanField(
        label=_("Patienten vet redan om tiden"), required=False
    )

    def __init__(self, *args: Any, case: Case, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["staff"].queryset = team_of(case)  # type: ignore[attr-defined]
        self.fields["place"].queryset = places_near(case)  # type: ignore[attr-defined]
        # Only those who meet in person need somewhere to meet.
        self.fields["place"].required = self.data.get("kind") in {None, Kind.IN_PERSON}

    def clean_clock(self) -> time:
        """Nobody has a visit at night, and 24.00 is no time of day."""
        clock: time = self.cleaned_data["clock"]
        if not EARLIEST <= clock <= LATEST:
            raise ValidationError(_("Välj en tid mellan 06.00 och 21.00."))
        return clock

    def details(self) -> Details:
        """The answers, as the action takes them."""
        data = self.cleaned_data
        return Details(
            kind=data["kind"],
            starts_at=moment_of(data["day"], data["clock"]),
            minutes=data["minutes"],
            staff=tuple(data["staff"]),
            place=data["place"],
        )


class Book(WhenAndWhere):
    """A new visit."""

    purpose = forms.ChoiceField(label=_("Vad gäller det?"), choices=Purpose.choices)
    layout: ClassVar[Layout | None] = Layout(
        "purpose",
        Row(Chips("kind"), Chips("minutes")),
        Row("day", "clock"),
        Chips("staff"),
        "place",
        "patient_knows",
    )


class Move(WhenAndWhere):
    """Another time, place or person."""

    layout: ClassVar[Layout | None] = Layout(
        Row("day", "clock"),
        Row(Chips("kind"), Chips("minutes")),
        Chips("staff"),
        "place",
        "patient_knows",
    )

    @staticmethod
    def answers_of(visit: Visit, staff: list[User]) -> dict[str, Any]:
        """What stands now."""
        local = timezone.localtime(visit.starts_at)
        return {
            "kind": visit.kind,
            "day": local.date(),
            "clock": local.time(),
            "minutes": visit.minutes,
            "staff": staff,
            "place": visit.place_id,
        }


class Cancel(Form):
    """Why the visit is off."""

    reason = TextField(
        label=_("Varför avbokas besöket?"),
        max_length=500,
        help_text=_("Till exempel: patienten ringde, eller vi har fått förhinder."),
    )
    patient_knows = forms.BooleanField(
        label=_("Patienten vet redan om det"), required=False
    )


class AskToChange(Form):
    """The patient wants another time."""

    wish = LongTextField(
        label=_("När passar det bättre?"),
        help_text=_("Till exempel: helst på förmiddagen, inte på onsdagar."),
        required=False,
        rows=3,
        max_length=400,
    )
