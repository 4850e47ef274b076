"""Whose page this is, and what is taken now."""

from collections.abc import Iterable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from patients import pages as patients
from patients.models import Case
from patients.pages import Banner, Fact, Link
from tapering import queries
from tapering.lifecycle import Answer
from tapering.models import Plan
from tapering.pages.amounts import a_day
from tapering.pages.gates import SHORT
from tapering.pages.regimen import regimen_lines
from tapering.queries import Running, assessment_of, case_running, mapped, running


def dose_facts(
    case: Case, on: date, *, plans: Iterable[Plan] | None = None
) -> list[Fact]:
    """What is taken now: the running plans first, the rest as mapped.

    `plans` are the active ones with their course, when the page has them already.
    """
    if plans is None:
        found = [now for _plan, now in case_running(case, on)]
    else:
        found = [running(plan, on) for plan in plans]
    standing = [now for now in found if now]
    tapered = {name for now in standing for name in queries.moved(now.plan)}
    facts = [fact for now in standing for fact in _running_facts(now)]
    also = [line for line in mapped(case) if line.substance not in tapered]
    for line in regimen_lines(also):
        label = _("Också") if facts else _("Nu")
        facts.append(Fact(label=label, value=f"{line.substance} {line.dose}"))
    return facts


def _running_facts(now: Running) -> list[Fact]:
    totals = queries.totals_of(now.version, now.step)
    taken = [name for name, amount in totals.items() if amount] or list(totals)[-1:]
    facts = [
        Fact(
            label=_("Nu"),
            value=f"{name} {a_day(totals[name], now.version.unit)}",
        )
        for name in taken
    ]
    steps = _("%(n)d av %(all)d") % {"n": now.step.n, "all": now.steps}
    return [*facts, Fact(label=_("Steg"), value=steps)]


def warnings_of(case: Case) -> list[str | Promise]:
    """What everybody must look out for, as answered at the assessment."""
    known = assessment_of(case)
    return [
        SHORT[gate.gate]
        for gate in (known.gates.all() if known else ())
        if gate.answer == Answer.YES
    ]


def banner_of(
    case: Case, *, on: date, here: str, actions: Iterable[Link] = ()
) -> Banner:
    """The banner of a case with today's doses; protected contact details stay out."""
    banner = patients.banner_of(
        case,
        today=on,
        here=here,
        doses=dose_facts(case, on),
        actions=list(actions),
    )
    banner.warnings.extend(warnings_of(case))
    return banner
