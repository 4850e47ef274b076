"""Two plans that nobody has taken yet, in one chart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from textwrap import wrap

from django.utils.translation import gettext as _

from ui.charts import panels, table, words
from ui.charts.course import Course, Dose
from ui.charts.drawing import AXIS_HIGH, DOSE_HIGH, LEFT, TOP, Chart, months
from ui.charts.labels import ASIDE, heading
from ui.charts.panels import Line, Panel
from ui.charts.placing import Board, Word
from ui.charts.scales import Amount, Time, stairs, ticks
from ui.templatetags.dates import day_with_year

NAMES_RIGHT, NAMES_LONG, LINE_HIGH = 150, 19, 15


@dataclass(frozen=True, kw_only=True)
class Curve:
    """One of the plans that are compared, by the name of its rule."""

    name: str
    doses: tuple[Dose, ...]

    @property
    def ends_on(self) -> date:
        """The day of its last dose."""
        return self.doses[-1].on


def compare_chart(
    a: Curve,
    b: Curve,
    *,
    substance: str,
    unit: str = "mg",
    key: str = "jamfor",
    width: int = 760,
) -> Chart:
    """Draw `a` as a whole line and `b` dashed, each with its name at its end."""
    both = (a, b)
    course = Course(substance=substance, planned=(*a.doses, *b.doses), unit=unit)
    last = max(a.ends_on, b.ends_on) + timedelta(days=14)
    first = min(dose.on for dose in course.planned)
    x = Time(first, last, LEFT, width - NAMES_RIGHT)
    levels = ticks(course.highest)
    y = Amount(levels[-1], TOP, TOP + DOSE_HIGH)
    board = Board(width)
    heading(words.title(course), y.high - 22, board)
    lines = tuple(
        Line(role=role, d=stairs(curve.doses, x, y, until=last))
        for curve, role in zip(both, ("d-jamfor-a", "d-jamfor-b"), strict=True)
    )
    for line in lines:
        board.draw(line.d)
    for curve, is_longer in zip(both, _who_is_longer(a, b), strict=True):
        _name(curve, x, y, board, is_longer=is_longer)
    panel = Panel(
        top=y.high,
        bottom=y.low,
        left=x.left,
        right=x.right,
        grid=panels.grid(levels, x, y),
        lines=lines,
    )
    return Chart(
        key=key,
        is_for_patient=False,
        width=width,
        height=int(y.low) + AXIS_HIGH,
        title=words.title(course),
        description=" ".join(_sentences(both, unit)),
        panels=(panel,),
        months=months(x, y.low, board),
        axis_y=y.low,
        labels=tuple(board.words),
        table=_table(both, unit, x),
    )


def _who_is_longer(a: Curve, b: Curve) -> tuple[bool, bool]:
    """The one that ends later has its name nearer to the axis' end."""
    return (a.ends_on > b.ends_on, b.ends_on >= a.ends_on)


def _name(curve: Curve, x: Time, y: Amount, board: Board, *, is_longer: bool) -> None:
    """At the right of its end when it is the last to end, else over its middle."""
    rows = wrap(curve.name, NAMES_LONG)[:3] or [""]
    role = "d-dos-ord" if is_longer else "d-rubrik"
    if is_longer:
        foot = min(y(Fraction(curve.doses[-1].amount)), y.low - 4)
        top, left, anchor = foot - LINE_HIGH * (len(rows) - 1), x.right + 8, "start"
    else:
        middle = curve.doses[len(curve.doses) // 2]
        left, anchor = x(middle.on) - 8, "end"
        top = min(y(Fraction(middle.amount)) + 20, y.low - LINE_HIGH * len(rows))
        if left < x.left + 120:
            left, anchor = x.left + 8, "start"
    for number, text in enumerate(rows):
        word = Word(
            x=left, y=top + number * LINE_HIGH, text=text, role=role, anchor=anchor
        )
        board.put_moved(word, ASIDE)


def _sentences(both: Sequence[Curve], unit: str) -> Iterator[str]:
    for curve in both:
        yield _("%(name)s: från %(start)s till %(goal)s, %(day)s.") % {
            "name": curve.name,
            "start": words.amount(curve.doses[0].amount, unit),
            "goal": words.amount(curve.doses[-1].amount, unit),
            "day": day_with_year(curve.ends_on),
        }


def _table(both: Sequence[Curve], unit: str, x: Time) -> table.Table:
    return table.of_columns(
        [(c.name, {d.on: words.amount(d.amount, unit) for d in c.doses}) for c in both],
        x,
    )
