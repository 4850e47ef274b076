"""The contract a second time, as slowly and plainly as it can be written.

Shares no module with the engine. Every choice is made by listing all there is to
choose from. Only small requests without switch, patches or revision.
"""

import datetime
import decimal
import itertools
from fractions import Fraction

from tests.tapering.engine.naive_pieces import best_way, makeable, text

CLOCK = ["morning", "noon", "evening", "night"]
USUAL = ["noon", "morning", "evening", "night"]
HUNDREDTH = decimal.Decimal("0.01")
MILLIONTH = decimal.Decimal("0.000001")


def curve(request, total):
    """Return the (date, ideal dose, band) of every cut."""
    policy = request["policy"]
    goal = Fraction(policy.get("goal_mg", "0"))
    stop = Fraction(policy.get("stop_below_mg", "0"))
    on = datetime.date.fromisoformat(request["start"])
    ideal, points = total, []
    while ideal > goal:
        for band in policy["bands"]:
            above = Fraction(band["above"])
            if band["unit"] == "percent_of_start":
                above = above * total / 100
            if above < ideal:
                break
        on = on + datetime.timedelta(days=band["every_days"])
        size = Fraction(band["size"])
        ideal = {
            "current": ideal - ideal * size / 100,
            "start": ideal - total * size / 100,
            "mg": ideal - size,
        }[band["of"]]
        if ideal <= goal or ideal < stop:
            ideal = goal
        points.append((on, ideal, band))
    return points


def turn(doses, order, last, take, target, made, limited):
    """Lower one daypart; return the new doses and who it was, or None."""
    first = 0
    if take == "round_robin" and last is not None:
        first = order.index(last) + 1
    for daypart in (order + order)[first : first + len(order)]:
        if doses[daypart] == 0:
            continue
        lower = max(dose for dose in made if dose < doses[daypart])
        after = doses | {daypart: lower}
        if limited and sum(after.values()) < target:
            continue
        return after, daypart
    return None


def by_turns(doses, order, last, take, target, made, rounding):
    """Return doses and who was lowered last, after all turns of one day."""
    while True:
        if rounding == "faster" and sum(doses.values()) <= target:
            return doses, last
        taken = turn(doses, order, last, take, target, made, rounding == "slower")
        if taken is None:
            return doses, last
        doses, last = taken


def evenly(doses, order, start, target, made, rounding):
    """Return the evenest doses of the best total, or None."""
    choices = [[dose for dose in made if dose <= doses[daypart]] for daypart in order]
    splits = list(itertools.product(*choices))
    totals = {sum(split) for split in splits}
    if rounding == "slower":
        totals = {total for total in totals if total >= target}
        best = min(totals, default=None)
    else:
        best = max(total for total in totals if total <= target)
    if best is None:
        return doses

    def strays(split):
        whole = sum(start.values())
        return sum(
            (dose - best * start[daypart] / whole) ** 2
            for dose, daypart in zip(split, order, strict=True)
        )

    # The first in `order` gives way first: of equals, the lowest there.
    chosen = min(
        (split for split in splits if sum(split) == best),
        key=lambda split: (strays(split), split),
    )
    return dict(zip(order, chosen, strict=True))


def next_doses(doses, last, order, start, target, made, policy):
    """Return doses and who was lowered last, from the day of `target`."""
    take, rounding = policy.get("take", "even"), policy.get("rounding", "slower")

    def one(way):
        if take == "even":
            return evenly(doses, order, start, target, made, way), None
        return by_turns(doses, order, last, take, target, made, way)

    if rounding != "nearest":
        return one(rounding)
    high, low = one("slower"), one("faster")
    above = sum(high[0].values()) - target
    below = target - sum(low[0].values())
    return high if above <= below else low


def measure(before, after, start, of):
    """Return a cut as `of` measures it."""
    if of == "mg":
        return before - after
    return 100 * (before - after) / (before if of == "current" else start)


def written(size, of):
    """Write a cut."""
    return text(size) if of == "mg" else text(size, HUNDREDTH)


def row(number, on, target, doses, taper, products, before, start):
    """Return one row of the answer, still without its days."""
    total = sum(doses.values())
    return {
        "n": number,
        "from": on.isoformat(),
        "days": None,
        "target_mg": text(target, MILLIONTH),
        "doses": [
            {
                "substance": taper,
                "daypart": daypart,
                "mg": text(doses[daypart]),
                "pieces": best_way(doses[daypart], products),
            }
            for daypart in CLOCK
            if doses.get(daypart)
        ],
        "total_mg": {taper: text(total)},
        "cut": {
            "mg": text(before - total),
            "percent_of_current": text(
                measure(before, total, start, "current"), HUNDREDTH
            ),
            "percent_of_start": text(measure(before, total, start, "start"), HUNDREDTH),
            "occupancy_points": None,
        },
    }


def band_findings(number, band, doses, after, made, start):
    """Return the finding of a cut over its band, and whether products are to blame."""
    before, now = sum(doses.values()), sum(after.values())
    size = measure(before, now, start, band["of"])
    if size <= Fraction(band["size"]):
        return [], False
    smallest = min(
        dose - max(less for less in made if less < dose)
        for dose in doses.values()
        if dose
    )
    values = {
        "cut": written(size, band["of"]),
        "size": text(Fraction(band["size"])),
        "of": band["of"],
    }
    found = finding("cut_over_band", "note", number, values, None)
    return [found], before - now == smallest


def finding(code, severity, step, values, source):
    """Return a finding without its message."""
    return {
        "code": code,
        "severity": severity,
        "step": step,
        "values": values,
        "source": source,
    }


def limit_findings(taken, limits, start):
    """Return the findings of (date, total) rows, day by day."""
    found = []
    for number in range(1, len(taken)):
        on = taken[number][0]
        for limit in limits:
            since = on - datetime.timedelta(days=limit["days"])
            in_force = [total for day, total in taken if day <= since]
            base = in_force[-1] if in_force else start
            cut = sum(
                taken[at - 1][1] - taken[at][1]
                for at in range(1, len(taken))
                if since < taken[at][0] <= on
            )
            size = cut
            if limit["of"] != "mg":
                size = 100 * cut / (base if limit["of"] == "current" else start)
            if size > Fraction(limit["size"]):
                values = {
                    "cut": written(size, limit["of"]),
                    "size": text(Fraction(limit["size"])),
                    "of": limit["of"],
                    "days": limit["days"],
                }
                severity = limit.get("severity", "reason")
                source = limit.get("source")
                code = "cut_over_limit"
                found.append(finding(code, severity, number, values, source))
    return found


def quantities(rows, every, taper):
    """Return what is dispensed, counted day by day."""
    begins = datetime.date.fromisoformat(rows[0]["from"])
    days = []
    for each in rows:
        days += [each] * (each["days"] or 0)
    every = every or max(len(days), 1)
    found = []
    for first in range(0, len(days), every):
        period = days[first : first + every]
        sums = {}
        for each in period:
            for dose in each["doses"]:
                for piece in dose["pieces"]:
                    strength = Fraction(piece["strength_mg"])
                    sums[strength] = sums.get(strength, 0) + Fraction(piece["count"])
        last = first + len(period) - 1
        found += [
            {
                "substance": taper,
                "strength_mg": text(strength),
                "tablets": -(-sums[strength].numerator // sums[strength].denominator),
                "from": (begins + datetime.timedelta(days=first)).isoformat(),
                "to": (begins + datetime.timedelta(days=last)).isoformat(),
            }
            for strength in sorted(sums)
        ]
    return found


def answer(request):
    """Return the whole answer without messages, or None where it is refused."""
    taper, policy = request["taper"], request["policy"]
    products = request["products"]
    start = {each["daypart"]: Fraction(each["mg"]) for each in request["regimen"]}
    given = policy.get("order", [])
    full = given + [daypart for daypart in USUAL if daypart not in given]
    order = [daypart for daypart in full if daypart in start]
    made = makeable(max(start.values()), products)
    goal = Fraction(policy.get("goal_mg", "0"))
    total = sum(start.values())
    if any(mg not in made for mg in start.values()):
        return None

    doses, last = dict(start), None
    on = datetime.date.fromisoformat(request["start"])
    rows = [row(0, on, total, doses, taper, products, total, total)]
    taken, findings, coarse = [(on, total)], [], False
    for day, target, band in curve(request, total):
        after, lowered = next_doses(doses, last, order, start, target, made, policy)
        if after == doses:
            continue
        number, before = len(rows), sum(doses.values())
        rows[-1]["days"] = (day - taken[-1][0]).days
        rows.append(row(number, day, target, after, taper, products, before, total))
        found, blame = band_findings(number, band, doses, after, made, total)
        findings, coarse = findings + found, coarse or blame
        taken.append((day, sum(after.values())))
        doses, last = after, lowered
    if sum(doses.values()) != goal:
        return None

    findings += limit_findings(taken, policy.get("limits", []), total)
    if coarse:
        smallest = min(high - low for low, high in itertools.pairwise(made))
        values = {"smallest_mg": text(smallest)}
        findings.append(finding("too_coarse", "note", None, values, None))
    severities = ["refuse", "reason", "note"]
    findings.sort(
        key=lambda each: (
            -1 if each["step"] is None else each["step"],
            severities.index(each["severity"]),
            each["code"],
            each["source"] or "",
        )
    )
    return {
        "steps": rows,
        "quantities": quantities(rows, request.get("dispense_every_days"), taper),
        "findings": findings,
        "ends_on": rows[-1]["from"],
    }
