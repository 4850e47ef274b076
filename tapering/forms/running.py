"""Questions while a plan is decided and runs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ui.forms import (
    Chips,
    CreatingForm,
    DateField,
    Form,
    Layout,
    LongTextField,
    Row,
    Scale11,
    TextField,
    scale_choices,
)

WISHES = [
    ("pause", _("Jag vill stanna på dosen")),
    ("talk", _("Jag vill prata med någon")),
    ("worse", _("Jag mår sämre")),
]


class BeginForm(Form):
    """Which medicine the plan is for: one that is mapped."""

    substance = forms.ChoiceField(label=_("Läkemedel"))

    def __init__(self, *args: Any, substances: Sequence[str], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["substance"].choices = [  # type: ignore[attr-defined]
            (name, name) for name in substances
        ]


class _ToPrescriber(Form):
    """Somebody who can decide, by name."""

    to: Any = forms.ModelChoiceField(
        label=_("Vem ska besluta"), queryset=User.objects.none()
    )

    def __init__(self, *args: Any, prescribers: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["to"].queryset = prescribers  # type: ignore[attr-defined]


class ProposeForm(_ToPrescriber):
    """Send a draft for decision."""


class SendBackForm(Form):
    """Why a proposal comes back."""

    because = LongTextField(label=_("Vad behöver ändras"), rows=3, max_length=1000)


class DecideForm(Form):
    """The signature."""

    patient_agrees = forms.BooleanField(
        label=_("Patienten är med på planen"), required=False
    )


class ConfirmForm(Form):
    """Let the next step begin."""

    note = LongTextField(
        label=_("Vad togs på förra steget"),
        help_text=_(
            "Till exempel: allt som planerat, eller två extra halva tabletter."
        ),
        required=False,
        rows=2,
        max_length=1000,
    )
    to: Any = forms.ModelChoiceField(
        label=_("Vem ska bekräfta"), queryset=User.objects.none(), required=False
    )

    def __init__(
        self, *args: Any, prescribers: Any, needs_prescriber: bool, **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        if needs_prescriber:
            self.fields["to"].queryset = prescribers  # type: ignore[attr-defined]
            self.fields["to"].required = True
            del self.fields["note"]
        else:
            del self.fields["to"]


class SymptomForm(CreatingForm):
    """How bad it is, 0 to 10."""

    score = forms.TypedChoiceField(
        label=_("Hur svåra är besvären i dag?"),
        choices=scale_choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj en siffra från 0 till 10")},
    )
    layout = Layout(Scale11("score", low=_("inga alls"), high=_("värsta tänkbara")))


class StaffSymptomForm(SymptomForm):
    """The same, told to staff, for a day that may have been."""

    on = DateField(label=_("Dag"))
    note = TextField(label=_("Anteckning"), required=False, max_length=1000)
    layout = Layout(
        Scale11("score", low=_("inga alls"), high=_("värsta tänkbara")),
        Row("on", "note"),
    )

    def __init__(self, *args: Any, today: date, **rest: Any) -> None:
        self.today = today
        super().__init__(*args, **rest)

    def clean_on(self) -> date:
        """A day of the last month."""
        on: date = self.cleaned_data["on"]
        if on > self.today or (self.today - on).days > 31:
            raise forms.ValidationError(_("Skriv en dag den senaste månaden."))
        return on


class PauseForm(CreatingForm):
    """What the patient wishes; nothing has to be said."""

    wish = forms.ChoiceField(
        label=_("Vad vill du?"),
        choices=WISHES,
        required=False,
        widget=forms.RadioSelect,
    )
    words = LongTextField(
        label=_("Vill du skriva något?"), required=False, rows=3, max_length=400
    )
    layout = Layout(Chips("wish", full=True), "words")

    @property
    def text(self) -> str:
        """What was chosen and written, as one text."""
        chosen = dict(WISHES).get(self.cleaned_data["wish"], "")
        return " ".join(
            part for part in (str(chosen), self.cleaned_data["words"]) if part
        )
