"""How waiting days are counted here: the law of the country, the unit's own promise."""

from datetime import date

from django.conf import settings

from jurisdictions import clocks
from jurisdictions.regimes import REGIMES, ClockStart, Regime
from referrals.models import Referral


def regime() -> Regime:
    """The rules of the country and the kind of provider that this site serves."""
    return REGIMES[settings.JURISDICTION]


def started_on(referral: Referral) -> date:
    """The day from which the law counts: issued in Sweden, received in Norway."""
    rules = regime()
    if rules.clock_starts == ClockStart.ISSUED:
        return referral.issued_on
    return clocks.local_day(
        referral.received_at or referral.sent_at, time_zone=rules.time_zone
    )


def due_on(started: date, pauses: tuple[clocks.Pause, ...] = ()) -> date | None:
    """The last day of the promise; None while a pause is open."""
    rules = regime()
    if rules.visit_within_days is None:
        return clocks.assessment_due(started, regime=rules)
    return clocks.DayClock(
        started=started,
        target_days=min(settings.REFERRAL_TARGET_DAYS, rules.visit_within_days),
        statutory_days=rules.visit_within_days,
        pauses=pauses,
    ).due


def counted(referral: Referral) -> tuple[date, date | None]:
    """From the earliest of the referral and its parts, and until when."""
    together = [referral, *referral.parts.all()]
    started = min(started_on(one) for one in together)
    standing = [row for row in referral.pauses.all() if row.taken_back_at is None]
    return started, due_on(started, tuple(row.pause for row in standing))


def set_clock(referral: Referral) -> None:
    """Count anew, without saving."""
    referral.clock_from, referral.due_on = counted(referral)
