"""What a clinic is asked when it refers, and what it may leave out with a reason."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from crispy_forms.layout import Field
from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from jurisdictions import doses, phones
from jurisdictions.typed import Fault
from referrals.forms import names, tenfold
from referrals.forms.asking import sms_in_words
from referrals.models import Attempt, Risk
from ui.forms import (
    Cards,
    CreatingForm,
    DateField,
    Form,
    Group,
    IntegerField,
    Layout,
    LongTextField,
    Row,
    Suffix,
    TextField,
)
from ui.identity import IdentityField
from ui.templatetags.numbers import mg

ELSEWHERE = "elsewhere"
OLDEST_ISSUED = 365
FIRST_YEAR = 1950
MOST_MEDICINES = 20
RISKS = [(risk.value, risk.label) for risk in Risk if risk is not Risk.NOT_ANSWERED]
ATTEMPTS = [
    (attempt.value, attempt.label)
    for attempt in Attempt
    if attempt is not Attempt.NOT_ASKED
]
CARE_REMAINS = [
    ("yes", _("Vi fortsätter förskriva")),
    ("no", _("Vi vill att ni tar över förskrivningen")),
]


def said(fault: Fault) -> ValidationError:
    """A fault of a typed value, in the reader's language."""
    return ValidationError(fault.translated(gettext))


def dialled(typed: str) -> str:
    """The number as it is dialled, however it was typed."""
    try:
        return phones.normalise(typed) if typed else ""
    except phones.NotAPhone as fault:
        raise said(fault) from fault


def past_year(year: int | None, today: date) -> int | None:
    """A year that can have been, or none."""
    if year is not None and not FIRST_YEAR <= year <= today.year:
        raise ValidationError(
            _("Skriv året med fyra siffror, senast %(year)s."),
            params={"year": today.year},
        )
    return year


def phone_field() -> TextField:
    """How the patient is reached."""
    return TextField(
        label=_("Telefon"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "class": "b-14"}),
    )


def interpreter_field() -> TextField:
    """Whether the patient needs somebody who translates."""
    return TextField(
        label=_("Tolk, vilket språk"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "b-14"}),
    )


def expect(form: Form, *names: str) -> None:
    """Questions that a good referral answers: not marked as optional."""
    for name in names:
        form.fields[name].is_expected = True  # type: ignore[attr-defined]


def _municipalities() -> list[tuple[str, Any]]:
    known = [(row.code, row.name) for row in Municipality.objects.all()]
    return [("", _("Välj kommun")), *known, (ELSEWHERE, _("Bor utanför regionen"))]


class Looked(Field):  # type: ignore[misc]  # crispy forms has no types
    """The number, a button that looks it up, and what is known already."""

    template = "referrals/_number.html"


class PatientPart(CreatingForm):
    """Who the referral is about."""

    number = IdentityField()
    name = TextField(
        label=_("Förnamn och efternamn"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Skriv patientens förnamn och efternamn")},
    )
    phone = phone_field()
    interpreter = interpreter_field()
    municipality = forms.ChoiceField(
        label=_("Kommun"),
        required=False,
        widget=forms.Select(attrs={"class": "b-14"}),
    )
    is_protected = forms.BooleanField(
        label=_("Patienten har skyddade personuppgifter"), required=False
    )
    layout = Layout(
        "form_key",
        Group(
            _("Patient"),
            Looked("number"),
            "name",
            Row("phone", "interpreter", "municipality"),
            "is_protected",
        ),
    )

    def __init__(self, *args: Any, today: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.today = today
        cast(IdentityField, self.fields["number"]).today = today
        field = cast(forms.ChoiceField, self.fields["municipality"])
        field.choices = _municipalities()
        expect(self, "phone")

    def clean_name(self) -> names.Name:
        """Both parts of the name."""
        try:
            return names.read(self.cleaned_data["name"])
        except names.NotAName as fault:
            raise said(fault) from fault

    def clean_phone(self) -> str:
        """The number as it is dialled."""
        return dialled(self.cleaned_data["phone"])


class MedicineLine(Form):
    """One medicine: what it is, how much a day, since when."""

    # The faults of all rows stand in the summary of the page.
    summary_is_shown = True

    name = TextField(
        label=_("Läkemedel"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    dose = TextField(
        label=_("Dos per dygn"),
        required=False,
        max_length=30,
        widget=forms.TextInput(
            attrs={"class": "b-6 tal", "inputmode": "decimal", "autocomplete": "off"}
        ),
    )
    since_year = IntegerField(label=_("Sedan år"), required=False)
    dose_is_right = forms.BooleanField(label=_("Dosen stämmer"), required=False)

    def __init__(self, *args: Any, today: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.today = today
        self.set_layout(asks_again=False)
        expect(self, "name", "dose", "since_year")

    def set_layout(self, *, asks_again: bool) -> None:
        """Ask whether the dose is right only once there is a doubt."""
        more = ["dose_is_right"] if asks_again else []
        self.helper.layout = Layout("name", Suffix("dose", "mg"), "since_year", *more)

    def clean_dose(self) -> Decimal | None:
        """Milligrams, with a comma or a point."""
        typed: str = self.cleaned_data["dose"]
        try:
            return doses.parse(typed) if typed else None
        except doses.NotADose as fault:
            raise said(fault) from fault

    def clean_since_year(self) -> int | None:
        """A year that can have been."""
        return past_year(self.cleaned_data["since_year"], self.today)

    def clean(self) -> dict[str, Any]:
        """A dose has a medicine, and a slipped comma is asked about once."""
        kept = {**(super().clean() or {})}
        name, dose = kept.get("name"), kept.get("dose")
        if (dose or kept.get("since_year")) and not name and not self.errors:
            self.add_error("name", _("Skriv vilket läkemedel det gäller"))
        if name and dose:
            self._ask_about(name, dose)
        return kept

    def _ask_about(self, name: str, dose: Decimal) -> None:
        perhaps = tenfold.meant(name, dose)
        self.set_layout(asks_again=perhaps is not None)
        if perhaps is None or self.cleaned_data.get("dose_is_right"):
            return
        self.add_error(
            "dose",
            _("Menade du %(perhaps)s? Är %(dose)s rätt, kryssa i ”Dosen stämmer”.")
            % {"perhaps": mg(perhaps), "dose": mg(dose)},
        )

    @property
    def lacks_dose(self) -> bool:
        """Whether a medicine stands here without how much of it is taken."""
        given = self.cleaned_data
        return bool(given.get("name") and not given.get("dose")) and not self.errors

    @property
    def line(self) -> dict[str, Any] | None:
        """The medicine as it is stored; None for an empty row."""
        if not self.cleaned_data.get("name"):
            return None
        return {
            "name": self.cleaned_data["name"],
            "dose_per_day": self.cleaned_data.get("dose"),
            "since_year": self.cleaned_data.get("since_year"),
        }


Medicines = formset_factory(
    MedicineLine,
    extra=1,
    max_num=MOST_MEDICINES,
    absolute_max=MOST_MEDICINES,
)


def medicines(
    data: Mapping[str, Any] | None,
    *,
    today: date,
    initial: list[dict[str, Any]] | None = None,
) -> "BaseFormSet[MedicineLine]":
    """The rows of medicines, at least one."""
    return Medicines(
        data, prefix="medicines", form_kwargs={"today": today}, initial=initial
    )


class RequestPart(Form):
    """What the clinic asks for and what it has tried."""

    attempt = forms.ChoiceField(
        label=_("Har ni försökt trappa ned?"),
        choices=ATTEMPTS,
        widget=forms.RadioSelect,
        required=False,
    )
    attempt_year = IntegerField(label=_("År"), required=False)
    attempt_outcome = TextField(
        label=_("Hur gick det?"), required=False, max_length=2000
    )
    attempt_absence = TextField(
        label=_("Varför inte?"), required=False, max_length=2000
    )
    goal = LongTextField(
        label=_("Vad vill ni och patienten ha hjälp med?"),
        required=False,
        max_length=8000,
        rows=4,
    )
    risks = forms.MultipleChoiceField(
        label=_("Att se upp med"),
        choices=RISKS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    care_remains = forms.TypedChoiceField(
        label=_("Vem fortsätter förskriva?"),
        choices=CARE_REMAINS,
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
    )
    told_and_willing = forms.BooleanField(
        label=_("Patienten vet om remissen och vill komma"), required=False
    )
    agrees_to_sms = forms.BooleanField(
        label=_("Patienten vill få koden som sms"), required=False
    )
    issued_on = DateField(label=_("Remissens datum"))
    incomplete_reason = LongTextField(
        label=_("Varför saknas uppgifter?"),
        help_text=_(
            "Skicka ändå om ni inte kan svara på allt. En ofullständig remiss är "
            "bättre än ingen."
        ),
        required=False,
        max_length=2000,
        rows=2,
    )

    def __init__(self, *args: Any, today: date, **rest: Any) -> None:
        rest.setdefault("initial", {"issued_on": today})
        super().__init__(*args, **rest)
        self.today = today
        if "agrees_to_sms" in self.fields:
            self.fields["agrees_to_sms"].help_text = sms_in_words()
        self.set_layout(asks_why=bool(self.data.get("incomplete_reason")))
        expect(self, "attempt", "attempt_year", "attempt_outcome", "attempt_absence")
        expect(self, "goal", "risks", "incomplete_reason")

    def set_layout(self, *, asks_why: bool) -> None:
        """Ask why something is missing only once something is."""
        attempt = Cards(
            "attempt",
            hide_label=True,
            reveals={
                "yes": [Row("attempt_year", "attempt_outcome")],
                "no": ["attempt_absence"],
            },
        )
        groups = [
            Group(_("Har ni försökt trappa ned?"), attempt),
            Group(_("Frågeställning och mål"), "goal"),
            Group(_("Att se upp med"), Cards("risks", hide_label=True)),
            Group(_("Förskrivning"), Cards("care_remains")),
            self.agreement(),
        ]
        if asks_why:
            groups.append(Group(_("Saknas något?"), "incomplete_reason"))
        self.helper.layout = Layout(*groups)

    def agreement(self) -> Group:
        """What the patient knows, and from when the clock counts."""
        return Group(
            _("Samtycke och datum"), "told_and_willing", "agrees_to_sms", "issued_on"
        )

    def clean_issued_on(self) -> date:
        """The clock starts here, so it cannot be tomorrow."""
        day: date = self.cleaned_data["issued_on"]
        if day > self.today:
            raise ValidationError(
                _("Datumet ligger i framtiden. Skriv dagen då remissen utfärdades.")
            )
        if (self.today - day).days > OLDEST_ISSUED:
            raise ValidationError(
                _("Remissen är mer än ett år gammal. Skriv en ny, med dagens läge.")
            )
        return day

    def clean_attempt_year(self) -> int | None:
        """A year that can have been."""
        return past_year(self.cleaned_data["attempt_year"], self.today)

    def clean_risks(self) -> list[str]:
        """Nothing known stands alone."""
        chosen: list[str] = self.cleaned_data["risks"]
        if Risk.NONE_KNOWN in chosen and len(chosen) > 1:
            raise ValidationError(
                _("Du har kryssat både Inget känt och något annat. Välj det ena.")
            )
        return chosen

    def missing(self) -> dict[str, Any]:
        """What a safe assessment needs and is not there, by field."""
        given = self.cleaned_data
        return {
            name: sentence
            for name, sentence in {
                **self._missing_attempt(),
                "goal": _("Skriv vad ni och patienten vill ha hjälp med"),
                "risks": _("Välj vad vi ska se upp med, eller Inget känt"),
                "told_and_willing": _(
                    "Berätta för patienten om remissen och kryssa i rutan"
                ),
            }.items()
            if not given.get(name) and name not in self.errors
        }

    def _missing_attempt(self) -> dict[str, Any]:
        attempt = self.cleaned_data.get("attempt")
        if attempt == Attempt.NO:
            return {"attempt_absence": _("Skriv varför ni inte har försökt")}
        # Which year and how it went is expected: staff ask when it is not there.
        return {"attempt": _("Välj om ni har försökt trappa ned")}
