"""What a referral says over REST: the fields of the national message (rules REF-04)."""

import base64
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import CareUnit, Municipality
from jurisdictions import identity, phones
from jurisdictions.typed import Fault
from referrals.actions import Person, Request, attach
from referrals.models import Attempt, Risk
from ui.identity import site_country

LONGEST_TEXT = 8192
MOST_MEDICINES = MOST_CODES = 20
FIRST_YEAR = 1950
OLDEST_ISSUED = 365
ATTEMPTS = [Attempt.YES, Attempt.NO, Attempt.ONGOING]
RISKS = [risk for risk in Risk if risk != Risk.NOT_ANSWERED]
# Kept as they came; the page of the unit shows them under "Från avsändarens system".
KEPT = ("anamnesis", "conditions", "activities", "payment_commitment")
KEPT_TOO = ("care_process_id", "author", "request_id")


class Strict(serializers.Serializer[Any]):
    """A field that nobody knows is a mistake, not something to pass over."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse unknown names beside what the fields themselves refuse."""
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            sentence = gettext("Fältet finns inte.")
            raise serializers.ValidationError({name: [sentence] for name in unknown})
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """A text as long as the national message allows."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", LONGEST_TEXT)
        options.setdefault("allow_blank", not options.get("required", True))
        super().__init__(**options)


class PatientFields(Strict):
    """Who the referral is about."""

    number = serializers.CharField(
        max_length=20, help_text="an identity number of the country; no reserve number"
    )
    given_name = serializers.CharField(max_length=100)
    family_name = serializers.CharField(max_length=100)
    phone = serializers.CharField(max_length=30, required=False, allow_blank=True)
    interpreter = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text="which language"
    )
    municipality = serializers.CharField(
        max_length=4, required=False, help_text="four digits, of the region"
    )
    lives_elsewhere = serializers.BooleanField(required=False, default=False)
    is_protected = serializers.BooleanField(required=False, default=False)

    def validate_number(self, value: str) -> identity.Identity:
        """The number that was meant."""
        try:
            # The national message carries no reserve number (rules REF-11).
            return identity.parse(
                value,
                today=timezone.localdate(),
                country=site_country(),
                allow_synthetic=settings.ALLOW_SYNTHETIC_IDS,
            )
        except identity.NotAnIdentity as fault:
            raise said(fault) from fault

    def validate_phone(self, value: str) -> str:
        """The number as it is dialled."""
        try:
            return phones.normalise(value) if value else ""
        except phones.NotAPhone as fault:
            raise said(fault) from fault

    def validate_municipality(self, value: str) -> Municipality:
        """One of the region's."""
        found = Municipality.objects.filter(code=value).first()
        if found is None:
            raise serializers.ValidationError(_("Kommunkoden finns inte i regionen."))
        return found


class MedicineFields(Strict):
    """One medicine."""

    name = serializers.CharField(max_length=200)
    strength = serializers.CharField(max_length=60, required=False, allow_blank=True)
    dose_per_day = serializers.DecimalField(
        max_digits=9,
        decimal_places=4,
        required=False,
        allow_null=True,
        min_value=Decimal("0.0001"),
        help_text="milligrams a day, as a text or a number",
    )
    since_year = serializers.IntegerField(
        required=False, allow_null=True, min_value=FIRST_YEAR
    )

    def validate_since_year(self, value: int | None) -> int | None:
        """A year that can have been."""
        return _past_year(value)


class CodedFields(Strict):
    """A condition (ICD-10-SE) or an activity (KVÅ or SNOMED CT)."""

    code = serializers.CharField(max_length=20)
    system = serializers.CharField(max_length=100, required=False, allow_blank=True)
    text = serializers.CharField(max_length=500, required=False, allow_blank=True)


class AttachmentFields(Strict):
    """A file: what it is called, and its bytes in base64."""

    name = serializers.CharField(max_length=200)
    content = serializers.RegexField(
        r"^[A-Za-z0-9+/]+={0,2}$", max_length=10_500_000, help_text="base64"
    )

    def validate_content(self, value: str) -> bytes:
        """The bytes themselves."""
        try:
            return base64.b64decode(value, validate=True)
        except ValueError as fault:
            raise serializers.ValidationError(_("Skriv filen i base64.")) from fault


class AuthorFields(Strict):
    """Who wrote the referral in the sender's own system."""

    name = serializers.CharField(max_length=200)
    profession = serializers.CharField(max_length=100, required=False, allow_blank=True)


class ReferralFields(Strict):
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
    told_and_willing = serializers.BooleanField(required=False, default=False)
    incomplete_reason = Text(required=False, max_length=2000)
    care_remains = serializers.BooleanField(
        required=False,
        allow_null=True,
        default=None,
        help_text="the sender goes on prescribing",
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

    def validate_attempt_year(self, value: int | None) -> int | None:
        """A year that can have been."""
        return _past_year(value)

    def validate_risks(self, risks: list[str]) -> list[str]:
        """Nothing known stands alone, and nothing twice."""
        if Risk.NONE_KNOWN in risks and len(set(risks)) > 1:
            raise serializers.ValidationError(
                _("Du har valt både Inget känt och något annat. Välj det ena.")
            )
        return list(dict.fromkeys(risks))

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
        """What is missing needs a reason, as on the page."""
        missing = {
            name: [sentence]
            for name, sentence in _MISSING.items()
            if not given.get(name)
        }
        if given.get("attempt") == Attempt.NO and not given.get("attempt_absence"):
            missing["attempt_absence"] = [_("Skriv varför ni inte har försökt.")]
        if missing and not given.get("incomplete_reason"):
            raise serializers.ValidationError(
                {
                    **missing,
                    "incomplete_reason": [
                        _("Något saknas. Fyll i det, eller skriv här varför.")
                    ],
                }
            )
        return given

    def person(self) -> Person:
        """Who it is about, as the action wants it."""
        said = self.validated_data["patient"]
        return Person(
            given_name=said["given_name"],
            family_name=said["family_name"],
            identity=said["number"],
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
            told_and_willing=said["told_and_willing"],
            lives_elsewhere=said["patient"]["lives_elsewhere"],
            incomplete_reason=said.get("incomplete_reason", ""),
            care_remains=said["care_remains"],
            attention=said.get("attention", ""),
            extra={name: said[name] for name in (*KEPT, *KEPT_TOO) if said.get(name)},
        )


_MISSING = {
    "question": _("Skriv vad ni och patienten vill ha hjälp med."),
    "medicines": _("Skriv vilket läkemedel det gäller."),
    "attempt": _("Välj om ni har försökt trappa ned."),
    "risks": _("Välj vad vi ska se upp med, eller Inget känt."),
    "told_and_willing": _("Berätta för patienten om remissen först."),
}


def _past_year(value: int | None) -> int | None:
    if value is not None and value > timezone.localdate().year:
        raise serializers.ValidationError(_("Året ligger i framtiden."))
    return value


def said(fault: Fault) -> serializers.ValidationError:
    """A fault of a typed value, in the reader's language."""
    return serializers.ValidationError(fault.translated(gettext))
