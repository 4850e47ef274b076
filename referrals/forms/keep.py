"""What is asked of those who go on another day: where a code goes, what they know."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jurisdictions import phones
from referrals.forms.contact import as_people_write
from referrals.forms.follow import CodeForm
from ui.forms import Form, TextField

SHORTEST = 8


class ContactField(TextField):
    """A mobile phone or a mail address: somewhere a code can be sent."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(
            label=_("Mobilnummer eller e-postadress"),
            max_length=254,
            error_messages={
                "required": _("Skriv ett mobilnummer eller en e-postadress.")
            },
            widget=forms.TextInput(attrs={"autocomplete": "on", "spellcheck": "false"}),
            **rest,
        )
        self.widget.attrs["autocapitalize"] = "none"

    def clean(self, value: Any) -> str:
        """The number or the address, always written in the same way."""
        typed: str = super().clean(value)
        if "@" in typed:
            return _address(typed)
        try:
            number = phones.normalise(typed)
        except phones.NotAPhone as fault:
            raise ValidationError(fault.translated(gettext)) from fault
        if not phones.is_mobile(number):
            raise ValidationError(
                _(
                    "En fast telefon kan inte ta emot koden. Skriv ett mobilnummer "
                    "eller en e-postadress."
                )
            )
        return number

    def prepare_value(self, value: Any) -> Any:
        """A number that we know is shown the way people write it."""
        return as_people_write(value)


def _address(typed: str) -> str:
    address = typed.strip().lower()
    try:
        validate_email(address)
    except ValidationError as fault:
        raise ValidationError(
            _("Skriv hela e-postadressen, till exempel namn@exempel.se.")
        ) from fault
    return address


class PassphraseField(TextField):
    """An own sentence. Spaces, capitals and what the keyboard adds make no difference.

    It is written out, so that nobody has to write it twice or is shut out by a slip.
    """

    def __init__(self, **rest: Any) -> None:
        super().__init__(max_length=200, **rest)
        self.widget.attrs.update(
            {"spellcheck": "false", "autocapitalize": "none", "autocorrect": "off"}
        )

    def clean(self, value: Any) -> str:
        """The sentence as it is compared."""
        typed: str = super().clean(value)
        return " ".join(unicodedata.normalize("NFKC", typed).casefold().split())


class KeepForm(Form):
    """Where the code goes, and a sentence of one's own."""

    contact = ContactField(
        help_text=_(
            "Dit skickar vi en kod när du vill fortsätta. Vi ringer inte och skriver "
            "inget annat."
        )
    )
    passphrase = PassphraseField(
        label=_("Hitta på en egen mening"),
        help_text=_(
            "Minst åtta tecken, till exempel vad du åt till frukost och var. Meningen "
            "låser dina svar. Skriv upp den, för vi kan inte ge dig en ny."
        ),
        error_messages={"required": _("Skriv en mening som du kommer ihåg.")},
        widget=forms.TextInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_passphrase(self) -> str:
        """Long enough not to be guessed in five tries."""
        passphrase: str = self.cleaned_data["passphrase"]
        if len(passphrase) < SHORTEST:
            raise ValidationError(
                _("Meningen är för kort. Skriv minst åtta tecken, gärna flera ord.")
            )
        return passphrase


class ReturnForm(Form):
    """The phone or address that was given when the answers were saved."""

    contact = ContactField(help_text=_("Samma som när du sparade."))


class ReturnCodeForm(CodeForm):
    """The code that was sent, and the own sentence."""

    passphrase = PassphraseField(
        label=_("Din egen mening"),
        help_text=_(
            "Den du hittade på när du sparade. Stora och små bokstäver spelar ingen "
            "roll. Efter fem fel går svaren inte längre att öppna."
        ),
        error_messages={"required": _("Skriv meningen som du hittade på.")},
        widget=forms.TextInput(attrs={"autocomplete": "current-password"}),
    )


class RemoveForm(ReturnCodeForm):
    """To take away, the code is enough."""

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["passphrase"].required = False
