"""What a referral said, each time it was sent or changed (rules REF-04, REF-08)."""

from datetime import datetime
from typing import Any

from accounts.models import User
from referrals.models import Referral, ReferralVersion

# What the sender may change later; everything else stays as it was first sent.
OPEN_FIELDS = (
    "phone",
    "email",
    "best_time",
    "may_leave_voicemail",
    "interpreter",
    "goal",
    "attempt",
    "attempt_year",
    "attempt_outcome",
    "attempt_absence",
    "risks",
    "told_and_willing",
    "incomplete_reason",
    "care_remains",
    "attention",
    "extra",
)
# Locked by the national message: id, type, date, units and who it is about.
LOCKED_FIELDS = (
    "reference",
    "source",
    "issued_on",
    "unit",
    "sender_unit",
    "patient",
    "name",
)


def content_of(referral: Referral) -> dict[str, Any]:
    """The clinical part as plain values, always in the same order."""
    said = {name: getattr(referral, name) for name in OPEN_FIELDS}
    return {
        **said,
        "name": referral.name,
        "issued_on": referral.issued_on.isoformat(),
        "lives_elsewhere": referral.lives_elsewhere,
        "how_long": referral.how_long,
        "dose_change": referral.dose_change,
        "kinds": list(referral.kinds),
        "medicines": [
            {
                "name": medicine.name,
                "strength": medicine.strength,
                "dose_per_day": _plain(medicine.dose_per_day),
                "unit": medicine.unit,
                "since_year": medicine.since_year,
                "kind": medicine.kind,
            }
            for medicine in referral.medicines.all()
        ],
    }


def _plain(dose: object) -> str | None:
    return None if dose is None else f"{dose:f}"


def write(
    referral: Referral,
    change: ReferralVersion.Change,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    forwarded_to: str = "",
) -> ReferralVersion:
    """Keep what the referral says now as its next version; the caller saves it.

    A forwarded one copies the words of the version before it and adds nothing.
    """
    content = content_of(referral)
    if change != ReferralVersion.Change.NEW:
        last = referral.versions.latest("number")
        if change == ReferralVersion.Change.FORWARDED:
            content = last.content
        referral.version = last.number + 1
        referral.save(update_fields=["version"])
    return ReferralVersion.objects.create(
        referral=referral,
        number=referral.version,
        change=change,
        content=content,
        reason=reason,
        forwarded_to=forwarded_to,
        written_at=at,
        written_by=by,
    )
