"""A region that has been at work for years: people, and referrals by the thousand.

A twentieth of the referrals waits for a decision, as after a holiday; the rest were
decided over ten years. Two of three are from clinics, and have a patient; what was
accepted has a case with its log, its message and its task.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from django.db import connection
from django.utils.timezone import now

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from bench.rows import copy, key_of, one_of
from patients import actions as patients
from referrals.actions import ask, save_view
from referrals.models import Medicine
from tests.factories import accounts, referrals

# By n % 100: what became of it.
STATUS = """CASE
    WHEN n %% 100 < 1 THEN 'sent' WHEN n %% 100 < 4 THEN 'received'
    WHEN n %% 100 < 5 THEN 'waiting_info' WHEN n %% 100 < 65 THEN 'accepted'
    WHEN n %% 100 < 80 THEN 'redirected' WHEN n %% 100 < 92 THEN 'rejected'
    ELSE 'withdrawn' END"""
WAITS = "n %% 100 < 5"
ACCEPTED = "n %% 100 BETWEEN 5 AND 64"
TURNED_AWAY = "n %% 100 BETWEEN 65 AND 91"
UNDOABLE = "n %% 100 BETWEEN 5 AND 91"
# Accepted ones need a patient; a third of the others are self-referrals.
BY_SELF = f"(n %% 3 = 0 AND NOT ({ACCEPTED}))"
# A self-referral that was accepted got its patient then.
FROM_SELF = "n %% 3 = 0"
DAYS_AGO = f"(CASE WHEN {WAITS} THEN (n * 7) %% 90 ELSE 10 + (n * 13) %% 3650 END)"
# A unit has as much to do as it has people, however long its history is.
UNDONE = "n %% 10 = 5 AND n <= 10000"
# Where people live: the unit's own town has half of them, and one place has few.
PLACES = ("1485", "1485", "1485", "1490", "1462")
# Everybody has their own; nobody can have such a number, it is a digit too long.
PHONE = "'+467' || lpad(n::text, 9, '0')"
CLINICS = 100
MEDICINES = ("oxazepam", "zopiklon", "alprazolam", "diazepam", "oxikodon", "zolpidem")


@dataclass(frozen=True, kw_only=True)
class People:
    """Those who log in, and the rows that are copied."""

    nurse: User
    coordinator: User
    prescriber: User
    referrer: User
    at: datetime


# What a unit keeps: ten lists that are counted along, and some that cost more.
SAVED = (
    "source=self",
    "source=clinic&risk=no",
    "risk=yes",
    "priority=1",
    "left=14",
    "left=30&assigned=nobody",
    "assigned=me",
    "clock=paused",
    "incomplete=yes",
    "interpreter=yes",
    "waits_for=clinic",
    "waits_for=patient",
    "part=patient",
    "part=clinic",
    "place=1462",
    "place=elsewhere",
    "kind=sleep",
    "kind=pain",
    "minor=yes",
    "minor=yes&place=1462&kind=pain",
    "view=waiting&waits_for=patient",
    "view=decided&source=self",
    "view=decided&place=1462&kind=sleep",
    "view=decided&minor=yes",
)


def keep_views(owner: User, at: datetime) -> None:
    """Save them all, as the person would."""
    for query in SAVED:
        save_view(
            name=query,
            filters=dict(parse_qsl(query)),
            is_shared=True,
            by=owner,
            at=at,
        )


def people() -> People:
    """The staff of one unit and a clinic."""
    for name in ("Uddevalla", "Borås", "Lilla Edet"):
        accounts.municipality(name)
    return People(
        nurse=accounts.user(Role.NURSE, "Sara Nyberg", title="sjuksköterska"),
        coordinator=accounts.user(Role.COORDINATOR, "Karin Ohlin"),
        prescriber=accounts.user(Role.PSYCHIATRIST, "Eva Lindqvist"),
        referrer=accounts.user(Role.REFERRER, "Nils Åberg", title="läkare"),
        at=now(),
    )


class Region:
    """Rows of a region, added to in pieces."""

    def __init__(self, people: People) -> None:
        self.people = people
        at = people.at
        self.clinics = [
            accounts.clinic(f"Centralen {n} vårdcentral") for n in range(CLINICS)
        ]
        # The first of each kind goes through the actions; the rest are its copies.
        self.received = referrals.from_clinic(by=people.referrer, at=at)
        self.accepted = referrals.accepted(people.nurse, at=at)
        self.case = self.accepted.case
        self.event = Event.objects.filter(subject_id=self.accepted.pk).first()
        self.task = patients.raise_task(
            kind="bench",
            title="Ring om sömnen",
            subject=self.case,
            case=self.case,
            owner=people.nurse,
            due_on=at.date(),
            by=people.nurse,
            at=at,
        )
        self.relation = self.case.patient.relations.filter(
            user=people.nurse, kind="team"
        ).get()
        asked = referrals.from_clinic(by=people.referrer, at=at)
        ask(
            asked,
            to="referrer",
            text="Hur länge?",
            reply_by=at.date(),
            by=people.nurse,
            at=at,
        )
        self.question = asked.questions.get()
        self.medicine = Medicine.objects.filter(referral=self.received).first()

    def grow(self, numbers: range) -> None:
        """Add so many referrals and what hangs on them."""
        self._patients(numbers)
        self._cases(numbers)
        self._referrals(numbers)
        self._what_hangs_on(numbers)

    def _patients(self, numbers: range) -> None:
        copy(
            self.case.patient,
            numbers,
            id=key_of("patient"),
            identity_number="NULL",
            identity_kind="''",
            given_name=one_of("Anna", "Bo", "Cecilia", "David", "Elsa", "Frida"),
            family_name=one_of("Berg", "Sand", "Ek", "Frid", "Klint", by="n / 7"),
            birth_date="date '1990-01-01' + ((n * 37) %% 6000)::int",
            phone=PHONE,
        )

    def _cases(self, numbers: range) -> None:
        """Sixty of a hundred, nine of ten of them closed long ago."""
        is_open = "n %% 10 = 5"
        opened = f"r.opened_at - make_interval(days => {DAYS_AGO})"
        by = f"'{self.people.nurse.pk}'::uuid"
        copy(
            self.case,
            numbers,
            where=ACCEPTED,
            id=key_of("case"),
            patient=key_of("patient"),
            phase=f"CASE WHEN {is_open} THEN 'tapering' ELSE 'closed' END",
            opened_at=opened,
            phase_since=opened,
            answered_at=f"CASE WHEN {is_open} THEN NULL ELSE {opened} END",
            closing=f"CASE WHEN {is_open} THEN '' ELSE 'completed' END",
            closed_at=f"CASE WHEN {is_open} THEN NULL ELSE {opened} END",
            closed_by=f"CASE WHEN {is_open} THEN NULL ELSE {by} END",
        )

    def _referrals(self, numbers: range) -> None:
        moment = f"r.sent_at - make_interval(days => {DAYS_AGO})"
        decided = f"CASE WHEN {WAITS} THEN NULL ELSE {moment} END"
        clinic_only = f"CASE WHEN {FROM_SELF} THEN NULL ELSE r."
        centres = ", ".join(f"'{one.pk}'::uuid" for one in self.clinics)
        one_of_clinics = f"(array[{centres}])[1 + n %% {CLINICS}]"
        copy(
            self.received,
            numbers,
            id=key_of("referral"),
            reference="(10000000 + n)::text",
            form_key=key_of("form"),
            source=f"CASE WHEN {FROM_SELF} THEN 'self' ELSE 'clinic' END",
            status=STATUS,
            issued_on=f"({moment})::date",
            clock_from=f"({moment})::date",
            due_on=f"({moment})::date + 90",
            sent_at=moment,
            received_at=moment,
            sender=f"{clinic_only}sender_id END",
            sender_unit=f"CASE WHEN {FROM_SELF} THEN NULL ELSE {one_of_clinics} END",
            patient=f"CASE WHEN {BY_SELF} THEN NULL ELSE {key_of('patient')} END",
            name="'Maria Ek ' || n",
            phone=PHONE,
            municipality=one_of(*PLACES),
            lives_elsewhere="n %% 50 = 1",
            assigned_to=f"CASE WHEN n %% 3 = 1 THEN '{self.people.nurse.pk}'::uuid "
            f"WHEN n %% 30 = 3 THEN '{self.people.coordinator.pk}'::uuid END",
            priority="CASE WHEN n %% 40 = 2 THEN 1 ELSE 0 END",
            priority_reason="CASE WHEN n %% 40 = 2 THEN 'Barn' ELSE '' END",
            incomplete_reason="CASE WHEN n %% 25 = 1 THEN 'Brådskar' ELSE '' END",
            is_risk="n %% 13 = 0",
            risks="CASE WHEN n %% 13 = 0 THEN array['seizures'] ELSE r.risks END",
            interpreter="CASE WHEN n %% 9 = 0 THEN 'arabiska' ELSE '' END",
            birth_year="1990 + n %% 16",
            reply_by="CASE WHEN n %% 100 = 4 THEN current_date + 3 END",
            decided_at=decided,
            decided_by=f"CASE WHEN {WAITS} THEN NULL "
            f"ELSE '{self.people.coordinator.pk}'::uuid END",
            decision_reason=f"CASE WHEN {TURNED_AWAY} THEN 'Annan vård.' ELSE '' END",
            redirected_to=f"CASE WHEN {TURNED_AWAY} THEN 'Vårdcentralen' ELSE '' END",
            undo_until=f"CASE WHEN {UNDOABLE} THEN {moment} END",
            case=f"CASE WHEN {ACCEPTED} THEN {key_of('case')} END",
        )
        copy(
            self.question,
            numbers,
            where="n %% 100 = 4",
            id=key_of("question"),
            referral=key_of("referral"),
            to="CASE WHEN n %% 3 = 0 THEN 'patient' ELSE 'referrer' END",
            answered_at="NULL",
            answered_by="NULL",
        )
        for which in range(3):
            copy(
                self.medicine,
                numbers,
                where=f"n %% 4 >= {which}",
                referral=key_of("referral"),
                name=one_of(*MEDICINES, by=f"n + {which}"),
                dose_per_day=f"5 * (1 + n %% 8) + {which}",
            )

    def _what_hangs_on(self, numbers: range) -> None:
        """Log, care relations and tasks of those who were accepted.

        The nurse takes part in the care of a hundred, however long the history is.
        """
        for which in range(3):
            copy(
                self.event,
                numbers,
                id=key_of(f"event{which}"),
                at=f"r.at - make_interval(days => {DAYS_AGO}, hours => {which})",
                patient_id=key_of("patient"),
                subject_id=f"({key_of('referral')})::text",
            )
        copy(
            self.relation,
            numbers,
            where="n %% 100 = 15 AND n <= 10000",
            patient=key_of("patient"),
        )
        copy(
            self.task,
            numbers,
            where=ACCEPTED,
            id=key_of("task"),
            case=key_of("case"),
            subject_id=f"({key_of('case')})::text",
            done_at=f"CASE WHEN {UNDONE} THEN NULL ELSE r.created_at END",
            done_by=f"CASE WHEN {UNDONE} THEN NULL ELSE r.owner_id END",
        )


def numbers_of_rows() -> dict[str, int]:
    """How many rows the largest tables have, for the report."""
    tables = (
        "referrals_referral",
        "referrals_medicine",
        "patients_patient",
        "patients_case",
        "patients_task",
        "audit_event",
    )
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            found[table] = cursor.fetchone()[0]
    return found
