"""Fields that accept what people write, and say how to write it when they cannot."""

import re
import uuid
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ui.templatetags.numbers import number

SIGNED_FIGURES = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)")
SPACES = re.compile(r"[\s\u00a0\u202f]+")
WHOLE_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")
DAY_FIRST = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/. ]([0-9]{4})")
CLOCK = re.compile(r"([0-9]{1,2})[.:]?([0-9]{2})")


class TextField(forms.CharField):
    """One line of text."""

    def __init__(self, *, max_length: int = 200, **rest: Any) -> None:
        super().__init__(max_length=max_length, **rest)


class LongTextField(forms.CharField):
    """Text in several lines."""

    def __init__(self, *, rows: int = 4, max_length: int = 4000, **rest: Any) -> None:
        rest.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **rest)


class DecimalField(forms.DecimalField):
    """An amount, with decimal comma or point.

    >>> DecimalField().clean("7,5"), DecimalField().clean(" 7.50 ")
    (Decimal('7.5'), Decimal('7.50'))
    """

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Skriv talet i siffror, till exempel 7,5")}

    def __init__(self, *, max_digits: int = 9, decimal_places: int = 4, **rest: Any):
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **rest)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A phone shows figures and the comma."""
        return {
            **super().widget_attrs(widget),
            "inputmode": "decimal",
            "autocomplete": "off",
            "class": "b-6 tal",
        }

    def to_python(  # type: ignore[override]  # the stubs say it is an integer
        self, value: Any
    ) -> Decimal | None:
        """Comma and point mean the same; anything else is asked about again."""
        if value in self.empty_values:
            return None
        text = SPACES.sub("", str(value)).replace("−", "-")
        if not SIGNED_FIGURES.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return Decimal(text.replace(",", "."))

    def prepare_value(self, value: Any) -> Any:
        """What was typed stays as typed; what we know is written as here."""
        return number(value) if isinstance(value, Decimal | Fraction) else value


class IntegerField(forms.IntegerField):
    """A whole number, without the arrows that change it by accident."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A phone shows figures."""
        return {
            **super().widget_attrs(widget),
            "inputmode": "numeric",
            "autocomplete": "off",
            "class": "b-4 tal",
        }


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _read_day(text: str) -> date | None:
    if match := WHOLE_DAY.fullmatch(text):
        return _day(*match.groups())
    if match := DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
        return _day(year, month, day)
    return None


class DateField(forms.DateField):
    """A day, from the browser's calendar or typed.

    >>> DateField().clean("2026-11-20") == DateField().clean("20/11 2026")
    True
    """

    def __init__(self, **rest: Any) -> None:
        rest.setdefault(
            "widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        )
        super().__init__(**rest)

    def to_python(self, value: Any) -> date | None:
        """ISO with or without dashes, or day first."""
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        found = _read_day(str(value).strip())
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class TimeField(forms.TimeField):
    """A time of day: 10.30, 10:30 or 1030.

    >>> TimeField().clean("10.30"), TimeField().clean("9:05")
    (datetime.time(10, 30), datetime.time(9, 5))
    """

    def __init__(self, **rest: Any) -> None:
        rest.setdefault(
            "widget",
            forms.TimeInput(
                format="%H.%M",
                attrs={"inputmode": "decimal", "autocomplete": "off", "class": "b-4"},
            ),
        )
        super().__init__(**rest)

    def to_python(self, value: Any) -> time | None:
        """Full stop, colon or nothing between hour and minute."""
        if value in self.empty_values or isinstance(value, time):
            return super().to_python(value)
        match = CLOCK.fullmatch(SPACES.sub("", str(value)).removeprefix("kl"))
        try:
            hour, minute = match.groups() if match else ("", "")
            return time(int(hour), int(minute))
        except ValueError:
            invalid = self.error_messages["invalid"]
            raise ValidationError(invalid, code="invalid") from None


class FormKeyField(forms.UUIDField):
    """The name of one filled-in form, so that a second press is known again.

    A lost or damaged key is replaced: it must never stop what a person has written.
    """

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid.uuid4)

    def to_python(  # type: ignore[override]  # the stubs say it is text
        self, value: Any
    ) -> uuid.UUID:
        """The key that came, or a new one."""
        try:
            key: Any = super().to_python(value)
            return key or uuid.uuid4()
        except ValidationError:
            return uuid.uuid4()
