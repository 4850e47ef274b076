"""Dose and symptoms over the whole journey, with the contacts beneath."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from overview import queries
from patients.models import Case
from tapering import queries as tapering
from tapering.models import Plan
from tapering.pages import running_charts, span_of_plans
from ui.charts import Chart, Contact
from ui.templatetags.dates import day_with_year, local_day


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One plan's chart, and who stands for the plan."""

    chart: Chart
    signed: str


def charts_of(
    case: Case, plans: list[Plan], *, today: date, at: datetime
) -> list[Drawn]:
    """A chart for each of `plans`, with what was felt and whom the patient met."""
    if not plans:
        return []
    symptoms = queries.symptoms_of(case)
    contacts = tuple(
        Contact(on=local_day(moment), is_booked=moment > at)
        for moment in queries.contacts_of(case)
    )
    drawn = []
    span = span_of_plans(plans, today)
    for number, plan in enumerate(tapering.with_taken(plans)):
        charts = running_charts(
            plan,
            today,
            symptoms=() if number else symptoms,
            contacts=contacts,
            key=f"dos-{number}",
            span=span,
        )
        drawn += [Drawn(chart=chart, signed=_signed(plan)) for chart in charts]
    return drawn


def _signed(plan: Plan) -> str:
    """Which version counts, when it was decided and by whom."""
    version = tapering.course_of(plan)[-1]
    return _("Plan version %(number)s, beslutad %(day)s av %(name)s") % {
        "number": version.number,
        "day": day_with_year(version.decided_at),
        "name": version.decided_by.name if version.decided_by else "",
    }
