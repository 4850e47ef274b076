"""Questions on the pages across apps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import CLINICAL
from patients.models import CareRelation, Case, Consent
from ui.forms import Chips, DateField, Form, Layout, LongTextField


class MoveTaskForm(Form):
    """Another day for a task."""

    due_on = DateField(label=_("Ny dag"))


class Colleague(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A member of staff, told apart by title."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and title."""
        return f"{obj.name}, {obj.title or obj.get_role_display()}"


class TeamForm(Form):
    """Somebody who joins the team around the patient."""

    member = Colleague(User.objects.none(), label=_("Vem"), empty_label=_("Välj"))

    def __init__(self, *args: Any, case: Case, **rest: Any) -> None:
        super().__init__(*args, **rest)
        inside = CareRelation.objects.filter(
            patient=case.patient_id, kind=CareRelation.Kind.TEAM
        ).in_force()
        people = User.objects.filter(
            unit=case.unit_id, role__in=CLINICAL, is_active=True
        ).exclude(pk__in=inside.values("user"))
        self.fields["member"].queryset = people  # type: ignore[attr-defined]


class ConsentForm(Form):
    """What the patient says yes or no to, one question for each purpose."""

    def __init__(self, *args: Any, purposes: tuple[str, ...] = (), **rest: Any) -> None:
        super().__init__(*args, **rest)
        for purpose in purposes or tuple(Consent.Purpose.values):
            self.fields[purpose] = forms.ChoiceField(
                label=Consent.Purpose(purpose).label.capitalize(),
                choices=Consent.Answer.choices,
                widget=forms.RadioSelect,
                required=False,
            )
        self.helper.layout = Layout(*(Chips(name) for name in self.fields))


REASONS = [
    ("called", _("Patienten har ringt eller skrivit till mig")),
    ("colleague", _("En kollega i vården av patienten har bett mig")),
    ("cover", _("Jag ersätter någon som är borta")),
    ("planning", _("Jag planerar besök eller resa")),
    ("other", _("Något annat")),
]


class ReasonForm(Form):
    """Why a record outside one's own list is opened."""

    reason = forms.ChoiceField(
        label=_("Varför behöver du öppna patientens uppgifter?"),
        choices=REASONS,
        widget=forms.RadioSelect,
    )
    more = LongTextField(
        label=_("Beskriv kort"),
        required=False,
        rows=2,
        max_length=500,
        help_text=_("Behövs om du har valt något annat."),
    )

    def clean(self) -> dict[str, Any]:
        """Another reason needs words of its own."""
        data = super().clean() or {}
        if data.get("reason") == "other" and not data.get("more"):
            self.add_error("more", _("Skriv varför du behöver öppna uppgifterna"))
        return data

    def in_words(self) -> str:
        """The reason as it stands in the log."""
        chosen = str(dict(REASONS)[self.cleaned_data["reason"]])
        return ". ".join(part for part in (chosen, self.cleaned_data["more"]) if part)
