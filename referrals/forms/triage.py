"""What those who assess are asked when they decide."""

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from patients.models import Patient
from referrals.actions import Person
from referrals.forms.answer import Withdraw
from referrals.models import Question, Referral
from ui.forms import DateField, Form, Layout, LongTextField, Row, TextField
from ui.identity import IdentityField

LONGEST_WAIT = timedelta(days=90)


def _ahead(day: date, today: date) -> date:
    """A day on which something can still be done."""
    if day < today:
        raise ValidationError(_("Dagen har passerat. Välj i dag eller senare."))
    if day - today > LONGEST_WAIT:
        raise ValidationError(_("Välj en dag inom tre månader."))
    return day


class Editing(Form):
    """Carries which edition of the referral the page showed (two decide at once)."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class Take(Editing):
    """Asks nothing: who takes it has signed in."""


class WithdrawFor(Editing, Withdraw):
    """Why it is taken back, at the request of whoever sent it."""


class Owned(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A colleague, by name and title."""

    def label_from_instance(self, obj: User) -> str:
        """Sara Nyberg, sjuksköterska."""
        return f"{obj.name}, {obj.title}" if obj.title else obj.name


class Accept(Editing):
    """Who takes care of the patient, and when they first talk."""

    owner = Owned(label=_("Ansvarig"), queryset=User.objects.none())
    first_contact_on = DateField(label=_("Första kontakt senast"))
    layout = Layout(Row("owner", "first_contact_on"))

    def __init__(
        self, *args: Any, owners: "QuerySet[User]", today: date, **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        self.today = today
        owner = cast("forms.ModelChoiceField[User]", self.fields["owner"])
        owner.queryset = owners
        owner.empty_label = None

    def clean_first_contact_on(self) -> date:
        """Today or later."""
        return _ahead(self.cleaned_data["first_contact_on"], self.today)

    def person(self, referral: Referral) -> Person | None:
        """Nobody new: the clinic said who the patient is."""
        return None

    def known(self, referral: Referral) -> Patient | None:
        """Whom we know already, when it is no stranger."""
        return referral.patient


class AcceptStranger(Accept):
    """The same, and who the person who referred themselves is."""

    number = IdentityField()
    given_name = TextField(label=_("Förnamn"), max_length=100)
    family_name = TextField(label=_("Efternamn"), max_length=100)
    is_same_person = forms.BooleanField(label=_("Det är samma person"), required=False)
    layout = Layout(
        "number", Row("given_name", "family_name"), Row("owner", "first_contact_on")
    )

    def __init__(self, *args: Any, today: date, **rest: Any) -> None:
        super().__init__(*args, today=today, **rest)
        cast(IdentityField, self.fields["number"]).today = today
        self._known: Patient | None = None

    def known(self, referral: Referral) -> Patient | None:
        """Whose number it is."""
        return self._known

    def clean(self) -> dict[str, Any]:
        """A number that we know already is compared by eye once."""
        kept = {**(super().clean() or {})}
        found = kept.get("number")
        known = found and Patient.objects.with_number(found.number).first()
        if not known:
            return kept
        self._known = known
        self.helper.layout = Layout(
            "number",
            "is_same_person",
            Row("given_name", "family_name"),
            Row("owner", "first_contact_on"),
        )
        if not kept.get("is_same_person"):
            self.add_error("number", self._compare(known))
        return kept

    def _compare(self, known: Patient) -> str:
        """Whose number it is, without a name when the person is protected."""
        if known.is_protected:
            return str(
                _(
                    "Numret finns redan hos oss och personen har skyddade uppgifter. "
                    "Kontrollera med personen och kryssa i rutan."
                )
            )
        text = _(
            "Numret finns redan hos oss: %(name)s. Är det samma person, kryssa i rutan."
        )
        return str(text) % {"name": known.name}

    def person(self, referral: Referral) -> Person | None:
        """Who it turned out to be, with what they told us themselves."""
        given = self.cleaned_data
        return Person(
            identity=given["number"],
            given_name=given["given_name"],
            family_name=given["family_name"],
            phone=referral.phone,
            email=referral.email,
            may_leave_voicemail=referral.may_leave_voicemail,
            interpreter=referral.interpreter,
            language=referral.language,
            municipality=referral.municipality,
            health_centre=referral.health_centre,
            is_protected=referral.is_protected,
        )


class Questions(forms.MultipleChoiceField):
    """Ready questions. One that has been answered meanwhile may still be asked."""

    known: frozenset[str] = frozenset()

    def valid_value(self, value: str) -> bool:
        """A question that the pages know, shown on this page or not."""
        return value in self.known or super().valid_value(value)


class Ask(Editing):
    """What is missing, whom to ask, and until when."""

    to = forms.ChoiceField(label=_("Fråga vem?"), widget=forms.RadioSelect)
    about = Questions(
        label=_("Det här saknas"), widget=forms.CheckboxSelectMultiple, required=False
    )
    text = LongTextField(
        label=_("Något mer vi behöver veta"), max_length=4000, rows=3, required=False
    )
    reply_by = DateField(label=_("Svar senast"))

    def __init__(
        self,
        *args: Any,
        referral: Referral,
        today: date,
        missing: list[str],
        known: list[str],
        **rest: Any,
    ) -> None:
        super().__init__(*args, **rest)
        self.today = today
        to: list[tuple[Any, Any]] = list(Question.To.choices)
        if referral.is_self_referral:
            to = [(Question.To.PATIENT.value, Question.To.PATIENT.label)]
        cast(forms.ChoiceField, self.fields["to"]).choices = to
        about = cast(Questions, self.fields["about"])
        about.choices = [(text, text) for text in missing]
        about.known = frozenset(known)
        if not missing and not self.is_bound:
            del self.fields["about"]
            self.fields["text"].label = _("Vad behöver vi veta?")
            # Nothing is ticked beforehand, so that something has to be written.
            self.fields["text"].required = True

    def clean_reply_by(self) -> date:
        """Today or later."""
        return _ahead(self.cleaned_data["reply_by"], self.today)

    def clean(self) -> dict[str, Any]:
        """Something is asked: ticked, written or both."""
        kept = {**(super().clean() or {})}
        if not (kept.get("about") or kept.get("text")) and "text" not in self.errors:
            self.add_error(
                "text", _("Fyll i vad du vill veta, eller kryssa för något.")
            )
        return kept

    @property
    def asked(self) -> dict[str, Any]:
        """What the action needs: one text, a question on each line."""
        given = self.cleaned_data
        lines = [*given["about"], given["text"].strip()]
        return {
            "to": given["to"],
            "text": "\n".join(line for line in lines if line),
            "reply_by": given["reply_by"],
            "edition": given["edition"],
        }


class Reveal(Form):
    """Why protected contact details must be seen."""

    reason = TextField(label=_("Varför behöver du se uppgifterna?"), max_length=500)
