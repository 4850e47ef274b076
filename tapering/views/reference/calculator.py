"""The switch of the calculator."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusals import forbid
from accounts.typing import SignedIn
from tapering import actions, forms, permissions, queries
from tapering.intended_use import SENTENCES, VERSION
from tapering.models import CalculatorApproval


@require_http_methods(["GET", "POST"])
def calculator(request: SignedIn) -> HttpResponse:
    """Whether the system calculates, who approved that, and the switch."""
    forbid(permissions.why_not_see_reference(request.user))
    why_not = permissions.why_not_switch_calculator(request.user)
    form = forms.CalculatorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if why_not:
            raise PermissionDenied(why_not)
        if request.POST.get("go") == "off":
            actions.switch_calculator_off(by=request.user, at=now())
            messages.success(request, _("Räknehjälpen är avstängd."))
            return redirect("tapering:calculator")
        if form.is_valid():
            actions.switch_calculator_on(
                approver=form.cleaned_data["approver"],
                note=form.cleaned_data["note"],
                by=request.user,
                at=now(),
            )
            messages.success(request, _("Räknehjälpen är på."))
            return redirect("tapering:calculator")
    context = {
        "form": form,
        "approval": queries.calculator_approval(),
        "earlier": CalculatorApproval.objects.select_related("on_by", "off_by"),
        "sentences": SENTENCES,
        "version": VERSION,
        "may_switch": not why_not,
    }
    return render(request, "tapering/reference/calculator.html", context)
