"""What the unit knows already of the people on a list."""

import uuid
from collections.abc import Iterable

from django.db.models import Q

from accounts.models import CareUnit, Municipality, User
from audit.models import Event
from jurisdictions import reference as references
from patients.models import Case, Patient
from referrals.lifecycle import UNDECIDED, Status
from referrals.lists.rows import Known
from referrals.models import ImportBatch, ImportRow, Referral, ReferralQuerySet

# What the import itself, the read log and our own sweeps write of a referral.
NOT_A_TOUCH = ("referral.imported", "referral.opened", "referral.received")


def known_names() -> Known:
    """Clinics and municipalities that a list may name."""
    clinics = CareUnit.objects.filter(
        kind=CareUnit.Kind.HEALTH_CENTRE, is_active=True
    ).values_list("name", "pk")
    places = Municipality.objects.values_list("name", flat=True)
    return Known(
        clinics={name.lower(): str(key) for name, key in clinics},
        municipalities=frozenset(name.lower() for name in places),
    )


def waiting_already(numbers: Iterable[str], *, user: User) -> dict[str, str]:
    """The open referral of each number, as it is shown; "" for an open case."""
    people = Q(patient__identity_number__in=set(numbers))
    open_cases = Case.objects.open().filter(people, unit=user.unit_id)
    found: dict[str, str] = {
        str(number): ""
        for number in open_cases.values_list("patient__identity_number", flat=True)
    }
    undecided = Referral.objects.filter(
        people,
        Q(status__in=UNDECIDED)
        | Q(status=Status.JOINED, joined_to__status__in=UNDECIDED),
        unit=user.unit_id,
    )
    for number, reference in undecided.values_list(
        "patient__identity_number", "reference"
    ):
        found[str(number)] = references.shown(reference)
    return found


def touched(referrals: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of them that somebody has done something with."""
    keys = list(referrals)
    changed = (
        Referral.objects.filter(pk__in=keys)
        .filter(
            ~Q(status=Status.RECEIVED)
            | Q(edition__gt=1)
            | Q(version__gt=1)
            | Q(assigned_to__isnull=False)
            | Q(parts__isnull=False)
            | Q(attachments__isnull=False)
        )
        .values_list("pk", flat=True)
    )
    spoken_of = (
        Event.objects.filter(
            subject_label=Referral._meta.label_lower,
            subject_id__in=[str(key) for key in keys],
        )
        .exclude(kind__in=NOT_A_TOUCH)
        .values_list("subject_id", flat=True)
    )
    return set(changed) | {uuid.UUID(key) for key in spoken_of}


def used_by_nobody(
    patients: Iterable[uuid.UUID], *, besides: Iterable[uuid.UUID]
) -> list[Patient]:
    """Patients who have no case, no log-in and no referral but those named."""
    return list(
        Patient.objects.filter(
            pk__in=list(patients), user=None, cases=None, merged=None, undone_at=None
        )
        .exclude(pk__in=_in_use(besides).values("patient"))
        .distinct()
    )


def _in_use(besides: Iterable[uuid.UUID]) -> ReferralQuerySet:
    """Referrals that speak for keeping a patient: none that an undone list had made."""
    undone = ImportRow.objects.filter(
        batch__state=ImportBatch.State.UNDONE, referral__status=Status.WITHDRAWN
    )
    rows = Referral.objects.filter(patient__isnull=False)
    return rows.exclude(pk__in=list(besides)).exclude(pk__in=undone.values("referral"))
