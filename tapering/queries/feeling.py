"""When a figure of how it feels is a reason to call. It never changes a plan."""

from datetime import date, timedelta

from patients.models import Case
from tapering.models import Symptom

WORRYING = 8
# So much worse within so many days is a reason to call.
RISE, WITHIN = 3, timedelta(days=3)


def lowest_lately(case: Case, on: date) -> int | None:
    """The lowest figure of the days before; each day's newest counts."""
    felt = Symptom.objects.filter(case=case, on__gte=on - WITHIN, on__lt=on)
    newest = {symptom.on: symptom.score for symptom in felt.order_by("written_at")}
    return min(newest.values(), default=None)


def is_high(score: int) -> bool:
    """Tell whether a figure by itself is a reason to call."""
    return score >= WORRYING


def has_risen(score: int, lowest: int | None) -> bool:
    """Tell whether it is much worse than a few days ago."""
    return lowest is not None and score - lowest >= RISE
