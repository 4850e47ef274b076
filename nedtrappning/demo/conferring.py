"""What the team has talked through: a paused clock, a conference held, one ahead."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from nedtrappning.demo.region import Region
from patients import actions as patients
from referrals import actions
from referrals.actions.conference import contribute, decide_point, take_up
from referrals.models import ClockPause, Conference, ConferencePoint, Referral
from referrals.queries import conference_day

WEEK = timedelta(days=7)
ILL_FOR = timedelta(days=14)
# Only who has waited this long has been ill on the way.
LONG_AGO = timedelta(days=60)
LONG_WAIT = timedelta(days=3)


def confer(built: Region, *, now: datetime) -> None:
    """Pause the clock of the one who waits longest, and hold two conferences."""
    waiting = list(
        Referral.objects.undecided()
        .leading()
        .filter(is_risk=False)
        .order_by("issued_on", "pk")
    )
    if not waiting:
        return
    if now - waiting[0].sent_at > LONG_AGO:
        _was_ill(waiting[0], by=built.people["sara"], at=now - timedelta(days=10))
    talked = [row for row in waiting if now - row.sent_at > LONG_WAIT + WEEK]
    _held(built, talked[:1], now=now)
    _ahead(built, [row for row in waiting if row not in talked][:2], now=now)


def _was_ill(referral: Referral, *, by: User, at: datetime) -> None:
    """Two weeks in hospital do not count."""
    on = timezone.localdate(at)
    actions.pause(
        referral,
        reason=ClockPause.Reason.MEDICAL,
        first_on=on - ILL_FOR,
        until_on=on,
        proof="Låg på sjukhus för höften. Patienten ringde, intyg finns i journalen.",
        by=by,
        at=at,
    )


def _conference(built: Region, *, on: datetime) -> Conference:
    return actions.plan_conference(
        unit=built.unit,
        held_on=conference_day(timezone.localdate(on)),
        by=built.people["karin"],
        at=on - WEEK,
    )


def _held(built: Region, referrals: list[Referral], *, now: datetime) -> None:
    """Last week's, with what came of each."""
    at = now - WEEK
    conference = _conference(built, on=at - WEEK)
    for referral in referrals:
        point = take_up(
            referral,
            conference=conference,
            question="Kan vi börja medan smärtan utreds?",
            by=built.people["karin"],
            at=at,
        )
        decided = _decided(built, point, at=at)
        patients.complete_tasks_about(decided, by=built.people["sara"], at=now)
    actions.end_conference(conference, by=built.people["karin"], at=at)


def _decided(built: Region, point: ConferencePoint, *, at: datetime) -> ConferencePoint:
    team = {name: built.people[name] for name in ("eva", "johan", "maja", "sara")}
    said = {
        "johan": "Rörelse hjälper mot värken. Kan börja direkt.",
        "maja": "Har stöd hemma av sin syster.",
    }
    for name, words in said.items():
        contribute(point, voice=team[name], said=words, by=built.people["karin"], at=at)
    return decide_point(
        point,
        outcome=ConferencePoint.Outcome.ACCEPT,
        decision="Vi tar emot och börjar med kartläggning.",
        next_step="Ring patienten och berätta",
        owner=team["sara"],
        due_on=timezone.localdate(at) + timedelta(days=3),
        voices=team.values(),
        by=built.people["karin"],
        at=at,
    )


def _ahead(built: Region, referrals: list[Referral], *, now: datetime) -> None:
    """The next one, with questions that nobody has answered."""
    conference = _conference(built, on=now)
    questions = ("Räcker vårdcentralens försök?", "Vem i teamet börjar?")
    for referral, question in zip(referrals, questions, strict=False):
        take_up(
            referral,
            conference=conference,
            question=question,
            by=built.people["karin"],
            at=now,
        )
    first = conference.points.first()
    if first:
        contribute(
            first,
            voice=built.people["maja"],
            said="Jag har pratat med patienten, som gärna vill komma igång.",
            by=built.people["karin"],
            at=now,
        )
