"""The banner that says whose page this is, with what is taken now."""

from datetime import date

from patients.models import Case
from patients.pages import Banner, Link, banner_of, shown_name
from tapering.models import Plan
from tapering.pages import dose_facts, warnings_of

__all__ = ["Banner", "Link", "case_banner", "shown_name"]


def case_banner(
    case: Case,
    *,
    today: date,
    here: str,
    revealed: bool = False,
    actions: list[Link] | None = None,
    plans: list[Plan] | None = None,
) -> Banner:
    """The banner of a case, its doses and what everybody must look out for."""
    banner = banner_of(
        case,
        today=today,
        here=here,
        revealed=revealed,
        doses=dose_facts(case, today, plans=plans),
        actions=actions,
    )
    banner.warnings.extend(warnings_of(case))
    return banner
