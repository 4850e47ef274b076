"""A medicine is moved by one plan, and a switch rests on a table made for it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.refusals import Refused
from patients.models import Case
from tapering.lifecycle import TableUse
from tapering.models import EquivalenceTable, Plan, PlanMedicine, PlanVersion


def _taken_by_another(substance: str, other: str) -> Refused:
    return Refused(
        _(
            "%(substance)s ingår redan i planen för %(other)s. "
            "Ett läkemedel ändras i en plan i taget."
        )
        % {"substance": substance.capitalize(), "other": other}
    )


def check_free(case: Case, substance: str, *, plan: Plan | None = None) -> None:
    """Refuse a medicine that another plan of the case moves."""
    known = PlanMedicine.objects.filter(case=case, substance=substance, is_active=True)
    other = known.exclude(plan=plan).select_related("plan").first()
    if other:
        raise _taken_by_another(substance, other.plan.substance)


def claim(plan: Plan, substance: str) -> None:
    """From now on the plan moves the medicine, and no other plan does."""
    try:
        with transaction.atomic():
            PlanMedicine.objects.create(plan=plan, case=plan.case, substance=substance)
    except IntegrityError as clash:
        # Somebody else's signature came first.
        check_free(plan.case, substance, plan=plan)
        raise _taken_by_another(substance, substance) from clash


def claim_medicines(version: PlanVersion) -> None:
    """At the signature the plan takes every medicine that the version moves."""
    plan = version.plan
    known = set(plan.medicines.values_list("substance", flat=True))
    for substance in version.substances:
        if substance not in known:
            claim(plan, substance)


def check_table(table: EquivalenceTable | None) -> None:
    """Refuse a switch by a table that is not in use, or not made for it."""
    if table is None:
        return
    if table.use != TableUse.SWITCH:
        raise Refused(_("Tabellen är till för riskbedömning, inte för byte."))
    if not table.is_usable:
        raise Refused(_("Tabellen används inte längre. Välj en annan tabell."))
