"""Changing a running plan: pause, slower, up a step, another goal, the next step."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusals import Refused
from accounts.typing import SignedIn
from tapering import actions, forms, pages, permissions, queries
from tapering.lifecycle import Change, WhoMay
from tapering.models import Plan, PlanVersion
from tapering.views.loading import opened, plan_for, prescribers, show, step_for
from ui.forms import posted

BOTH = ["GET", "POST"]


def _running(found: Plan, change: Change) -> queries.Running:
    """Where the plan stands, or a sentence that there is nothing to change."""
    running = queries.to_change(found, localdate())
    if running.at_goal and change != Change.STEP_BACK:
        raise Refused(_("Planen är framme vid målet. Det finns inget att ändra."))
    return running


def _pressed(request: SignedIn, found: Plan) -> PlanVersion | None:
    """What the same press has made already."""
    try:
        key = uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None
    return found.versions.filter(form_key=key).first()


def _form(
    request: SignedIn, running: queries.Running, change: Change, data: Any
) -> forms.PlanChangeForm:
    alone = permissions.may_change_alone(request.user, running.version.policy, change)
    return forms.CHANGE_FORMS[change](
        data,
        now=running,
        prescribers=prescribers(running.plan.case),
        needs_prescriber=not alone,
    )


def _looked_at(request: SignedIn, form: forms.PlanChangeForm) -> forms.PlanChangeForm:
    """The form whose answers are drawn: what was sent, or what is filled in."""
    if form.is_bound:
        form.is_valid()
        return form
    data: Any = form.filled
    if request.headers.get("X-Fragment"):
        data = request.GET
    filled = _form(request, form.now, form.change, data)
    filled.is_valid()
    return filled


@require_http_methods(BOTH)
def change(request: SignedIn, pk: uuid.UUID, kind: str) -> HttpResponse:
    """Change a plan from today on, or ask a prescriber to."""
    wanted = Change(kind)
    found = plan_for(request, pk)
    if known := _pressed(request, found):
        return redirect("tapering:version", pk=known.pk)
    running = _running(found, wanted)
    if permissions.who_may(running.version.policy, wanted) == WhoMay.NOBODY:
        opened(request, found, found.case)
        policy = running.version.policy
        return show(
            request, "change_never", found.case, here="plan", plan=found, policy=policy
        )
    return _change(request, running, wanted)


def _change(
    request: SignedIn, running: queries.Running, wanted: Change
) -> HttpResponse:
    """Look at the new way down, and take it."""
    found = running.plan
    form = _form(request, running, wanted, posted(request))
    looked = _looked_at(request, form)
    outcome = pages.outcome(running, looked.wish, forms.reasons_in(request.POST))
    if request.headers.get("X-Fragment"):
        return render(request, "tapering/_change_preview.html", {"outcome": outcome})
    counts = request.POST.get("go") == "count"
    refused = ""
    if form.is_bound and form.is_valid() and not counts:
        refused = _unseen(request, wanted, outcome)
        if not refused:
            try:
                return _done(request, found, form)
            except Refused as refusal:
                refused = str(refusal.sentence)
    opened(request, found, found.case)
    return show(
        request,
        "change",
        found.case,
        here="plan",
        plan=found,
        running=running,
        asked=form,
        form=None if counts else form,
        outcome=outcome,
        words=pages.CHANGE_WORDS[wanted],
        refused=refused,
    )


def _unseen(request: SignedIn, wanted: Change, outcome: pages.ChangeOutcome) -> str:
    """A pause moves all days alike; any other way is looked at before it is signed."""
    if wanted == Change.HOLD or outcome.seen in request.POST or outcome.why_not:
        return outcome.why_not
    return _("Så här blir vägen ned. Se efter och tryck en gång till.")


def _done(request: SignedIn, found: Plan, form: forms.PlanChangeForm) -> HttpResponse:
    """Make the change and go to where it can be seen."""
    version = actions.change_plan(
        found,
        form.wished(form.cleaned_data),
        because=form.reason,
        how=form.how,
        reasons=forms.reasons_in(request.POST),
        to=form.cleaned_data.get("to"),
        form_key=form.cleaned_data["form_key"],
        by=request.user,
        at=now(),
    )
    told = pages.CHANGE_WORDS[form.change].done
    asked = _("Förslaget är skickat för beslut.")
    messages.success(request, str(told) if version.is_signed else asked)
    return redirect("tapering:version", pk=version.pk)


@require_http_methods(BOTH)
def confirm_step(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Let the next step begin, or ask somebody who may."""
    step = step_for(request, pk)
    found = step.version.plan
    alone = permissions.may_confirm_alone(request.user, step.version.policy)
    form = forms.ConfirmForm(
        posted(request), prescribers=prescribers(found.case), needs_prescriber=not alone
    )
    if form.is_valid():
        if alone:
            note = form.cleaned_data["note"]
            actions.confirm_step(step, note=note, by=request.user, at=now())
            messages.success(request, _("Steget är bekräftat."))
        else:
            to = form.cleaned_data["to"]
            actions.ask_to_confirm(step, to=to, by=request.user, at=now())
            messages.success(request, _("Läkaren har fått en uppgift att bekräfta."))
        return redirect("tapering:plan", pk=found.case_id)
    opened(request, step, found.case)
    on = localdate()
    return show(
        request,
        "step_confirm",
        found.case,
        here="plan",
        form=form,
        step=step,
        plan=found,
        running=queries.running(found, on),
        late_days=max((on - step.from_on).days, 0),
    )
