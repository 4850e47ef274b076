"""The step chart: where each line, band and dot goes."""

from dataclasses import dataclass, replace
from fractions import Fraction

from ui.charts import labels, words
from ui.charts.course import Course
from ui.charts.scales import Amount, Time, stairs, ticks
from ui.templatetags.dates import month
from ui.templatetags.numbers import number

WIDE, PHONE = 900, 350
LEFT, LABELS_RIGHT, EDGE = 40, 104, 4
TOP, DOSE_HIGH, PHONE_HIGH = 46, 200, 136
CONTACTS_HIGH, GAP, SYMPTOMS_HIGH, AXIS_HIGH = 34, 46, 70, 26
FULL_SCALE = Fraction(10)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A dot, or a tick of an axis with its word."""

    x: float
    y: float
    text: str = ""
    is_open: bool = False


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle: a pause, in one panel."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One set of axes, with what is drawn behind the lines."""

    top: float
    bottom: float
    left: float
    right: float
    grid: tuple[Mark, ...] = ()
    pauses: tuple[Box, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Chart:
    """All that ``components/step_chart.html`` draws, nothing left to compute."""

    key: str
    is_for_patient: bool
    width: int
    height: int
    title: str
    description: str
    panels: tuple[Panel, ...]
    months: tuple[Mark, ...]
    axis_y: float
    taken: str
    planned: str
    first_plan: str = ""
    ground: str = ""
    felt: str = ""
    felt_points: tuple[Mark, ...] = ()
    contacts: tuple[Mark, ...] = ()
    today_x: float | None = None
    now: Mark | None = None
    labels: tuple[labels.Word, ...]
    rows: tuple[words.Row, ...]


def _grid(values: list[Fraction], y: Amount) -> tuple[Mark, ...]:
    return tuple(Mark(x=LEFT - 8, y=y(value), text=number(value)) for value in values)


def _months(x: Time, y: float) -> tuple[Mark, ...]:
    return tuple(
        Mark(
            x=x(on), y=y, text=f"{month(on)} {on.year}" if on.month == 1 else month(on)
        )
        for on in x.months()
    )


def _pauses(course: Course, x: Time, y: Amount) -> tuple[Box, ...]:
    found = []
    for hold in course.holds:
        start = x(hold.starts_on)
        end = x(hold.ends_on or course.today or course.last_day)
        width = round(max(end - start, 2), 1)
        found.append(Box(x=start, y=y.high, width=width, height=y.low - y.high))
    return tuple(found)


def _panel(course: Course, x: Time, y: Amount, values: list[Fraction]) -> Panel:
    return Panel(
        top=y.high,
        bottom=y.low,
        left=x.left,
        right=x.right,
        grid=_grid(values, y),
        pauses=_pauses(course, x, y),
    )


def _now(course: Course, x: Time, y: Amount) -> Mark | None:
    now = course.dose_today
    if now is None or course.today is None:
        return None
    return Mark(x=x(course.today), y=y(Fraction(now.amount)))


def _planned_line(course: Course, x: Time, y: Amount) -> str:
    line = stairs(course.planned, x, y, until=course.last_day)
    now = _now(course, x, y)
    if not line or now is None:
        return line
    # From the dose of today across to the first planned change, then down.
    rest = line.split(" ", 1)[1]
    return f"M{now.x} {now.y}H{x(course.planned[0].on)}V{rest}"


def _drawn(course: Course, x: Time, y: Amount, chart: Chart) -> Chart:
    """What both variants have."""
    return replace(
        chart,
        taken=stairs(course.taken, x, y, until=course.today or course.last_day),
        planned=_planned_line(course, x, y),
        now=_now(course, x, y),
        rows=tuple(words.table(course, x)),
    )


def _bare(course: Course, key: str, *, width: int, is_for_patient: bool) -> Chart:
    return Chart(
        key=key,
        is_for_patient=is_for_patient,
        width=width,
        height=0,
        title=words.title(course),
        description=words.description(course),
        panels=(),
        months=(),
        axis_y=0,
        taken="",
        planned="",
        labels=(),
        rows=(),
    )


def _first_plan(course: Course, x: Time, y: Amount) -> str:
    if not course.first_plan:
        return ""
    return stairs(course.first_plan, x, y, until=course.first_plan[-1].on)


def _with_symptoms(course: Course, x: Time, chart: Chart) -> Chart:
    """Add the lower panel. Its own axis: a score is never read as milligrams."""
    top = chart.axis_y + GAP
    y = Amount(FULL_SCALE, top, top + SYMPTOMS_HIGH)
    points = tuple(
        Mark(x=x(felt.on), y=y(felt.score))
        for felt in sorted(course.symptoms, key=lambda felt: felt.on)
    )
    panel = _panel(course, x, y, [Fraction(0), Fraction(5), FULL_SCALE])
    return replace(
        chart,
        panels=(*chart.panels, panel),
        axis_y=y.low,
        felt="M" + "L".join(f"{point.x} {point.y}" for point in points),
        felt_points=points,
        labels=(*chart.labels, *labels.for_symptoms(course, x, y)),
    )


def _staff_chart(course: Course, key: str, width: int) -> Chart:
    x = Time(course.first_day, course.last_day, LEFT, width - LABELS_RIGHT)
    levels = ticks(course.highest)
    y = Amount(levels[-1], TOP, TOP + DOSE_HIGH)
    chart = replace(
        _bare(course, key, width=width, is_for_patient=False),
        panels=(_panel(course, x, y, levels),),
        axis_y=y.low + (CONTACTS_HIGH if course.contacts else 0),
        first_plan=_first_plan(course, x, y),
        contacts=tuple(
            Mark(x=x(contact.on), y=y.low + 17, is_open=contact.is_booked)
            for contact in course.contacts
        ),
        today_x=x(course.today) if course.today else None,
        labels=tuple(labels.for_staff(course, x, y)),
    )
    if course.symptoms:
        chart = _with_symptoms(course, x, chart)
    return replace(
        _drawn(course, x, y, chart),
        height=int(chart.axis_y) + AXIS_HIGH,
        months=_months(x, chart.axis_y),
    )


def _patient_chart(course: Course, key: str) -> Chart:
    x = Time(course.first_day, course.last_day, EDGE, PHONE - EDGE)
    y = Amount(course.highest or Fraction(1), TOP - 12, TOP - 12 + PHONE_HIGH)
    chart = _drawn(
        course,
        x,
        y,
        replace(
            _bare(course, key, width=PHONE, is_for_patient=True),
            panels=(_panel(course, x, y, []),),
            axis_y=y.low,
            height=int(y.low) + AXIS_HIGH,
            months=_months(x, y.low),
            labels=tuple(labels.for_patient(course, x, y)),
        ),
    )
    if not course.taken:
        return chart
    return replace(chart, ground=f"{chart.taken}V{y.low}H{x(course.taken[0].on)}Z")


def step_chart(
    course: Course, *, key: str = "dos", for_patient: bool = False, width: int = WIDE
) -> Chart:
    """Draw a course; ``key`` tells several charts of one page apart."""
    if for_patient:
        return _patient_chart(course, key)
    return _staff_chart(course, key, width)
