"""The list of patients, and what stands beside one of them."""

from dataclasses import dataclass

from accounts.models import User
from patients.lifecycle import Phase
from patients.models import CareRelation, Case, CaseQuerySet, Consent, Patient
from tapering.models import Assessment


@dataclass(frozen=True, kw_only=True)
class CaseFilter:
    """What the person wants to see of the list."""

    phase: str = ""
    mine: bool = False


def listed_cases(user: User, wanted: CaseFilter) -> CaseQuerySet:
    """Open cases that `user` takes part in, by name."""
    cases = (
        Case.objects.visible_to(user)
        .open()
        .select_related("patient", "owner", "unit")
        .order_by("patient__family_name", "patient__given_name", "pk")
    )
    if wanted.phase in Phase.values:
        cases = cases.filter(phase=wanted.phase)
    return cases.filter(owner=user) if wanted.mine else cases


def team_of(case: Case) -> list[User]:
    """Who takes part in the care until further notice, the owner first."""
    inside = CareRelation.objects.filter(
        patient=case.patient_id, kind=CareRelation.Kind.TEAM
    ).in_force()
    people = User.objects.filter(pk__in=inside.values("user"), is_active=True)
    return sorted(people, key=lambda person: person.pk != case.owner_id)


def goal_of(case: Case) -> Assessment | None:
    """The assessment that has the goal in the patient's own words."""
    return Assessment.objects.current().filter(case=case).exclude(goal="").first()


def consents_of(case: Case) -> dict[str, Consent]:
    """The newest answer for each purpose, of the case's patient."""
    return consents_of_patient(case.patient)


def consents_of_patient(patient: Patient) -> dict[str, Consent]:
    """The newest answer for each purpose."""
    newest = Consent.objects.filter(patient=patient).order_by(
        "purpose", "-given_at", "-pk"
    )
    return {given.purpose: given for given in newest.distinct("purpose")}
