"""Which other referrals and patients may be about the same person.

Exact on the patient; otherwise by what the sender wrote. Nobody is shown whom the
person may not see, and what is shared with a protected person is not said: "the same
phone" would tell the phone.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from accounts.models import User
from accounts.roles import Permission
from patients.models import ALIKE, Patient, likeness
from patients.queries import (
    MOST,
    Likely,
    Sign,
    Traits,
    judged,
    patients_alike,
    signs,
    traits_of,
    year_of,
)
from referrals.lifecycle import UNDECIDED, Status
from referrals.models import NotSame, Referral
from referrals.queries.around import there_may_be

# A phone that hundreds share is a switchboard and says nothing.
MOST_KEYS = 200
# The same year and centre, as the person wrote them or as the clinic knows. Written
# out, each part with its index and names compared last, as patients.queries says.
KEYS_ALIKE = """
SELECT id FROM referrals_referral
WHERE phone = %(phone)s
UNION
SELECT id FROM referrals_referral
WHERE patient_id = ANY(%(people)s::uuid[])
UNION
SELECT id FROM referrals_referral
WHERE birth_year = %(year)s AND health_centre_id = ANY(%(centres)s::uuid[])
    AND similarity(name_key, name_key(%(name)s)) >= %(alike)s
UNION
SELECT id FROM referrals_referral
WHERE birth_year = %(year)s AND health_centre_text <> ''
    AND upper(health_centre_text) = upper(%(in_words)s)
    AND similarity(name_key, name_key(%(name)s)) >= %(alike)s
UNION
SELECT r.id FROM referrals_referral r JOIN patients_patient p ON p.id = r.patient_id
WHERE r.sender_unit_id = ANY(%(centres)s::uuid[])
    AND p.birth_date BETWEEN %(first)s AND %(last)s
    AND similarity(r.name_key, name_key(%(name)s)) >= %(alike)s
LIMIT %(most)s
"""
STILL_JOINABLE = Q(status__in=[*UNDECIDED, Status.JOINED]) | Q(
    status=Status.ACCEPTED, case__closed_at=None
)
ORDER = list(Likely)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who may be the person of a referral."""

    likely: Likely
    # Empty for the protected: what is shared would tell what is hidden.
    shared: frozenset[Sign]
    alike: float
    referral: Referral | None = None
    patient: Patient | None = None

    @property
    def key(self) -> uuid.UUID:
        """What the page of comparison is asked for."""
        row = self.referral or self.patient
        assert row is not None  # noqa: S101 - one of them is there
        return row.pk

    @property
    def is_protected(self) -> bool:
        """Whether contact and place stay hidden."""
        patient = bool(self.patient and self.patient.is_protected)
        return patient or bool(self.referral and self.referral.hides_contact)


def candidates(
    user: User, referral: Referral, said: Iterable[NotSame] | None = None
) -> list[Candidate]:
    """Who may be the same, the surest first; asked in four questions.

    `said` is what is known already of those who were told apart.
    """
    if not user.may(Permission.TRIAGE):
        return []
    mine = traits(referral)
    patients = patients_alike(user, mine, besides=_own(referral))
    pairs = _referrals(user, referral, mine, patients)
    found = _once(
        candidate
        for row, lead in pairs
        if (candidate := _of_referral(referral, mine, row, lead))
    )
    covered = {one.patient.pk for one in found if one.patient}
    found += [
        candidate
        for patient in patients
        if patient.pk not in covered
        if (candidate := _of_patient(referral, mine, patient))
    ]
    apart = _keys_apart(referral, said) if found else set()
    return sorted((one for one in found if one.key not in apart), key=_surest_first)


def _surest_first(one: Candidate) -> tuple[int, float, str]:
    return ORDER.index(one.likely), -one.alike, str(one.key)


def _once(found: Iterable[Candidate]) -> list[Candidate]:
    """One referral may be alike in several of its parts: the surest counts."""
    surest: dict[uuid.UUID, Candidate] = {}
    for one in sorted(found, key=_surest_first):
        surest.setdefault(one.key, one)
    return list(surest.values())


def candidate(user: User, referral: Referral, key: uuid.UUID) -> Candidate | None:
    """The one with the key, if there is reason to compare it at all."""
    return next((one for one in candidates(user, referral) if one.key == key), None)


def lead_of_case(
    user: User, referral: Referral, patient: Patient | None
) -> Referral | None:
    """The referral that opened the person's open case at the unit, if there is one."""
    if patient is None:
        return None
    return (
        Referral.objects.visible_to(user)
        .filter(
            case__patient=patient,
            case__unit=referral.unit_id,
            case__closed_at=None,
            status=Status.ACCEPTED,
        )
        .exclude(pk=referral.pk)
        .select_related("case", "patient")
        .first()
    )


def traits(referral: Referral) -> Traits:
    """What the sender wrote, and the register where the sender was silent."""
    patient = referral.patient
    known = traits_of(patient) if patient else Traits(name="")
    centres = {referral.health_centre_id, referral.sender_unit_id} - {None}
    text = referral.health_centre_text.casefold().strip()
    return Traits(
        name=referral.name or known.name,
        phone=referral.phone or known.phone,
        birth_year=referral.birth_year or known.birth_year,
        centres=frozenset(centres) | known.centres,  # type: ignore[arg-type]
        centre_names=frozenset({text} if text else ()),
    )


def told_apart(referral: Referral) -> list[NotSame]:
    """What somebody compared and found to be two people; can be taken back."""
    if not there_may_be(referral, "apart"):
        return []
    said = NotSame.objects.in_force().about(referral)
    return list(
        said.select_related(
            *("referral__patient", "other__patient", "patient", "said_by")
        )
    )


def _keys_apart(referral: Referral, said: Iterable[NotSame] | None) -> set[uuid.UUID]:
    known = told_apart(referral) if said is None else said
    keys = {key for one in known for key in (one.referral_id, one.other_id)}
    keys |= {one.patient_id for one in known}
    return {key for key in keys if key and key != referral.pk}


def _own(referral: Referral) -> list[uuid.UUID]:
    return [referral.patient_id] if referral.patient_id else []


def _referrals(
    user: User, referral: Referral, mine: Traits, patients: list[Patient]
) -> list[tuple[Referral, Referral]]:
    """Rows that are alike, each with the one that is decided for it."""
    lead = referral.joined_to_id or referral.pk
    keys = alike(
        mine,
        _own(referral) + [patient.pk for patient in patients],
        besides={referral.pk, lead},
    )
    if not keys:
        return []
    rows = (
        Referral.objects.visible_to(user)
        .filter(Q(pk__in=keys), STILL_JOINABLE)
        .exclude(joined_to=lead)
        .annotate(alike=likeness(mine.name))
        .select_related("patient", "case")
        .order_by("-alike", "pk")
    )
    return _with_leads(list(rows[:MOST]))


def _with_leads(rows: list[Referral]) -> list[tuple[Referral, Referral]]:
    """Pair parts with what they are part of; leave out what cannot be joined."""
    parts = {row.joined_to_id for row in rows if row.joined_to_id}
    leads = {row.pk: row for row in rows if not row.joined_to_id}
    if parts - leads.keys():
        found = Referral.objects.filter(pk__in=parts).select_related("patient", "case")
        leads = {row.pk: row for row in found} | leads
    pairs = [(row, leads[row.joined_to_id or row.pk]) for row in rows]
    return [
        (row, lead) for row, lead in pairs if lead.is_undecided or lead.has_open_case
    ]


def alike(
    mine: Traits, people: list[uuid.UUID], *, besides: set[uuid.UUID]
) -> list[uuid.UUID]:
    """Keys of the people's referrals, and of those with the phone or a like name.

    The rows are fetched by their keys, since with many joins the database does not see
    how few they are.
    """
    born = year_of(mine.birth_year) if mine.birth_year else (None, None)
    wanted = {
        "phone": mine.phone or None,
        "people": people,
        "name": mine.name,
        "alike": ALIKE,
        "year": mine.birth_year,
        "first": born[0],
        "last": born[1],
        "centres": list(mine.centres),
        "in_words": next(iter(mine.centre_names), None),
        "most": MOST_KEYS,
    }
    with connection.cursor() as cursor:
        cursor.execute(KEYS_ALIKE, wanted)
        return [key for (key,) in cursor.fetchall() if key not in besides]


def _of_referral(
    referral: Referral, mine: Traits, row: Referral, lead: Referral
) -> Candidate | None:
    score: float = row.alike  # type: ignore[attr-defined]
    shared = signs(mine, traits(row), alike=score)
    if referral.patient_id and referral.patient_id == lead.patient_id:
        shared |= {Sign.NUMBER}
    return _candidate(
        referral, shared, score, referral_found=lead, patient=lead.patient
    )


def _of_patient(referral: Referral, mine: Traits, patient: Patient) -> Candidate | None:
    score: float = patient.alike  # type: ignore[attr-defined]
    shared = signs(mine, traits_of(patient), alike=score)
    return _candidate(referral, shared, score, patient=patient)


def _candidate(
    referral: Referral,
    shared: frozenset[Sign],
    score: float,
    *,
    patient: Patient | None,
    referral_found: Referral | None = None,
) -> Candidate | None:
    likely = judged(shared)
    if likely is None:
        return None
    found = Candidate(
        likely=likely,
        shared=shared,
        alike=score,
        referral=referral_found,
        patient=patient,
    )
    if not (referral.hides_contact or found.is_protected):
        return found
    return Candidate(
        likely=likely,
        shared=shared & {Sign.NUMBER, Sign.NAME},
        alike=score,
        referral=referral_found,
        patient=patient,
    )
