"""The team's conference: what is taken up, what the professions say, what comes of it.

The conference decides what to do next and who does it. The referral itself is decided
on its own page, by somebody who may.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import CareUnit, User
from accounts.refusals import AlreadyDone, Refused
from accounts.roles import CLINICAL, Permission
from audit import actions as audit
from patients import actions as patients
from referrals.models import Conference, ConferencePoint, ConferenceVoice, Referral

FEWEST_PROFESSIONS = 2


@transaction.atomic
def plan_conference(
    *, unit: CareUnit, held_on: date, by: User, at: datetime
) -> Conference:
    """Have a conference on a day. The same day is the same conference."""
    conference, is_new = Conference.objects.get_or_create(
        unit=unit, held_on=held_on, defaults={"made_at": at, "made_by": by}
    )
    if is_new:
        audit.record(kind="conference.planned", subject=conference, by=by, at=at)
    return conference


@transaction.atomic
def take_up(
    referral: Referral, *, conference: Conference, question: str, by: User, at: datetime
) -> ConferencePoint:
    """Put a referral last on the list. The same referral stands there once."""
    conference = _open(conference)
    _check_unit(referral, conference)
    last = conference.points.aggregate(last=Max("position"))["last"] or 0
    point, is_new = ConferencePoint.objects.get_or_create(
        conference=conference,
        referral=referral,
        defaults={
            "position": last + 1,
            "question": question,
            "added_at": at,
            "added_by": by,
        },
    )
    if is_new:
        _note("referral.taken_up", point, by=by, at=at)
    elif question and not point.question:
        # Put on the list with several others, and asked about now.
        point.question = question
        point.save(update_fields=["question"])
    return point


@transaction.atomic
def take_up_on(
    referral: Referral, *, held_on: date, question: str, by: User, at: datetime
) -> ConferencePoint:
    """Put a referral on the list of a day, whether anybody has planned it or not."""
    conference = plan_conference(unit=referral.unit, held_on=held_on, by=by, at=at)
    return take_up(referral, conference=conference, question=question, by=by, at=at)


def _check_unit(referral: Referral, conference: Conference) -> None:
    if referral.unit_id != conference.unit_id:
        raise Refused(_("Remissen hör till en annan enhet."))
    if referral.joined_to_id:
        raise Refused(_("Ta upp den remiss som den hör ihop med."))


def _open(conference: Conference) -> Conference:
    conference = Conference.objects.select_for_update().get(pk=conference.pk)
    if conference.ended_at:
        raise Refused(_("Konferensen är avslutad. Ta upp remissen på nästa."))
    return conference


def _locked(point: ConferencePoint) -> ConferencePoint:
    rows = ConferencePoint.objects.select_for_update(of=("self",))
    return rows.select_related(
        "conference", "referral__patient", "referral__case__patient"
    ).get(pk=point.pk)


@transaction.atomic
def put_earlier(point: ConferencePoint, *, by: User, at: datetime) -> ConferencePoint:
    """Let a point change places with the one before it."""
    conference = _open(point.conference)
    points = list(conference.points.order_by("position", "added_at"))
    place = [one.pk for one in points].index(point.pk)
    if place:
        points[place - 1], points[place] = points[place], points[place - 1]
    for position, one in enumerate(points, start=1):
        if one.position != position:
            one.position = position
            one.save(update_fields=["position"])
    audit.record(kind="conference.reordered", subject=conference, by=by, at=at)
    return point


@transaction.atomic
def contribute(
    point: ConferencePoint, *, voice: User, said: str, by: User, at: datetime
) -> ConferenceVoice:
    """Write down what a profession has to say, before or during the conference."""
    point = _locked(point)
    if point.decided_at:
        raise AlreadyDone(_("Punkten är redan avgjord."))
    _check_voices([voice], point)
    heard, _is_new = ConferenceVoice.objects.update_or_create(
        point=point, user=voice, defaults={"role": voice.role, "said": said}
    )
    _note("referral.contributed", point, by=by, at=at, voice=str(voice.pk))
    return heard


@transaction.atomic
def decide_point(
    point: ConferencePoint,
    *,
    outcome: ConferencePoint.Outcome,
    decision: str,
    next_step: str,
    owner: User,
    due_on: date,
    voices: Iterable[User],
    by: User,
    at: datetime,
) -> ConferencePoint:
    """Write what the team came to, who took part, and who does what by when."""
    point = _locked(point)
    if point.decided_at:
        raise AlreadyDone(_("Punkten är redan avgjord."))
    heard = list(voices)
    _check_voices([*heard, owner], point)
    if len({one.role for one in heard}) < FEWEST_PROFESSIONS:
        raise Refused(
            _("Minst två yrken behöver ha deltagit i beslutet. Kryssa för dem.")
        )
    _hear(point, heard)
    point.outcome, point.decision, point.next_step = outcome, decision, next_step
    point.owner, point.due_on = owner, due_on
    point.decided_at, point.decided_by = at, by
    point.save()
    _note("referral.conferred", point, by=by, at=at, outcome=str(outcome))
    _give_next_step(point, by=by, at=at)
    return point


def _check_voices(people: list[User], point: ConferencePoint) -> None:
    """Those who take part are clinicians of the unit, and no one from elsewhere."""
    unit = point.conference.unit_id
    if any(one.role not in CLINICAL or one.unit_id != unit for one in people):
        raise Refused(_("Välj kollegor på enheten som arbetar i vården."))


def _hear(point: ConferencePoint, heard: list[User]) -> None:
    """Who only contributed before, and was not there, is not counted as taking part."""
    for one in heard:
        ConferenceVoice.objects.get_or_create(
            point=point, user=one, defaults={"role": one.role}
        )


def _give_next_step(point: ConferencePoint, *, by: User, at: datetime) -> None:
    if point.owner is None or point.due_on is None:
        return
    patients.raise_task(
        kind="conference.next_step",
        title=point.next_step,
        why=_("Teamkonferensen %(day)s kom fram till det, om remissen %(reference)s.")
        % {
            "day": point.conference.held_on.isoformat(),
            "reference": point.referral.shown_reference,
        },
        subject=point,
        case=point.referral.case,
        owner=point.owner,
        permission=Permission.CARE,
        due_on=point.due_on,
        by=by,
        at=at,
    )


@transaction.atomic
def end_conference(conference: Conference, *, by: User, at: datetime) -> Conference:
    """The conference is over. What was not reached can be taken up anew."""
    conference = Conference.objects.select_for_update().get(pk=conference.pk)
    if conference.ended_at:
        return conference
    conference.ended_at, conference.ended_by = at, by
    conference.save(update_fields=["ended_at", "ended_by"])
    audit.record(kind="conference.ended", subject=conference, by=by, at=at)
    return conference


def _note(
    kind: str, point: ConferencePoint, *, by: User, at: datetime, **details: str
) -> None:
    audit.record(
        kind=kind,
        subject=point.referral,
        patient=point.referral.patient,
        by=by,
        at=at,
        details={"point": str(point.pk), **details},
    )
