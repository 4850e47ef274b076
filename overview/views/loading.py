"""What several pages load first."""

import uuid
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from accounts.refusals import forbid
from accounts.typing import SignedIn
from overview import permissions
from patients.models import Case


def clinician(request: SignedIn) -> User:
    """Return the signed-in clinician, or refuse with the reason."""
    forbid(permissions.why_not_care(request.user))
    return request.user


def visible_case(request: SignedIn, pk: uuid.UUID) -> Case:
    """Load a case that the person takes part in; anything else does not exist."""
    cases = Case.objects.visible_to(clinician(request))
    return get_object_or_404(
        cases.select_related(
            "patient__municipality", "patient__health_centre", "owner", "unit"
        ),
        pk=pk,
    )


def back_to(request: SignedIn, otherwise: str) -> HttpResponse:
    """Return to the page that the form stood on, when it is one of ours."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    if is_ours and urlsplit(wanted).path.startswith("/app/"):
        return redirect(wanted)
    return redirect(otherwise)
