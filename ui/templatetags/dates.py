"""Days and times as people here write them.

The short forms of Swedish and bokmål are ours: no full stops, no capital letters, and
the months that are not shortened stay whole.
"""

from datetime import date, datetime, time

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

register = template.Library()

WEEKDAYS = {
    "sv": "mån tis ons tors fre lör sön",
    "nb": "man tirs ons tors fre lør søn",
    "en": "Mon Tue Wed Thu Fri Sat Sun",
}
MONTHS = {
    "sv": "jan feb mars apr maj juni juli aug sep okt nov dec",
    "nb": "jan feb mars apr mai juni juli aug sep okt nov des",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
}
LONG_PATTERNS = {"sv": "l j F", "nb": "l j. F", "en": "l j F"}


def _language() -> str:
    code = (get_language() or "sv")[:2]
    return code if code in WEEKDAYS else "sv"


def local_day(value: date | datetime) -> date:
    """The day where we are, also for a moment in another zone.

    >>> local_day(date(2026, 11, 20))
    datetime.date(2026, 11, 20)
    """
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if value.tzinfo else value.date()
    return value


@register.filter
def weekday(value: date) -> str:
    """The short name of the weekday.

    >>> weekday(date(2026, 11, 19))
    'tors'
    """
    return WEEKDAYS[_language()].split()[value.weekday()]


def month(value: date) -> str:
    """The short name of the month.

    >>> month(date(2027, 3, 1))
    'mars'
    """
    return MONTHS[_language()].split()[value.month - 1]


@register.filter
def short_day(value: date | datetime | None) -> str:
    """Day and month, where the weekday does not matter.

    >>> short_day(date(2026, 11, 17))
    '17 nov'
    """
    if not value:
        return ""
    on = local_day(value)
    return f"{on.day} {month(on)}"


@register.filter
def day(value: date | datetime | None) -> str:
    """A day in a list.

    >>> day(date(2026, 11, 19)), day(None)
    ('tors 19 nov', '')
    """
    return f"{weekday(local_day(value))} {short_day(value)}" if value else ""


@register.filter
def day_with_year(value: date | datetime | None) -> str:
    """A day in a list that reaches over New Year.

    >>> day_with_year(date(2027, 1, 12))
    'tis 12 jan 2027'
    """
    return f"{day(value)} {local_day(value).year}" if value else ""


@register.filter
def longday(value: date | datetime | None) -> str:
    """A day in a sentence.

    >>> longday(date(2026, 11, 19))
    'torsdag 19 november'
    """
    return date_format(local_day(value), LONG_PATTERNS[_language()]) if value else ""


@register.filter
def longday_with_year(value: date | datetime | None) -> str:
    """A day in a sentence that is kept for long.

    >>> longday_with_year(date(2027, 6, 15))
    'tisdag 15 juni 2027'
    """
    return f"{longday(value)} {local_day(value).year}" if value else ""


@register.filter
def clock(value: datetime | time | None) -> str:
    """The time of day, 24 hours.

    >>> clock(time(9, 5)), clock(datetime(2026, 11, 19, 10, 30))
    ('09.05', '10.30')
    """
    if value is None or value == "":
        return ""
    if isinstance(value, datetime) and value.tzinfo:
        value = timezone.localtime(value)
    mark = ":" if _language() == "en" else "."
    return f"{value:%H}{mark}{value:%M}"


@register.filter
def in_days(due: date | datetime | None, today: date) -> str:
    """When something is due, seen from today.

    >>> monday = date(2026, 11, 16)
    >>> in_days(date(2026, 11, 14), monday), in_days(date(2026, 11, 15), monday)
    ('Försenad 2 dagar', 'Försenad 1 dag')
    >>> in_days(monday, monday), in_days(date(2026, 11, 17), monday)
    ('I dag', 'I morgon')
    >>> in_days(date(2026, 11, 20), monday)
    'Fre 20 nov'
    """
    if not due:
        return ""
    away = (local_day(due) - today).days
    if away < 0:
        return ngettext("Försenad %(days)d dag", "Försenad %(days)d dagar", -away) % {
            "days": -away
        }
    if away == 0:
        return gettext("I dag")
    if away == 1:
        return gettext("I morgon")
    text = day(due)
    return text[:1].upper() + text[1:]


@register.filter
def is_late(due: date | datetime | None, today: date) -> bool:
    """Whether the day has passed.

    >>> is_late(date(2026, 11, 15), date(2026, 11, 16)), is_late(None, date.max)
    (True, False)
    """
    return bool(due) and local_day(due) < today  # type: ignore[arg-type]
