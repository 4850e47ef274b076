"""The base of every form: what all questions share.

A form says which questions it asks and, with ``layout``, how they are grouped. It never
saves anything.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from ui.fields import (
    DateField,
    DecimalField,
    FormKeyField,
    IntegerField,
    LongTextField,
    TextField,
    TimeField,
)
from ui.layout import Cards, Chips, Group, Layout, Question, Row, Scale11, Suffix
from ui.sentences import speak_plainly

__all__ = [
    "YES_NO",
    "Cards",
    "Chips",
    "CreatingForm",
    "DateField",
    "DecimalField",
    "Form",
    "FormKeyField",
    "Group",
    "IntegerField",
    "Layout",
    "LongTextField",
    "Question",
    "Row",
    "Scale11",
    "Suffix",
    "TextField",
    "TimeField",
    "one_more_row",
    "posted",
    "scale_choices",
]

# No answer is longer than this, whatever the form forgot to say.
LONGEST = 20_000
NUL = "\x00"
# No form has this many digits of rows; a number with thousands is slow to read.
LONG_NUMBER = 5
# Django builds these on its field for text, but what comes out is not text.
NOT_TEXT = (forms.UUIDField, forms.JSONField)


def _without_nul(given: Any) -> Any:
    """The same answers without the sign that Postgres cannot hold."""
    if not isinstance(given, QueryDict):
        return {
            key: value.replace(NUL, "") if isinstance(value, str) else value
            for key, value in given.items()
        }
    if not any(NUL in value for _key, values in given.lists() for value in values):
        return given
    clean = given.copy()
    for key, values in given.lists():
        clean.setlist(key, [value.replace(NUL, "") for value in values])
    return clean


def _limit_length(field: forms.Field) -> None:
    if isinstance(field, NOT_TEXT) or not isinstance(field, forms.CharField):
        return
    if field.max_length is None:
        field.max_length = LONGEST
        field.validators.append(MaxLengthValidator(LONGEST))


def form_helper() -> FormHelper:
    """The page writes form tag, token and button; the pack writes the questions."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    return helper


class Form(forms.Form):
    """A form in our look: own sentences, no browser bubbles, comma and point."""

    use_required_attribute = False
    layout: ClassVar[Layout | None] = None

    def __init__(
        self, data: Mapping[str, Any] | None = None, *args: Any, **rest: Any
    ) -> None:
        super().__init__(None if data is None else _without_nul(data), *args, **rest)
        self.helper = form_helper()
        if self.layout is not None:
            self.helper.layout = deepcopy(self.layout)
        for name, field in self.fields.items():
            _limit_length(field)
            speak_plainly(field, label=str(field.label or self[name].label))


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent; nothing while the page is only looked at."""
    return request.POST if request.method == "POST" else None


class CreatingForm(Form):
    """A form that makes something new: pressed twice, it is still one thing."""

    form_key = FormKeyField()


def scale_choices() -> list[tuple[str, str]]:
    """The eleven answers of a scale from 0 to 10."""
    return [(str(step), str(step)) for step in range(11)]


def row_count(data: Mapping[str, Any], *, prefix: str) -> int:
    """How many rows the post says that it has; none when it says no such number."""
    said = str(data.get(f"{prefix}-TOTAL_FORMS", ""))
    is_number = said.isascii() and said.isdigit() and len(said) < LONG_NUMBER
    return int(said) if is_number else 0


def one_more_row(data: QueryDict, *, prefix: str) -> QueryDict:
    """What was posted, with one more empty row, for "Lägg till" without JavaScript."""
    more = data.copy()
    more[f"{prefix}-TOTAL_FORMS"] = str(row_count(data, prefix=prefix) + 1)
    return more


YES_NO = [("yes", _("Ja")), ("no", _("Nej"))]
