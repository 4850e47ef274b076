"""What plans rest on: written by one person, approved by another, then kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refused
from audit import actions as audit
from tapering import permissions, queries
from tapering.lifecycle import STANDINGS, Standing
from tapering.models import EquivalenceRow, EquivalenceTable, Policy, Product
from tapering.models.kept import Kept

K = TypeVar("K", bound=Kept)
Rows = Sequence[dict[str, Any]]
# What a new version takes over from the one that it would replace.
OWN = {"id", "version", "standing", "written_by", "written_at", "approved_by"} | {
    "approved_at",
    "retired_at",
    "replaces",
    "edition",
    "shipped_as",
}


class EditedMeanwhile(Refused):
    """Somebody else saved the draft while it was being written on."""


def _held(thing: K) -> K:
    """The row as it is now, held until the transaction ends."""
    model: Any = type(thing)
    found: K = model.objects.select_for_update(of=("self",)).get(pk=thing.pk)
    return found


def _kind(thing: Kept) -> str:
    return type(thing).__name__.lower()


def check_standing(thing: Kept, then: Standing) -> None:
    """Raise `Refused` unless the row may become `then`."""
    if then not in STANDINGS[Standing(thing.standing)]:
        raise Refused(
            _("Den är redan %(now)s. Läs om sidan och se vad som gäller.")
            % {"now": thing.get_standing_display().lower()}
        )


def _next_version(thing: Kept) -> int:
    """The number after the last version of the same name, discarded ones too."""
    if isinstance(thing, Product):
        return thing.replaces.version + 1 if thing.replaces else 1
    model: Any = type(thing)
    name = thing.name  # type: ignore[attr-defined]  # rules and tables have one
    named = model.objects.filter(name=name).exclude(pk=thing.pk)
    last = named.aggregate(last=Max("version"))["last"] or 0
    before = thing.replaces.version if thing.replaces else 0
    return int(max(last, before)) + 1


def _keep(thing: K, *, by: User, at: datetime) -> K:
    """Save a new draft, numbered after those of its name."""
    thing.written_by, thing.written_at = by, at
    thing.version = _next_version(thing)
    thing.save()
    audit.record(kind=f"{_kind(thing)}.written", subject=thing, by=by, at=at)
    return thing


@transaction.atomic
def write_policy(*, by: User, at: datetime, **fields: Any) -> Policy:
    """Write down a rule as a draft. Fields as in the model; nothing is used yet."""
    return _keep(Policy(**fields), by=by, at=at)


@transaction.atomic
def write_product(*, by: User, at: datetime, **fields: Any) -> Product:
    """Write down a product as a draft."""
    fields["substance"] = fields["substance"].strip().lower()
    return _keep(Product(**fields), by=by, at=at)


def _write_rows(table: EquivalenceTable, rows: Rows) -> None:
    EquivalenceRow.objects.bulk_create(
        EquivalenceRow(table=table, **row) for row in rows
    )


@transaction.atomic
def write_table(
    *, rows: Rows, by: User, at: datetime, **fields: Any
) -> EquivalenceTable:
    """Write down a table of equivalents as a draft, with its rows."""
    table = _keep(EquivalenceTable(**fields), by=by, at=at)
    _write_rows(table, rows)
    return table


@transaction.atomic
def edit(
    thing: K,
    *,
    edition: int,
    by: User,
    at: datetime,
    rows: Rows | None = None,
    **fields: Any,
) -> K:
    """Change a draft that was read as `edition`; refused when it is newer by now.

    Who changes it becomes its writer, and cannot approve it.
    """
    thing = _held(thing)
    if thing.standing != Standing.DRAFT:
        raise Refused(_("Bara utkast går att ändra. Gör en ny version i stället."))
    if thing.edition != edition:
        raise EditedMeanwhile(
            _("%(name)s har ändrat utkastet medan du skrev.")
            % {"name": thing.written_by.name}
        )
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.written_by, thing.written_at = by, at
    thing.version, thing.edition = _next_version(thing), edition + 1
    thing.save()
    if rows is not None and isinstance(thing, EquivalenceTable):
        thing.rows.all().delete()
        _write_rows(thing, rows)
    audit.record(kind=f"{_kind(thing)}.edited", subject=thing, by=by, at=at)
    return thing


def _rows_of(table: EquivalenceTable) -> list[dict[str, Any]]:
    left_out = {"id", "table"}
    names = [f.name for f in EquivalenceRow._meta.fields if f.name not in left_out]
    return list(table.rows.values(*names))


@transaction.atomic
def new_version(thing: K, *, by: User, at: datetime) -> K:
    """Begin a draft that will replace `thing`; the one begun already if there is."""
    thing = _held(thing)
    model: Any = type(thing)
    begun: K | None = model.objects.filter(
        replaces=thing, standing=Standing.DRAFT
    ).first()
    if begun is not None:
        return begun
    if not thing.is_usable:
        raise Refused(_("Bara det som är godkänt får en ny version."))
    names = [f.name for f in thing._meta.concrete_fields if f.name not in OWN]
    draft: K = model(replaces=thing, **{name: getattr(thing, name) for name in names})
    _keep(draft, by=by, at=at)
    if isinstance(thing, EquivalenceTable) and isinstance(draft, EquivalenceTable):
        _write_rows(draft, _rows_of(thing))
    return draft


@transaction.atomic
def discard(thing: K, *, by: User, at: datetime) -> K:
    """Put a draft away for good; it stays readable."""
    thing = _held(thing)
    check_standing(thing, Standing.DISCARDED)
    _end(thing, Standing.DISCARDED, at=at)
    audit.record(kind=f"{_kind(thing)}.discarded", subject=thing, by=by, at=at)
    return thing


@transaction.atomic
def approve(thing: K, *, by: User, at: datetime, edition: int | None = None) -> K:
    """Take a draft into use; the version that it replaces is retired.

    `edition` is the one that was read: what somebody has changed since is not approved.
    """
    thing = _held(thing)
    check_standing(thing, Standing.APPROVED)
    if edition is not None and thing.edition != edition:
        raise EditedMeanwhile(
            _("%(name)s har ändrat utkastet. Läs det igen.")
            % {"name": thing.written_by.name}
        )
    if reason := permissions.why_not_approve(by, thing):
        raise Refused(reason)
    if gaps := queries.missing_in(thing):
        raise Refused(" ".join(gap.sentence for gap in gaps))
    if thing.replaces is not None and thing.replaces.is_usable:
        _end(_held(thing.replaces), Standing.RETIRED, at=at)
    thing.standing, thing.approved_by, thing.approved_at = Standing.APPROVED, by, at
    thing.save(update_fields=["standing", "approved_by", "approved_at"])
    audit.record(kind=f"{_kind(thing)}.approved", subject=thing, by=by, at=at)
    return thing


def _end(thing: Kept, standing: Standing, *, at: datetime) -> None:
    thing.standing, thing.retired_at = standing, at
    thing.save(update_fields=["standing", "retired_at"])


@transaction.atomic
def retire(thing: K, *, by: User, at: datetime) -> K:
    """Take it out of use; plans that rest on it go on."""
    thing = _held(thing)
    check_standing(thing, Standing.RETIRED)
    _end(thing, Standing.RETIRED, at=at)
    audit.record(kind=f"{_kind(thing)}.retired", subject=thing, by=by, at=at)
    return thing
