"""What is taken up, what the professions say, what the team came to."""

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from referrals.actions.conference import FEWEST_PROFESSIONS
from referrals.forms.triage import Owned
from referrals.models import ConferencePoint
from ui.forms import Cards, DateField, Form, Layout, LongTextField, Row, TextField

LONGEST = timedelta(days=365)


def _ahead(day: date, today: date) -> date:
    if not timedelta(0) <= day - today <= LONGEST:
        raise ValidationError(_("Välj i dag eller en dag inom ett år."))
    return day


class TakeUp(Form):
    """On which conference, and what the team should answer."""

    held_on = DateField(label=_("Vilken konferens?"))
    question = LongTextField(
        label=_("Vad behöver teamet ta ställning till?"), max_length=1000, rows=3
    )

    def __init__(self, *args: Any, today: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.today = today

    def clean_held_on(self) -> date:
        """Today or later."""
        return _ahead(self.cleaned_data["held_on"], self.today)


class Colleagues(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Colleagues, by name and profession."""

    def label_from_instance(self, obj: User) -> str:
        """Sara Nyberg, sjuksköterska."""
        return f"{obj.name}, {obj.get_role_display()}"


class DecidePoint(Form):
    """The outcome, who took part, and who does what by when."""

    outcome = forms.TypedChoiceField(
        label=_("Vad kom ni fram till?"),
        choices=ConferencePoint.Outcome.choices,
        coerce=ConferencePoint.Outcome,
        widget=forms.RadioSelect,
    )
    decision = LongTextField(
        label=_("Beslut och skäl"), max_length=4000, rows=3, required=False
    )
    voices = Colleagues(
        label=_("Vilka deltog?"),
        help_text=_("Minst två yrken."),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    next_step = TextField(label=_("Nästa steg"), max_length=200)
    owner = Owned(label=_("Vem gör det?"), queryset=User.objects.none())
    due_on = DateField(label=_("Senast"))
    layout = Layout(
        Cards("outcome"),
        "decision",
        Cards("voices"),
        "next_step",
        Row("owner", "due_on"),
    )

    def __init__(
        self, *args: Any, people: "QuerySet[User]", today: date, **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        self.today = today
        for name in ("voices", "owner"):
            field = cast("forms.ModelChoiceField[User]", self.fields[name])
            field.queryset = people
        cast("forms.ModelChoiceField[User]", self.fields["owner"]).empty_label = None

    def clean_due_on(self) -> date:
        """Today or later."""
        return _ahead(self.cleaned_data["due_on"], self.today)

    def clean_voices(self) -> "QuerySet[User]":
        """A decision of the team is heard from two professions at least."""
        heard: QuerySet[User] = self.cleaned_data["voices"]
        if len({one.role for one in heard}) < FEWEST_PROFESSIONS:
            raise ValidationError(_("Kryssa för kollegor från minst två yrken."))
        return heard


class Contribute(Form):
    """What one profession has to say."""

    voice = Owned(label=_("Vem säger det?"), queryset=User.objects.none())
    said = LongTextField(label=_("Bidrag"), max_length=1000, rows=2)

    def __init__(self, *args: Any, people: "QuerySet[User]", **rest: Any) -> None:
        super().__init__(*args, **rest)
        field = cast("forms.ModelChoiceField[User]", self.fields["voice"])
        field.queryset = people
        field.empty_label = None
