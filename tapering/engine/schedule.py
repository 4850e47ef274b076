"""From a request to the steps of its plan."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from tapering.engine import curve
from tapering.engine.curve import Descent, Point
from tapering.engine.refusal import Refusal
from tapering.engine.tablets import Shelf
from tapering.engine.taking import Aim, Taken, Taker
from tapering.engine.values import DAYPARTS, Dose, Regimen, Request, Slot, Step, added
from tapering.engine.work import Work

MOST_UNITS = 200_000  # of the smallest part in a day: a plan within a second


class Shelves(NamedTuple):
    """What can be made of every substance of a request."""

    by_substance: Mapping[str, Shelf]
    substances: tuple[str, ...]

    def dose(self, slot: Slot, mg: Fraction) -> Dose | None:
        """Return one daypart's dose with its pieces; None when not makeable."""
        substance, daypart = slot
        pieces = self.by_substance[substance].pieces(mg)
        if pieces is None:
            return None
        return Dose(substance=substance, daypart=daypart, mg=mg, pieces=pieces)

    def doses(self, regimen: Regimen) -> tuple[Dose, ...]:
        """Return the doses of a makeable `regimen`, in the order they are shown."""
        made = (self.dose(slot, regimen[slot]) for slot in self.sorted(regimen))
        return tuple(dose for dose in made if dose is not None)

    def smallest_cut(self, regimen: Regimen, substance: str) -> Fraction | None:
        """Return the least mg that can be taken away from `regimen`."""
        shelf = self.by_substance[substance]
        mine = [mg for (each, _), mg in regimen.items() if each == substance]
        units = [shelf.units(mg) for mg in mine]
        cuts = [each - shelf.below(each) for each in units if each]
        return min(cuts) * shelf.unit if cuts else None

    def sorted(self, slots: Iterable[Slot]) -> list[Slot]:
        """Return `slots` by substance as first met, then by the time of day."""
        return sorted(slots, key=self._place)

    def _place(self, slot: Slot) -> tuple[int, int]:
        substance, daypart = slot
        time = DAYPARTS.index(daypart) if daypart else 0
        return self.substances.index(substance), time


class Course(NamedTuple):
    """Where cuts begin: the doses in force, and what the cuts are reckoned on."""

    request: Request
    shelves: Shelves
    descent: Descent
    now: Regimen  # all substances
    shares: Regimen  # the tapered substance at the start
    opening: Step  # the row from which the first wait counts
    history: tuple[Regimen, ...] = ()  # doses of earlier rows, for who was lowered


def shelves(request: Request, *, also: Iterable[Regimen] = ()) -> Shelves:
    """Return what the products of `request` make, up to its highest doses."""
    highest = dict.fromkeys(request.substances, Fraction(0))
    for regimen in (request.regimen, *also, *(step.doses for step in request.steps)):
        for (substance, _), mg in regimen.items():
            highest[substance] = max(highest[substance], mg)
    work = Work()
    made = {
        substance: Shelf(request.of(substance), ceiling, work)
        for substance, ceiling in highest.items()
    }
    return Shelves(by_substance=made, substances=request.substances)


def total(regimen: Regimen, substance: str) -> Fraction:
    """Return the mg a day of `substance`."""
    return added([mg for (each, _), mg in regimen.items() if each == substance])


def regimen(step: Step) -> dict[Slot, Fraction]:
    """Return the doses of `step` by substance and daypart."""
    return {(dose.substance, dose.daypart): dose.mg for dose in step.doses}


def computed(request: Request, shelf: Shelves) -> list[Step]:
    """Return the steps of a plan without a switch, from its first day."""
    start = total(request.regimen, request.taper)
    opening = Step(
        n=0,
        starts=request.start,
        days=None,
        target=start,
        doses=shelf.doses(request.regimen),
    )
    descent = Descent(
        begins=request.start, total=start, start=start, policy=request.policy
    )
    return steps(
        Course(
            request=request,
            shelves=shelf,
            descent=descent,
            now=request.regimen,
            shares=request.regimen,
            opening=opening,
        )
    )


def steps(course: Course, *, goal_path: str = "") -> list[Step]:
    """Return the opening row and every step after it, down to the goal.

    A goal that the doses cannot come to is refused at `goal_path`.
    """
    goal_path = goal_path or f"policy.goal_{course.request.measure}"
    walk = _Walk(course)
    walk.check_goal(goal_path)
    # Splits and tablets cost most: a curve that never arrives is refused before them.
    curve.check(course.descent)
    for point in curve.points(course.descent):
        walk.cut(point)
    walk.check_end(goal_path)
    return walk.steps


class _Walk:
    """Goes along a curve and keeps the steps that come of it."""

    def __init__(self, course: Course):
        request = course.request
        self._course = course
        self._taper = request.taper
        self._shelf = course.shelves.by_substance[request.taper]
        order = request.policy.order
        known = {*course.shares, *course.now}
        mine = [slot for slot in known if slot[0] == self._taper]
        rank = {daypart: at for at, daypart in enumerate(order)}
        self._slots = sorted(mine, key=lambda slot: rank.get(slot[1], 0))
        self._taker = Taker(
            self._shelf,
            self._units_of(course.shares),
            request.policy.take,
            request.policy.rounding,
        )
        self._now = self._begun()
        if self._now.total > MOST_UNITS:
            message = "The dose is too many times the smallest part to compute."
            raise Refusal("products", message)
        self._shown = course.shelves.sorted({*self._slots, *course.now})
        self._others = {
            (dose.substance, dose.daypart): dose
            for dose in course.opening.doses
            if dose.substance != self._taper
        }
        self._made: dict[tuple[Slot, int], Dose] = {}
        self.steps = [course.opening]

    def _units_of(self, regimen: Regimen) -> tuple[int, ...]:
        none = Fraction(0)
        return tuple(
            int(regimen.get(slot, none) / self._shelf.unit) for slot in self._slots
        )

    def _begun(self) -> Taken:
        """Return the doses in force, with the daypart that was lowered last."""
        rows = [*self._course.history, self._course.now]
        now = Taken(doses=self._units_of(rows[0]))
        for row in rows[1:]:
            now = self._taker.replayed(now, self._units_of(row))
        return now

    def check_goal(self, path: str) -> None:
        """Refuse a goal that the products cannot make or that is no way down."""
        goal = self._course.descent.policy.goal
        if goal > self._course.descent.total:
            raise Refusal(path, "The goal is over the dose in force.")
        units = goal / self._shelf.unit
        whole = units.denominator == 1
        if not (whole and self._taker.can_reach(self._now, units.numerator)):
            raise Refusal(path, "The products cannot make the goal.")

    def check_end(self, path: str) -> None:
        """Refuse a plan whose rounded doses never come to the goal."""
        if self._now.total * self._shelf.unit != self._course.descent.policy.goal:
            message = (
                "With these products and this way of taking, the doses never come "
                "to the goal."
            )
            raise Refusal(path, message)

    def cut(self, point: Point) -> None:
        """Take the step that the curve asks for, if the products have one."""
        aim = Aim.at(point.ideal, self._shelf.unit)
        before, now = self._now, self._taker.next(self._now, aim)
        if now.doses == before.doses:
            return
        smallest = self._taker.smallest_cut(before) * self._shelf.unit
        self._now = now
        self._end_last(point.on)
        step = Step(
            n=self.steps[-1].n + 1,
            starts=point.on,
            days=None,
            target=point.ideal.written(),
            doses=self._doses(),
            band=point.band,
            smallest=smallest,
        )
        self.steps.append(step)

    def _end_last(self, on: date) -> None:
        last = self.steps[-1]
        self.steps[-1] = last._replace(days=(on - last.starts).days)

    def _doses(self) -> tuple[Dose, ...]:
        """Return the doses in force with their pieces, in the order they are shown."""
        pairs = zip(self._slots, self._now.doses, strict=True)
        mine = {slot: self._dose(slot, units) for slot, units in pairs if units}
        made = self._others | mine
        return tuple(made[slot] for slot in self._shown if slot in made)

    def _dose(self, slot: Slot, units: int) -> Dose:
        """Return one dose; most dayparts are as they were in the step before."""
        known = self._made.get((slot, units))
        if known is None:
            substance, daypart = slot
            known = self._made[slot, units] = Dose(
                substance=substance,
                daypart=daypart,
                mg=units * self._shelf.unit,
                pieces=self._shelf.made(units),
            )
        return known
