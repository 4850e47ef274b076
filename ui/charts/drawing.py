"""The step chart: panels under each other on one axis of time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import inf

from ui.charts import labels, panels, table, words
from ui.charts.course import Course
from ui.charts.panels import Line, Mark, Panel
from ui.charts.placing import Board, Word
from ui.charts.scales import Amount, Time, ticks
from ui.templatetags.dates import month

WIDE, PHONE = 900, 350
LEFT, LABELS_RIGHT, EDGE = 40, 104, 4
TOP, DOSE_HIGH, SHARED_HIGH, PHONE_HIGH = 46, 200, 130, 146
CONTACTS_HIGH, GAP, SYMPTOMS_HIGH, AXIS_HIGH = 34, 46, 70, 26
PATIENTS_TYPE = 15
HUNDRED = Fraction(100)
Span = tuple[date, date]


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
    lines: tuple[Line, ...] = ()
    ground: str = ""
    today_x: float | None = None
    labels: tuple[Word, ...]
    table: table.Table
    source: str = ""


def months(x: Time, y: float, board: Board) -> tuple[Mark, ...]:
    """Names of months that stand clear of each other, whole inside the drawing."""
    shown = []
    for on in x.months():
        text = f"{month(on)} {on.year}" if on.month == 1 else month(on)
        tick = Mark(x=x(on), y=y, text=text)
        word = Word(x=tick.x, y=y + 20, text=text, anchor="middle")
        before = len(board.words)
        board.put(word)
        is_written = len(board.words) > before
        del board.words[before:]
        shown.append(tick if is_written else replace(tick, text=""))
    return tuple(shown)


class _Stack:
    """Panels as they are laid, one below the other."""

    def __init__(self, courses: Sequence[Course], span: Span, width: int) -> None:
        self.courses = courses
        self.main = courses[0]
        self.x = Time(*span, LEFT, width - LABELS_RIGHT)
        self.board = Board(width)
        self.panels: list[Panel] = []
        self.lines: list[Line] = []
        self.bottom = 0.0

    def axes(self, high: float, levels: Sequence[Fraction], heading: str) -> Amount:
        """Make room for a panel under the last one."""
        top = TOP if not self.panels else self.bottom + GAP
        y = Amount(levels[-1], top, top + high)
        # Higher up where the row between is for the words of pauses.
        over = 22 if not self.panels else 18
        labels.heading(heading, y.high - over, self.board)
        self.panels.append(
            Panel(
                top=y.high,
                bottom=y.low,
                left=self.x.left,
                right=self.x.right,
                grid=panels.grid(levels, self.x, y),
                pauses=panels.pauses(self.main, self.x, y),
            )
        )
        self.bottom = y.low
        return y

    def draw(self, lines: tuple[Line, ...], now: Mark | None = None) -> None:
        """Draw in the last panel."""
        for line in lines:
            self.board.draw(line.d)
        self.panels[-1] = replace(self.panels[-1], lines=lines, now=now)

    def dose(self, course: Course, high: float) -> None:
        """The panel of one medicine, on its own axis."""
        x = self.x
        shared = replace(course, today=self.main.today)
        is_first = not self.panels
        y = self.axes(high, ticks(course.highest), words.title(course))
        self.draw(panels.dose_lines(shared, x, y), panels.now_mark(shared, x, y))
        self.lines.append(Line(role="d-steg", d=panels.changes(course, x, y)))
        self.board.foot = y.low
        labels.today(shared, x, y, self.board)
        labels.line_ends(shared, x, y, self.board)
        if is_first:
            labels.pauses(self.main, x, y, self.board)
        labels.step_backs(
            replace(shared, step_backs=_backs(self.main, course)), x, y, self.board
        )
        self.board.foot = inf

    def contacts(self) -> None:
        """The row of contacts under the doses."""
        drawn = panels.contact_lines(self.main, self.x, self.bottom + 17)
        if drawn:
            self.lines += drawn
            labels.contacts(self.main, self.x, self.bottom + 17, self.board)
            self.bottom += CONTACTS_HIGH

    def symptoms(self) -> None:
        """Its own axis: a score is never read as milligrams."""
        if not any(self.x.has(felt.on) for felt in self.main.symptoms):
            return
        levels = [Fraction(0), Fraction(5), panels.FULL_SCALE]
        y = self.axes(SYMPTOMS_HIGH, levels, words.symptoms_title())
        self.draw(panels.symptom_lines(self.main, self.x, y))
        labels.symptoms(self.main, self.x, y, self.board)

    def models(self) -> None:
        """What a cited model says; never without saying that it is one."""
        for course in self.courses:
            if course.model:
                levels = [Fraction(0), HUNDRED / 2, HUNDRED]
                y = self.axes(SYMPTOMS_HIGH, levels, words.model_title(course))
                self.draw(
                    panels.model_line(replace(course, today=self.main.today), self.x, y)
                )


def _backs(main: Course, course: Course) -> tuple[date, ...]:
    """The steps back that this medicine took part in."""
    changed = {dose.on for dose in (*course.taken, *course.planned)}
    return tuple(on for on in main.step_backs if on in changed)


def span_of(courses: Sequence[Course]) -> Span:
    """The first and last day that show all of the courses."""
    return (
        min(course.first_day for course in courses),
        max(course.last_day for course in courses),
    )


def stacked_chart(
    courses: Sequence[Course],
    *,
    key: str = "dos",
    width: int = WIDE,
    span: Span | None = None,
) -> Chart:
    """Draw one plan: a panel for each medicine, and one for how it felt, below.

    Several figures with the same `span` can be compared by eye.
    """
    stack = _Stack(courses, span or span_of(courses), width)
    for course in courses:
        stack.dose(course, DOSE_HIGH if len(courses) == 1 else SHARED_HIGH)
    stack.contacts()
    stack.symptoms()
    stack.models()
    main, x = stack.main, stack.x
    return Chart(
        key=key,
        is_for_patient=False,
        width=width,
        height=int(stack.bottom) + AXIS_HIGH,
        title=words.title_of_all(courses),
        description=words.description_of_all(courses),
        panels=tuple(stack.panels),
        months=months(x, stack.bottom, stack.board),
        axis_y=stack.bottom,
        lines=tuple(line for line in stack.lines if line.d),
        today_x=x(main.today) if main.today else None,
        labels=tuple(stack.board.words),
        table=table.table(courses, x),
        source=words.source(courses),
    )


def _patient_chart(course: Course, key: str, span: Span | None) -> Chart:
    first, last = span or span_of([replace(course, symptoms=())])
    x = Time(first, last, EDGE, PHONE - EDGE)
    y = Amount(course.highest or Fraction(1), TOP, TOP + PHONE_HIGH)
    # How it felt is in the table; on the phone the drawing is of the dose alone.
    shown = replace(course, first_plan=(), earlier_plan=(), target=())
    now = panels.now_mark(shown, x, y)
    lines = panels.dose_lines(shown, x, y)
    panel = Panel(
        top=y.high,
        bottom=y.low,
        left=x.left,
        right=x.right,
        pauses=panels.pauses(course, x, y),
        lines=lines,
        now=now,
    )
    taken = panel.line("d-tagen")
    board = Board(PHONE, PATIENTS_TYPE)
    if now:
        board.keep((now.x - 7, now.y - 7, now.x + 7, now.y + 7))
    for line in lines:
        board.draw(line.d)
    board.foot = y.low
    labels.for_patient(shown, x, y, board)
    board.foot = inf
    return Chart(
        key=key,
        is_for_patient=True,
        width=PHONE,
        height=int(y.low) + AXIS_HIGH,
        title=words.title(course),
        description=words.description(course),
        panels=(panel,),
        months=months(x, y.low, board),
        axis_y=y.low,
        ground=f"{taken}V{y.low:g}H{x(course.taken[0].on):g}Z" if taken else "",
        labels=tuple(board.words),
        table=table.table([course], x),
    )


def step_chart(
    course: Course,
    *,
    key: str = "dos",
    for_patient: bool = False,
    width: int = WIDE,
    span: Span | None = None,
) -> Chart:
    """Draw one medicine; ``key`` tells several charts of one page apart."""
    if for_patient:
        return _patient_chart(course, key, span)
    return stacked_chart([course], key=key, width=width, span=span)
