"""Plans and their drafts."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from patients import actions as patients
from patients.models import Case
from tapering import queries
from tapering.actions.claims import check_free, claim
from tapering.actions.prescribing import write_prescribers
from tapering.actions.switching import check_not_midway, check_switch
from tapering.lifecycle import State
from tapering.models import Plan, PlanVersion, Policy


def held(plan: Plan) -> Plan:
    """The plan as it is now, held until the transaction ends."""
    return (
        Plan.objects.select_for_update(of=("self",))
        .select_related("case__patient", "case__owner", "case__unit")
        .get(pk=plan.pk)
    )


@transaction.atomic
def open_plan(case: Case, *, substance: str, by: User, at: datetime) -> Plan:
    """Begin a plan for one medicine, or return the one that is there."""
    name = substance.strip().lower()
    known = Plan.objects.active().filter(case=case, substance=name).first()
    if known:
        return known
    check_free(case, name)
    try:
        with transaction.atomic():
            plan = Plan.objects.create(
                case=case, substance=name, opened_at=at, opened_by=by
            )
    except IntegrityError:
        return Plan.objects.active().get(case=case, substance=name)
    claim(plan, name)
    audit.record(
        kind="plan.opened_up", subject=plan, patient=case.patient, by=by, at=at
    )
    return plan


@transaction.atomic
def end_plan(plan: Plan, *, because: str, by: User, at: datetime) -> Plan:
    """End a plan that will not be followed any more; the signed versions stay."""
    plan = held(plan)
    if plan.ended_at:
        return plan
    plan.ended_at, plan.ended_by, plan.ended_because = at, by, because
    plan.save(update_fields=["ended_at", "ended_by", "ended_because"])
    plan.medicines.update(is_active=False)
    for version in plan.versions.filter(state__in=[State.DRAFT, State.PROPOSED]):
        discard(version)
        patients.complete_tasks_about(version, by=by, at=at)
    audit.record(
        kind="plan.ended",
        subject=plan,
        patient=plan.case.patient,
        by=by,
        at=at,
        reason=because,
    )
    return plan


def discard(version: PlanVersion) -> None:
    """Lay a draft or a proposal aside; the row stays."""
    version.state = State.DISCARDED
    version.save(update_fields=["state"])


def next_number(plan: Plan) -> int:
    """The number of the plan's next version."""
    last = plan.versions.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _check_start(start: date, at_day: date, outline_policy: Policy) -> None:
    """Refuse a start that has passed or lies far away, and a policy out of use."""
    if start < at_day:
        raise Refused(_("Startdatumet har passerat. Skriv i dag eller senare."))
    if (start - at_day).days > 366:
        raise Refused(_("Startdatumet är mer än ett år bort. Skriv ett tidigare."))
    if not outline_policy.is_usable:
        raise Refused(_("Regeln används inte längre. Välj en annan regel."))


class DraftSavedMeanwhile(Refused):
    """Somebody else has saved the draft since; `theirs` is what stands there now."""

    def __init__(self, theirs: PlanVersion) -> None:
        super().__init__(
            _("Någon annan har sparat utkastet sedan du öppnade det. Jämför först.")
        )
        self.theirs = theirs


def _check_edition(
    draft: PlanVersion, seen: int | None, key: uuid.UUID, by: User
) -> None:
    """Refuse to write over what the person has not seen.

    The same form pressed again is the person's own work and may go on.
    """
    own = draft.form_key == key and draft.edited_by_id == by.pk
    if seen is not None and seen != draft.edition and not own:
        raise DraftSavedMeanwhile(draft)


@transaction.atomic
def make_draft(
    plan: Plan,
    *,
    outline: queries.Outline,
    on: date,
    by: User,
    at: datetime,
    reasons: Mapping[str, str] | None = None,
    what_changed: str = "",
    patient_agrees: bool = False,
    prescribers: Sequence[queries.Prescriber] | None = None,
    form_key: uuid.UUID | None = None,
    seen: int | None = None,
) -> PlanVersion:
    """Save a draft: the engine's answer to what was chosen. `on` is today's date.

    `prescribers` None keeps who is known to prescribe, or takes the usual.

    A plan has one draft; saving again changes it. A form sent twice is one draft.
    `seen` is the edition that the person worked from (0 when there was no draft):
    a later one is never written over.
    """
    plan = held(plan)
    key = form_key or uuid.uuid4()
    known = plan.versions.filter(form_key=key).first()
    if known and known.state != State.DRAFT:
        return known
    request = queries.request_for(queries.tapered_now(plan, on), outline)
    counts_from = date.fromisoformat(request["start"])
    _check_start(counts_from, on, outline.policy)
    check_not_midway(plan, on)
    check_switch(plan, outline.switch)
    version = known or plan.versions.filter(state=State.DRAFT).first()
    if version is None:
        version = PlanVersion(
            plan=plan, number=next_number(plan), created_at=at, created_by=by
        )
    else:
        _check_edition(version, seen, key, by)
    version.policy, version.request = outline.policy, request
    version.answer = queries.ask(request)
    version.substances = queries.moved_by(request)
    version.unit = queries.unit_of(request)
    switch = outline.switch
    version.table = switch.equivalent.table if switch else None
    version.conversion = switch.conversion(by=by, at=at) if switch else None
    version.counts_from = counts_from
    version.reasons = {key: text for key, text in (reasons or {}).items() if text}
    version.what_changed = what_changed
    version.patient_agrees = patient_agrees
    version.form_key = key
    version.replaces = queries.in_force(plan)
    version.edition, version.edited_by, version.edited_at = version.edition + 1, by, at
    version.save()
    write_prescribers(version, prescribers)
    audit.record(
        kind="plan_version.drafted",
        subject=version,
        patient=plan.case.patient,
        by=by,
        at=at,
        details={"number": version.number},
    )
    return version
