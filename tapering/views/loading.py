"""What several pages load first. Anything that the person may not see is not there."""

import uuid
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused, forbid
from accounts.roles import GRANTS, Permission
from accounts.typing import SignedIn
from audit import actions as audit
from patients.models import Case
from patients.pages import Link
from tapering import pages, permissions
from tapering.models import Plan, PlanVersion, Step


def permit(request: SignedIn, case: Case) -> None:
    """Refuse those who may not write in the case, with the reason."""
    forbid(permissions.why_not_care(request.user, case))


def clinician(request: SignedIn) -> User:
    """The person, when they work with plans at all."""
    forbid(permissions.why_not_preview(request.user))
    return request.user


def case_for(request: SignedIn, pk: uuid.UUID, *, writes: bool = False) -> Case:
    """A case that the person takes part in."""
    cases = Case.objects.visible_to(clinician(request))
    case = get_object_or_404(cases.select_related("patient", "owner", "unit"), pk=pk)
    if writes:
        permit(request, case)
    return case


def plan_for(request: SignedIn, pk: uuid.UUID) -> Plan:
    """A plan of such a case, to work on."""
    plans = Plan.objects.visible_to(clinician(request))
    plan = get_object_or_404(
        plans.select_related("case__patient", "case__owner", "case__unit"), pk=pk
    )
    permit(request, plan.case)
    return plan


def version_for(request: SignedIn, pk: uuid.UUID) -> PlanVersion:
    """A version of such a plan."""
    versions = PlanVersion.objects.visible_to(clinician(request)).select_related(
        "plan__case__patient",
        "plan__case__owner",
        "plan__case__unit",
        "policy",
        "replaces",
        "created_by",
        "proposed_by",
        "decided_by",
        "returned_by",
    )
    return get_object_or_404(versions, pk=pk)


def step_for(request: SignedIn, pk: uuid.UUID) -> Step:
    """A step of such a version."""
    steps = Step.objects.visible_to(clinician(request)).select_related(
        "version__plan__case__patient",
        "version__plan__case__owner",
        "version__policy",
    )
    step = get_object_or_404(steps, pk=pk)
    permit(request, step.version.plan.case)
    return step


def opened(request: SignedIn, thing: Model, case: Case) -> None:
    """Write in the log that the person opened something of the patient's."""
    if request.method == "GET":
        audit.opened(thing, by=request.user, at=now(), patient=case.patient)


def show(
    request: SignedIn,
    template: str,
    case: Case,
    *,
    here: str,
    links: list[Link] | None = None,
    **context: Any,
) -> HttpResponse:
    """A page about a patient, under the banner that says whose it is."""
    on = localdate()
    banner = pages.banner_of(case, on=on, here=here, actions=links or [])
    # Every yes of the assessment stands on every page where a plan is made.
    gates = pages.gates_of(case) if here == "plan" else None
    page = {"case": case, "banner": banner, "on": on, "gates": gates, **context}
    return render(request, f"tapering/{template}.html", page)


def prescribers(case: Case) -> Any:
    """Those of the unit who can decide a plan."""
    deciding = [role for role, can in GRANTS.items() if Permission.DECIDE_PLANS in can]
    return User.objects.filter(
        role__in=deciding, is_active=True, unit=case.unit_id
    ).order_by("name")


def own_case(request: SignedIn) -> Case | None:
    """The person's own open case; each opening is in the log."""
    forbid(permissions.why_not_read_own_plan(request.user))
    cases = Case.objects.visible_to(request.user).open()
    case = cases.select_related("patient", "owner", "unit").first()
    if case and request.method == "GET":
        audit.opened(case, by=request.user, at=now(), patient=case.patient)
    return case


def own_open_case(request: SignedIn) -> Case:
    """The same, where there has to be one."""
    case = own_case(request)
    if case is None:
        raise Refused(_("Du har inget öppet ärende hos oss just nu. Ring oss."))
    return case
