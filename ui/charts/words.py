"""What a chart says to those who listen, and the table with the same points."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from ui.charts.course import Course
from ui.templatetags.dates import day_with_year, longday
from ui.templatetags.numbers import number


def amount(dose: Fraction | Decimal | int, unit: str) -> str:
    """A dose with its unit, kept together."""
    return f"{number(Fraction(dose))}\u00a0{unit}"


def title(course: Course) -> str:
    """The name of the chart; what a patch gives is said by the hour already."""
    if course.unit.endswith("/h"):
        return f"{course.substance.capitalize()}, {course.unit}"
    return _("%(substance)s, %(unit)s per dygn") % {
        "substance": course.substance.capitalize(),
        "unit": course.unit,
    }


def title_of_all(courses: Sequence[Course]) -> str:
    """The name of a figure with a panel for each medicine."""
    if len(courses) == 1:
        return title(courses[0])
    *first, last = (course.substance for course in courses)
    return _("%(first)s och %(last)s, dos per dygn") % {
        "first": ", ".join(first).capitalize(),
        "last": last,
    }


def symptoms_title() -> str:
    """The name of the panel with what was felt."""
    return _("Besvär enligt patienten, 0–10")


def model_title(course: Course) -> str:
    """The name of the panel that shows a model: it says that it is one."""
    name = _("Modell: andel receptorer (inte uppmätt)")
    return f"{name}, {course.substance}, %"


def source(courses: Sequence[Course]) -> str:
    """Where the models come from."""
    named = dict.fromkeys(c.model.source for c in courses if c.model)
    return "; ".join(named)


def _so_far(course: Course) -> str:
    first, last = course.taken[0], course.taken[-1]
    return _("Dosen var %(start)s %(day)s och är %(now)s i dag.") % {
        "start": amount(Fraction(first.amount), course.unit),
        "day": day_with_year(first.on),
        "now": amount(Fraction(last.amount), course.unit),
    }


def _ahead(course: Course) -> str:
    last = course.planned[-1]
    return _("Enligt planen är den %(goal)s från %(day)s.") % {
        "goal": amount(Fraction(last.amount), course.unit),
        "day": day_with_year(last.on),
    }


def _next(course: Course) -> str:
    ahead = course.next_change
    if ahead is None or ahead == course.planned[-1]:
        return ""
    return _("Nästa ändring är till %(dose)s, %(day)s.") % {
        "dose": amount(ahead.amount, course.unit),
        "day": day_with_year(ahead.on),
    }


def _held(course: Course) -> str:
    return _("Paus från %(days)s.") % {
        "days": ", ".join(day_with_year(hold.starts_on) for hold in course.holds)
    }


def _felt(course: Course) -> str:
    last = max(course.symptoms, key=lambda symptom: symptom.on)
    return _("Besvär senast %(score)d av 10, %(day)s.") % {
        "score": last.score,
        "day": longday(last.on),
    }


def description(course: Course) -> str:
    """The chart in a few sentences, made from its points."""
    sentences = [
        _so_far(course) if course.dose_today else "",
        _next(course),
        _ahead(course) if course.planned else "",
        _held(course) if course.holds else "",
        _felt(course) if course.symptoms else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def description_of_all(courses: Sequence[Course]) -> str:
    """All medicines of a figure in words, each by its name when there are several."""
    if len(courses) == 1:
        return description(courses[0])
    return " ".join(
        f"{course.substance.capitalize()}: {description(course)}" for course in courses
    )
