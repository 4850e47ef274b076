"""What several pages load first."""

import uuid

from django.shortcuts import get_object_or_404
from django.utils.timezone import now

from accounts.refusals import forbid
from accounts.typing import SignedIn
from audit import actions as audit
from patients.models import Case
from visits import permissions
from visits.models import Visit


def visible_case(request: SignedIn, pk: uuid.UUID) -> Case:
    """Load a case that the clinician takes part in."""
    forbid(permissions.why_not_list(request.user))
    cases = Case.objects.visible_to(request.user)
    return get_object_or_404(
        cases.select_related("patient__health_centre", "owner", "unit"), pk=pk
    )


def visible_visit(request: SignedIn, pk: uuid.UUID) -> Visit:
    """Load a visit of a patient whom the clinician helps."""
    forbid(permissions.why_not_list(request.user))
    visits = Visit.objects.visible_to(request.user)
    return get_object_or_404(
        visits.select_related(
            "case__patient", "case__owner", "place__care_unit", "booked_by"
        ),
        pk=pk,
    )


def opened(request: SignedIn, thing: Case | Visit, case: Case) -> None:
    """Write in the read log that a page under the patient's banner was opened."""
    if request.method == "GET":
        audit.opened(thing, by=request.user, at=now(), patient=case.patient)
