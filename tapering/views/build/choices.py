"""What stands in the builder's form beforehand, and the form itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.timezone import localdate

from tapering import forms, hand, queries
from tapering.lifecycle import State
from tapering.models import Plan, PlanVersion, Policy, Product

Chosen = dict[str, Any]
DOSE = ("mg", "ug_per_h")


def known_version(plan: Plan) -> PlanVersion | None:
    """The newest version, when it is a draft or came back: it fills in the form."""
    newest = (
        plan.versions.exclude(state=State.DISCARDED)
        .select_related("policy", "returned_by", "edited_by")
        .order_by("-number")
        .first()
    )
    editable = newest and newest.state in {State.DRAFT, State.RETURNED}
    return newest if editable else None


def _doses(doses: Mapping[str, Any]) -> Chosen:
    """Doses by daypart as the form names them."""
    return {part or "patch": hand.said(amount) for part, amount in doses.items()}


def _differs(chosen: Mapping[str, Any], rule: Mapping[str, Any], name: str) -> Any:
    """What was chosen instead of the rule's own, or nothing."""
    value = chosen.get(name)
    return value if value and value != rule.get(name) else ""


def _measure(row: Mapping[str, Any]) -> tuple[str, Decimal]:
    """What tells one product of a request from another."""
    names = {"tablet": "strength_mg", "liquid": "mg_per_ml", "patch": "ug_per_h"}
    return row["form"], Decimal(row[names[row["form"]]])


def _is_among(product: Product, asked: set[tuple[str, Decimal]]) -> bool:
    amount = product.strength_mg or product.mg_per_ml or product.ug_per_h
    return (product.form, amount) in asked


def chosen_in(version: PlanVersion, products: list[Product]) -> Chosen:
    """What a version was made from, as the form asks for it."""
    request, rule = version.request, version.policy.rule
    asked = {
        _measure(row)
        for row in request["products"]
        if row["substance"] == version.substances[0]
    }
    order = _differs(request["policy"], rule, "order")
    return {
        "start": request["start"],
        "policy": str(version.policy_id),
        "products": [str(p.pk) for p in products if _is_among(p, asked)],
        "take": _differs(request["policy"], rule, "take") or forms.AS_THE_RULE,
        "first": order[0] if order else forms.AS_THE_RULE,
        "what_changed": version.what_changed,
        "patient_agrees": version.patient_agrees,
        **_doses(
            {
                row.get("daypart", ""): row.get("mg") or row["ug_per_h"]
                for row in request["regimen"]
                if row["substance"] == version.substances[0]
            }
        ),
    }


def _policies(products: list[Product]) -> list[Policy]:
    """Rules in use that fit the medicine."""
    codes = [product.atc for product in products]
    return [policy for policy in Policy.objects.usable() if policy.fits(codes)]


@dataclass(kw_only=True)
class Desk:
    """A plan on the builder's desk: what is known of it, fetched once."""

    plan: Plan
    on: date

    @cached_property
    def substance(self) -> str:
        """The medicine that is tapered: after a switch the new one."""
        return queries.tapered_now(self.plan, self.on)

    @cached_property
    def products(self) -> list[Product]:
        """Products in use of the medicine."""
        return list(Product.objects.of(self.substance))

    @cached_property
    def policies(self) -> list[Policy]:
        """Rules that fit it."""
        return _policies(self.products)

    @cached_property
    def why_not_calculate(self) -> str:
        """Why the rule reckons no steps here, so that they are typed; or nothing."""
        return queries.why_not_calculate()

    @property
    def calculator_is_on(self) -> bool:
        """Tell whether the rule may reckon steps."""
        return not self.why_not_calculate

    @cached_property
    def known(self) -> PlanVersion | None:
        """The draft, or the proposal that came back."""
        return known_version(self.plan)

    @cached_property
    def before(self) -> PlanVersion | None:
        """The version in force, which a new one would replace."""
        return (
            self.plan.versions.filter(state=State.DECIDED)
            .select_related("policy")
            .first()
        )

    @cached_property
    def starting(self) -> queries.Starting:
        """Where the doses come from when nothing has been saved yet."""
        return queries.starting(self.plan, self.substance, self.products, self.on)

    @property
    def edition(self) -> int:
        """Which edition of the draft there is; 0 when there is no draft."""
        is_draft = self.known and self.known.state == State.DRAFT
        return self.known.edition if self.known and is_draft else 0

    @cached_property
    def initial(self) -> Chosen:
        """What stands in the form before anybody has written in it."""
        if self.known:
            return chosen_in(self.known, self.products)
        start = self.starting
        # Without a named product nothing is said, which is another thing than none.
        named = {"products": [str(each.pk) for each in start.products]}
        return {**_doses(start.doses), **(named if start.products else {})}

    @cached_property
    def written(self) -> hand.Written | None:
        """The steps of a draft that was written by hand."""
        if self.known is None or "steps" not in self.known.request:
            return None
        substances = self.known.substances
        return hand.Written(grid=hand.grid_of(substances, self.known.answer))

    def form(self, data: Any, *, by_hand: bool, initial: Any = None) -> forms.BuildForm:
        """The questions, with what was answered."""
        return forms.BuildForm(
            data,
            initial=initial,
            products=self.products,
            policies=self.policies,
            today=self.on,
            is_new_version=self.before is not None,
            by_hand=by_hand,
        )


def desk_of(plan: Plan) -> Desk:
    """Put a plan on the desk."""
    return Desk(plan=plan, on=localdate())
