"""A plan in lines: who prescribes when, the steps, what to prescribe."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tapering import queries
from tapering.amounts import in_unit, pieces_in_words, quantity_in_words
from tapering.lifecycle import Daypart, Unit
from tapering.models import PlanVersion
from tapering.queries import Prescriber
from ui.templatetags.dates import day_with_year, longday_with_year

Json = Mapping[str, Any]


def medicines_in_words(names: Sequence[str]) -> str:
    """oxazepam; at a switch both: oxazepam och diazepam."""
    if len(names) == 1:
        return names[0]
    return _("%(first)s och %(last)s") % {"first": names[0], "last": names[-1]}


def period_in_words(row: Prescriber, starts: date) -> str:
    """From when until when somebody prescribes."""
    first = longday_with_year(row.from_on or starts)
    if row.until_on is None:
        return _("från %(first)s, så länge planen pågår") % {"first": first}
    return _("från %(first)s till och med %(last)s") % {
        "first": first,
        "last": longday_with_year(row.until_on),
    }


def prescribers_in_words(
    rows: Iterable[Prescriber], first: date, last: date | None
) -> list[str]:
    """Who prescribes the days of a step and until when, one after the other."""
    return [
        _("%(name)s till och med %(day)s")
        % {"name": row.name, "day": day_with_year(row.until_on)}
        if row.until_on
        else row.name
        for row in rows
        if _touches(row, first, last)
    ]


def _touches(row: Prescriber, first: date, last: date | None) -> bool:
    """Tell whether any of the days are the prescriber's."""
    begins_in_time = last is None or row.from_on is None or row.from_on <= last
    return begins_in_time and (row.until_on is None or row.until_on >= first)


def steps_of(version: PlanVersion, rows: Sequence[Prescriber]) -> Iterator[Json]:
    """The rows of the answer that are theirs and have not passed."""
    for step in version.answer["steps"]:
        first = date.fromisoformat(step["from"])
        last = first + timedelta(days=step["days"] - 1) if step["days"] else None
        ahead = last is None or last >= version.counts_from
        if ahead and any(_touches(row, first, last) for row in rows):
            yield step


def step_in_words(step: Json, substances: Sequence[str], unit: str) -> str:
    """One step on one line: from when, how long, and what is taken when."""
    words = [
        _("Steg %(n)d från %(day)s")
        % {"n": step["n"], "day": day_with_year(date.fromisoformat(step["from"]))}
    ]
    if step["days"]:
        words.append(
            ngettext("%(days)d dag", "%(days)d dagar", step["days"])
            % {"days": step["days"]}
        )
    taken = [text for name in substances if (text := _taken(step, name, unit))]
    return f"{', '.join(words)}: {'; '.join(taken) or _('inget')}"


def _taken(step: Json, substance: str, unit: str) -> str:
    doses = [dose for dose in step["doses"] if dose["substance"] == substance]
    if not doses:
        return ""
    totals = step.get("total_mg") or step.get("total_ug_per_h") or {}
    parts = [
        f"{_daypart(dose)} {pieces_in_words(dose['pieces'], mark=' + ')}".strip()
        for dose in doses
    ]
    words = {
        "substance": substance,
        "total": in_unit(totals[substance], unit),
        "parts": ", ".join(parts),
    }
    if unit == Unit.UG_PER_H:
        return _("%(substance)s %(total)s (%(parts)s)") % words
    return _("%(substance)s %(total)s per dygn (%(parts)s)") % words


def _daypart(dose: Json) -> str:
    part = dose.get("daypart", "")
    return str(Daypart(part).label).lower() if part else ""


def quantities(version: PlanVersion, rows: Sequence[Prescriber]) -> list[str]:
    """What to prescribe for each pick-up, all strengths on one line."""
    by_period: dict[tuple[str, str], list[str]] = {}
    for row in version.answer["quantities"]:
        first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
        theirs = any(_touches(each, first, last) for each in rows)
        if last < version.counts_from or not theirs or not queries.amount_of(row):
            continue
        words = f"{row['substance']} {quantity_in_words(row)}"
        by_period.setdefault((row["from"], row["to"]), []).append(words)
    return [
        _("%(first)s till %(last)s: %(amounts)s")
        % {
            "first": day_with_year(date.fromisoformat(first)),
            "last": day_with_year(date.fromisoformat(last)),
            "amounts": ", ".join(words),
        }
        for (first, last), words in sorted(by_period.items())
    ]


def beside_in_words(rows: Iterable[queries.Taken]) -> list[str]:
    """oförändrat: zopiklon 7,5 mg till natten."""
    return [
        _("oförändrat: %(medicine)s") % {"medicine": taken_in_words(row)}
        for row in rows
    ]


def _when(part: str) -> str:
    """When on the day, as part of a sentence."""
    return {
        str(Daypart.MORNING): _("på morgonen"),
        str(Daypart.NOON): _("mitt på dagen"),
        str(Daypart.EVENING): _("på kvällen"),
        str(Daypart.NIGHT): _("till natten"),
    }[part]


def taken_in_words(row: queries.Taken) -> str:
    if row.unit != "mg":
        return f"{row.substance} {in_unit(row.total_mg, row.unit)}"
    doses = [
        f"{in_unit(row.doses[part], row.unit)} {_when(part)}"
        for part in Daypart.values
        if row.doses.get(part)
    ]
    needed = [_("vid behov")] if row.as_needed else []
    return f"{row.substance} {', '.join([*doses, *needed])}"
