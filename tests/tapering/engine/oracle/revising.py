"""A plan that is changed while it runs."""

import copy
from types import SimpleNamespace

from tests.tapering.engine.oracle.ideal import check_bands, curve
from tests.tapering.engine.oracle.reading import FIRST, THEN, bands
from tests.tapering.engine.oracle.rows import (
    dayparts,
    goal_reached,
    lowered,
    row,
    total,
    turn_of,
)
from tests.tapering.engine.oracle.words import (
    Refused,
    count,
    day_of,
    keys,
    number,
    one_of,
)

KEYS = {
    "hold": ("days",),
    "slow_down": ("bands",),
    "goal": ("goal",),
    "step_back": ("to_step", "days"),
}


def revised(request, planned):
    """Return the plan after a revision; `planned` plans the request before it."""
    keys(request, "", ("revise",), ("plan", *FIRST, *THEN))
    revise = request["revise"]
    if not isinstance(revise, dict):
        raise Refused("revise")
    if "plan" not in request:
        raise Refused("plan")
    given = keys(request["plan"], "plan", ("request", "answer"))
    try:
        plan = copy.deepcopy(planned(given["request"]))
    except Refused as refused:
        raise Refused(f"plan.request.{refused.path}") from None
    plan.place += "plan.request."
    change = read(revise, plan)
    check_place(plan, change)
    check_way(plan, change)
    plan.history = copy.deepcopy(given["answer"]["steps"][: change.at])
    {"hold": hold, "slow_down": slow_down, "goal": goal, "step_back": step_back}[
        change.kind
    ](plan, change)
    return plan


def read(revise, plan):
    """Return what is asked of the plan."""
    unit = plan.asked.unit
    kind = one_of(revise.get("kind"), "revise.kind", KEYS)
    own = [f"goal_{unit}" if key == "goal" else key for key in KEYS[kind]]
    keys(revise, "revise", ("kind", "from_step", "on", *own))
    found = SimpleNamespace(kind=kind)
    found.at = count(revise["from_step"], "revise.from_step", least=0, most=10_000)
    found.on = day_of(revise["on"], "revise.on")
    if "days" in own:
        found.days = count(revise["days"], "revise.days")
    if "to_step" in own:
        found.to = count(revise["to_step"], "revise.to_step", least=0, most=10_000)
    if kind == "goal":
        found.goal = number(revise[own[0]], f"revise.{own[0]}")
    if kind == "slow_down":
        units = (unit, "current", "start")
        if plan.rules.occupancy:
            units = (*units, "occupancy")
        found.bands = bands(revise["bands"], "revise.bands", unit, units)
    return found


def check_place(plan, change):
    """The day is within the step that runs."""
    if change.at >= len(plan.rows):
        raise Refused("revise.from_step")
    running = plan.rows[change.at]
    if change.on < running.day:
        raise Refused("revise.on")
    if running.days is not None and change.on >= running.day + running.days:
        raise Refused("revise.on")


def check_way(plan, change):
    """There is something to hold, to go on with or to go back to."""
    running, later = plan.rows[change.at], plan.rows[change.at + 1 :]
    if change.kind == "hold":
        if running.days is None:
            raise Refused("revise.from_step")
    elif any(each.is_switch for each in later):
        raise Refused("revise.from_step")
    elif change.kind == "step_back" and (
        change.to >= change.at or plan.rows[change.to].day < plan.start_row.day
    ):
        raise Refused("revise.to_step")


def hold(plan, change):
    """The running step gets longer, and all later ones move."""
    plan.rows[change.at].days += change.days
    for later in plan.rows[change.at + 1 :]:
        later.day += change.days


def cut_off(plan, change, source):
    """End the running step at the day, and begin a new row with doses of `source`."""
    for (substance, _), mg in source.doses.items():
        if not plan.asked.making[substance].can(mg):
            raise Refused("revise.from_step")
    running, own = plan.rows[change.at], plan.asked.taper
    new = row(change.on, source.doses, turn=running.turn)
    new.target = total(new, own)
    plan.rows = plan.rows[: change.at + 1]
    if running.day == change.on:
        dropped = plan.rows.pop()
        if plan.rows and source is not dropped:  # nobody ever took what was dropped
            new.turn = plan.rows[-1].turn
        if source is dropped:
            new.band, new.is_switch = dropped.band, dropped.is_switch
    else:
        running.days = change.on - running.day
    plan.rows.append(new)
    return new


def slow_down(plan, change):
    plan.rules.bands = change.bands
    new = cut_off(plan, change, plan.rows[change.at])
    if total(new, plan.asked.taper) <= plan.rules.goal:
        raise Refused("revise.from_step")
    check_bands(change.bands, plan.start_total, plan.rules.goal, "revise.bands")
    anew(plan, new, "revise.bands")


def goal(plan, change):
    path = f"revise.goal_{plan.asked.unit}"
    new = cut_off(plan, change, plan.rows[change.at])
    if change.goal > total(new, plan.asked.taper):
        raise Refused(path)
    if not plan.asked.making[plan.asked.taper].can(change.goal):
        raise Refused(path)
    plan.rules.goal = change.goal
    check_bands(
        plan.rules.bands, plan.start_total, change.goal, f"{plan.place}policy.bands"
    )
    anew(plan, new, f"{plan.place}policy.bands", goal_path=path)


def step_back(plan, change):
    new = cut_off(plan, change, plan.rows[change.to])
    if len(plan.rows) > 1:
        new.turn = turn_of(plan, len(plan.rows) - 1)
    if total(new, plan.asked.taper) <= plan.rules.goal:
        raise Refused("revise.from_step")
    anew(plan, new, f"{plan.place}policy.bands", wait=change.days)


def anew(plan, base, path, *, wait=None, goal_path=None):
    """Go on from `base` by a new curve, whose first cut may have its own wait."""
    mgs = dayparts(base, plan.asked.taper)
    ideal = curve(sum(mgs.values()), plan.rules, plan.start_total, path)
    if ideal and wait is not None:
        earlier = ideal[0].day - wait
        for point in ideal:
            point.day -= earlier
    lowered(plan, base, ideal)
    goal_reached(plan, goal_path or f"{plan.place}policy.goal_{plan.asked.unit}")
