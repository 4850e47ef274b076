"""Who has a referral open just now: told to colleagues, kept for two minutes, no lock.

It stands in the cache and never in the database, because reading a page writes nothing
there. Without the cache nobody is told, and nobody is stopped.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache

from accounts.models import User

STAYS = timedelta(minutes=2)
SECONDS = int(STAYS.total_seconds())


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A colleague, and whether a decision is being made."""

    name: str
    decides: bool


# What is kept of each reader: name, whether deciding, and until when it is true.
Kept = dict[str, tuple[str, bool, float]]


def _key(referral: uuid.UUID) -> str:
    return f"referral.open:{referral}"


def _key_of(user: User) -> str:
    return f"referral.open.by:{user.pk}"


def note(referral: uuid.UUID, *, user: User, decides: bool, at: datetime) -> None:
    """Keep that somebody has it open, and no longer has what was open before."""
    before = cache.get(_key_of(user))
    if before and before != str(referral):
        _forget(uuid.UUID(before), user)
    kept = _fresh(cache.get(_key(referral)) or {}, at)
    kept[str(user.pk)] = (user.name, decides, (at + STAYS).timestamp())
    cache.set(_key(referral), kept, SECONDS)
    cache.set(_key_of(user), str(referral), SECONDS)


def _forget(referral: uuid.UUID, user: User) -> None:
    kept: Kept = cache.get(_key(referral)) or {}
    if kept.pop(str(user.pk), None):
        cache.set(_key(referral), kept, SECONDS)


def leave(*, user: User) -> None:
    """The person reads no referral any more."""
    before = cache.get(_key_of(user))
    if before:
        _forget(uuid.UUID(before), user)
        cache.delete(_key_of(user))


def others(
    referrals: Iterable[uuid.UUID], *, but: User, at: datetime
) -> dict[uuid.UUID, list[Reader]]:
    """Colleagues who have these open, by referral; in one look."""
    keys = {_key(referral): referral for referral in referrals}
    return {
        keys[key]: readers
        for key, kept in cache.get_many(keys).items()
        if (readers := _readers(_fresh(kept, at), but))
    }


def _fresh(kept: Kept, at: datetime) -> Kept:
    return {who: one for who, one in kept.items() if one[2] > at.timestamp()}


def _readers(kept: Kept, but: User) -> list[Reader]:
    return [
        Reader(name=name, decides=decides)
        for who, (name, decides, _until) in kept.items()
        if who != str(but.pk)
    ]
