"""Rules, tables and products as lists and pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tapering import queries
from tapering.lifecycle import Standing, Unit
from tapering.models import EquivalenceRow, EquivalenceTable, Policy
from tapering.models.kept import Kept
from tapering.pages.rules import details, in_short, levels
from tapering.reference.tables.shared import CODES
from ui.templatetags.dates import day_with_year
from ui.templatetags.numbers import NO_BREAK, number

NAMES = {code: name for name, code in CODES.items()}
TAGS = {
    Standing.DRAFT: "draft",
    Standing.APPROVED: "accepted",
    Standing.RETIRED: "closed",
    Standing.DISCARDED: "withdrawn",
}


@dataclass(frozen=True, kw_only=True)
class Tag:
    """A standing as its tag: shape, tint and word."""

    code: str
    label: str


def standing_tag(thing: Kept) -> Tag:
    """Utkast, Godkänd, Används inte längre."""
    standing = Standing(thing.standing)
    return Tag(code=TAGS[standing], label=str(standing.label))


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One of the three lists."""

    label: str
    url: str
    is_current: bool


def reference_tabs(here: str) -> list[Tab]:
    """Rules, tables, products."""
    listed = {
        "rules": (_("Regler"), "tapering:policies"),
        "tables": (_("Omräkningstabeller"), "tapering:tables"),
        "products": (_("Läkemedel"), "tapering:products"),
    }
    return [
        Tab(label=label, url=reverse(page), is_current=key == here)
        for key, (label, page) in listed.items()
    ]


def medicines(codes: Iterable[str]) -> str:
    """What codes are for: a medicine by name, or the group that it belongs to."""
    codes = list(codes)
    if not codes:
        return _("Alla läkemedel")
    named = [NAMES[code] for code in codes if code in NAMES]
    if len(named) == len(codes):
        return ", ".join(named).capitalize()
    groups = [str(group.label) for group in queries.groups_of(codes)]
    return ", ".join(groups) or ", ".join(codes)


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    """One rule in the list."""

    policy: Policy
    short: str
    medicines: str
    tag: Tag
    is_lacking: bool


def rule_rows(policies: Iterable[Policy]) -> list[RuleRow]:
    """The list of rules."""
    return [
        RuleRow(
            policy=policy,
            short=in_short(policy.rule),
            medicines=medicines(policy.atc),
            tag=standing_tag(policy),
            is_lacking=not policy.approved_at and bool(queries.rule_lacks(policy)),
        )
        for policy in policies
    ]


def span(low: Any, high: Any) -> str:
    """30–50, or 30 when both ends are the same."""
    return number(low) if low == high else f"{number(low)}–{number(high)}"


@dataclass(frozen=True, kw_only=True)
class Equivalent:
    """One row of a table in words."""

    substance: str
    amount: str
    equals: str
    usual: str
    note: str
    atc: str


def equivalent(row: EquivalenceRow, reference: str) -> Equivalent:
    """30–50 mg oxazepam motsvarar 10 mg diazepam."""
    unit = str(Unit(row.unit).label)
    return Equivalent(
        substance=row.substance,
        amount=f"{span(row.amount_low, row.amount_high)}{NO_BREAK}{unit}",
        equals=f"{span(row.equals_low, row.equals_high)}{NO_BREAK}mg {reference}",
        usual=number(row.equals_usual),
        note=row.note,
        atc=row.atc,
    )


def equivalents(table: EquivalenceTable) -> list[Equivalent]:
    """Every row of a table."""
    return [equivalent(row, table.reference) for row in table.rows.all()]


def _person(name: str, at: Any) -> str:
    return f"{name}, {day_with_year(at)}"


def kept_facts(thing: Kept) -> list[dict[str, str]]:
    """Where it comes from and who stands on it."""
    rows = [
        (_("Källa"), thing.source or _("Ingen källa än")),
        (_("Läst"), str(thing.get_evidence_display())),
        (_("Land"), thing.jurisdiction),
        (_("Skriven av"), _person(thing.written_by.name, thing.written_at)),
    ]
    if thing.approved_by and thing.approved_at:
        approved = _person(thing.approved_by.name, thing.approved_at)
        rows.append((_("Godkänd av"), approved))
    return [{"label": label, "value": value} for label, value in rows if value]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One question with what was typed and what is kept now."""

    label: str
    typed: str
    kept: str


def _in_words(value: Any) -> str:
    """A field's value as text, whatever it is."""
    if isinstance(value, dict):
        lines = [
            f"{level.where}: {level.how_much}, {level.how_often}"
            for level in levels(value)
        ]
        return "; ".join([*lines, *details(value)])
    if isinstance(value, bool):
        return _("Ja") if value else _("Nej")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "–" if value in (None, "") else str(value)


def _row_words(rows: Iterable[Any], reference: str) -> str:
    words = [equivalent(row, reference) for row in rows]
    return "; ".join(sorted(f"{w.substance} {w.amount} = {w.equals}" for w in words))


def two_texts(sheet: Any, kept: Kept) -> list[Difference]:
    """Every question that was answered in two ways."""
    fields: dict[str, Any] = sheet.fields
    rows: Sequence[dict[str, Any]] | None = fields.pop("rows", None)
    found = []
    for name, value in fields.items():
        typed, there = _in_words(value), _in_words(getattr(kept, name))
        if typed != there:
            asked = sheet.form.fields.get(name)
            label = str(asked.label) if asked else _("Nivåer och gränser")
            found.append(Difference(label=label, typed=typed, kept=there))
    if rows is not None and isinstance(kept, EquivalenceTable):
        typed = _row_words((EquivalenceRow(**r) for r in rows), kept.reference)
        there = _row_words(kept.rows.all(), kept.reference)
        if typed != there:
            found.append(Difference(label=_("Rader"), typed=typed, kept=there))
    return found
