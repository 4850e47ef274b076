"""Exchange the medicine for another before it is lowered: choose, see, save."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
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
from tapering.models import Plan, PlanVersion, Policy, Product
from tapering.views.loading import opened, plan_for, prescribers, show
from ui.templatetags.numbers import number

Chosen = dict[str, Any]
LOOKS = {"count", forms.MORE}


@dataclass(kw_only=True)
class Bench:
    """A plan about to switch: what is known of it, fetched once."""

    plan: Plan
    data: Any
    on: date

    @cached_property
    def old(self) -> str:
        """The medicine that is exchanged."""
        return queries.tapered_now(self.plan, self.on)

    @cached_property
    def known(self) -> PlanVersion | None:
        """The draft or returned proposal of a switch: it fills in the form."""
        newest = (
            self.plan.versions.exclude(state=State.DISCARDED)
            .select_related("policy", "table", "returned_by")
            .order_by("-number")
            .first()
        )
        if newest is None or newest.conversion is None:
            return None
        return newest if newest.state in {State.DRAFT, State.RETURNED} else None

    @cached_property
    def before(self) -> PlanVersion | None:
        """The version in force."""
        return self.plan.versions.filter(state=State.DECIDED).first()

    @cached_property
    def products(self) -> list[Product]:
        """What the old medicine is taken as; patches are not exchanged by a table."""
        return list(Product.objects.of(self.old).filter(ug_per_h=None))

    @cached_property
    def targets(self) -> list[Product]:
        """One product of each medicine to choose among."""
        return queries.switchable(self.old)

    @cached_property
    def is_opioid(self) -> bool:
        """Tell whether the safety factor's hint is the one for opioids."""
        return any(product.is_opioid for product in self.products)

    @cached_property
    def first_form(self) -> forms.ChangeForm:
        """From what and to what."""
        return forms.ChangeForm(
            self.data,
            initial=self.initial,
            old=self.old,
            products=self.products,
            targets=self.targets,
            today=self.on,
        )

    @cached_property
    def equivalents(self) -> list[queries.Equivalent]:
        """What all tables say of the dose."""
        target = self.first_form.target
        if target is None:
            return []
        return queries.equivalents(self.old, target.substance, self.first_form.dose)

    @cached_property
    def form(self) -> forms.ChangeForm:
        """All the questions; only the first ones until a medicine is chosen."""
        target = self.first_form.target
        if target is None or queries.is_never_converted(target.substance, [target.atc]):
            return self.first_form
        new = list(Product.objects.of(target.substance).filter(ug_per_h=None))
        choosable = [told for told in self.equivalents if told.can_be_chosen]
        return forms.SwitchForm(
            self.data,
            initial=self.initial,
            old=self.old,
            products=self.products,
            targets=self.targets,
            today=self.on,
            known=[(told, self._words(told)) for told in choosable],
            new_products=new,
            policies=_policies(new),
            already=queries.mapped_doses(self.plan.case, target.substance),
            is_opioid=self.is_opioid,
            is_new_version=self.before is not None,
        )

    def _words(self, told: queries.Equivalent) -> str:
        saying = pages.saying_of(told, is_opioid=self.is_opioid)
        return pages.saying_in_words(told, saying)

    @cached_property
    def initial(self) -> Chosen:
        """What is taken now, or what the draft says."""
        if self.known:
            return _chosen_in(self.known, self.products, self.targets)
        step = queries.current_step(self.plan, self.on)
        if step is None:
            doses = queries.mapped_doses(self.plan.case, self.old)
        else:
            doses = {
                dose["daypart"]: Decimal(dose["mg"])
                for dose in step.doses
                if dose["substance"] == self.old and "mg" in dose
            }
        return {part: number(amount) for part, amount in doses.items() if part}

    @cached_property
    def prescribing(self) -> forms.Prescribers:
        """Who prescribes."""
        rows = (
            queries.prescribers_of(self.known)
            if self.known
            else queries.usual_prescribers(self.plan)
        )
        start = self.known.counts_from if self.known else None
        return forms.prescribing_formset(self.data, known=rows, start=start)


def _policies(products: list[Product]) -> list[Policy]:
    """Rules in use that fit the new medicine."""
    codes = [product.atc for product in products]
    return [policy for policy in Policy.objects.usable() if policy.fits(codes)]


def _measures(request: Mapping[str, Any], substance: str) -> set[tuple[str, Decimal]]:
    names = {"tablet": "strength_mg", "liquid": "mg_per_ml"}
    return {
        (row["form"], Decimal(row[names[row["form"]]]))
        for row in request["products"]
        if row["substance"] == substance
    }


def _among(products: list[Product], asked: set[tuple[str, Decimal]]) -> list[str]:
    return [
        str(each.pk)
        for each in products
        if (each.form, each.strength_mg or each.mg_per_ml) in asked
    ]


def _chosen_in(
    version: PlanVersion, products: list[Product], targets: list[Product]
) -> Chosen:
    """What a draft was made from, as the form asks for it."""
    request, kept = version.request, version.conversion or {}
    switch, rule = request["switch"], version.policy.rule
    order = request["policy"].get("order", [])
    take = request["policy"].get("take", "")
    target = [each for each in targets if each.substance == switch["to"]]
    new = list(Product.objects.of(switch["to"]).filter(ug_per_h=None))
    return {
        "start": request["start"],
        "products": _among(products, _measures(request, switch["from"])),
        "to": str(target[0].pk) if target else "",
        "table": str(version.table_id),
        "figure": number(kept["figure"]) if kept["figure"] else "",
        "factor": number(switch["factor"]),
        "style": switch["style"],
        "order": ",".join(switch.get("order", [])),
        "every_days": switch["every_days"],
        "new_products": _among(new, _measures(request, switch["to"])),
        "policy": str(version.policy_id),
        "take": take if take and take != rule.get("take") else forms.AS_THE_RULE,
        "first": order[0]
        if order and order != rule.get("order")
        else forms.AS_THE_RULE,
        "what_changed": version.what_changed,
        "patient_agrees": version.patient_agrees,
        **{
            row["daypart"]: number(row["mg"])
            for row in request["regimen"]
            if row["substance"] == switch["from"]
        },
    }


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
        refused=refused,
        may_decide=request.user.may(Permission.DECIDE_PLANS),
        prescribers=prescribers(plan.case),
        chosen_prescriber=request.POST.get("to_prescriber", ""),
        agrees=_agrees(form),
        **_shown(bench, looked_at, reasons, by=request.user),
    )


def _agrees(form: forms.ChangeForm) -> Any:
    return form["patient_agrees"].value() if "patient_agrees" in form.fields else False


def _do(request: SignedIn, bench: Bench, form: Any) -> PlanVersion:
    """Save the draft and go as far as the button says."""
    at = now()
    version = actions.make_draft(
        bench.plan,
        outline=form.outline,
        reasons=forms.reasons_in(request.POST),
        what_changed=form.cleaned_data["what_changed"],
        patient_agrees=form.cleaned_data["patient_agrees"],
        prescribers=bench.prescribing.chosen,
        form_key=form.cleaned_data["form_key"],
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
