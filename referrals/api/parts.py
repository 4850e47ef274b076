"""The parts of what a clinic's system says: a person, a medicine, a file, a code."""

import base64
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import Municipality
from jurisdictions import identity, phones
from jurisdictions.typed import Fault
from referrals.actions import locked_sentence
from ui.identity import site_country

LONGEST_TEXT = 8192
FIRST_YEAR = 1950


class Strict(serializers.Serializer[Any]):
    """A field that nobody knows is a mistake, not something to pass over."""

    # What stays as it was first sent, by the action's name for it (rules REF-08).
    LOCKED: Mapping[str, str] = {}

    def to_internal_value(self, data: Any) -> Any:
        """Refuse unknown names beside what the fields themselves refuse."""
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            raise serializers.ValidationError(
                {name: [self._why_not(name)] for name in unknown}
            )
        return super().to_internal_value(data)

    def _why_not(self, name: str) -> str:
        if name in self.LOCKED:
            return locked_sentence(self.LOCKED[name])
        return gettext("Fältet finns inte.")


class Text(serializers.CharField):
    """A text as long as the national message allows."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", LONGEST_TEXT)
        options.setdefault("allow_blank", not options.get("required", True))
        super().__init__(**options)


class ContactFields(Strict):
    """How the patient is reached."""

    phone = serializers.CharField(max_length=30, required=False, allow_blank=True)
    interpreter = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text="which language"
    )

    def validate_phone(self, value: str) -> str:
        """The number as it is dialled."""
        try:
            return phones.normalise(value, country=site_country()) if value else ""
        except phones.NotAPhone as fault:
            raise said(fault) from fault


class PatientFields(ContactFields):
    """Who the referral is about."""

    number = serializers.CharField(
        max_length=20, help_text="an identity number of the country; no reserve number"
    )
    given_name = serializers.CharField(max_length=100)
    family_name = serializers.CharField(max_length=100)
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
        return past_year(value)


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


def past_year(value: int | None) -> int | None:
    if value is not None and value > timezone.localdate().year:
        raise serializers.ValidationError(_("Året ligger i framtiden."))
    return value


def said(fault: Fault) -> serializers.ValidationError:
    """A fault of a typed value, in the reader's language."""
    return serializers.ValidationError(fault.translated(gettext))
