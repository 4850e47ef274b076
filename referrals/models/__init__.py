"""What the unit is asked to help with, by whom, and what it answered."""

from referrals.models.answers import (
    PINNING,
    Attempt,
    ClinicConsent,
    DoseChange,
    HowLong,
    MedicineKind,
    Risk,
    Source,
)
from referrals.models.draft import (
    Answers,
    BestTime,
    Draft,
    Fits,
    FollowCode,
    OpenDraft,
)
from referrals.models.letter import Question, Reply
from referrals.models.referral import Medicine, Referral, ReferralQuerySet

__all__ = [
    "PINNING",
    "Answers",
    "Attempt",
    "BestTime",
    "ClinicConsent",
    "DoseChange",
    "Draft",
    "Fits",
    "FollowCode",
    "HowLong",
    "Medicine",
    "MedicineKind",
    "OpenDraft",
    "Question",
    "Referral",
    "ReferralQuerySet",
    "Reply",
    "Risk",
    "Source",
]
