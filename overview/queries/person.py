"""Whom somebody may compare, link and merge."""

import uuid

from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from accounts.roles import Permission
from patients.models import Case, Patient, PatientMerge, PatientQuerySet
from patients.queries import Likely, Sign, judged, patients_alike, signs, traits_of
from referrals.models import Referral

Alike = tuple[Patient, Likely, frozenset[Sign]]


def knowable(user: User) -> PatientQuerySet:
    """Patients whom `user` may find, or whose referral they assess."""
    rows = Patient.objects.standing()
    asked = Referral.objects.visible_to(user).filter(patient=OuterRef("pk"))
    found = Q(pk__in=Patient.objects.findable_by(user).values("pk"))
    if user.may(Permission.TRIAGE):
        found |= Q(Exists(asked))
    return rows.filter(found)


def became(pk: uuid.UUID) -> uuid.UUID | None:
    """The patient that a merged one leads to."""
    row = Patient.objects.filter(pk=pk).exclude(merged_into=None).first()
    return row.merged_into_id if row else None


def alike_patients(user: User, patient: Patient) -> list[Alike]:
    """Other patients who may be the same person, the surest first."""
    mine, found = traits_of(patient), []
    for other in patients_alike(user, mine, besides=[patient.pk]):
        score: float = other.alike  # type: ignore[attr-defined]
        shared = signs(mine, traits_of(other), alike=score)
        if likely := judged(shared):
            hidden = patient.is_protected or other.is_protected
            found.append((other, likely, frozenset() if hidden else shared))
    order = list(Likely)
    return sorted(found, key=lambda row: order.index(row[1]))


def newest_case(user: User, patient: Patient) -> Case | None:
    """The page to come from and go back to: the open case, or the last one."""
    cases = Case.objects.visible_to(user).filter(patient=patient)
    open_first = F("closed_at").desc(nulls_first=True)
    return cases.select_related("patient").order_by(open_first, "-opened_at").first()


def merges_around(user: User, pk: uuid.UUID) -> list[PatientMerge]:
    """Merges that a patient was part of, those undone among them."""
    patient = knowable(user).filter(pk=pk).first()
    if patient is None:
        return []
    keys, found = {patient.pk}, []
    rows = PatientMerge.objects.select_related("kept", "gone", "merged_by", "undone_by")
    layer = list(rows.filter(kept__in=keys))
    while layer:
        found += layer
        new = {merge.gone_id for merge in layer if not merge.undone_at} - keys
        keys |= new
        layer = list(rows.filter(kept__in=new)) if new else []
    return found
