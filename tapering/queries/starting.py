"""What a new plan starts from: the plan that runs, the mapping, or the referral."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from patients.models import Case
from referrals.models import Medicine
from tapering.lifecycle import Daypart
from tapering.models import Plan, Product, RegimenRow
from tapering.queries.regimen import mapped
from tapering.queries.running import current_step


class Origin(models.TextChoices):
    """Where the doses come from that stand in the form beforehand."""

    PLAN = "plan", _("Doserna är de som planen säger nu.")
    MAPPING = "mapping", _("Doserna kommer från kartläggningen.")
    REFERRAL = (
        "referral",
        _(
            "Dosen kommer från remissen och är inte kartlagd. Remissen säger inte när "
            "på dygnet den tas. Fördela den så som patienten tar den."
        ),
    )
    NOWHERE = "nowhere", _("Ingen dos är kartlagd. Skriv vad patienten tar nu.")


@dataclass(frozen=True, kw_only=True)
class Starting:
    """Doses by daypart ("" for a patch), where they come from, and named products."""

    origin: Origin
    doses: dict[str, Decimal] = field(default_factory=dict)
    products: tuple[Product, ...] = ()


def _is_named(row: RegimenRow, product: Product) -> bool:
    """Tell whether the mapping says that this very product is taken."""
    brand = row.product.strip().lower()
    strength = product.strength_mg or product.ug_per_h or product.mg_per_ml
    names = {product.brand.lower(), product.substance.lower()} - {""}
    return brand in names and row.strength_mg == strength


def _from_mapping(rows: Sequence[RegimenRow], products: Sequence[Product]) -> Starting:
    named = [each for each in products if any(_is_named(row, each) for row in rows)]
    return Starting(
        origin=Origin.MAPPING,
        doses={row.daypart: row.mg for row in rows},
        products=tuple(named),
    )


def _from_plan(plan: Plan, substance: str, on: date) -> Starting | None:
    step = current_step(plan, on)
    if step is None:
        return None
    doses = {
        dose.get("daypart", ""): Decimal(dose.get("mg") or dose["ug_per_h"])
        for dose in step.doses
        if dose["substance"] == substance
    }
    return Starting(origin=Origin.PLAN, doses=doses)


def _speaks_of(medicine: Medicine, products: Sequence[Product]) -> bool:
    """Tell whether the sender meant one of these: by substance or by brand."""
    said = medicine.name.lower()
    names = {each.substance for each in products} | {each.brand for each in products}
    return any(name.lower() in said for name in names if name)


def _from_referral(plan: Plan, products: Sequence[Product]) -> Starting | None:
    """The daily dose as the sender wrote it, all of it in the evening."""
    medicines = Medicine.objects.filter(
        referral__case=plan.case_id, dose_per_day__isnull=False, unit="mg"
    )
    for medicine in medicines:
        is_it = plan.substance in medicine.name.lower()
        if medicine.dose_per_day and (is_it or _speaks_of(medicine, products)):
            doses = {Daypart.EVENING.value: medicine.dose_per_day}
            return Starting(origin=Origin.REFERRAL, doses=doses)
    return None


def starting(
    plan: Plan, substance: str, products: Sequence[Product], on: date
) -> Starting:
    """What a new version of a plan starts from, of the medicine that it tapers."""
    running = _from_plan(plan, substance, on)
    if running:
        return running
    rows = list(
        RegimenRow.objects.current().filter(case=plan.case_id, substance=substance)
    )
    if rows:
        return _from_mapping(rows, products)
    return _from_referral(plan, products) or Starting(origin=Origin.NOWHERE)


def startable(case: Case) -> list[str]:
    """Medicines that a plan can be made for: mapped ones, or those of the referral."""
    names = [line.substance for line in mapped(case)]
    if names:
        return names
    said = list(Medicine.objects.filter(referral__case=case, unit="mg"))
    products = list(Product.objects.usable()) if said else []
    found = [
        product.substance
        for medicine in said
        for product in products
        if _speaks_of(medicine, [product])
    ]
    return list(dict.fromkeys(found))
