"""Who is asked for their part, and that the patient has agreed."""

from typing import Any, cast

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import CareUnit
from messaging.texts import text_of
from referrals.models import ClinicConsent, Referral
from ui.forms import Form


class AskPatient(Form):
    """Whether the patient, asked just now, wants the code as a text message."""

    agrees_to_sms = forms.BooleanField(
        label=_("Patienten säger ja till sms"), required=False
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["agrees_to_sms"].help_text = sms_in_words()


def sms_in_words() -> str:
    """What the text message says, so that a yes is a yes to just that."""
    text = text_of("own_part", language=get_language(), code="ABCD-1234-EFGH")
    sentence = gettext(
        "Vi ber patienten berätta själv. Koden till det kan gå som sms: ”%(text)s”"
    )
    return sentence % {"text": text.body}


class AskClinic(Form):
    """The health centre; and the patient's yes, where it has not been given yet."""

    clinic = forms.ModelChoiceField(
        label=_("Vårdcentral"),
        queryset=CareUnit.objects.none(),
        empty_label=_("Välj vårdcentral"),
    )
    agreed = forms.BooleanField(
        label=_("Jag har frågat patienten, som säger ja"),
        error_messages={"required": _("Fråga patienten först och kryssa i rutan")},
    )

    def __init__(self, *args: Any, referral: Referral, **rest: Any) -> None:
        centre = referral.health_centre_id
        super().__init__(*args, **{"initial": {"clinic": centre}, **rest})
        self.referral = referral
        centres = CareUnit.objects.filter(
            kind=CareUnit.Kind.HEALTH_CENTRE, is_active=True
        ).order_by("name")
        field = cast("forms.ModelChoiceField[CareUnit]", self.fields["clinic"])
        field.queryset = centres.filter(pk=centre) if centre else centres
        if referral.clinic_consent == ClinicConsent.YES:
            del self.fields["agreed"]
