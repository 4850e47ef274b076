"""What the pages of imports show: the lists, a preview, what came of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from referrals.lists.columns import FIELDS, IN_TEMPLATE, lacking
from referrals.models import ImportBatch, ImportRow
from referrals.models.importing import MAY_BE_UNDONE
from referrals.pages.tabs import Tab

State = ImportBatch.State
Words = str | Promise
FEW = 3
VIEWS = ("stopped", "good", "all")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of the list, as it will be brought in or why it will not."""

    number: int
    name: str
    identity: str
    issued_on: str
    medicine: str
    faults: list[str]
    notes: list[str]
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many rows there are of each kind."""

    all: int
    stopped: int
    good: int
    noted: int


def counts_of(batch: ImportBatch) -> Counts:
    """Count the rows, in one query."""
    stopped = Q(faults__contains=[{"stops": True}])
    found = batch.rows.aggregate(
        all=Count("pk"),
        stopped=Count("pk", filter=stopped),
        noted=Count("pk", filter=~stopped & ~Q(faults=[])),
    )
    return Counts(**found, good=found["all"] - found["stopped"])


def most_common(batch: ImportBatch) -> list[tuple[str, int]]:
    """The faults that stop most rows: often one thing to put right in the file."""
    found = batch.rows.stopped().values_list("faults", flat=True)
    often = Counter(one["text"] for faults in found for one in faults if one["stops"])
    return [(text, count) for text, count in often.most_common(FEW) if count > 1]


def tabs(batch: ImportBatch, counts: Counts, view: str) -> list[Tab]:
    """Rows with faults first: that is what there is to do something about."""
    url = reverse("referrals:import", args=[batch.pk])
    labels = {
        "stopped": _("Lämnas utanför"),
        "good": _("Läses in"),
        "all": _("Alla rader"),
    }
    if batch.state in {State.APPROVED, State.UNDONE}:
        labels |= {"stopped": _("Lämnades utanför"), "good": _("Inlästa")}
    return [
        Tab(
            label=labels[name],
            url=f"{url}?view={name}",
            is_current=name == view,
            count=getattr(counts, name),
        )
        for name in VIEWS
    ]


def rows_of(batch: ImportBatch, view: str) -> "QuerySet[ImportRow]":
    """The rows of one tab, with what became of them."""
    rows = batch.rows.select_related("referral", "patient")
    if view == "stopped":
        return rows.stopped()
    return rows.good() if view == "good" else rows


def line_of(row: ImportRow) -> Line:
    """One row in words. What was brought in is read from where it is now."""
    said = row.said
    name = f"{said.get('given_name', '')} {said.get('family_name', '')}".strip()
    hidden = row.patient is not None and row.patient.is_protected
    if row.referral:
        name = _("Skyddade uppgifter") if hidden else row.referral.name
    url = ""
    if row.referral:
        url = reverse("referrals:detail", args=[row.referral.shown_reference])
    return Line(
        number=row.number,
        name=name or " ".join(row.cells[:3])[:80],
        identity=_identity(row),
        issued_on=_day(row),
        medicine=said.get("medicine", "")[:60],
        faults=[one["text"] for one in row.faults if one["stops"]],
        notes=[one["text"] for one in row.faults if not one["stops"]],
        url=url,
    )


def _day(row: ImportRow) -> str:
    if row.referral:
        return row.referral.issued_on.isoformat()
    return str(row.said.get("issued_on", ""))


def _identity(row: ImportRow) -> str:
    """The number as people write it; a protected person's stands where it is kept."""
    if row.patient is not None:
        return "" if row.patient.is_protected else row.patient.shown_number
    number = str(row.said.get("number", ""))
    return f"{number[:8]}-{number[8:]}" if len(number) == 12 else number


def undo_until(batch: ImportBatch) -> datetime | None:
    """The moment until which it can be taken back."""
    if batch.state != State.APPROVED or batch.approved_at is None:
        return None
    return batch.approved_at + MAY_BE_UNDONE - timedelta(seconds=1)


def lacks(batch: ImportBatch) -> str:
    """Which columns have to be chosen before the rows can be read."""
    return ", ".join(lacking(batch.columns))


def template_rows() -> list[list[str]]:
    """A file to fill in: headings that are understood, and nobody in it."""
    return [[str(FIELDS[name]) for name in IN_TEMPLATE]]


def stopped_rows(batch: ImportBatch) -> list[list[str]]:
    """The rows that were left out, with why, to be put right and uploaded again."""
    found = [[*batch.headings, _("Varför raden lämnades utanför")]]
    for row in batch.rows.stopped():
        faults = " ".join(one["text"] for one in row.faults if one["stops"])
        found.append([*row.cells, faults])
    return found
