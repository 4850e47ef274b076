"""Where the words of a chart stand: at their lines, never in a legend."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from ui.charts import words
from ui.charts.course import Course, Dose, dose_on
from ui.charts.placing import Board, Word
from ui.charts.scales import Amount, Time
from ui.templatetags.dates import short_day

# Words beside a line give way up and down before they are left out.
ASIDE = ((0, 0), (0, -14), (0, 14), (0, -28), (0, 28), (0, -42))


def pauses(course: Course, x: Time, y: Amount, board: Board) -> None:
    """Each pause says that it is one, above its band."""
    for hold in course.holds:
        end = hold.ends_on or course.today or course.last_day
        board.put_moved(
            Word(
                x=round((x(hold.starts_on) + x(end)) / 2, 1),
                y=y.high - 6,
                text=hold.label or _("Paus"),
                role="d-paus-ord",
                anchor="middle",
            ),
            [(0, 0), (8, 0), (-8, 0)],
        )


def step_backs(course: Course, x: Time, y: Amount, board: Board) -> None:
    """A step back says that it is one, over the step."""
    for on in course.step_backs:
        dose = dose_on((*course.taken, *course.planned), on)
        height = y(Fraction(dose.amount)) if dose else y.high
        board.put_moved(
            Word(x=x(on), y=height - 9, text=_("Steg tillbaka"), anchor="middle"),
            [*ASIDE, (46, 0), (-46, 0)],
        )


def today(course: Course, x: Time, y: Amount, board: Board) -> None:
    """The line of today, and the dose it stands at."""
    if course.today is None:
        return
    text = _("I dag")
    if course.dose_today:
        text += f", {words.amount(course.dose_today.amount, course.unit)}"
    at = x(course.today)
    word = Word(x=at + 8, y=y.high + 12, text=text, role="d-idag-ord")
    left = replace(word, x=at - 8, anchor="end")
    board.put(word, left, replace(word, y=y.high + 27), replace(left, y=y.high + 27))


def _beside(x: Time, y: Amount, dose: Dose, text: str, role: str) -> Word:
    height = min(y(Fraction(dose.amount)) + 4, y.low - 6)
    return Word(x=x.right + 8, y=height, text=text, role=role)


def line_ends(course: Course, x: Time, y: Amount, board: Board) -> None:
    """What each line is: at its end, or where it leaves the others."""
    if len(course.taken) > 1:
        first, second = course.taken[:2]
        board.put_moved(
            Word(
                x=x(second.on) + 10,
                y=y(Fraction(first.amount)) + 10,
                text=_("Tagen dos"),
                role="d-dos-ord",
            ),
            ASIDE,
        )
    if course.planned:
        text = _("Planerad dos")
        board.put_moved(_beside(x, y, course.planned[-1], text, "d-dos-ord"), ASIDE)
    if len(course.target) > 1:
        middle = course.target[len(course.target) // 3]
        at = Word(
            x=x(middle.on) - 4,
            y=min(y(Fraction(middle.amount)) + 16, y.low - 6),
            text=_("Räknad kurva"),
            anchor="end",
        )
        board.put_moved(at, ASIDE)

    for doses, text in (
        (course.first_plan, _("Första planen")),
        (course.earlier_plan, _("Förra planen")),
    ):
        _replaced(course, doses, text, x, y, board)


def _replaced(
    course: Course, doses: tuple[Dose, ...], text: str, x: Time, y: Amount, board: Board
) -> None:
    """Under its own line, and never through the line of today."""
    if not doses:
        return
    middle = doses[len(doses) // 2]
    at = x(middle.on) - 8
    height = min(y(Fraction(middle.amount)) + 24, y.low - 6)
    word = Word(x=at, y=height, text=text, anchor="end")
    places = [word, replace(word, y=height - 15), replace(word, x=at - 40)]
    if course.today:
        beside = replace(word, x=x(course.today) + 8, anchor="start")
        places += [beside, replace(beside, y=y.low - 6)]
        places += [replace(beside, y=y.low - 21)]
    board.put(*_uncrossed(places, course.today, x))


def _uncrossed(places: list[Word], on: date | None, x: Time) -> list[Word]:
    """Places off the line of today first."""
    line = x(on) if on else -1.0

    def crosses(word: Word) -> bool:
        return word.anchor == "end" and word.x - 90 < line < word.x + 4

    return sorted(places, key=crosses)


def contacts(course: Course, x: Time, y: float, board: Board) -> None:
    """The row of contacts, at its end."""
    word = Word(x=x.right + 8, y=y + 4, text=_("Kontakter"), role="d-kontakt-ord")
    if any(x.has(contact.on) for contact in course.contacts):
        board.put(word)


def symptoms(course: Course, x: Time, y: Amount, board: Board) -> None:
    """The words of the panel below: the last, and the worst."""
    felt = sorted(
        (felt for felt in course.symptoms if x.has(felt.on)), key=lambda felt: felt.on
    )
    last, worst = felt[-1], max(felt, key=lambda felt: felt.score)
    at = Word(
        x=x(last.on) + 12,
        y=y(last.score) + 4,
        text=f"{last.score}, {short_day(last.on)}",
        role="d-besvar-ord",
    )
    board.put_moved(at, ASIDE)
    if worst is not last:
        at = Word(
            x=x(worst.on) - 8,
            y=y(worst.score) + 4,
            text=str(worst.score),
            role="d-besvar-ord",
            anchor="end",
        )
        board.put_moved(at, [(0, 0), (-6, 0), (0, -10), (0, 12)])


def heading(text: str, y: float, board: Board) -> None:
    """The name of a panel, above it to the left."""
    board.put(Word(x=4, y=y, text=text, role="d-rubrik"))


def for_patient(course: Course, x: Time, y: Amount, board: Board) -> None:
    """Today, the next step and the goal; nothing else has a figure."""
    for word in _today_for_patient(course, x, y):
        board.put(word, *_over(word, y))
    if course.planned:
        goal = course.planned[-1]
        text = _("Mål %(dose)s") % {"dose": words.amount(goal.amount, course.unit)}
        height = y(Fraction(goal.amount)) - 10
        word = Word(x=x.right, y=height, text=text, role="d-dos-ord", anchor="end")
        board.put(word, *_over(word, y))
    pauses(course, x, y, board)
    step_backs(course, x, y, board)
    _next_for_patient(course, x, y, board)


def _today_for_patient(course: Course, x: Time, y: Amount) -> Iterator[Word]:
    now = course.dose_today
    if now and course.today:
        at, height = x(course.today), y(Fraction(now.amount)) - 12
        text = _("I dag %(dose)s") % {"dose": words.amount(now.amount, course.unit)}
        fits = at + len(text) * 8 < x.right
        yield Word(
            x=at + (10 if fits else -10),
            y=height,
            text=text,
            role="d-idag-ord",
            anchor="start" if fits else "end",
        )


def _over(word: Word, y: Amount) -> list[Word]:
    """The same word higher and higher, to the top of the drawing."""
    return [
        replace(word, y=height)
        for height in range(int(word.y) - 8, int(y.high) - 30, -8)
    ]


def _next_for_patient(course: Course, x: Time, y: Amount, board: Board) -> None:
    ahead = course.next_change
    if ahead is None or ahead == course.planned[-1]:
        return
    text = f"{short_day(ahead.on)}: {words.amount(ahead.amount, course.unit)}"
    word = Word(x=x(ahead.on) + 8, y=y(Fraction(ahead.amount)) - 6, text=text)
    under = replace(word, x=x(ahead.on) - 4, y=word.y + 28, anchor="end")
    board.put(word, under, replace(under, y=word.y + 42))
