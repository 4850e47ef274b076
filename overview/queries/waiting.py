"""How long people wait for the first talk just now, as the start page says it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.core.cache import cache
from django.db.models import Min
from django.utils import timezone
from redis.exceptions import RedisError

from referrals.models import Referral
from visits.lifecycle import Purpose, Status

KEY = "overview.waiting"
KEPT_SECONDS = 60 * 60
LOOKS_BACK = timedelta(days=90)
# A figure of a handful of people says something about each of them.
FEWEST = 10


@dataclass(frozen=True)
class Waiting:
    """The median of the last ninety days, and the day on which it was counted."""

    days: int
    counted_on: date


def waiting(at: datetime) -> Waiting | None:
    """The wait as counted within the hour; nothing when there is too little to say."""
    try:
        known: Waiting | str | None = cache.get(KEY)
        if known is None:
            known = _count(at) or ""
            cache.set(KEY, known, KEPT_SECONDS)
    except (RedisError, OSError):
        return None
    return known if isinstance(known, Waiting) else None


def _count(at: datetime) -> Waiting | None:
    """From the day of the referral to the first talk that took place."""
    talks = (
        Referral.objects.filter(
            case__visits__purpose=Purpose.FIRST, case__visits__status=Status.DONE
        )
        .annotate(first=Min("case__visits__starts_at"))
        .filter(first__gt=at - LOOKS_BACK, first__lte=at)
        .values_list("clock_from", "first")
    )
    waited = [(timezone.localdate(first) - issued).days for issued, first in talks]
    if len(waited) < FEWEST:
        return None
    days = max(round(median(waited)), 0)
    return Waiting(days=days, counted_on=timezone.localdate(at))
