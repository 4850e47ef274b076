"""What a form says when an answer is missing or cannot be read.

Django's own sentences say what is wrong; ours say what to do. A form that has a better
sentence for a question gives it as ``error_messages``, and it wins.
"""

from collections.abc import Iterator, Mapping

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise

FILL_IN = _("Fyll i ”%(label)s”")
CHOOSE = _("Välj ett svar på ”%(label)s”")
CHOOSE_LISTED = _("Välj ett av svaren på ”%(label)s”")
WHOLE = _("Skriv ett heltal i siffror, till exempel 3")
AT_MOST = _("Skriv högst %(limit_value)s")
AT_LEAST = _("Skriv minst %(limit_value)s")
DAY = _("Skriv datumet så här: 2026-11-20")
CLOCK = _("Skriv klockslaget så här: 10.30")
MAIL = _("Skriv e-postadressen så här: namn@exempel.se")
FILE = _("Välj en fil till ”%(label)s”")

SENTENCES: Mapping[type[forms.Field], Mapping[str, Sentence]] = {
    forms.Field: {"required": FILL_IN},
    forms.CharField: {
        "max_length": _(
            "Skriv högst %(limit_value)d tecken. Nu är det %(show_value)d."
        ),
        "min_length": _(
            "Skriv minst %(limit_value)d tecken. Nu är det %(show_value)d."
        ),
    },
    forms.EmailField: {"invalid": MAIL},
    forms.IntegerField: {
        "invalid": WHOLE,
        "max_value": AT_MOST,
        "min_value": AT_LEAST,
    },
    forms.DecimalField: {
        "max_value": AT_MOST,
        "min_value": AT_LEAST,
        "max_digits": _("Skriv ett mindre tal, med högst %(max)d siffror"),
        "max_whole_digits": _("Skriv ett mindre tal, med högst %(max)d siffror"),
        "max_decimal_places": _("Skriv med högst %(max)d siffror efter kommat"),
    },
    forms.DateField: {"invalid": DAY},
    forms.DateTimeField: {"invalid": DAY},
    forms.TimeField: {"invalid": CLOCK},
    forms.BooleanField: {"required": _("Kryssa i ”%(label)s” för att gå vidare")},
    forms.ChoiceField: {"required": CHOOSE, "invalid_choice": CHOOSE_LISTED},
    forms.MultipleChoiceField: {
        "required": _("Välj minst ett svar på ”%(label)s”"),
        "invalid_list": CHOOSE_LISTED,
    },
    forms.ModelChoiceField: {"required": CHOOSE, "invalid_choice": CHOOSE_LISTED},
    forms.ModelMultipleChoiceField: {
        "invalid_list": CHOOSE_LISTED,
        "invalid_pk_value": CHOOSE_LISTED,
    },
    forms.FileField: {"required": FILE, "missing": FILE, "empty": FILE},
}

# Django puts what was sent into these sentences, so a per cent sign needs its twin.
FILLED_IN_LATER = {"invalid_choice", "invalid_pk_value"}


def _from_django(field: forms.Field) -> dict[str, object]:
    messages: dict[str, object] = {}
    for cls in reversed(type(field).__mro__):
        if cls.__module__.startswith("django."):
            messages.update(getattr(cls, "default_error_messages", {}))
    return messages


def _ours(field: forms.Field) -> Iterator[tuple[str, Sentence]]:
    for cls in reversed(type(field).__mro__):
        yield from SENTENCES.get(cls, {}).items()


def speak_plainly(field: forms.Field, *, label: str) -> None:
    """Replace Django's sentences on this field, and leave those a form has chosen."""
    django = _from_django(field)
    for code, sentence in dict(_ours(field)).items():
        if field.error_messages.get(code) is django.get(code):
            words = label.replace("%", "%%") if code in FILLED_IN_LATER else label
            field.error_messages[code] = str(sentence).replace("%(label)s", words)
