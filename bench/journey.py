"""One patient whom the unit has helped for three years, with 300 contacts.

Assessment, plan and pauses through the actions; the contacts, the patient's figures
and the log as copies of one that was made by the actions.
"""

from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localdate

from audit.models import Event
from bench.region import People
from bench.rows import copy, key_of, one_of
from messaging.models import Message
from patients import actions as patients
from patients.models import CareRelation, Case, Consent
from tapering import actions as tapering
from tapering import queries
from tapering.models import Plan
from tests.factories import accounts, visits
from tests.factories import tapering as plans
from visits.models import Visit

CONTACTS = 300
DAYS = 3 * 365
EVERY = timedelta(days=DAYS / CONTACTS)
# 2.5 mg every ninth week, from 45 mg: three years and a little.
RULE = {
    "bands": [
        {"above": "0", "unit": "mg", "size": "2.5", "of": "mg", "every_days": 63},
    ],
    "goal_mg": "0",
    "stop_below_mg": "2.5",
    "limits": [],
    "rounding": "slower",
    "take": "round_robin",
    "order": ["noon", "morning", "evening", "night"],
}
DOSES = {
    "morning": Decimal(10),
    "noon": Decimal(5),
    "evening": Decimal(10),
    "night": Decimal(20),
}


def long_case(people: People) -> Case:
    """Three years in, still tapering."""
    began = people.at - timedelta(days=DAYS)
    patient = patients.register(
        given_name="Anna",
        family_name="Berg",
        birth_date=localdate(people.at).replace(year=1990, day=1),
        phone="+46701740615",
        municipality=accounts.municipality("Uddevalla"),
        by=people.nurse,
        at=began,
    )
    case = patients.open_case(
        patient,
        unit=people.nurse.unit,
        owner=people.nurse,
        no_referrer=True,
        by=people.nurse,
        at=began,
    )
    _team(case, people)
    _plan(case, people)
    _contacts(case, people)
    _figures(case, people)
    return Case.objects.get(pk=case.pk)


def _team(case: Case, people: People) -> None:
    for colleague in (people.prescriber, people.coordinator):
        patients.relate(
            case.patient,
            user=colleague,
            kind=CareRelation.Kind.TEAM,
            by=people.nurse,
            at=case.opened_at,
        )
    for purpose in Consent.Purpose:
        patients.consent(
            case.patient,
            purpose=purpose,
            answer=Consent.Answer.YES,
            by=people.nurse,
            at=case.opened_at,
        )


def _plan(case: Case, people: People) -> Plan:
    """Signed once, and held ten times since."""
    at = case.opened_at + timedelta(days=14)
    by = people.nurse
    tapering.answer_assessment(
        case,
        gates=plans.gates(),
        goal="Jag vill sova utan tabletter och orka med barnen.",
        driving="fit",
        driving_informed_on=localdate(at),
        children="no",
        by=by,
        at=at,
    )
    line = tapering.Line(
        substance="oxazepam",
        product="Sobril",
        strength_mg=Decimal(5),
        doses=DOSES,
        why="sömn",
        since="2019",
    )
    tapering.write_mapping(case, lines=[line], by=by, at=at)
    case = tapering.begin_preparation(case, by=by, at=at)
    plan = tapering.open_plan(case, substance="oxazepam", by=by, at=at)
    outline = queries.Outline(
        policy=plans.policy(name="Tre år", rule=RULE),
        start=localdate(at) + timedelta(days=1),
        doses=DOSES,
        products=plans.products(),
    )
    draft = tapering.make_draft(
        plan,
        outline=outline,
        reasons=plans.REASON,
        patient_agrees=True,
        on=localdate(at),
        by=by,
        at=at,
    )
    tapering.decide(draft, by=people.prescriber, at=at)
    for number in range(1, 11):
        tapering.hold(
            plan,
            days=7,
            because="Svårt att sova.",
            by=people.prescriber,
            at=at + timedelta(days=100 * number),
        )
    return plan


def _contacts(case: Case, people: People) -> None:
    """One visit through the actions, with its log; the others are its copies."""
    first = people.at - timedelta(days=DAYS, hours=1)
    visit = visits.visit(
        case, at=first - timedelta(days=1), starts_at=first, patient_knows=True
    )
    log = visits.log(
        visit,
        at=first + timedelta(hours=2),
        happened_at=first,
        note="Sover bättre. Har promenerat varje dag. Vill gå vidare.",
        hardest=["sleep"],
    )
    numbers = range(1, CONTACTS)
    shift = f"make_interval(secs => {EVERY.total_seconds():.0f} * n)"
    copy(
        Visit.objects.get(pk=visit.pk),
        numbers,
        id=key_of("contact"),
        starts_at=f"r.starts_at + {shift}",
        booked_at=f"r.booked_at + {shift}",
        form_key=key_of("contact-form"),
        purpose=one_of("follow_up", "talk", "body", "doctor"),
        kind=one_of("phone", "video", "phone"),
    )
    for row in visit.staff.all():
        copy(row, numbers, visit=key_of("contact"))
    for row in visit.resources.all():
        copy(
            row,
            numbers,
            visit=key_of("contact"),
            during=f"tstzrange(lower(r.during) + {shift}, upper(r.during) + {shift})",
        )
    copy(
        log,
        numbers,
        id=key_of("log"),
        visit=key_of("contact"),
        happened_at=f"r.happened_at + {shift}",
        recorded_at=f"r.recorded_at + {shift}",
        discomfort="(n * 7) %% 9",
        form_key=key_of("log-form"),
    )


def _figures(case: Case, people: People) -> None:
    """A figure every week, and the log of three years of work: 3,000 events."""
    symptom = tapering.write_symptom(
        case,
        on=localdate(case.opened_at),
        score=4,
        by=people.nurse,
        at=case.opened_at,
    )
    copy(
        symptom,
        range(1, DAYS // 7),
        id=key_of("symptom"),
        on='r."on" + (7 * n)::int',
        score="2 + (n * 3) %% 7",
        written_at="r.written_at + make_interval(days => (7 * n)::int)",
        form_key=key_of("symptom-form"),
    )
    opened = Event.objects.filter(patient_id=case.patient_id).first()
    copy(
        opened,
        range(3000),
        id=key_of("opened"),
        kind="'case.opened'",
        at="r.at + make_interval(hours => (8 * n)::int)",
    )
    message = Message.objects.filter(patient=case.patient).first()
    if message:
        copy(
            message,
            range(1, CONTACTS),
            id=key_of("message"),
            subject_id=f"({key_of('contact')})::text",
            state="'sent'",
            sent_at="r.created_at",
            created_at=f"r.created_at + make_interval(days => (n * {DAYS})::int / 300)",
        )
