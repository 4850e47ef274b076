"""What the rules suggest about the open referral."""

from dataclasses import fields
from datetime import date
from typing import Any

from django.conf import settings

from referrals.eligibility import Facts, Suggestion, suggest
from referrals.models import Attempt, HowLong, Medicine, Referral, Risk
from referrals.pages.triage.saying import age_of

TRIED = {Attempt.YES: True, Attempt.ONGOING: True, Attempt.NO: False}
SHORT_USE_YEARS = 1


def suggestion(
    referral: Referral, medicines: list[Medicine], today: date
) -> Suggestion:
    """Read all contributions as plain facts and ask the rules of the country."""
    said = [facts_of(referral, medicines, today)]
    said += [
        facts_of(part, list(part.medicines.all()), today)
        for part in referral.parts.all()
    ]
    return suggest(together(said), jurisdiction=settings.JURISDICTION)


def together(said: list[Facts]) -> Facts:
    """One case: what either has answered is answered; the lead's word comes first."""
    found = {
        field.name: _first([getattr(one, field.name) for one in said])
        for field in fields(Facts)
    }
    # A clinic that stands behind the person is asked what clinics are asked.
    found["is_self_referral"] = all(one.is_self_referral for one in said)
    return Facts(**found)


def _first(values: list[Any]) -> Any:
    """The first that says something: not unknown, not empty, not no."""
    known = [value for value in values if value not in (None, "", False)]
    answered = [value for value in values if value is not None]
    return (known or answered or values)[0]


def facts_of(referral: Referral, medicines: list[Medicine], today: date) -> Facts:
    """What the referral says, for the rules."""
    patient = referral.patient
    return Facts(
        age=age_of(referral, today),
        is_self_referral=referral.is_self_referral,
        has_medicine=bool(medicines or referral.kinds),
        is_long_use=_is_long(referral, medicines, today),
        is_tried=TRIED.get(Attempt(referral.attempt)),
        why_not_tried=referral.attempt_absence,
        lives_elsewhere=referral.lives_elsewhere,
        has_place=bool(
            referral.municipality_id
            or referral.health_centre_id
            or (patient and patient.municipality_id)
        ),
        uses_more=_uses_more(referral),
        has_number=bool(patient and patient.identity_number),
    )


def _is_long(referral: Referral, medicines: list[Medicine], today: date) -> bool | None:
    """Longer than three months; a year alone says so only when it has passed."""
    if referral.how_long and referral.how_long != HowLong.UNKNOWN:
        return referral.how_long != HowLong.UNDER_3_MONTHS
    years = [one.since_year for one in medicines if one.since_year]
    if not years:
        return None
    return True if today.year - min(years) >= SHORT_USE_YEARS else None


def _uses_more(referral: Referral) -> bool | None:
    if not referral.risks or Risk.NOT_ANSWERED in referral.risks:
        return None
    return Risk.ALCOHOL in referral.risks
