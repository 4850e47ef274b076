"""The clinic adds to what it sent, while nobody has decided (rules REF-08)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.refusals import AlreadyDone, Refused
from jurisdictions import clocks
from referrals.actions import versions
from referrals.actions.receive import raise_risk_task
from referrals.actions.row import check_edition, give_task, locked, note
from referrals.lifecycle import Status
from referrals.models import PINNING, Medicine, Referral, ReferralVersion

LOCKED_WORDS = {
    "reference": gettext_lazy("referensnumret"),
    "source": gettext_lazy("vem som remitterar"),
    "issued_on": gettext_lazy("remissens datum"),
    "unit": gettext_lazy("vem remissen går till"),
    "sender_unit": gettext_lazy("vilken vårdcentral som remitterar"),
    "patient": gettext_lazy("vem remissen gäller"),
    "name": gettext_lazy("patientens namn"),
}


class LockedField(Refused):
    """What a referral is about cannot be changed later."""


def locked_sentence(name: str) -> str:
    """Why a field of `LOCKED_WORDS` stays as it was first sent, and what to do."""
    return _(
        "Det går inte att ändra %(what)s i en skickad remiss. Ta tillbaka remissen och "
        "skriv en ny."
    ) % {"what": LOCKED_WORDS[name]}


def refuse_locked(fields: Iterable[str]) -> None:
    """Say no to a change of what stays as it was first sent."""
    for name in fields:
        if name in LOCKED_WORDS:
            raise LockedField(locked_sentence(name))


@transaction.atomic
def complete(
    referral: Referral,
    *,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    medicines: Iterable[Mapping[str, Any]] | None = None,
    edition: int | None = None,
) -> ReferralVersion:
    """Write what the clinic says now as the next version; the one before stays.

    `changes` are fields of `versions.OPEN_FIELDS`; `medicines`, when given, are all of
    them. Questions that wait for an answer still do.
    """
    refuse_locked(changes)
    if unknown := sorted(set(changes) - set(versions.OPEN_FIELDS)):
        raise LockedField(
            _("Det går inte att ändra %(what)s.") % {"what": ", ".join(unknown)}
        )
    referral = locked(referral)
    check_edition(referral, edition)
    _check(referral, by)
    before = versions.content_of(referral)
    for name, value in changes.items():
        setattr(referral, name, value)
    if medicines is not None:
        _rewrite(referral, list(medicines), at=at)
    if versions.content_of(referral) == before:
        raise AlreadyDone(_("Det står redan så i remissen. Inget är ändrat."))
    _take_in(referral, by=by, at=at)
    written = versions.write(referral, ReferralVersion.Change.CHANGED, by=by, at=at)
    note(
        "referral.completed",
        referral,
        by=by,
        at=at,
        version=written.number,
        fields=sorted(changes),
    )
    return written


def _check(referral: Referral, by: User) -> None:
    if by.unit_id is None or by.unit_id != referral.sender_unit_id:
        raise Refused(
            _("Bara den vårdcentral som skickade remissen kan komplettera den.")
        )
    if not referral.lead.is_undecided:
        raise Refused(_("Remissen är redan bedömd och kan inte kompletteras."))


def _rewrite(
    referral: Referral, lines: list[Mapping[str, Any]], *, at: datetime
) -> None:
    """The medicines as they are now: changed in their place, added, left out."""
    rows = list(referral.medicines.all())
    for row, line in zip(rows, lines, strict=False):
        for name, value in line.items():
            setattr(row, name, value)
        row.save()
    Medicine.objects.bulk_create(
        Medicine(referral=referral, **line) for line in lines[len(rows) :]
    )
    for row in rows[len(lines) :]:
        row.left_out_at = at
        row.save(update_fields=["left_out_at"])


def _take_in(referral: Referral, *, by: User, at: datetime) -> None:
    """Save it, pin what is dangerous, and tell whoever has read it already."""
    parts = list(referral.parts.all())
    referral.is_risk = bool(PINNING & set(referral.risks)) or any(
        part.is_risk for part in parts
    )
    referral.edition += 1
    referral.save()
    lead = referral.lead
    if lead != referral:
        lead = locked(lead)
        lead.is_risk, lead.edition = lead.is_risk or referral.is_risk, lead.edition + 1
        lead.save(update_fields=["is_risk", "edition"])
    raise_risk_task(lead, by=by, at=at)
    if lead.assigned_to or lead.status == Status.WAITING_INFO:
        _tell(lead, referral, by=by, at=at)


def _tell(lead: Referral, referral: Referral, *, by: User, at: datetime) -> None:
    give_task(
        lead,
        kind="referral.completed",
        title=_("Läs kompletteringen: %(reference)s"),
        why=_("%(clinic)s har ändrat i remissen.")
        % {"clinic": referral.sender_unit.name if referral.sender_unit else ""},
        owner=lead.assigned_to,
        due_on=clocks.working_days_after(timezone.localdate(at), 1),
        by=by,
        at=at,
    )
