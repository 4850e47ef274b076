"""What is asked of those who follow a referral without logging in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jurisdictions import reference as references
from referrals.forms.contact import PhoneField, best_time_field, email_field
from referrals.models import BestTime
from ui.forms import Chips, Form, Layout, LongTextField, TextField


class ReferenceForm(Form):
    """The reference on the receipt, typed in any way."""

    reference = TextField(
        label=_("Referensnummer"),
        help_text=_("Åtta tecken. Det står på ditt kvitto."),
        error_messages={"required": _("Skriv referensnumret som står på kvittot.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "b-14"}
        ),
    )

    def clean_reference(self) -> str:
        """Read it, or say what to look at. Whether it exists is never said."""
        try:
            return references.parse(self.cleaned_data["reference"])
        except references.NotAReference as fault:
            raise ValidationError(fault.translated(gettext)) from fault


class CodeForm(Form):
    """The six digits from the message."""

    code = TextField(
        label=_("Koden du fick"),
        help_text=_("Sex siffror. Den gäller i 15 minuter."),
        error_messages={"required": _("Skriv koden som vi skickade.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "b-10",
            }
        ),
    )

    def clean_code(self) -> str:
        """Six digits, however they were grouped."""
        try:
            return references.parse_code(self.cleaned_data["code"])
        except references.NotACode as fault:
            raise ValidationError(
                _("Koden har sex siffror. Den står i meddelandet.")
            ) from fault


def _answer(who_reads: Any) -> LongTextField:
    return LongTextField(
        label=_("Ditt svar"),
        help_text=who_reads,
        rows=6,
        error_messages={"required": _("Skriv ditt svar.")},
    )


class AnswerForm(Form):
    """The answer to one question. It is read by the unit and never shown here again."""

    answer = _answer(_("Vi visar inte svaret här efteråt. Bara teamet läser det."))

    def said(self) -> dict[str, str]:
        """The answer as the action takes it."""
        return {"text": self.cleaned_data["answer"]}


class OwnAnswerForm(AnswerForm):
    """The same for whoever has signed in, and can read it again."""

    answer = _answer(_("Bara du och teamet läser det."))


class ContactChangeForm(Form):
    """Another phone, address or time. What we have is not shown."""

    phone = PhoneField(
        label=_("Nytt telefonnummer"),
        help_text=_("Lämna tomt om numret är detsamma."),
        required=False,
    )
    best_time = best_time_field(required=False)
    email = email_field(
        label=_("Ny e-postadress"),
        help_text=_("Behövs bara om du har en fast telefon."),
    )
    layout = Layout("phone", Chips("best_time", full=True), "email")

    def clean(self) -> dict[str, Any]:
        """At least one of them."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            self.add_error("phone", _("Skriv ett nytt nummer eller välj en tid."))
        return cleaned

    def changed_to(self) -> dict[str, str]:
        """What was filled in, as the action takes it."""
        changed = {name: value for name, value in self.cleaned_data.items() if value}
        if "best_time" in changed:
            changed["best_time"] = str(BestTime(changed["best_time"]).label)
        return changed
