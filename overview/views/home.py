"""The first page after signing in: each role has its own."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.roles import Role
from accounts.typing import SignedIn
from overview.links import page_of

FIRST = {
    Role.PATIENT: "tapering_public:my_day",
    Role.REFERRER: "referrals_public:clinic_list",
    Role.LOG_REVIEWER: "overview:log",
    Role.ADMINISTRATOR: "accounts:user_list",
}


@require_GET
def home(request: SignedIn) -> HttpResponse:
    """Go to the page where the person's work begins."""
    page = page_of(FIRST.get(Role(request.user.role), "overview:today"))
    if not page:
        raise PermissionDenied(_("Du har inga sidor här än."))
    return redirect(page)
