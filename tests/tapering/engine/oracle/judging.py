"""What a clinician must see."""

from fractions import Fraction
from itertools import pairwise

from tests.tapering.engine.oracle.ideal import points_of
from tests.tapering.engine.oracle.rows import dayparts, row_before, total
from tests.tapering.engine.oracle.words import Refused, exact, share, target, written

SEVERITIES = ("refuse", "reason", "note")


def findings(plan):
    """Return all findings in the order of the contract."""
    found = [*coarse(plan), *over_bands(plan), *over_limits(plan), *rounded(plan)]
    found += [*risen(plan)]
    if plan.by_hand:
        found += [*dated(plan), *unmade(plan), *two_changes(plan)]
    return sorted(found, key=place_of)


def place_of(each):
    step = -1 if each["step"] is None else each["step"]
    severity = SEVERITIES.index(each["severity"])
    return step, severity, each["code"], each["source"] or ""


def finding(code, severity, step, values, source=None):
    return {
        "code": code,
        "severity": severity,
        "step": step,
        "values": values,
        "source": source,
    }


def measured(plan, before, after, of, base):
    """Return a cut in the measure of a band or a limit; None when it has none."""
    lost = before - after
    if of == "current":
        return 100 * lost / base if base else None
    if of == "start":
        return 100 * lost / plan.start_total
    if of == "occupancy":
        occupancy = plan.rules.occupancy
        return points_of(before, occupancy) - points_of(after, occupancy)
    return lost


def shown(value, of):
    return share(value) if of in ("current", "start", "occupancy") else exact(value)


def cuts(plan):
    """Return (n, row, dose before, dose after) of every row that cuts."""
    own, found = plan.asked.taper, []
    for n, row in enumerate(plan.rows):
        before, after = total(row_before(plan, n), own), total(row, own)
        if not row.is_switch and after < before:
            found.append((n, row, before, after))
    return found


def over(plan):
    """Return (n, band, real cut, before, after) where the cut is over its band."""
    for n, row, before, after in cuts(plan):
        band = row.band
        if band is None:
            continue
        real = measured(plan, before, after, band.of, before)
        if real > band.size:
            yield n, band, real, before, after


def over_bands(plan):
    for n, band, real, _, _ in over(plan):
        values = {
            "cut": shown(real, band.of),
            "size": exact(band.size),
            "of": band.of,
        }
        yield finding("cut_over_band", "note", n, values)


def coarse(plan):
    """Say once that nothing smaller can be made."""
    unit, own = plan.asked.unit, plan.asked.taper
    making = plan.asked.making[own]
    for n, _, _, before, after in over(plan):
        doses = dayparts(row_before(plan, n), own)
        made = [mg for mg in doses.values() if making.can(mg)]
        if made and before - after == min(mg - making.below(mg) for mg in made):
            values = {f"smallest_{unit}": exact(finest(plan, making))}
            yield finding("too_coarse", "note", None, values)
            return


def finest(plan, making):
    """Return the smallest difference of two doses, up to the highest of the plan."""
    mgs = [mg for row in plan.rows for mg in dayparts(row, plan.asked.taper).values()]
    mgs += [
        dose.mg for dose in plan.asked.regimen if dose.substance == plan.asked.taper
    ]
    levels = making.up_to(max(mgs))
    return min(high - low for low, high in pairwise(levels))


def over_limits(plan):
    """Judge every row by the cuts on the days before it."""
    if any(second.day <= first.day for first, second in pairwise(plan.rows)):
        return
    every = cuts(plan)
    for n, _, _, _ in every:
        for limit in plan.rules.limits:
            found = judged(plan, limit, n, every)
            if found > limit.size:
                yield limited(plan, limit, n, found)


def judged(plan, limit, n, every):
    """Return the cuts on days (d - days, d] in the limit's measure."""
    until = plan.rows[n].day
    day, base = until - limit.days, plan.start_total
    for each in plan.rows[:n]:
        if plan.start_row.day <= each.day <= day:
            base = total(each, plan.asked.taper)
    if not base:  # after a rise from nothing, of the first dose there was
        doses = [total(each, plan.asked.taper) for each in plan.rows if each.day > day]
        base = next(mg for mg in doses if mg)
    return sum(
        measured(plan, before, after, limit.of, base)
        for _, each, before, after in every
        if day < each.day <= until and each.day >= plan.start_row.day
    )


def limited(plan, limit, n, found):
    if limit.severity == "refuse" and not plan.by_hand:
        raise Refused(limit.path)
    values = {
        "cut": shown(found, limit.of),
        "size": exact(limit.size),
        "of": limit.of,
        "days": limit.days,
    }
    return finding("cut_over_limit", limit.severity, n, values, limit.source)


def rounded(plan):
    """Tell of equivalents that cannot be made."""
    for n, part, wanted, given in plan.notes:
        values = {
            "substance": plan.asked.taper,
            "daypart": part,
            "wanted_mg": target(wanted),
            "given_mg": exact(given),
        }
        yield finding("switch_rounded", "note", n, values, plan.asked.switch.table)


def risen(plan):
    for n, row in enumerate(plan.rows):
        if row.is_switch:
            continue
        before = row_before(plan, n)
        for (substance, part), mg in row.doses.items():
            was = before.doses.get((substance, part), Fraction(0))
            if mg > was:
                where = {} if part is None else {"daypart": part}
                unit = plan.asked.unit
                mgs = {f"from_{unit}": exact(was), f"to_{unit}": exact(mg)}
                values = {"substance": substance} | where | mgs
                yield finding("rises", "reason", n, values)


def dated(plan):
    expected = plan.asked.start
    for n, row in enumerate(plan.rows):
        if row.day != expected:
            values = {"from": written(row.day), "expected": written(expected)}
            yield finding("dates", "refuse", n, values)
        expected = row.day + (row.days or 0)


def unmade(plan):
    for n, row in enumerate(plan.rows):
        for (substance, part), mg in row.doses.items():
            if not plan.asked.making[substance].can(mg):
                where = {} if part is None else {"daypart": part}
                values = {"substance": substance} | where
                values |= {plan.asked.unit: exact(mg)}
                yield finding("not_makeable", "refuse", n, values)


def two_changes(plan):
    for n, row in enumerate(plan.rows):
        before = row_before(plan, n).doses
        moved = [
            key[0]
            for key in (*before, *row.doses)
            if before.get(key) != row.doses.get(key)
        ]
        if len(set(moved)) > 1:
            names = list(dict.fromkeys(moved))
            yield finding("two_change", "reason", n, {"substances": names})
