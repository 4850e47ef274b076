"""One set of axes and what is drawn in it: the shapes of a chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ui.charts.course import Course, Dose
from ui.charts.scales import Amount, Time, dots, slope, stairs
from ui.templatetags.numbers import number

FULL_SCALE = Fraction(10)
# Nearer than this two hollow dots are one smear: the line alone is clearer.
DOTS_NEED = 6


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A dot, or a tick of an axis with its word."""

    x: float
    y: float
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle: a pause, in one panel."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Line:
    """A path, and the name of its stroke in the style sheet."""

    role: str
    d: str


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One set of axes, with what is drawn behind the lines and the lines."""

    top: float
    bottom: float
    left: float
    right: float
    grid: tuple[Mark, ...] = ()
    pauses: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    now: Mark | None = None

    def line(self, role: str) -> str:
        """The path of one stroke; empty when there is none."""
        return next((line.d for line in self.lines if line.role == role), "")


def grid(values: Sequence[Fraction], x: Time, y: Amount) -> tuple[Mark, ...]:
    """The figures of an axis."""
    return tuple(Mark(x=x.left - 8, y=y(value), text=number(value)) for value in values)


def pauses(course: Course, x: Time, y: Amount) -> tuple[Box, ...]:
    """Pauses as bands; one without an end reaches today."""
    found = []
    for hold in course.holds:
        start = x(hold.starts_on)
        end = x(hold.ends_on or course.today or course.last_day)
        width = round(max(end - start, 2), 1)
        found.append(Box(x=start, y=y.high, width=width, height=y.low - y.high))
    return tuple(found)


def now_mark(course: Course, x: Time, y: Amount) -> Mark | None:
    """The dose of today."""
    now = course.dose_today
    if now is None or course.today is None:
        return None
    return Mark(x=x(course.today), y=y(Fraction(now.amount)))


def _plan_line(course: Course, x: Time, y: Amount) -> str:
    if course.as_planned or not course.planned:
        return stairs(course.plan, x, y, until=x.last)
    line = stairs(course.planned, x, y, until=x.last)
    now = now_mark(course, x, y)
    if now is None:
        return line
    # From the dose of today across to the first planned change, then down.
    rest = line.split(" ", 1)[1]
    return f"M{now.x:g} {now.y:g}H{x(course.planned[0].on):g}V{rest}"


def _replaced(doses: tuple[Dose, ...], x: Time, y: Amount) -> str:
    return stairs(doses, x, y, until=doses[-1].on) if doses else ""


def _target(course: Course, x: Time, y: Amount) -> str:
    points = [(x(dose.on), y(Fraction(dose.amount))) for dose in course.target]
    return slope(points) if len(points) > 1 else ""


def changes(course: Course, x: Time, y: Amount) -> str:
    """A short tick under the axis for each day the dose changes.

    A dose that changes nearly daily has none: they would be a bar.
    """
    days = [dose.on for dose in (*course.taken, *course.plan)]
    places = dict.fromkeys(round(x(on)) for on in sorted(days))
    if len(places) * DOTS_NEED > x.right - x.left:
        return ""
    return "".join(f"M{place} {y.low:g}v6" for place in places)


def dose_lines(course: Course, x: Time, y: Amount) -> tuple[Line, ...]:
    """The lines of one medicine, the most important last and on top."""
    until = course.today or x.last
    return _drawn(
        ("d-mal", _target(course, x, y)),
        ("d-forsta", _replaced(course.first_plan, x, y)),
        ("d-forra", _replaced(course.earlier_plan, x, y)),
        ("d-plan", _plan_line(course, x, y)),
        ("d-tagen", stairs(course.taken, x, y, until=until)),
    )


def _drawn(*lines: tuple[str, str]) -> tuple[Line, ...]:
    return tuple(Line(role=role, d=d) for role, d in lines if d)


def symptom_lines(course: Course, x: Time, y: Amount) -> tuple[Line, ...]:
    """How it felt; the days as hollow dots while they can be told apart."""
    points = [(x(felt.on), y(felt.score)) for felt in course.symptoms if x.has(felt.on)]
    points.sort(key=lambda point: point[0])
    if not points:
        return ()
    wide = points[-1][0] - points[0][0]
    shown = dots(points) if len(points) * DOTS_NEED <= wide or len(points) < 3 else ""
    line = "d-besvar" if shown else "d-besvar d-tat"
    return _drawn(
        (line, slope(points)),
        ("d-besvar-punkt", shown),
        ("d-besvar-hal", shown),
    )


def contact_lines(course: Course, x: Time, y: float) -> tuple[Line, ...]:
    """Contacts under the axis: filled when they took place, hollow when booked.

    So many that dots would make a bar of them are ticks.
    """
    met = [c for c in course.contacts if x.has(c.on)]
    if len({x(c.on) // DOTS_NEED for c in met}) * 1.5 < len(met):
        places = dict.fromkeys(round(x(c.on)) for c in met)
        return _drawn(("d-kontakt-tat", "".join(f"M{at} {y - 4:g}v8" for at in places)))
    past = dots([(x(c.on), y) for c in met if not c.is_booked])
    booked = dots([(x(c.on), y) for c in met if c.is_booked])
    return _drawn(("d-kontakt", past), ("d-kontakt", booked), ("d-kontakt-hal", booked))


def model_line(course: Course, x: Time, y: Amount) -> tuple[Line, ...]:
    """What the model says of the doses that are drawn, day by day."""
    model = course.model
    if model is None:
        return ()
    today = course.today or x.first
    ahead = [dose for dose in course.planned if dose.on > today or not course.taken]
    shares = [
        Dose(on=dose.on, amount=model.share(Fraction(dose.amount)))
        for dose in (*course.taken, *ahead)
    ]
    return _drawn(("d-modell", stairs(shares, x, y, until=x.last)))
