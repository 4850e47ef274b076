"""Exchange the medicine for another before it is lowered: choose, see, save."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusals import Refused
from accounts.roles import Permission
from accounts.typing import SignedIn
from tapering import actions, forms, pages, queries
from tapering.lifecycle import State
from tapering.models import PlanVersion
from tapering.views.loading import opened, plan_for, prescribers, show
from tapering.views.switch.bench import Bench, Chosen

LOOKS = {"count", forms.MORE}


def _shown(bench: Bench, form: Any, reasons: Mapping[str, str], *, by: Any) -> Chosen:
    """What stands beside the questions: the tables' words, and what comes of it."""
    context: Chosen = {
        "disagreement": pages.disagreement(
            bench.equivalents, is_opioid=bench.is_opioid
        ),
        "preview": None,
        "why_not": "",
        "plan": bench.plan,
    }
    if not isinstance(form, forms.SwitchForm) or not form.is_valid():
        return context
    if why_not := queries.why_not_calculate():
        return context | {"why_not": why_not}
    outline = form.outline
    request = queries.request_for(bench.old, outline)
    try:
        answer = queries.ask(request)
    except queries.Unanswerable as refusal:
        return context | {"why_not": str(refusal.sentence)}
    shown = pages.preview(
        bench.plan,
        request,
        answer,
        on=bench.on,
        reasons=reasons,
        before=bench.before,
        prescribers=bench.prescribing.prescribers,
        policy=outline.policy,
    )
    kept = outline.switch.conversion(by=by, at=now()) if outline.switch else None
    return context | {
        "preview": shown,
        "policy": outline.policy,
        "derivation": pages.derivation_of(kept, request, answer),
    }


@require_http_methods(["GET", "POST"])
def preview(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Only what comes of the choices; nothing is stored."""
    data = request.POST or request.GET
    bench = Bench(plan=plan_for(request, pk), data=data, on=localdate())
    context = _shown(bench, bench.form, forms.reasons_in(data), by=request.user)
    return render(request, "tapering/_switch.html", context)


def _wish(request: SignedIn) -> str:
    return str(request.POST.get("go", ""))


def _saves(request: SignedIn) -> bool:
    """Tell whether something is to be saved."""
    return request.method == "POST" and _wish(request) not in LOOKS


@require_http_methods(["GET", "POST"])
def switch(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Choose and see; save a draft, send it for decision, or sign it."""
    data = request.POST if request.method == "POST" else None
    bench = Bench(plan=plan_for(request, pk), data=data, on=localdate())
    form, refused = bench.form, ""
    is_whole = isinstance(form, forms.SwitchForm)
    if _saves(request) and is_whole and form.is_valid() and bench.prescribing.is_fine:
        try:
            return _after(request, _do(request, bench, form))
        except Refused as refusal:
            refused = str(refusal.sentence)
    opened(request, bench.plan, bench.plan.case)
    return _page(request, bench, form, refused)


def _page(
    request: SignedIn, bench: Bench, form: forms.ChangeForm, refused: str
) -> HttpResponse:
    plan, reasons = bench.plan, forms.reasons_in(request.POST)
    looked_at = form
    if data := (bench.initial if bench.known and not form.is_bound else None):
        looked_at = Bench(plan=plan, data=data, on=bench.on).form
        reasons = bench.known.reasons if bench.known else {}
    return show(
        request,
        "switch",
        plan.case,
        here="plan",
        old=bench.old,
        build=form,
        # Looking is no attempt to send, so nothing is marked as wrong.
        form=form if _saves(request) else None,
        is_whole=isinstance(form, forms.SwitchForm),
        prescribing=bench.prescribing,
        known=bench.known,
        edition=bench.edition,
        refused=refused,
        may_decide=request.user.may(Permission.DECIDE_PLANS),
        prescribers=prescribers(plan.case),
        chosen_prescriber=request.POST.get("to_prescriber", ""),
        agrees=_agrees(form),
        **_shown(bench, looked_at, reasons, by=request.user),
    )


def _agrees(form: forms.ChangeForm) -> Any:
    return form["patient_agrees"].value() if "patient_agrees" in form.fields else False


def _edition(request: SignedIn) -> int | None:
    """The edition that the person worked from."""
    text = request.POST.get("edition", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def _check_seen(request: SignedIn, bench: Bench, form: Any) -> None:
    """Nobody signs, or sends for signing, what the page has not shown."""
    if _wish(request) == "save":
        return
    key = form.cleaned_data["form_key"]
    asked = queries.request_for(bench.old, form.outline)
    is_shown = request.POST.get("seen") == queries.fingerprint(asked)
    pressed_before = bench.plan.versions.filter(form_key=key).exclude(state=State.DRAFT)
    if not is_shown and not pressed_before.exists():
        raise Refused(
            _("Planen är ändrad sedan den visades. Läs igenom den en gång till.")
        )


def _do(request: SignedIn, bench: Bench, form: Any) -> PlanVersion:
    """Save the draft and go as far as the button says."""
    at = now()
    if why_not := queries.why_not_calculate():
        raise Refused(why_not)
    _check_seen(request, bench, form)
    version = actions.make_draft(
        bench.plan,
        outline=form.outline,
        reasons=forms.reasons_in(request.POST),
        what_changed=form.cleaned_data["what_changed"],
        patient_agrees=form.cleaned_data["patient_agrees"],
        prescribers=bench.prescribing.chosen,
        form_key=form.cleaned_data["form_key"],
        seen=_edition(request),
        on=localdate(at),
        by=request.user,
        at=at,
    )
    if version.state != State.DRAFT or _wish(request) == "save":
        return version
    if _wish(request) == "decide":
        return actions.decide(version, by=request.user, at=at)
    to = {str(each.pk): each for each in prescribers(bench.plan.case)}.get(
        request.POST.get("to_prescriber", "")
    )
    if to is None:
        raise Refused(_("Utkastet är sparat. Välj vem som ska besluta planen."))
    return actions.propose(version, to=to, by=request.user, at=at)


def _after(request: SignedIn, version: PlanVersion) -> HttpResponse:
    """Say what happened and go to where it can be seen."""
    said = {
        State.DRAFT: _("Utkastet är sparat. Patienten ser det inte."),
        State.PROPOSED: _("Förslaget är skickat för beslut."),
        State.DECIDED: _("Planen är beslutad. Nu ser patienten den."),
    }
    messages.success(request, said[State(version.state)])
    if version.state == State.DRAFT:
        return redirect("tapering:switch", pk=version.plan_id)
    return redirect("tapering:version", pk=version.pk)
