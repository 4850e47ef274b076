"""The letters that go with a signature: written then, kept, sent by a person."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import actions as audit
from patients import actions as patients
from tapering import letters, queries
from tapering.lifecycle import Change, SentBy
from tapering.models import PlanLetter, PlanVersion
from tapering.queries import Prescriber
from ui.templatetags.dates import longday_with_year

SEND_WITHIN = timedelta(days=1)


def write_letters(
    version: PlanVersion, before: PlanVersion | None, *, by: User, at: datetime
) -> list[PlanLetter]:
    """One letter to each who prescribes from now on, and to who no longer does."""
    _drop_unsent(before, by=by, at=at)
    written = [
        PlanLetter.objects.create(
            version=version,
            to_name=who.name,
            to_unit=who.care_unit,
            text=letters.compose(version, who, rows).text,
            written_at=at,
        )
        for who, rows in letters.addressed(version, before)
    ]
    for letter in written:
        _ask_to_send(letter, by=by, at=at)
    return written


def _drop_unsent(before: PlanVersion | None, *, by: User, at: datetime) -> None:
    """Letters about a replaced version are not sent any more; the new ones say it."""
    waiting: Iterable[PlanLetter] = (
        before.letters.filter(sent_at=None) if before else ()
    )
    for letter in waiting:
        patients.complete_tasks_about(letter, by=by, at=at)


def _ask_to_send(letter: PlanLetter, *, by: User, at: datetime) -> None:
    case = letter.version.plan.case
    patients.raise_task(
        kind="plan.letter",
        title=_("Skicka planen till %(name)s") % {"name": letter.to_name},
        why=_(
            "En ny version är beslutad. Den som förskriver behöver veta vad som gäller."
        ),
        subject=letter,
        case=case,
        owner=case.owner,
        due_on=timezone.localdate(at) + SEND_WITHIN,
        by=by,
        at=at,
    )


@transaction.atomic
def mark_letter_sent(
    letter: PlanLetter, *, how: str, by: User, at: datetime
) -> PlanLetter:
    """Write down that the letter went and how. A second press changes nothing."""
    letter = (
        PlanLetter.objects.select_for_update(of=("self",))
        .select_related("version__plan__case__patient")
        .get(pk=letter.pk)
    )
    if letter.sent_at:
        return letter
    letter.sent_at, letter.sent_by, letter.sent_how = at, by, SentBy(how).value
    letter.save(update_fields=["sent_at", "sent_by", "sent_how"])
    audit.record(
        kind="plan_letter.sent",
        subject=letter,
        patient=letter.version.plan.case.patient,
        by=by,
        at=at,
        details={"how": letter.sent_how},
    )
    patients.complete_tasks_about(letter, by=by, at=at)
    return letter


def ask_who_prescribes(
    version: PlanVersion,
    before: PlanVersion | None,
    *,
    on: date,
    by: User,
    at: datetime,
) -> None:
    """Days without a prescriber that a pause or the like has brought.

    A whole plan was judged before it was signed.
    """
    if before is None or version.change == Change.PLAN:
        return
    rows: list[Prescriber] = queries.prescribers_of(version)
    ahead = queries.gaps(rows, version.answer, since=max(on, version.counts_from))
    if not ahead or ahead == queries.gaps(rows, before.answer, since=on):
        return
    case = version.plan.case
    patients.raise_task(
        kind="plan.prescriber",
        title=_("Kom överens om vem som förskriver"),
        why=_("Ingen står som förskrivare från %(day)s.")
        % {"day": longday_with_year(ahead[0].from_on)},
        subject=version.plan,
        case=case,
        owner=case.owner,
        due_on=max(on, ahead[0].from_on - timedelta(days=14)),
        by=by,
        at=at,
    )
