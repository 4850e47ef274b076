"""The plan builder: choose, see what comes of it, save, send or sign."""

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.refusals import Refused
from accounts.roles import Permission
from accounts.typing import SignedIn
from tapering import actions, forms, pages, queries
from tapering.lifecycle import State
from tapering.models import Plan, PlanVersion, Policy, Product
from tapering.views.loading import opened, plan_for, prescribers, show
from ui.templatetags.numbers import number

Chosen = dict[str, Any]


def _known(plan: Plan) -> PlanVersion | None:
    """The newest version, when it is a draft or came back: it fills in the form."""
    newest = (
        plan.versions.exclude(state=State.DISCARDED)
        .select_related("policy", "returned_by")
        .order_by("-number")
        .first()
    )
    editable = newest and newest.state in {State.DRAFT, State.RETURNED}
    return newest if editable else None


def _doses(doses: Mapping[str, Decimal]) -> Chosen:
    return {part: number(mg) for part, mg in doses.items()}


def _taken(plan: Plan) -> Chosen:
    """What is taken now: by the running plan, or else as mapped."""
    step = queries.current_step(plan, localdate())
    if step is None:
        return _doses(queries.mapped_doses(plan.case, plan.substance))
    return _doses({dose["daypart"]: Decimal(dose["mg"]) for dose in step.doses})


def _differs(chosen: Mapping[str, Any], rule: Mapping[str, Any], name: str) -> Any:
    """What was chosen instead of the rule's own, or nothing."""
    value = chosen.get(name)
    return value if value and value != rule.get(name) else ""


def _chosen(version: PlanVersion) -> Chosen:
    """What a version was made from, as the form asks for it."""
    request, rule = version.request, version.policy.rule
    asked = [row for row in request["products"] if row["form"] == "tablet"]
    strengths = {Decimal(row["strength_mg"]) for row in asked}
    products = Product.objects.of(version.plan.substance)
    order = _differs(request["policy"], rule, "order")
    return {
        "start": request["start"],
        "policy": str(version.policy_id),
        "products": [str(p.pk) for p in products if p.strength_mg in strengths],
        "take": _differs(request["policy"], rule, "take") or forms.AS_THE_RULE,
        "first": order[0] if order else forms.AS_THE_RULE,
        "what_changed": version.what_changed,
        "patient_agrees": version.patient_agrees,
        **_doses({row["daypart"]: Decimal(row["mg"]) for row in request["regimen"]}),
    }


def _policies(products: list[Product]) -> list[Policy]:
    """Rules in use that fit the medicine."""
    codes = [product.atc for product in products]
    return [policy for policy in Policy.objects.usable() if policy.fits(codes)]


def _form(plan: Plan, data: Any, initial: Chosen | None = None) -> forms.BuildForm:
    products = list(Product.objects.of(plan.substance))
    return forms.BuildForm(
        data,
        initial=initial,
        products=products,
        policies=_policies(products),
        today=localdate(),
        is_new_version=plan.versions.filter(state=State.DECIDED).exists(),
    )


def _prescribing(plan: Plan, data: Any, known: PlanVersion | None) -> forms.Prescribers:
    """Who prescribes: as posted, as in the draft, or as is likely."""
    rows = queries.prescribers_of(known) if known else queries.usual_prescribers(plan)
    start = known.counts_from if known else None
    return forms.prescribing_formset(data, known=rows, start=start)


def _outcome(
    plan: Plan,
    form: forms.BuildForm,
    reasons: Mapping[str, str],
    prescribing: forms.Prescribers | None = None,
) -> Chosen:
    """What comes of the choices: a plan to look at, or a sentence, or nothing yet."""
    if not form.is_valid():
        return {"preview": None, "why_not": ""}
    request = queries.request_for(plan.substance, form.outline)
    before = plan.versions.filter(state=State.DECIDED).first()
    try:
        answer = queries.ask(request)
    except queries.Unanswerable as refusal:
        return {"preview": None, "why_not": str(refusal.sentence)}
    shown = pages.preview(
        plan,
        request,
        answer,
        on=localdate(),
        reasons=reasons,
        before=before,
        prescribers=prescribing.prescribers if prescribing else None,
    )
    return {"preview": shown, "why_not": "", "policy": form.outline.policy}


@require_GET
def preview(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Only what comes of the choices; nothing is stored."""
    plan = plan_for(request, pk)
    form = _form(plan, request.GET)
    prescribing = _prescribing(plan, request.GET, None)
    outcome = _outcome(plan, form, forms.reasons_in(request.GET), prescribing)
    return render(request, "tapering/_preview.html", {"plan": plan, **outcome})


@require_http_methods(["GET", "POST"])
def edit(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Choose and see; save a draft, send it for decision, or sign it."""
    plan = plan_for(request, pk)
    known = _known(plan)
    initial = _chosen(known) if known else _taken(plan)
    form = _form(plan, _asked(request), initial)
    prescribing = _prescribing(plan, _asked(request), known)
    refused = ""
    if _wants_more_than_looking(request) and form.is_valid() and prescribing.is_fine:
        try:
            return _after(request, _do(request, plan, form, prescribing))
        except Refused as refusal:
            refused = str(refusal.sentence)
    opened(request, plan, plan.case)
    # Counting is no attempt to send, so nothing is marked as wrong.
    counts = not _wants_more_than_looking(request)
    return show(
        request,
        "edit",
        plan.case,
        here="plan",
        plan=plan,
        build=form,
        prescribing=prescribing,
        form=None if counts else form,
        known=known,
        refused=refused,
        may_decide=request.user.may(Permission.DECIDE_PLANS),
        prescribers=prescribers(plan.case),
        chosen_prescriber=request.POST.get("to", ""),
        agrees=form["patient_agrees"].value(),
        **_shown(request, plan, form, known, initial, prescribing),
    )


def _asked(request: SignedIn) -> Any:
    """What was sent or stands in the address; None when there is neither."""
    return request.POST if request.method == "POST" else request.GET or None


def _shown(
    request: SignedIn,
    plan: Plan,
    form: forms.BuildForm,
    known: PlanVersion | None,
    initial: Chosen,
    prescribing: forms.Prescribers,
) -> Chosen:
    """What stands under the form: of what was posted, or of the draft."""
    if form.is_bound:
        reasons = forms.reasons_in(request.POST or request.GET)
        return _outcome(plan, form, reasons, prescribing)
    reasons = known.reasons if known else {}
    return _outcome(plan, _form(plan, initial), reasons, prescribing)


def _wish(request: SignedIn) -> str:
    """Which button was pressed."""
    return str(request.POST.get("go", ""))


def _wants_more_than_looking(request: SignedIn) -> bool:
    """Tell whether something is to be saved."""
    return request.method == "POST" and _wish(request) not in {"count", forms.MORE}


def _do(
    request: SignedIn,
    plan: Plan,
    form: forms.BuildForm,
    prescribing: forms.Prescribers,
) -> PlanVersion:
    """Save the draft and go as far as the button says."""
    at = now()
    version = actions.make_draft(
        plan,
        outline=form.outline,
        reasons=forms.reasons_in(request.POST),
        what_changed=form.cleaned_data["what_changed"],
        patient_agrees=form.cleaned_data["patient_agrees"],
        prescribers=prescribing.chosen,
        form_key=form.cleaned_data["form_key"],
        on=localdate(at),
        by=request.user,
        at=at,
    )
    if version.state != State.DRAFT:
        return version
    if _wish(request) == "decide":
        return actions.decide(version, by=request.user, at=at)
    if _wish(request) == "propose":
        to = _prescriber(request, plan)
        return actions.propose(version, to=to, by=request.user, at=at)
    return version


def _prescriber(request: SignedIn, plan: Plan) -> User:
    """Whom the person asks to decide."""
    form = forms.ProposeForm(request.POST, prescribers=prescribers(plan.case))
    if not form.is_valid():
        raise Refused(_("Utkastet är sparat. Välj vem som ska besluta planen."))
    to: User = form.cleaned_data["to"]
    return to


def _after(request: SignedIn, version: PlanVersion) -> HttpResponse:
    """Say what happened and go to where it can be seen."""
    if version.state == State.DRAFT:
        messages.success(request, _("Utkastet är sparat. Patienten ser det inte."))
        return redirect("tapering:edit", pk=version.plan_id)
    if version.state == State.PROPOSED:
        messages.success(request, _("Förslaget är skickat för beslut."))
    if version.state == State.DECIDED:
        messages.success(request, _("Planen är beslutad. Nu ser patienten den."))
    return redirect("tapering:version", pk=version.pk)
