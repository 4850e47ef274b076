"""Codes that a visitor asks for: sent by a sweep, tried a few times."""

import hmac
from datetime import datetime
from typing import TypeVar

from celery import current_app
from django.db import transaction

from referrals.models import FollowCode, ReturnCode

Code = TypeVar("Code", FollowCode, ReturnCode)

CODES_PER_HOUR = 3


def have_sent_soon() -> None:
    """Ask for the sweep once the row is there, by name: tasks are a layer above."""
    # Robust: without a broker, beat finds the row a little later.
    transaction.on_commit(_nudge, robust=True)


def _nudge() -> None:
    current_app.send_task("referrals.tasks.send_follow_codes", retry=False)


def held(asked: Code) -> Code:
    """The row as it is now, held until the transaction ends."""
    row: Code = type(asked).objects.select_for_update().get(pk=asked.pk)
    return row


def tried(asked: Code, code: str, *, at: datetime) -> tuple[Code, bool]:
    """Spend one try; whether the code is right and may still be used."""
    asked = held(asked)
    # Compared even when nothing was sent, so that the time is the same.
    is_right = hmac.compare_digest(asked.code_hash, asked.hash_of(code))
    if not asked.is_alive(at):
        return asked, False
    asked.tries += 1
    asked.save(update_fields=["tries"])
    return asked, is_right


def use(asked: Code, *, at: datetime) -> None:
    """A code opens once."""
    asked.used_at = at
    asked.save(update_fields=["used_at"])
