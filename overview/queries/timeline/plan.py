"""The plan: what was decided, how it felt, and what changes next."""

from collections.abc import Iterable
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jurisdictions.clocks import local_moment
from overview.links import page_of
from overview.queries.timeline.entry import Entry, sentences
from patients.models import Case
from tapering.lifecycle import SIGNED, State
from tapering.models import Assessment, PlanVersion, Step, Symptom
from tapering.pages.amounts import daily
from ui.templatetags.dates import local_day


def assessments(case: Case, before: datetime, limit: int) -> Iterable[Entry]:
    """Times when the mapping was answered."""
    rows = Assessment.objects.filter(case=case, answered_at__lt=before)
    for row in rows.select_related("answered_by")[:limit]:
        yield Entry(
            at=row.answered_at,
            heading=_("Kartläggningen är besvarad"),
            text=sentences(row.answered_by.name),
            icon="pen",
            url=page_of("tapering:assessment", case.pk),
        )


def versions(case: Case, before: datetime, limit: int) -> Iterable[Entry]:
    """Plans that were decided, and proposals that wait."""
    url = page_of("tapering:plan", case.pk)
    of_case = (
        PlanVersion.objects.filter(plan__case=case)
        .select_related("plan", "decided_by", "proposed_by")
        .defer("request", "answer", "reasons")
    )
    signed = of_case.filter(state__in=SIGNED, decided_at__lt=before)
    for version in signed.order_by("-decided_at")[:limit]:
        yield _decided(version, url)
    waiting = of_case.filter(state=State.PROPOSED, proposed_at__lt=before)
    for version in waiting.order_by("-proposed_at")[:limit]:
        yield Entry(
            at=version.proposed_at or version.created_at,
            heading=_("Förslag till plan för %(medicine)s")
            % {"medicine": version.plan.substance},
            text=sentences(
                version.proposed_by.name if version.proposed_by else "",
                _("Väntar på beslut"),
            ),
            icon="stair",
            tint="fjord",
            url=url,
        )


def _decided(version: PlanVersion, url: str) -> Entry:
    values = {
        "medicine": version.plan.substance,
        "number": version.number,
        "days": version.held_days,
    }
    heading = (
        ngettext(
            "Paus i nedtrappningen av %(medicine)s, %(days)s dag",
            "Paus i nedtrappningen av %(medicine)s, %(days)s dagar",
            version.held_days or 0,
        )
        if version.held_from
        else _("Plan för %(medicine)s, version %(number)s")
    )
    name = version.decided_by.name if version.decided_by else ""
    return Entry(
        at=version.decided_at or version.created_at,
        heading=heading % values,
        text=sentences(version.what_changed, _("Beslut: %(name)s") % {"name": name}),
        icon="pause" if version.held_from else "stair",
        tint="obs" if version.held_from else "gran",
        url=url,
    )


def symptoms(case: Case, before: datetime, limit: int) -> Iterable[Entry]:
    """The patient's own figures."""
    rows = Symptom.objects.filter(case=case, written_at__lt=before)
    for row in rows.order_by("-written_at")[:limit]:
        yield Entry(
            at=row.written_at,
            heading=_("Besvär %(score)s av 10") % {"score": row.score},
            text=f"”{row.note}”" if row.note else "",
            icon="target",
            tint="obs",
        )


def steps_ahead(case: Case, after: datetime, limit: int) -> Iterable[Entry]:
    """The next changes of the plans that count."""
    rows = (
        Step.objects.filter(
            version__plan__case=case,
            version__plan__ended_at=None,
            version__state=State.DECIDED,
            from_on__gt=local_day(after),
        )
        .select_related("version__plan", "version__policy")
        .defer(
            "doses", "cut", "version__request", "version__answer", "version__reasons"
        )
    )
    zone = timezone.get_default_timezone()
    for step in rows.order_by("from_on", "pk")[:limit]:
        waits = step.version.policy.confirm_each_step and not step.confirmed_at
        values = {"n": step.n, "dose": daily(step)}
        yield Entry(
            at=local_moment(step.from_on, time.min, time_zone=zone),
            heading=_("Steg %(n)s: %(dose)s per dygn") % values,
            text=sentences(
                step.version.plan.substance.capitalize(),
                _("Ska bekräftas") if waits else "",
            ),
            icon="stair",
            tint="plan",
            url=page_of("tapering:plan", case.pk),
        )
