"""Whether the unit lets the system calculate.

An approval is of one version of docs/intended-use.md; a new version of that text wants
a new approval, and until then steps are typed by hand.
"""

from django.utils.translation import gettext as _

from tapering.intended_use import VERSION
from tapering.models import CalculatorApproval


def calculator_approval() -> CalculatorApproval | None:
    """The approval in force, of the intended use as it reads now."""
    return (
        CalculatorApproval.objects.filter(off_at=None, intended_use=VERSION)
        .select_related("on_by")
        .first()
    )


def calculator_is_on() -> bool:
    """Tell whether plans may be calculated, or only typed step by step."""
    return CalculatorApproval.objects.filter(off_at=None, intended_use=VERSION).exists()


def why_not_calculate() -> str:
    """Why a plan is only typed step by step here, or nothing."""
    if calculator_is_on():
        return ""
    return _("Räknehjälpen är avstängd på enheten. Skriv stegen för hand.")
