"""The form and the rows of one page, as one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tapering.forms.reference.policy import MOST_BANDS, BandRow, LimitRow, PolicyForm
from tapering.forms.reference.product import ProductForm
from tapering.forms.reference.rows import RowForm, posted_rows, rows_of_kind
from tapering.forms.reference.shared import AmountField, KeptForm
from tapering.forms.reference.table import MOST_ROWS, EquivalenceRowForm, TableForm
from tapering.lifecycle import Evidence, WhoMay
from tapering.models import EquivalenceTable, Policy, Product
from tapering.models.kept import Kept
from ui.templatetags.numbers import number

Words = str | Promise
# The rows of each kind of page: prefix, form, most of them.
BANDS = ("band", BandRow, MOST_BANDS)
LIMITS = ("limit", LimitRow, MOST_BANDS)
EQUALS = ("row", EquivalenceRowForm, MOST_ROWS)


@dataclass(kw_only=True)
class Part:
    """Rows with a heading."""

    prefix: str
    heading: Words
    hint: Words
    legend: Words
    more: Words
    formset: Any


@dataclass(kw_only=True)
class Sheet:
    """A form with its rows; `fields` is what the action takes."""

    form: Any
    parts: list[Part] = field(default_factory=list)

    def is_valid(self) -> bool:
        """Judge everything, so that all faults show at once."""
        judged = [self.form.is_valid(), *(p.formset.is_valid() for p in self.parts)]
        return all(judged)

    @property
    def fields(self) -> dict[str, Any]:
        """Everything as the model has it."""
        said: dict[str, Any] = self.form.fields_said
        rows = {part.prefix: part.formset.kept for part in self.parts}
        if isinstance(self.form, PolicyForm):
            bands = [row.band for row in rows["band"]]
            limits = [row.limit for row in rows["limit"]]
            return {**said, "rule": self.form.rule(bands, limits)}
        if isinstance(self.form, TableForm):
            return {**said, "rows": [row.row for row in rows["row"]]}
        return said

    @property
    def formsets(self) -> list[Any]:
        """The rows alone, for the summary of faults."""
        return [part.formset for part in self.parts]


def _shown(text: object) -> object:
    """A number of the rule as people write it."""
    try:
        return number(Decimal(str(text)))
    except (ValueError, ArithmeticError):
        return text


def _of_rule(rows: list[dict[str, Any]], amounts: set[str]) -> list[dict[str, Any]]:
    return [
        {k: _shown(v) if k in amounts and v else v for k, v in row.items()}
        for row in rows
    ]


def _policy_initial(policy: Policy) -> dict[str, Any]:
    rule = policy.rule
    known = rule.get("occupancy") or {}
    order = list(rule.get("order") or [])
    order += [p for p in ("noon", "morning", "evening", "night") if p not in order]
    return {
        **{
            name: getattr(policy, name)
            for name in PolicyForm.base_fields
            if hasattr(policy, name)
        },
        "goal_mg": _shown(rule.get("goal_mg", "0")),
        "stop_below_mg": _shown(rule.get("stop_below_mg", "0")),
        "rounding": rule.get("rounding", "slower"),
        "take": rule.get("take", "even"),
        "order": " ".join(order),
        "half_dose_mg": _shown(known.get("half_dose_mg", "")),
        "emax_percent": _shown(known.get("emax_percent", "")),
        "occupancy_source": known.get("source", ""),
    }


NEW_POLICY = {
    "confirm_each_step": True,
    "who_may_hold": WhoMay.CARE,
    "who_may_slow_down": WhoMay.PRESCRIBER,
    "who_may_step_back": WhoMay.PRESCRIBER,
    "who_may_confirm": WhoMay.CARE,
    "order": "noon morning evening night",
    "evidence": Evidence.OWN,
}


def _policy_sheet(data: Any, thing: Policy | None, rows: dict[str, Any]) -> Sheet:
    rule = thing.rule if thing else {}
    bands = _of_rule(rule.get("bands", []), {"above", "size"})
    limits = _of_rule(rule.get("limits", []), {"size"})
    initial = _policy_initial(thing) if thing else NEW_POLICY
    form = PolicyForm(data, initial=rows.get("form") or initial, thing=thing)
    return Sheet(
        form=form,
        parts=[
            Part(
                prefix="band",
                heading=_("Nivåer"),
                hint=_(
                    "Från den högsta dosen och nedåt. Sista nivån gäller över 0 "
                    "eller över målet."
                ),
                legend=_("Nivå"),
                more=_("Lägg till nivå"),
                formset=_rows(BANDS, data, rows, bands),
            ),
            Part(
                prefix="limit",
                heading=_("Gränser"),
                hint=_("En större minskning än så kräver en skriven motivering."),
                legend=_("Gräns"),
                more=_("Lägg till gräns"),
                formset=_rows(LIMITS, data, rows, limits),
            ),
        ],
    )


def _rows(
    kind: tuple[str, type[RowForm], int],
    data: Any,
    posted: dict[str, Any],
    known: list[dict[str, Any]],
) -> Any:
    prefix, row, most = kind
    initial = posted.get(prefix, known)
    return rows_of_kind(row, data, prefix=prefix, initial=initial, most=most)


def _table_sheet(
    data: Any, thing: EquivalenceTable | None, rows: dict[str, Any]
) -> Sheet:
    names = list(EquivalenceRowForm.base_fields)
    known = list(thing.rows.values(*names)) if thing else []
    initial = _initial_of(thing, TableForm)
    return Sheet(
        form=TableForm(data, initial=rows.get("form") or initial, thing=thing),
        parts=[
            Part(
                prefix="row",
                heading=_("Rader"),
                hint=_("Skriv ett spann där källan har ett. En siffra räcker annars."),
                legend=_("Rad"),
                more=_("Lägg till rad"),
                formset=_rows(EQUALS, data, rows, known),
            )
        ],
    )


def _initial_of(thing: Kept | None, form: type[KeptForm]) -> dict[str, Any]:
    if thing is None:
        return {}
    return {name: getattr(thing, name) for name in form.base_fields}


def _build(model: Any, data: Any, thing: Any, rows: dict[str, Any]) -> Sheet:
    if model is Policy:
        return _policy_sheet(data, thing, rows)
    if model is EquivalenceTable:
        return _table_sheet(data, thing, rows)
    initial = rows.get("form") or _initial_of(thing, ProductForm)
    return Sheet(form=ProductForm(data, initial=initial, thing=thing))


def sheet_for(model: Any, data: Any, thing: Kept | None) -> Sheet:
    """The page's questions, with what is known or what was sent."""
    return _build(model, data, thing, {})


FORMS: dict[Any, type[KeptForm]] = {
    Policy: PolicyForm,
    EquivalenceTable: TableForm,
    Product: ProductForm,
}


def unjudged(model: Any, data: Mapping[str, Any], thing: Kept | None) -> Sheet:
    """What was posted, with one more empty row, and nothing said about it yet."""
    typed: dict[str, Any] = {
        name: str(data.get(name, "")) for name in FORMS[model].base_fields
    }
    rows: dict[str, Any] = {"form": typed}
    for prefix, row, most in (BANDS, LIMITS, EQUALS):
        rows[prefix] = posted_rows(row, data, prefix=prefix, most=most)
    return _build(model, None, thing, rows)


def typed_dose(text: str) -> Decimal | None:
    """A dose to try a rule on, or None when it is no such thing."""
    try:
        dose = AmountField().clean(text)
    except ValidationError:
        return None
    return dose or None
