"""What a referral says over REST: the fields of the national message (rules REF-04)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import CareUnit
from jurisdictions.identity import Identity
from referrals.actions import Person, Request, attach
from referrals.api.parts import (
    FIRST_YEAR,
    AttachmentFields,
    AuthorFields,
    CodedFields,
    MedicineFields,
    PatientFields,
    Strict,
    Text,
    past_year,
)
from referrals.models import Attempt, Risk

MOST_MEDICINES = MOST_CODES = 20
OLDEST_ISSUED = 365
ATTEMPTS = [Attempt.YES, Attempt.NO, Attempt.ONGOING]
RISKS = [risk for risk in Risk if risk != Risk.NOT_ANSWERED]
# Kept as they came; the page of the unit shows them under "Från avsändarens system".
KEPT = ("anamnesis", "conditions", "activities", "payment_commitment")
KEPT_TOO = ("care_process_id", "author", "request_id")
MISSING = {
    "question": _("Skriv vad ni och patienten vill ha hjälp med."),
    "medicines": _("Skriv vilket läkemedel det gäller."),
    "attempt": _("Välj om ni har försökt trappa ned."),
    "risks": _("Välj vad vi ska se upp med, eller Inget känt."),
    "told_and_willing": _("Berätta för patienten om remissen först."),
}


def check_whole(said: Mapping[str, Any]) -> None:
    """What is missing needs a reason, as on the page."""
    missing = {
        name: [sentence] for name, sentence in MISSING.items() if not said.get(name)
    }
    if said.get("attempt") == Attempt.NO and not said.get("attempt_absence"):
        missing["attempt_absence"] = [_("Skriv varför ni inte har försökt.")]
    if missing and not said.get("incomplete_reason"):
        why = [_("Något saknas. Fyll i det, eller skriv här varför.")]
        raise serializers.ValidationError({**missing, "incomplete_reason": why})


class ContentFields(Strict):
    """What the clinic says of the care: sent with the referral, changed later."""

    question = Text(required=False)
    anamnesis = Text(required=False)
    medicines = MedicineFields(
        many=True,
        required=False,
        max_length=MOST_MEDICINES,  # type: ignore[call-arg]
    )
    attempt = serializers.ChoiceField(
        choices=[(one.value, str(one.label)) for one in ATTEMPTS], required=False
    )
    attempt_year = serializers.IntegerField(
        required=False, allow_null=True, min_value=FIRST_YEAR
    )
    attempt_outcome = Text(required=False, max_length=2000)
    attempt_absence = Text(required=False, max_length=2000)
    risks = serializers.ListField(
        child=serializers.ChoiceField(
            choices=[(one.value, str(one.label)) for one in RISKS]
        ),
        required=False,
        max_length=len(RISKS),
    )
    told_and_willing = serializers.BooleanField(required=False)
    incomplete_reason = Text(required=False, max_length=2000)
    care_remains = serializers.BooleanField(
        required=False, allow_null=True, help_text="the sender goes on prescribing"
    )
    attention = Text(required=False)
    conditions = CodedFields(
        many=True,
        required=False,
        max_length=MOST_CODES,  # type: ignore[call-arg]
    )
    activities = CodedFields(
        many=True,
        required=False,
        max_length=MOST_CODES,  # type: ignore[call-arg]
    )
    payment_commitment = Text(required=False, max_length=500)

    def validate_attempt_year(self, value: int | None) -> int | None:
        """A year that can have been."""
        return past_year(value)

    def validate_risks(self, risks: list[str]) -> list[str]:
        """Nothing known stands alone, and nothing twice."""
        if Risk.NONE_KNOWN in risks and len(set(risks)) > 1:
            raise serializers.ValidationError(
                _("Du har valt både Inget känt och något annat. Välj det ena.")
            )
        return list(dict.fromkeys(risks))


class ReferralFields(ContentFields):
    """A referral. What a safe assessment needs may be left out with a reason."""

    request_id = serializers.CharField(
        max_length=64,
        help_text="The sender's own id. The same id sent again is the same referral.",
    )
    requesting_unit = serializers.CharField(
        max_length=64, help_text="HSA-id; the clinic that the key belongs to"
    )
    recipient_unit = serializers.CharField(
        max_length=64, required=False, help_text="HSA-id of the receiving unit"
    )
    issued_on = serializers.DateField()
    author = AuthorFields()
    patient = PatientFields()
    agrees_to_sms = serializers.BooleanField(
        required=False,
        default=False,
        help_text="the patient wants the code of the own part as a text message",
    )
    care_process_id = serializers.CharField(
        max_length=64, required=False, allow_blank=True
    )
    attachments = AttachmentFields(
        many=True,
        required=False,
        max_length=attach.MOST_FILES,  # type: ignore[call-arg]
    )

    def validate_issued_on(self, day: date) -> date:
        """The clock starts here: not tomorrow, and not years ago."""
        age = (timezone.localdate() - day).days
        if age < 0:
            raise serializers.ValidationError(_("Datumet ligger i framtiden."))
        if age > OLDEST_ISSUED:
            raise serializers.ValidationError(_("Remissen är mer än ett år gammal."))
        return day

    def validate_requesting_unit(self, hsa_id: str) -> str:
        """A key speaks for its own clinic only."""
        unit: CareUnit = self.context["unit"]
        if hsa_id.upper() != unit.hsa_id.upper():
            raise serializers.ValidationError(
                _("Nyckeln hör till en annan vårdenhet än den som anges.")
            )
        return hsa_id

    def validate_recipient_unit(self, hsa_id: str) -> str:
        """There is one unit here that takes referrals."""
        unit: CareUnit = self.context["recipient"]
        if hsa_id.upper() != unit.hsa_id.upper():
            raise serializers.ValidationError(
                _("Den mottagande enheten tar inte emot remisser här.")
            )
        return hsa_id

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """Nothing is missing without a reason."""
        check_whole(given)
        return given

    @property
    def identity(self) -> Identity:
        """Whose number it is."""
        found: Identity = self.validated_data["patient"]["number"]
        return found

    def person(self) -> Person:
        """Who it is about, as the action wants it."""
        said = self.validated_data["patient"]
        return Person(
            given_name=said["given_name"],
            family_name=said["family_name"],
            identity=self.identity,
            phone=said.get("phone", ""),
            interpreter=said.get("interpreter", ""),
            municipality=said.get("municipality"),
            is_protected=said["is_protected"],
        )

    def request(self) -> Request:
        """What is asked for, as the action wants it."""
        said = self.validated_data
        return Request(
            goal=said.get("question", ""),
            issued_on=said["issued_on"],
            medicines=said.get("medicines", []),
            attempt=said.get("attempt", Attempt.NOT_ASKED),
            attempt_year=said.get("attempt_year"),
            attempt_outcome=said.get("attempt_outcome", ""),
            attempt_absence=said.get("attempt_absence", ""),
            risks=said.get("risks", []),
            told_and_willing=said.get("told_and_willing", False),
            agrees_to_sms=said["agrees_to_sms"],
            lives_elsewhere=said["patient"]["lives_elsewhere"],
            incomplete_reason=said.get("incomplete_reason", ""),
            care_remains=said.get("care_remains"),
            attention=said.get("attention", ""),
            extra={name: said[name] for name in (*KEPT, *KEPT_TOO) if said.get(name)},
        )
