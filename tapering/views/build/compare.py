"""Two rules side by side, for the same doses, products and first day."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.typing import SignedIn
from tapering import forms, pages, queries
from tapering.models import Policy
from tapering.views.build.choices import desk_of
from tapering.views.build.clash import posted_again
from tapering.views.build.work import Work, work_on
from tapering.views.loading import opened, plan_for, show

# What the page asks itself, or what is decided anew in the builder.
OWN = {"csrfmiddlewaretoken", "go", "seen", "first_rule", "second_rule"}


@require_http_methods(["GET", "POST"])
def compare(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """What two rules make of what stands in the builder; nothing is stored."""
    desk = desk_of(plan_for(request, pk))
    if request.method == "GET" or not desk.calculator_is_on:
        return redirect("tapering:edit", pk=desk.plan.pk)
    is_asked = "first_rule" in request.POST
    form = forms.CompareForm(
        request.POST if is_asked else None,
        policies=desk.policies,
        initial={"first_rule": request.POST.get("policy", "")},
    )
    sides = []
    if form.is_valid():
        sides = [
            _side(work_on(desk, request.POST), form.cleaned_data[name], desk.policies)
            for name in ("first_rule", "second_rule")
        ]
    opened(request, desk.plan, desk.plan.case)
    return show(
        request,
        "compare",
        desk.plan.case,
        here="plan",
        plan=desk.plan,
        compare_form=form,
        form=form if is_asked else None,
        comparison=pages.comparison(desk.substance, sides) if sides else None,
        posted=posted_again(request.POST, without=OWN),
        carried=posted_again(request.POST, without={*OWN, "policy"}),
    )


def _side(work: Work, key: str, policies: list[Policy]) -> pages.Compared:
    """What one rule makes of it, or why it makes nothing."""
    policy = next(each for each in policies if str(each.pk) == key)
    data = work.data.copy()
    data["policy"] = key
    # Steps written by hand are left where they are: rules are compared as they reckon.
    own = Work(desk=work.desk, data=data)
    if not own.form.is_valid():
        why_not = _("Fyll i startdatum, dos och tabletter i planen först.")
        return pages.Compared(policy=policy, why_not=why_not)
    request = queries.request_for(work.desk.substance, own.outline)
    try:
        answer = queries.ask(request)
    except queries.Unanswerable as refusal:
        return pages.Compared(policy=policy, why_not=str(refusal.sentence))
    concerns = queries.weigh(work.desk.plan, request, answer, work.desk.on)
    return pages.Compared(
        policy=policy, request=request, answer=answer, concerns=tuple(concerns)
    )
