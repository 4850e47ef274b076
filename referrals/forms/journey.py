"""The way through a self-referral: which question comes when, and what was answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jurisdictions import phones
from referrals.forms import self_referral as forms
from referrals.forms.contact import ContactForm
from referrals.models import Answers, BestTime, Fits, MedicineKind

Words = str | Promise
NOT_FOR_ALL = (Fits.UNDER_18, Fits.ELSEWHERE, Fits.NOT_PRESCRIBED)


@dataclass(frozen=True)
class Step:
    """One question: its key in the draft, its form, its line on the check page."""

    key: str
    form: type[forms.Step]
    label: Words
    summary: Callable[[dict[str, Any]], list[str]]


@dataclass(frozen=True)
class Row:
    """One line of the check page: what was asked, answered, and where to change it."""

    number: int
    label: Words
    first: str
    rest: list[str]


def _chosen(form: type[forms.Step], field: str, values: list[str]) -> list[str]:
    """The words of the chosen answers, in the order of the page."""
    choices = form.base_fields[field].choices  # type: ignore[attr-defined]
    return [str(label) for value, label in choices if value in values]


def _fits(answers: dict[str, Any]) -> list[str]:
    return _chosen(forms.FitsForm, "fits", [answers["fits"]])


def _medicines(answers: dict[str, Any]) -> list[str]:
    lines = []
    for kind in answers["kinds"]:
        (label,) = _chosen(forms.MedicinesForm, "kinds", [kind])
        name = answers.get(kind, "") if kind in MedicineKind.values else ""
        lines.append(f"{label}: {name}" if name else label)
    return ["\n".join(lines)]


def _how_long(answers: dict[str, Any]) -> list[str]:
    return _chosen(forms.HowLongForm, "how_long", [answers["how_long"]])


def _dose(answers: dict[str, Any]) -> list[str]:
    return _chosen(forms.DoseForm, "dose_change", [answers["dose_change"]])


def _dangers(answers: dict[str, Any]) -> list[str]:
    return ["\n".join(_chosen(forms.DangersForm, "risks", answers["risks"]))]


def _contact(answers: dict[str, Any]) -> list[str]:
    phone = phones.shown(answers["phone"])
    lines = [f"{answers['name']}, {phone}", *filter(None, [answers.get("email", "")])]
    lines.append(
        {
            BestTime.MORNING: _("Helst på förmiddagen."),
            BestTime.AFTERNOON: _("Helst på eftermiddagen."),
            BestTime.ANY: _("När som helst."),
        }[BestTime(answers["best_time"])]
    )
    lines.append(
        _("Meddelande i röstbrevlådan går bra.")
        if answers["voicemail"] == "yes"
        else _("Inget meddelande i röstbrevlådan.")
    )
    if answers.get("interpreter"):
        lines.append(_("Tolk: %(language)s") % {"language": answers["interpreter"]})
    if answers.get("birth_year"):
        lines.append(_("Född %(year)s") % {"year": answers["birth_year"]})
    if answers.get("health_centre"):
        lines.append(_("Vårdcentral: %(name)s") % {"name": answers["health_centre"]})
    return lines


def _goal(answers: dict[str, Any]) -> list[str]:
    goal = answers.get("goal", "")
    return [f"”{goal}”"] if goal else [_("Inget svar")]


STEPS = (
    Step("fits", forms.FitsForm, gettext_lazy("Är det för dig?"), _fits),
    Step("medicines", forms.MedicinesForm, gettext_lazy("Läkemedel"), _medicines),
    Step("how_long", forms.HowLongForm, gettext_lazy("Hur länge"), _how_long),
    Step(
        "dose",
        forms.DoseForm,
        gettext_lazy("Ändrat dosen senaste två veckorna"),
        _dose,
    ),
    Step("dangers", forms.DangersForm, gettext_lazy("Något av detta"), _dangers),
    Step("contact", ContactForm, gettext_lazy("Vi ringer"), _contact),
    Step("goal", forms.GoalForm, gettext_lazy("Det här vill du ha hjälp med"), _goal),
)


def rows(answers: Answers) -> list[Row]:
    """The check page: every answer in the words in which it was given."""
    lines = []
    for number, step in enumerate(STEPS, start=1):
        first, *rest = step.summary(answers[step.key])
        lines.append(Row(number=number, label=step.label, first=first, rest=rest))
    return lines


def first_unanswered(answers: Answers) -> int | None:
    """The number of the first question without an answer; None when all have one."""
    for number, step in enumerate(STEPS, start=1):
        if step.key not in answers:
            return number
    return None
