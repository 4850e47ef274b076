"""What the pages about messages show."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from jurisdictions import phones
from messaging.lifecycle import Channel, Why
from messaging.models import Message
from messaging.queries import messages_about
from messaging.texts import SECRET

NEWEST = 100


@dataclass(frozen=True)
class Row:
    """One message in a list, with what a person needs in order to act."""

    message: Message
    name: str
    is_protected: bool
    to: str

    @property
    def may_be_sent_again(self) -> bool:
        """Tell whether sending once more could help; for some it is not allowed."""
        is_late = self.message.error == Why.TOO_LATE
        is_gone = is_late or self.message.kind in SECRET
        return not (self.is_protected or is_gone) and bool(self.to)


def row_of(message: Message) -> Row:
    """Build a row. Protected numbers and addresses stay out of lists (PRO-02)."""
    patient = message.patient
    protected = patient is not None and patient.is_protected
    return Row(
        message=message,
        name=patient.name if patient else _("Någon som inte är patient än"),
        is_protected=protected,
        to="" if protected else shown_address(message),
    )


def shown_address(message: Message) -> str:
    """The number as people write it, or the mail address."""
    if message.channel == Channel.SMS and message.to.startswith("+"):
        return phones.shown(message.to)
    return message.to


def others_about_the_same(message: Message) -> list[Message]:
    """Everything else that was sent about the same thing, newest first."""
    return [
        one
        for one in messages_about(message.subject_label, message.subject_id)
        if one.pk != message.pk
    ]


@dataclass(frozen=True)
class Copy:
    """What a stand-in got, in the demo."""

    at: datetime | None
    is_sms: bool
    to: str
    title: str
    text: str


def copies(path: Path) -> list[Copy]:
    """What the stand-ins have written down, the newest first."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    return list(_copies(reversed(lines[-NEWEST:])))


def _copies(lines: Iterator[str]) -> Iterator[Copy]:
    """One copy per line that can be read; the last may be half written."""
    for line in lines:
        try:
            got = json.loads(line)
        except ValueError:
            continue
        yield Copy(
            at=parse_datetime(str(got.get("at", ""))),
            is_sms=got.get("kind") == "sms",
            to=_reader(got.get("to", "")),
            title=str(got.get("subject", "")),
            text=str(got.get("text", "")).strip(),
        )


def _reader(to: object) -> str:
    """Who got it: a number as people write it, or mail addresses."""
    if isinstance(to, list):
        return ", ".join(map(str, to))
    text = str(to)
    return phones.shown(text) if text.startswith("+") else text
