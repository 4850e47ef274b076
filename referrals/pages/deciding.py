"""What stands beside an open referral to help whoever decides."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from referrals import permissions
from referrals.eligibility import Suggestion
from referrals.models import ConferencePoint, Referral
from referrals.pages import clock as clocks
from referrals.pages import stale, suggestions


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """Suggestions, the clock, a prepared answer and the conference."""

    may_decide: bool
    suggestion: Suggestion | None
    clock: clocks.Clock
    proposal: stale.Proposal | None
    points: list[ConferencePoint]


def beside(referral: Referral, user: User, today: date) -> Deciding:
    """What helps to decide; those who only read see the clock."""
    may_decide = not permissions.why_not_open_list(user)
    rules = None
    if may_decide and referral.is_undecided:
        medicines = list(referral.medicines.all())
        rules = suggestions.suggestion(referral, medicines, today)
    return Deciding(
        may_decide=may_decide,
        suggestion=rules,
        clock=clocks.clock(referral, today),
        proposal=stale.proposal(referral, today) if may_decide else None,
        points=list(referral.conference_points.all()) if may_decide else [],
    )
