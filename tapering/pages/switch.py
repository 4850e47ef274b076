"""A switch in words: what the tables say, the formula, every number in between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from tapering.lifecycle import Daypart
from tapering.models import PlanVersion
from tapering.queries import Equivalent, Span
from tapering.queries.pace import first_request
from ui.templatetags.dates import day_with_year
from ui.templatetags.numbers import NO_BREAK, figures

Json = Mapping[str, Any]


def _mg(value: Fraction | str) -> str:
    return f"{figures(Fraction(value), 2)}{NO_BREAK}mg"


def span_in_words(span: Span) -> str:
    """22,5 mg; or 9–15 mg."""
    if span.is_single:
        return _mg(span.low)
    return f"{figures(span.low, 2)}–{_mg(span.high)}"


@dataclass(frozen=True, kw_only=True)
class Saying:
    """What one table says of the dose."""

    table: str
    figure: str
    via: str
    cautious: str
    usual: str
    source: str
    can_be_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """What all known tables say of this very dose."""

    sentence: str
    sayings: list[Saying]


def saying_of(told: Equivalent, *, is_opioid: bool = False) -> Saying:
    """One table's word on the dose, with the reference it goes through."""
    via = ""
    if told.via:
        via = _("genom %(reference)s: %(span)s") % {
            "reference": told.via,
            "span": span_in_words(told.in_reference),
        }
    return Saying(
        table=told.table.name,
        figure=span_in_words(told.span),
        via=via,
        cautious=_mg(told.span.low) if is_opioid and not told.span.is_single else "",
        usual=_mg(told.usual) if told.usual is not None else "",
        source=told.table.source,
        can_be_chosen=told.can_be_chosen,
    )


def saying_in_words(told: Equivalent, saying: Saying) -> str:
    """What a table says, as the hint of a choice."""
    words = _("%(dose)s %(old)s = %(figure)s %(new)s per dygn.") % {
        "dose": _mg(told.dose),
        "old": told.old,
        "figure": saying.figure,
        "new": told.new,
    }
    parts = [words]
    if saying.via:
        parts.append(_("Räknat %(via)s.") % {"via": saying.via})
    if saying.cautious:
        parts.append(_("Försiktigast: %(figure)s.") % {"figure": saying.cautious})
    if saying.usual:
        parts.append(_("Källans eget tal: %(figure)s.") % {"figure": saying.usual})
    return " ".join([*parts, f"{saying.source.rstrip('.')}."])


def disagreement(
    known: Sequence[Equivalent], *, is_opioid: bool = False
) -> Disagreement | None:
    """Oxazepam 45 mg = 22,5 mg diazepam enligt den ena, 9–15 mg enligt den andra."""
    if not known:
        return None
    first, *others = known
    words = [
        _("%(old)s %(dose)s per dygn = %(figure)s %(new)s enligt %(table)s")
        % {
            "old": first.old.capitalize(),
            "dose": _mg(first.dose),
            "figure": span_in_words(first.span),
            "new": first.new,
            "table": first.table.name,
        }
    ]
    words += [
        _("%(figure)s enligt %(table)s")
        % {"figure": span_in_words(each.span), "table": each.table.name}
        for each in others
    ]
    return Disagreement(
        sentence=", ".join(words) + ".",
        sayings=[saying_of(each, is_opioid=is_opioid) for each in known],
    )


@dataclass(frozen=True, kw_only=True)
class Derivation:
    """How the doses of a switch came about, line by line, and who chose."""

    lines: list[str]
    source: str
    chosen: str


def _span_of(pair: Sequence[str]) -> str:
    low, high = (Fraction(each) for each in pair)
    return span_in_words(Span(low=low, high=high))


def _row_in_words(row: Json, reference: str) -> str:
    return _("Tabellen: %(amount)s %(substance)s = %(equals)s %(reference)s.") % {
        "amount": _span_of(row["amount"]),
        "substance": row["substance"],
        "equals": _span_of(row["equals"]),
        "reference": reference,
    }


def _figure_line(conversion: Json) -> str:
    words = {
        "dose": _mg(conversion["dose"]),
        "old": conversion["from"],
        "new": conversion["to"],
        "range": _span_of(conversion["range"]),
    }
    if conversion["figure"] is None:
        words |= {
            "after": _mg(conversion["to_mg"]),
            "before": _mg(conversion["from_mg"]),
        }
        return (
            _("%(dose)s %(old)s × %(after)s / %(before)s = %(range)s %(new)s per dygn.")
            % words
        )
    words["figure"] = _mg(conversion["figure"])
    return (
        _(
            "%(dose)s %(old)s = %(range)s %(new)s per dygn. "
            "Valt inom spannet: %(figure)s."
        )
        % words
    )


def _factor_line(conversion: Json) -> str:
    ratio = Fraction(conversion["to_mg"]) / Fraction(conversion["from_mg"])
    figure = Fraction(conversion["dose"]) * ratio
    factor = Fraction(conversion["factor"])
    return _(
        "%(figure)s × säkerhetsfaktor %(factor)s = %(result)s %(new)s per dygn."
    ) % {
        "figure": _mg(figure),
        "factor": figures(factor, 4),
        "result": _mg(figure * factor),
        "new": conversion["to"],
    }


def _daypart_lines(request: Json, answer: Json) -> list[str]:
    """For each time of the day: what it equals, and what the products make."""
    switch = request["switch"]
    each = Fraction(switch["to_mg"]) / Fraction(switch["from_mg"])
    factor = Fraction(switch.get("factor", "1"))
    rounded = {
        finding["values"]["daypart"]: finding["values"]
        for finding in answer["findings"]
        if finding["code"] == "switch_rounded"
    }
    lines = []
    for row in request["regimen"]:
        if row["substance"] != switch["from"]:
            continue
        wished = Fraction(row["mg"]) * each * factor
        off = rounded.get(row["daypart"])
        words = {
            "part": Daypart(row["daypart"]).label,
            "old": _mg(row["mg"]),
            "wished": _mg(wished),
            "given": _mg(off["given_mg"]) if off else _mg(wished),
        }
        exact = _("%(part)s: %(old)s blir %(wished)s.")
        lower = _("%(part)s: %(old)s blir %(wished)s, avrundat nedåt till %(given)s.")
        lines.append((lower if off else exact) % words)
    return lines


def _source(conversion: Json) -> str:
    """The source as it was read, with the table's name when it does not say it."""
    table, source = conversion["table"], conversion["source"]
    words = source if source.startswith(table) else f"{table}. {source}"
    return f"{words.rstrip('.')}."


def derivation_of(
    conversion: Json | None, request: Json, answer: Json
) -> Derivation | None:
    """The formula of a switch with every number in between, and its source."""
    if conversion is None or "switch" not in request:
        return None
    rows = [conversion["row"], conversion["new_row"]]
    at = parse_datetime(conversion["at"])
    return Derivation(
        lines=[
            *(_row_in_words(row, conversion["reference"]) for row in rows if row),
            _figure_line(conversion),
            _factor_line(conversion),
            *_daypart_lines(request, answer),
        ],
        source=_source(conversion),
        chosen=_("Valt av %(name)s %(day)s.")
        % {"name": conversion["by_name"], "day": day_with_year(at)},
    )


def derivation_of_version(version: PlanVersion) -> Derivation | None:
    """The formula of the switch that a version rests on."""
    request = first_request(dict(version.request))
    return derivation_of(version.conversion, request, version.answer)
