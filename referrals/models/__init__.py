"""What the unit is asked to help with, by whom, and what it answered."""

from referrals.models.answers import (
    PINNING,
    Attempt,
    ClinicConsent,
    DoseChange,
    HowLong,
    MedicineKind,
    Priority,
    Risk,
    Source,
)
from referrals.models.attachment import Attachment, AttachmentContent
from referrals.models.clinic_draft import ClinicDraft
from referrals.models.clock import ClockPause
from referrals.models.code import FollowCode, ReturnCode
from referrals.models.conference import Conference, ConferencePoint, ConferenceVoice
from referrals.models.draft import (
    Answers,
    BestTime,
    Draft,
    Fits,
    KeptDraft,
    OpenDraft,
)
from referrals.models.importing import ImportBatch, ImportRow
from referrals.models.letter import (
    BY_HAND,
    ON_PAPER,
    Audience,
    Letter,
    LetterBlock,
    LetterKind,
    LetterQuerySet,
)
from referrals.models.medicine import Medicine
from referrals.models.part import OwnPart, PartRequest, part_code_hash
from referrals.models.reason import DecisionReason, ReasonText
from referrals.models.referral import Referral, ReferralQuerySet
from referrals.models.reply import Question, Reply
from referrals.models.same import NotSame
from referrals.models.saved_view import SavedView
from referrals.models.sharing import SharedReferral, Sharing
from referrals.models.version import ReferralVersion

__all__ = [
    "BY_HAND",
    "ON_PAPER",
    "PINNING",
    "Answers",
    "Attachment",
    "AttachmentContent",
    "Attempt",
    "Audience",
    "BestTime",
    "ClinicConsent",
    "ClinicDraft",
    "ClockPause",
    "Conference",
    "ConferencePoint",
    "ConferenceVoice",
    "DecisionReason",
    "DoseChange",
    "Draft",
    "Fits",
    "FollowCode",
    "HowLong",
    "ImportBatch",
    "ImportRow",
    "KeptDraft",
    "Letter",
    "LetterBlock",
    "LetterKind",
    "LetterQuerySet",
    "Medicine",
    "MedicineKind",
    "NotSame",
    "OpenDraft",
    "OwnPart",
    "PartRequest",
    "Priority",
    "Question",
    "ReasonText",
    "Referral",
    "ReferralQuerySet",
    "ReferralVersion",
    "Reply",
    "ReturnCode",
    "Risk",
    "SavedView",
    "SharedReferral",
    "Sharing",
    "Source",
    "part_code_hash",
]
