"""Questions on the pages across apps."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import CareUnit, User
from accounts.roles import CLINICAL, Role
from jurisdictions import phones
from patients.models import CareRelation, Case, Consent, Patient, Protection
from ui.forms import Chips, DateField, Form, Layout, LongTextField, TextField


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
                choices=[
                    (answer.value, str(answer.label).capitalize())
                    for answer in Consent.Answer
                ],
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


class SwitchForm(Form):
    """Why a patient's log-in is closed, opened or taken away."""

    reason = TextField(
        label=_("Varför?"),
        max_length=500,
        error_messages={"required": _("Skriv varför")},
    )


class ConnectForm(Form):
    """A log-in that an administrator has made for a patient."""

    username = TextField(
        label=_("Användarnamn"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "b-14", "autocomplete": "off"}),
    )

    def clean_username(self) -> str:
        """A patient's log-in that nobody has."""
        typed: str = self.cleaned_data["username"]
        free = User.objects.filter(
            role=Role.PATIENT, is_active=True, patient=None, username__iexact=typed
        )
        found = free.first()
        if found is None:
            raise ValidationError(_("Det finns ingen ledig inloggning med det namnet."))
        self.user = found
        return typed


CONTACT = ("phone", "email", "may_leave_voicemail", "language")


def contact_of(patient: Patient) -> dict[str, str | bool]:
    """How the patient is reached, as the form shows it."""
    known = {name: getattr(patient, name) for name in CONTACT}
    return {**known, "phone": phones.shown(patient.phone)}


class MineForm(Form):
    """How the patient wants to be reached."""

    phone = TextField(
        label=_("Telefon"),
        required=False,
        max_length=40,
        help_text=_("Vi säger bara att vi ringer från sjukvården."),
        widget=forms.TextInput(
            attrs={"inputmode": "tel", "autocomplete": "tel", "class": "b-14"}
        ),
    )
    may_leave_voicemail = forms.BooleanField(
        label=_("Ni får lämna meddelande på min telefon"), required=False
    )
    email = forms.EmailField(
        label=_("E-post"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    sms = forms.ChoiceField(
        label=_("Får vi skicka sms om dina tider?"),
        help_text=_(
            "Det står bara att du har en tid eller ett nytt besked. Aldrig något om "
            "läkemedel, och inte ditt namn."
        ),
        choices=[("yes", _("Ja, skicka sms")), ("no", _("Nej, inga sms"))],
        widget=forms.RadioSelect,
        required=False,
    )
    email_consent = forms.ChoiceField(
        label=_("Får vi skicka e-post om dina tider?"),
        choices=[("yes", _("Ja, skicka e-post")), ("no", _("Nej, ingen e-post"))],
        widget=forms.RadioSelect,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Språk i meddelanden"),
        choices=settings.LANGUAGES,
        widget=forms.Select(attrs={"class": "b-14"}),
    )

    def __init__(self, *args: Any, is_protected: bool = False, **rest: Any) -> None:
        super().__init__(*args, **rest)
        if is_protected:
            # Nothing is sent to a protected person, so nothing is asked about it.
            del self.fields["sms"], self.fields["email_consent"]

    def clean_phone(self) -> str:
        """The number as we keep it, or a sentence that says what to look at."""
        text = self.cleaned_data["phone"]
        if not text:
            return ""
        try:
            return phones.normalise(text)
        except phones.NotAPhone as fault:
            raise ValidationError(fault.translated(gettext)) from fault


class ProtectionForm(Form):
    """How a person's identity is protected."""

    level = forms.ChoiceField(
        label=_("Skydd"), choices=Protection.choices, widget=forms.RadioSelect
    )
    source = TextField(
        label=_("Hur vet vi det?"),
        max_length=100,
        help_text=_("Till exempel folkbokföringen, eller patientens eget intyg."),
        error_messages={"required": _("Skriv hur vi vet det")},
    )
    checked_on = DateField(label=_("Senast kontrollerat"))
    reason = TextField(
        label=_("Varför ändras skyddet?"), max_length=300, required=False
    )

    def __init__(self, *args: Any, patient: Patient, today: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.patient, self.today = patient, today

    def clean_checked_on(self) -> date:
        """A day that has been."""
        day: date = self.cleaned_data["checked_on"]
        if day > self.today:
            raise ValidationError(_("Datumet ligger i framtiden."))
        return day

    def clean(self) -> dict[str, Any]:
        """Less protection than before needs a reason."""
        given = {**(super().clean() or {})}
        lifted = given.get("level") == Protection.NONE and self.patient.is_protected
        if lifted and not given.get("reason"):
            self.add_error("reason", _("Skriv varför skyddet tas bort."))
        return given


class NewPlace(Form):
    """A room at a care unit."""

    care_unit = forms.ModelChoiceField(
        label=_("Enhet"), queryset=CareUnit.objects.filter(is_active=True)
    )
    room = TextField(label=pgettext_lazy("ett rum", "Rum"), max_length=60)
    directions = TextField(
        label=_("Hur man hittar dit"), max_length=300, required=False
    )
    contact = TextField(
        label=_("Kontaktperson på plats"), max_length=200, required=False
    )
