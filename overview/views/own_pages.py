"""Staff: the patient's log-in to the own pages."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusals import Refused
from accounts.typing import SignedIn
from audit import actions as audit
from overview import pages, permissions, queries
from overview.forms import ConnectForm, SwitchForm
from overview.views.loading import visible_case
from patients import actions
from patients.models import Case
from ui.forms import posted

Act = Callable[..., object]
ACTS: dict[str, Act] = {
    "close": actions.close_log_in,
    "open": actions.open_log_in,
    "disconnect": actions.disconnect_user,
}


@require_http_methods(["GET", "POST"])
def own_pages(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Which log-in the patient has, since when, and what can be done about it."""
    found = visible_case(request, pk)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid() and _done(request, found, form):
        messages.success(request, _("Inloggningen är ändrad."))
        return redirect("overview:own_pages", found.pk)
    if request.method == "GET":
        audit.opened(found, by=request.user, at=now(), patient=found.patient)
    context = {
        "case": found,
        "form": form,
        "banner": pages.case_banner(found, today=localdate(), here=""),
        "log_in": queries.log_in_of(found.patient),
        "why_not": permissions.why_not_give_own_pages(request.user),
    }
    status = 422 if form.is_bound else 200
    return render(request, "overview/staff/own_pages.html", context, status=status)


def _form(request: SignedIn, found: Case) -> ConnectForm | SwitchForm:
    """Give a log-in to who has none; otherwise say why it is changed."""
    kind = SwitchForm if found.patient.user_id else ConnectForm
    return kind(posted(request))


def _done(request: SignedIn, found: Case, form: ConnectForm | SwitchForm) -> bool:
    """Do what the button says; when a rule says no, it stands on the form."""
    do = request.POST.get("do", "")
    if do != "close" and (why := permissions.why_not_give_own_pages(request.user)):
        raise PermissionDenied(why)
    try:
        if isinstance(form, ConnectForm):
            actions.connect_user(
                found.patient, user=form.user, by=request.user, at=now()
            )
            return True
        act = ACTS.get(do, actions.close_log_in)
        reason = form.cleaned_data["reason"]
        act(found.patient, reason=reason, by=request.user, at=now())
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    return True
