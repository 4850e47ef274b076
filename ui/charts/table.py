"""The table that stands beside a chart: a row a day on which something happens."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ui.charts import words
from ui.charts.course import Course, Dose
from ui.charts.scales import Time


@dataclass(frozen=True, kw_only=True)
class Row:
    """One day: a cell under each heading, empty where nothing is known."""

    on: date
    x: float
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """All the points of a chart, in words."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


Cells = dict[date, str]


@dataclass(frozen=True, kw_only=True)
class _Column:
    heading: str
    cells: Cells
    # A dose holds until the next one, up to a day; what is felt is of its day alone.
    holds: bool = False
    until: date = date.max


def _doses(
    heading: str, doses: tuple[Dose, ...], unit: str, until: date = date.max
) -> Iterator[_Column]:
    if doses:
        yield _Column(
            heading=heading,
            cells={dose.on: words.amount(dose.amount, unit) for dose in doses},
            holds=True,
            until=until,
        )


def _of_medicine(
    course: Course, today: date | None, *, is_alone: bool
) -> Iterator[_Column]:
    name = "" if is_alone else f"{course.substance.capitalize()}: "
    unit = course.unit
    yield from _doses(
        name + (_("Tagen dos") if is_alone else _("tagen")),
        course.taken,
        unit,
        today or date.max,
    )
    yield from _doses(
        name + (_("Planerad dos") if is_alone else _("planerad")), course.plan, unit
    )
    yield from _doses(
        name + (_("Första planen") if is_alone else _("första planen")),
        course.first_plan,
        unit,
    )
    yield from _doses(
        name + (_("Förra planen") if is_alone else _("förra planen")),
        course.earlier_plan,
        unit,
    )
    if len(course.target) > 1:
        yield from _doses(name + _("Räknad kurva"), course.target, unit)


def _happened(course: Course) -> Iterator[tuple[date, str]]:
    for hold in course.holds:
        yield hold.starts_on, _("Paus börjar")
        if hold.ends_on:
            yield hold.ends_on, _("Paus slutar")
    for on in course.step_backs:
        yield on, _("Steg tillbaka")
    met, booked = _("Kontakt"), _("Bokad kontakt")
    for contact in course.contacts:
        yield contact.on, booked if contact.is_booked else met
    if course.today:
        yield course.today, _("I dag")


def _joined(pairs: Iterable[tuple[date, str]]) -> Cells:
    cells: Cells = {}
    for on, text in pairs:
        cells[on] = f"{cells[on]}, {text}" if on in cells else text
    return cells


def _columns(courses: Sequence[Course]) -> list[_Column]:
    main = courses[0]
    found = [
        column
        for course in courses
        for column in _of_medicine(course, main.today, is_alone=len(courses) == 1)
    ]
    if main.symptoms:
        value = _("%(score)d av 10")
        felt = {each.on: value % {"score": each.score} for each in main.symptoms}
        found.append(_Column(heading=_("Besvär"), cells=felt))
    happened = _joined(_happened(main))
    if happened:
        found.append(_Column(heading=_("Händelse"), cells=happened))
    return found


def table(courses: Sequence[Course], x: Time) -> Table:
    """Every day on which a point is drawn, with all that held that day."""
    return _rows(_columns(courses), x)


def of_columns(columns: Sequence[tuple[str, Cells]], x: Time) -> Table:
    """A table of doses that hold: a heading and the days of each."""
    return _rows(
        [_Column(heading=name, cells=cells, holds=True) for name, cells in columns], x
    )


def _rows(columns: Sequence[_Column], x: Time) -> Table:
    days = sorted({on for column in columns for on in column.cells})
    standing = [""] * len(columns)
    rows = []
    for on in days:
        cells = []
        for n, column in enumerate(columns):
            said = column.cells.get(on, standing[n] if on <= column.until else "")
            if column.holds:
                standing[n] = said
            cells.append(said)
        rows.append(Row(on=on, x=x(on), cells=tuple(cells)))
    headings = tuple(column.heading for column in columns)
    return Table(headings=headings, rows=tuple(rows))
