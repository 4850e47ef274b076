"""What stops a switch, whatever the page let through."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.refusals import Refused
from tapering import queries
from tapering.actions.claims import check_free, check_table
from tapering.models import Plan


def _check_medicine(choice: queries.SwitchChoice) -> None:
    told = choice.equivalent
    codes = [product.atc for product in choice.products]
    if queries.is_never_converted(told.new, codes) or queries.is_never_converted(
        told.old
    ):
        raise Refused(
            _(
                "Metadon räknas aldrig om med en tabell: förhållandet stiger med "
                "dosen. Ta hjälp av en specialist."
            )
        )


def _check_figures(choice: queries.SwitchChoice) -> None:
    told, figure = choice.equivalent, choice.figure
    if not told.span.is_single and (figure is None or not told.allows(figure)):
        raise Refused(_("Välj en dos inom tabellens spann."))
    if not 0 < choice.factor <= 1:
        raise Refused(_("Säkerhetsfaktorn är mer än 0 och högst 1."))


def check_switch(plan: Plan, choice: queries.SwitchChoice | None) -> None:
    """Refuse a switch that no table allows, or to what another plan moves."""
    if choice is None:
        return
    check_table(choice.equivalent.table)
    _check_medicine(choice)
    _check_figures(choice)
    check_free(plan.case, choice.equivalent.new, plan=plan)


def check_not_midway(plan: Plan, on: date) -> None:
    """Refuse a new plan while one medicine is being exchanged for another."""
    version = queries.version_on(plan, on)
    begun = queries.switch_days(version.answer) if version else []
    if begun and begun[0][1] <= on < begun[-1][1]:
        raise Refused(
            _(
                "Bytet pågår. Tills det är klart kan planen bara pausas. Gör en ny "
                "version efteråt."
            )
        )
