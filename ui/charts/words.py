"""What a chart says to those who listen, and the table with the same points."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from ui.charts.course import Course, Dose
from ui.charts.scales import Time
from ui.templatetags.dates import day_with_year, longday
from ui.templatetags.numbers import number


@dataclass(frozen=True, kw_only=True)
class Row:
    """One point of the chart, as a row of its table."""

    on: date
    x: float
    what: str
    value: str


def amount(dose: Fraction | int, unit: str) -> str:
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
        _ahead(course) if course.planned else "",
        _held(course) if course.holds else "",
        _felt(course) if course.symptoms else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _dose_rows(
    doses: tuple[Dose, ...], what: str, course: Course, x: Time
) -> list[Row]:
    return [
        Row(
            on=dose.on,
            x=x(dose.on),
            what=what,
            value=amount(Fraction(dose.amount), course.unit),
        )
        for dose in doses
    ]


def _contact_rows(course: Course, x: Time) -> list[Row]:
    """Hundreds after some years: each word is looked up once."""
    words = {True: _("Bokad kontakt"), False: _("Kontakt")}
    return [
        Row(on=met.on, x=x(met.on), what=words[met.is_booked], value="")
        for met in course.contacts
    ]


def _symptom_rows(course: Course, x: Time) -> list[Row]:
    what, value = _("Besvär"), _("%(score)d av 10")
    return [
        Row(on=felt.on, x=x(felt.on), what=what, value=value % {"score": felt.score})
        for felt in course.symptoms
    ]


def table(course: Course, x: Time) -> list[Row]:
    """Every point that is drawn, by day."""
    rows = [
        *_dose_rows(
            course.first_plan, course.first_plan_name or _("Första planen"), course, x
        ),
        *_dose_rows(course.taken, _("Tagen dos"), course, x),
        *_dose_rows(
            course.planned, course.planned_name or _("Planerad dos"), course, x
        ),
        *(
            Row(on=hold.starts_on, x=x(hold.starts_on), what=_("Paus"), value="")
            for hold in course.holds
        ),
        *_contact_rows(course, x),
        *_symptom_rows(course, x),
    ]
    return sorted(rows, key=lambda row: row.on)
