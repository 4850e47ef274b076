"""Who assesses what: one, or many at once, and many given back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import ImpossibleMove, Refused
from accounts.roles import Permission
from audit.models import Event
from referrals import permissions
from referrals.actions.row import check_edition, locked, note
from referrals.actions.verdict import UNDO_FOR
from referrals.models import Referral, SharedReferral, Sharing


@dataclass(kw_only=True)
class Shared:
    """What became of many that were assigned at once."""

    assigned: list[Referral] = field(default_factory=list)
    had_it: list[Referral] = field(default_factory=list)
    decided: list[Referral] = field(default_factory=list)
    # A colleague assigned these after the page was shown: nothing is overwritten.
    changed: list[Referral] = field(default_factory=list)
    sharing: Sharing | None = None


@dataclass(kw_only=True)
class GivenBack:
    """What became of many that were to go back to whoever had them."""

    back: list[Referral] = field(default_factory=list)
    # Decided since, or in the hands of somebody else.
    kept: list[Referral] = field(default_factory=list)


@transaction.atomic
def assign(
    referral: Referral,
    *,
    to: User,
    by: User,
    at: datetime,
    reason: str = "",
    edition: int | None = None,
) -> Referral:
    """Let a colleague assess it. Pressed again, nothing is written."""
    referral = locked(referral)
    if not referral.is_undecided or referral.assigned_to_id != to.pk:
        check_edition(referral, edition)
    if not referral.is_undecided:
        raise ImpossibleMove(_("Remissen är redan bedömd."))
    _check(to, referral)
    if referral.assigned_to_id != to.pk:
        _give(referral, to=to, by=by, at=at, reason=reason)
    return referral


@transaction.atomic
def assign_many(
    referrals: Iterable[Referral],
    *,
    to: User,
    by: User,
    at: datetime,
    reason: str = "",
    seen: Mapping[str, str] | None = None,
) -> Shared:
    """Let a colleague assess several; what is decided meanwhile is left as it is.

    `seen` says who had each, by reference, on the page that was shown: what a
    colleague has assigned since is left to be looked at again.
    """
    shared = Shared()
    for referral in _locked(one.pk for one in referrals):
        _sort(shared, referral, to=to, seen=seen or {})
    befores = {one.pk: one.assigned_to for one in shared.assigned}
    for referral in shared.assigned:
        _check(to, referral)
        _give(referral, to=to, by=by, at=at, reason=reason)
    if befores:
        shared.sharing = Sharing.objects.create(
            to=to, shared_at=at, shared_by=by, undo_until=at + UNDO_FOR
        )
        SharedReferral.objects.bulk_create(
            SharedReferral(sharing=shared.sharing, referral_id=key, before=before)
            for key, before in befores.items()
        )
    return shared


def _sort(
    shared: Shared, referral: Referral, *, to: User, seen: Mapping[str, str]
) -> None:
    """What can be done with one of many."""
    now = str(referral.assigned_to_id or "")
    if not referral.is_undecided:
        shared.decided.append(referral)
    elif now == str(to.pk):
        shared.had_it.append(referral)
    elif seen.get(referral.reference, now) != now:
        shared.changed.append(referral)
    else:
        shared.assigned.append(referral)


@transaction.atomic
def undo_sharing(sharing: Sharing, *, by: User, at: datetime) -> GivenBack:
    """Give each back to whoever had it, unless somebody has moved it since."""
    sharing = Sharing.objects.select_for_update().get(pk=sharing.pk)
    if reason := permissions.why_not_undo_sharing(by, sharing, at):
        raise Refused(reason)
    befores = {
        row.referral_id: row.before
        for row in sharing.referrals.select_related("before")
    }
    moved = _moved_since(sharing, [str(key) for key in befores])
    given = GivenBack()
    for referral in _locked(befores):
        has_it = referral.is_undecided and referral.assigned_to_id == sharing.to_id
        if not has_it or str(referral.pk) in moved:
            given.kept.append(referral)
            continue
        before = befores[referral.pk]
        _put(referral, before)
        to = str(before.pk) if before else ""
        note("referral.assignment_undone", referral, by=by, at=at, to=to)
        given.back.append(referral)
    sharing.undone_at, sharing.undone_by = at, by
    sharing.save(update_fields=["undone_at", "undone_by"])
    return given


def _moved_since(sharing: Sharing, keys: list[str]) -> set[str]:
    """What has been assigned after it, perhaps to the same colleague."""
    later = Event.objects.filter(
        kind="referral.assigned",
        subject_label=Referral._meta.label_lower,
        subject_id__in=keys,
        at__gt=sharing.shared_at,
    )
    return set(later.values_list("subject_id", flat=True))


def _locked(keys: Iterable[object]) -> list[Referral]:
    """Held in the same order, so that two who assign at once never wait for ever."""
    rows = Referral.objects.filter(pk__in=list(keys))
    free = rows.order_by(*Referral.HELD_IN_ORDER).select_for_update(no_key=True)
    list(free.values_list("pk", flat=True))
    return list(rows.select_related("patient", "assigned_to").order_by("pk"))


def _check(to: User, referral: Referral) -> None:
    if not to.may(Permission.TRIAGE) or to.unit_id != referral.unit_id:
        raise Refused(_("Välj någon på enheten som bedömer remisser."))


def _give(referral: Referral, *, to: User, by: User, at: datetime, reason: str) -> None:
    _put(referral, to)
    note("referral.assigned", referral, by=by, at=at, reason=reason, to=str(to.pk))


def _put(referral: Referral, to: User | None) -> None:
    referral.assigned_to = to
    referral.edition += 1
    referral.save(update_fields=["assigned_to", "edition"])
