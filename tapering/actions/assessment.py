"""Assessment and preparation: what is asked, what is taken, and evening out."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from patients import actions as patients
from patients.lifecycle import Phase
from patients.models import Case
from tapering import queries
from tapering.lifecycle import Unit
from tapering.models import Assessment, EvenOut, GateAnswer, RegimenRow


def held(case: Case) -> Case:
    """The case as it is now, held until the transaction ends."""
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("patient", "unit", "owner")
        .get(pk=case.pk)
    )


@transaction.atomic
def answer_assessment(
    case: Case,
    *,
    gates: Mapping[str, tuple[str, str]],
    by: User,
    at: datetime,
    goal: str = "",
    driving: str = "",
    driving_informed_on: date | None = None,
    driving_note: str = "",
    children: str = "",
    children_born: Sequence[int] = (),
    children_note: str = "",
    asam_duration: str = "",
    asam_days: str = "",
    asam_dose: str = "",
    form_key: uuid.UUID | None = None,
) -> Assessment:
    """Write down the answers of the assessment; `gates` holds (answer, note) by gate.

    Answers may be left for later. What stood before is kept.
    """
    case = held(case)
    key = form_key or uuid.uuid4()
    known = Assessment.objects.filter(form_key=key, case=case).first()
    if known:
        return known
    Assessment.objects.current().filter(case=case).update(superseded_at=at)
    assessment = Assessment.objects.create(
        case=case,
        goal=goal,
        driving=driving,
        driving_informed_on=driving_informed_on,
        driving_note=driving_note,
        children=children,
        children_born=sorted(children_born),
        children_note=children_note,
        asam_duration=asam_duration,
        asam_days=asam_days,
        asam_dose=asam_dose,
        answered_by=by,
        answered_at=at,
        form_key=key,
    )
    GateAnswer.objects.bulk_create(
        GateAnswer(assessment=assessment, gate=gate, answer=answer, note=note)
        for gate, (answer, note) in gates.items()
    )
    audit.record(
        kind="assessment.answered",
        subject=assessment,
        patient=case.patient,
        by=by,
        at=at,
        details={"gates": len(gates)},
    )
    return assessment


@transaction.atomic
def begin_preparation(case: Case, *, by: User, at: datetime) -> Case:
    """Go on to preparation. Refused while something that must be asked is unasked."""
    gaps = queries.unanswered(case)
    if gaps:
        raise Refused(
            _("Gör klart kartläggningen först. %(gaps)s") % {"gaps": " ".join(gaps)}
        )
    return patients.move(case, to=Phase.PREPARATION, by=by, at=at)


@transaction.atomic
def set_even_out(
    case: Case, *, from_on: date, to_on: date, by: User, at: datetime
) -> EvenOut:
    """Agree on a period with the same total at fixed times, nothing as needed."""
    case = held(case)
    if case.phase not in {Phase.PREPARATION, Phase.ASSESSMENT}:
        raise Refused(_("Utjämning hör till förberedelsen, före första minskningen."))
    if to_on < from_on:
        raise Refused(_("Utjämningen slutar före den börjar. Ändra datumen."))
    current = EvenOut.objects.current().filter(case=case)
    same = current.filter(from_on=from_on, to_on=to_on).first()
    if same:
        return same
    current.update(superseded_at=at)
    period = EvenOut.objects.create(
        case=case, from_on=from_on, to_on=to_on, set_by=by, set_at=at
    )
    audit.record(
        kind="even_out.set",
        subject=period,
        patient=case.patient,
        by=by,
        at=at,
        details={"from": from_on.isoformat(), "to": to_on.isoformat()},
    )
    return period


@dataclass(frozen=True, kw_only=True)
class Line:
    """One medicine as it is taken: a dose in mg for each daypart where there is one.

    What patches give, in µg/h, stands under no daypart ("").
    """

    substance: str
    doses: Mapping[str, Decimal]
    product: str = ""
    strength_mg: Decimal | None = None
    as_needed: bool = False
    why: str = ""
    since: str = ""


Row = tuple[str, str, Decimal, str, Decimal | None, bool, str, str]


def _wanted(lines: Sequence[Line]) -> set[Row]:
    return {
        (
            line.substance.strip().lower(),
            str(part),
            mg,
            line.product,
            line.strength_mg,
            line.as_needed,
            line.why,
            line.since,
        )
        for line in lines
        for part, mg in line.doses.items()
        if mg
    }


def _as_row(row: RegimenRow) -> Row:
    return (
        row.substance,
        row.daypart,
        row.mg,
        row.product,
        row.strength_mg,
        row.as_needed,
        row.why,
        row.since,
    )


def _check_lines(lines: Sequence[Line]) -> None:
    """Refuse what the mapping cannot hold."""
    names = [line.substance.strip().lower() for line in lines]
    if len(names) != len(set(names)):
        raise Refused(_("Samma läkemedel står två gånger. Skriv det på en rad."))
    for line in lines:
        if not any(line.doses.values()):
            raise Refused(
                _("Skriv minst en dos av %(name)s.") % {"name": line.substance}
            )
        if line.doses.get("") and len(line.doses) > 1:
            raise Refused(_("Skriv antingen plåster eller doser i mg på raden."))


@transaction.atomic
def write_mapping(
    case: Case, *, lines: Sequence[Line], by: User, at: datetime
) -> list[RegimenRow]:
    """Write down what is taken, when and why. Rows that stay the same are kept."""
    case = held(case)
    _check_lines(lines)
    wanted = _wanted(lines)
    standing = list(RegimenRow.objects.current().filter(case=case))
    gone = [row.pk for row in standing if _as_row(row) not in wanted]
    new = wanted - {_as_row(row) for row in standing}
    if not gone and not new:
        return standing
    RegimenRow.objects.filter(pk__in=gone).update(superseded_at=at)
    RegimenRow.objects.bulk_create(
        RegimenRow(
            case=case,
            substance=substance,
            daypart=part,
            unit=Unit.MG if part else Unit.UG_PER_H,
            mg=mg,
            product=product,
            strength_mg=strength,
            as_needed=as_needed,
            why=why,
            since=since,
            recorded_by=by,
            recorded_at=at,
        )
        for substance, part, mg, product, strength, as_needed, why, since in sorted(
            new, key=str
        )
    )
    audit.record(
        kind="regimen.written",
        subject=case,
        patient=case.patient,
        by=by,
        at=at,
        details={"added": len(new), "superseded": len(gone)},
    )
    return list(RegimenRow.objects.current().filter(case=case))
