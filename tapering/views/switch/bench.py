"""A plan about to switch: what is known of it, and the form with its questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from tapering import forms, pages, queries
from tapering.lifecycle import State
from tapering.models import Plan, PlanVersion, Policy, Product
from ui.templatetags.numbers import number

Chosen = dict[str, Any]

# A question of the second round: it was posted when the page had asked it.
LAST_ASKED = "every_days"


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

    @property
    def edition(self) -> int:
        """Which edition of the draft there is; 0 when there is no draft."""
        draft = self.plan.versions.filter(state=State.DRAFT).first()
        return draft.edition if draft else 0

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
        data, initial = self.data, self.initial
        if data is not None and LAST_ASKED not in data:
            # The other questions come now for the first time: none is unanswered.
            first = self.first_form
            typed = {name: first[name].value() for name in first.fields}
            data, initial = None, {**initial, **typed}
        return forms.SwitchForm(
            data,
            initial=initial,
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
