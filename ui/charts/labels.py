"""Where the words of a chart stand: at their lines, never in a legend."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from django.utils.translation import gettext as _

from ui.charts import words
from ui.charts.course import Course
from ui.charts.scales import Amount, Time
from ui.templatetags.dates import short_day

# Room for the words "I dag, 20 mg" beside the line.
TODAY_NEEDS = 100
PLAN_NEEDS = 84
GOAL_NEEDS = 70


@dataclass(frozen=True, kw_only=True)
class Word:
    """A direct label."""

    x: float
    y: float
    text: str
    role: str = ""
    anchor: str = "start"


def _pauses(course: Course, x: Time, y: Amount) -> Iterator[Word]:
    for hold in course.holds:
        end = hold.ends_on or course.today or course.last_day
        yield Word(
            x=round((x(hold.starts_on) + x(end)) / 2, 1),
            y=y.high - 6,
            text=hold.label or _("Paus"),
            role="d-paus-ord",
            anchor="middle",
        )


def _today(course: Course, x: Time, y: Amount) -> Iterator[Word]:
    if course.today is None:
        return
    at = x(course.today)
    now = course.dose_today
    text = _("I dag")
    if now:
        text += f", {words.amount(Fraction(now.amount), course.unit)}"
    fits = at + TODAY_NEEDS < x.right
    yield Word(
        x=at + (8 if fits else -8),
        y=y.high + 12,
        text=text,
        role="d-idag-ord",
        anchor="start" if fits else "end",
    )


def _taken(course: Course, x: Time, y: Amount) -> Iterator[Word]:
    if len(course.taken) > 1:
        first, second = course.taken[:2]
        yield Word(
            x=x(second.on) + 10,
            y=y(Fraction(first.amount)) + 8,
            text=_("Tagen dos"),
            role="d-dos-ord",
        )


def _planned(course: Course, x: Time, y: Amount) -> Iterator[Word]:
    if course.planned:
        yield Word(
            x=x.right + 8,
            y=y(Fraction(course.planned[-1].amount)) - 2,
            text=course.planned_name or _("Planerad dos"),
            role="d-dos-ord",
        )


def _first_plan(course: Course, x: Time, y: Amount) -> Iterator[Word]:
    if not course.first_plan:
        return
    middle = course.first_plan[len(course.first_plan) // 2]
    end = x(middle.on) - 8
    today = x(course.today) if course.today else x.left
    # Under its own line, and never through the line of today.
    is_crossed = end - PLAN_NEEDS < today < end + 4
    yield Word(
        x=today + 8 if is_crossed else end,
        y=min(y(Fraction(middle.amount)) + 24, y.low - 8),
        text=course.first_plan_name or _("Första planen"),
        anchor="start" if is_crossed else "end",
    )


def _contacts(course: Course, x: Time, y: Amount) -> Iterator[Word]:
    if course.contacts:
        yield Word(
            x=x.right + 8, y=y.low + 21, text=_("Kontakter"), role="d-kontakt-ord"
        )


def for_staff(course: Course, x: Time, y: Amount) -> list[Word]:
    """The words of the dose panel."""
    return [
        Word(x=4, y=y.high - 22, text=words.title(course), role="d-rubrik"),
        *_pauses(course, x, y),
        *_taken(course, x, y),
        *_planned(course, x, y),
        *_first_plan(course, x, y),
        *_today(course, x, y),
        *_contacts(course, x, y),
    ]


def for_symptoms(course: Course, x: Time, y: Amount) -> list[Word]:
    """The words of the panel below: the worst and the last."""
    ordered = sorted(course.symptoms, key=lambda felt: felt.on)
    worst, last = max(ordered, key=lambda felt: felt.score), ordered[-1]
    found = [
        Word(
            x=4, y=y.high - 18, text=_("Besvär enligt patienten, 0–10"), role="d-rubrik"
        ),
        Word(
            x=x(worst.on) - 8,
            y=y(worst.score) + 4,
            text=str(worst.score),
            role="d-besvar-ord",
            anchor="end",
        ),
    ]
    if last is not worst:
        found.append(
            Word(
                x=x(last.on) + 12,
                y=y(last.score) + 4,
                text=f"{last.score}, {short_day(last.on)}",
                role="d-besvar-ord",
            )
        )
    return found


def _goal(course: Course, x: Time, y: Amount) -> Word:
    goal = course.planned[-1]
    text = _("Mål %(dose)s") % {
        "dose": words.amount(Fraction(goal.amount), course.unit)
    }
    # Above the highest step that the words would otherwise lie on.
    under = [
        dose.amount
        for dose, after in pairwise((*course.planned, goal))
        if x(after.on) > x.right - GOAL_NEEDS
    ]
    highest = max(Fraction(amount) for amount in (*under, goal.amount))
    return Word(x=x.right, y=y(highest) - 10, text=text, role="d-dos-ord", anchor="end")


def for_patient(course: Course, x: Time, y: Amount) -> list[Word]:
    """Today and the goal; nothing else has a figure."""
    found = list(_pauses(course, x, y))
    now = course.dose_today
    if now and course.today:
        fits = x(course.today) + TODAY_NEEDS < x.right
        found.append(
            Word(
                x=x(course.today) + (10 if fits else -10),
                y=y(Fraction(now.amount)) - 12,
                text=_("I dag %(dose)s")
                % {"dose": words.amount(Fraction(now.amount), course.unit)},
                role="d-idag-ord",
                anchor="start" if fits else "end",
            )
        )
    if course.planned:
        found.append(_goal(course, x, y))
    return found
