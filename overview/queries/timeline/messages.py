"""What the patient was told, and whether it arrived."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from messaging.lifecycle import NOBODY_TOLD
from messaging.models import Message
from overview.links import page_of
from overview.queries.timeline.entry import Entry
from patients.models import Case


def past(case: Case, before: datetime, limit: int) -> Iterable[Entry]:
    """Messages by the moment they were sent, or put in line."""
    rows = Message.objects.filter(
        patient=case.patient_id, created_at__lt=before
    ).newest_first()
    for message in rows[:limit]:
        yield Entry(
            at=message.created_at,
            heading=_("%(channel)s: %(kind)s")
            % {
                "channel": message.get_channel_display().capitalize(),
                "kind": message.get_kind_display(),
            },
            text=f"{message.get_state_display()}.",
            icon="chat" if message.channel == "sms" else "mail",
            tint="fara" if message.state in NOBODY_TOLD else "",
            url=page_of("messaging:detail", message.pk),
        )
