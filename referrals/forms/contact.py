"""How a person is reached: the sixth question of a self-referral."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jurisdictions import phones
from referrals.forms.self_referral import CHOOSE, Step
from referrals.models import BestTime
from ui.forms import YES_NO, Chips, IntegerField, Layout, TextField

NOBODY_IS_OLDER = 120
NOTHING_LETTERED = re.compile(r"[\W\d_]*")


def as_people_write(value: Any) -> Any:
    """A number that we know, with its spaces; anything else as it was typed."""
    known = isinstance(value, str) and value.startswith("+46")
    return phones.shown(value) if known else value


def email_field(**rest: Any) -> forms.EmailField:
    """An address that may be left out."""
    return forms.EmailField(
        max_length=254,
        required=False,
        error_messages={
            "invalid": _("Skriv hela e-postadressen, till exempel namn@exempel.se.")
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        **rest,
    )


def best_time_field(*, required: bool = True) -> forms.ChoiceField:
    """When somebody wants to be called."""
    return forms.ChoiceField(
        label=_("När passar det bäst att vi ringer?"),
        choices=BestTime.choices,
        widget=forms.RadioSelect,
        required=required,
        error_messages={
            **CHOOSE,
            "required": _("Välj när det passar att vi ringer."),
        },
    )


class PhoneField(TextField):
    """A phone number, typed in any usual way, kept in one."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(max_length=60, **rest)
        self.widget.attrs.update(
            {"type": "tel", "inputmode": "tel", "autocomplete": "tel", "class": "b-14"}
        )

    def clean(self, value: Any) -> str:
        """Read the number, or say what to look at."""
        typed: str = super().clean(value)
        if not typed:
            return ""
        try:
            return phones.normalise(typed)
        except phones.NotAPhone as fault:
            raise ValidationError(fault.translated(gettext)) from fault

    def prepare_value(self, value: Any) -> Any:
        """A number that we know is shown the way people write it."""
        return as_people_write(value)


class ContactForm(Step):
    """Question 6: whom do we call, and when?"""

    name = TextField(
        label=_("Ditt namn"),
        help_text=_("Så att vi vet vem vi ska fråga efter."),
        error_messages={"required": _("Skriv ditt namn så att vi vet vem vi ringer.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    phone = PhoneField(
        label=_("Telefonnummer"),
        help_text=_(
            "Vi visar aldrig numret för någon annan. "
            "Vi säger bara att vi ringer från sjukvården."
        ),
        error_messages={"required": _("Skriv telefonnumret så att vi kan ringa dig.")},
    )
    # Read by whoever answers, when the phone stands on a wall: the code to follow with
    # goes here. Without it a colleague calls instead.
    email = email_field(
        label=_("E-postadress"),
        help_text=_(
            "Bra att lämna om du har en fast telefon. Då kan du följa din egenremiss."
        ),
    )
    best_time = best_time_field()
    voicemail = forms.ChoiceField(
        label=_("Får vi lämna meddelande i din röstbrevlåda?"),
        choices=YES_NO,
        initial="no",
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    interpreter = TextField(
        label=_("Behöver du tolk? Skriv språket"),
        help_text=_("Tolken kostar inget och har tystnadsplikt."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "b-14"}),
    )
    birth_year = IntegerField(
        label=_("Vilket år är du född?"),
        help_text=_("Fyra siffror. Det hjälper oss att hitta rätt person."),
        required=False,
        error_messages={
            "invalid": _("Skriv året med fyra siffror, till exempel 1968.")
        },
    )
    health_centre = TextField(
        label=_("Vilken vårdcentral går du till?"),
        help_text=_("Vi tar inte kontakt med den utan att du har sagt ja."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    layout = Layout(
        "name",
        "phone",
        "email",
        Chips("best_time", full=True),
        Chips("voicemail"),
        "interpreter",
        "birth_year",
        "health_centre",
    )

    def clean_name(self) -> str:
        """A name has at least one letter, in any alphabet."""
        name: str = self.cleaned_data["name"]
        if NOTHING_LETTERED.fullmatch(name):
            raise ValidationError(_("Skriv namnet med bokstäver."))
        return " ".join(name.split())

    def clean_birth_year(self) -> int | None:
        """A year in which somebody alive can be born."""
        year: int | None = self.cleaned_data["birth_year"]
        if year is None:
            return None
        if year > self.today.year:
            raise ValidationError(
                _("Året ligger i framtiden. Skriv året du är född, med fyra siffror.")
            )
        if year < self.today.year - NOBODY_IS_OLDER:
            raise ValidationError(
                _("Året är för länge sedan. Skriv året du är född, med fyra siffror.")
            )
        return year
