"""What scheduled work does when a clinic has waited long for an answer (REF-12)."""

from datetime import datetime

from accounts.models import CareUnit, User
from messaging import actions as messaging
from messaging.lifecycle import Channel
from messaging.models import Message


def remind_of_silence(clinic: CareUnit, *, by: User, at: datetime) -> Message:
    """One neutral mail for all that waits: which referrals, the list itself says."""
    earlier = Message.objects.about(clinic).filter(kind="no_reply")
    return messaging.queue(
        subject=clinic,
        kind="no_reply",
        version=earlier.count() + 1,
        channel=Channel.EMAIL,
        to=clinic.email,
        language="sv",
        by=by,
        at=at,
    )
