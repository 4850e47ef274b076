"""Invented content of the style page. Nobody in it exists."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ui.charts import Contact, Course, Dose, Hold, Symptom, step_chart
from ui.forms import (
    Cards,
    Chips,
    DateField,
    DecimalField,
    Form,
    Group,
    Layout,
    LongTextField,
    Row,
    Scale11,
    Suffix,
    TextField,
    scale_choices,
)
from ui.icons import OUTLINES
from ui.status import MARKS

TODAY = date(2026, 11, 19)
SCORES = (3, 3, 2, 3, 3, 4, 4, 3, 4, 5, 5, 8, 7, 5, 4, 5, 4, 5)


class Sample(Form):
    """Every kind of question once."""

    phone = TextField(
        label=_("Telefon"),
        help_text=_("Vi säger bara att vi ringer från sjukvården"),
        widget=forms.TextInput(
            attrs={"inputmode": "tel", "autocomplete": "tel", "class": "b-14"}
        ),
        error_messages={"required": _("Skriv telefonnumret så att vi kan ringa dig")},
    )
    interpreter = forms.ChoiceField(
        label=_("Tolk"),
        choices=[("no", _("Behövs inte")), ("ar", _("Arabiska"))],
        required=False,
        widget=forms.Select(attrs={"class": "b-14"}),
    )
    dose = DecimalField(
        label=_("Dos per dygn"),
        error_messages={"invalid": _("Skriv dosen i siffror, till exempel 7,5")},
    )
    starts_on = DateField(label=_("Från"))
    medicines = forms.MultipleChoiceField(
        label=_("Vilka läkemedel vill du ha hjälp med?"),
        help_text=_("Välj ett eller flera."),
        choices=[
            ("calming", _("Lugnande eller ångestdämpande")),
            ("sleep", _("Sömnläkemedel")),
            ("unsure", _("Jag vet inte")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    name_of_calming = TextField(
        label=_("Namn och styrka"),
        help_text=_("Så som det står på förpackningen"),
        required=False,
    )
    tried = forms.ChoiceField(
        label=_("Har ni försökt trappa ned?"),
        choices=[("yes", _("Ja")), ("no", _("Nej")), ("ongoing", _("Pågår nu"))],
        widget=forms.RadioSelect,
    )
    went = forms.ChoiceField(
        label=_("Hur gick det?"),
        choices=[
            ("planned", _("Som planerat")),
            ("hard", _("Svårt")),
            ("absent", _("Kom inte")),
        ],
        widget=forms.RadioSelect,
    )
    hardest = forms.MultipleChoiceField(
        label=_("Vad är svårast?"),
        choices=[("sleep", _("Sömn")), ("worry", _("Oro")), ("pain", _("Smärta"))],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    symptoms = forms.ChoiceField(
        label=_("Hur svåra är besvären i dag?"),
        choices=scale_choices(),
        required=False,
        widget=forms.RadioSelect,
    )
    note = LongTextField(label=_("Anteckning"), required=False)
    agrees = forms.BooleanField(label=_("Patienten är med på planen"))
    layout = Layout(
        Group(
            _("Patient"),
            Row("phone", "interpreter"),
            Row(Suffix("dose", "mg"), "starts_on"),
        ),
        Group(
            _("Läkemedel"),
            Cards(
                "medicines",
                hints={"calming": _("till exempel Sobril, Stesolid, Xanor")},
                reveals={"calming": ["name_of_calming"]},
                last=["unsure"],
            ),
        ),
        Group(
            pgettext_lazy("ett besök", "Besök"),
            Cards("tried"),
            Chips("went"),
            Scale11("symptoms", low=_("inga alls"), high=_("värsta tänkbara")),
            Chips("hardest"),
            "note",
            "agrees",
        ),
    )


@dataclass(frozen=True)
class Entry:
    """A row of a list, with whatever the list shows."""

    heading: str = ""
    text: str = ""
    on: date | None = None
    icon: str = ""
    tint: str = ""
    is_today_mark: bool = False


@dataclass(frozen=True)
class Errand:
    """A task."""

    what: str
    who: str
    verb: str
    due_on: date
    url: str = "#"
    why: str = ""


def course() -> Course:
    """Oxazepam from 50 to 0 mg, with a pause."""

    def doses(*points: tuple[date, Fraction | int]) -> tuple[Dose, ...]:
        return tuple(Dose(on=on, amount=Fraction(mg)) for on, mg in points)

    half = Fraction(1, 2)
    return Course(
        substance="oxazepam",
        today=TODAY,
        taken=doses(
            (date(2026, 7, 21), 50), (date(2026, 8, 18), 45), (date(2026, 9, 1), 40),
            (date(2026, 9, 15), 35), (date(2026, 9, 29), 30), (date(2026, 10, 27), 25),
            (date(2026, 11, 10), 20),
        ),
        planned=doses(
            (date(2026, 11, 24), 15), (date(2026, 12, 15), 12 + half),
            (date(2027, 1, 5), 10), (date(2027, 1, 26), 7 + half),
            (date(2027, 2, 16), 5), (date(2027, 3, 9), 2 + half),
            (date(2027, 3, 30), 0),
        ),
        first_plan=doses(
            (date(2026, 9, 29), 30), (date(2026, 10, 13), 25), (date(2026, 10, 27), 20),
            (date(2026, 11, 10), 15), (date(2026, 11, 24), 12 + half),
            (date(2026, 12, 8), 10), (date(2026, 12, 22), 7 + half),
            (date(2027, 1, 5), 5), (date(2027, 1, 19), 2 + half), (date(2027, 2, 2), 0),
        ),
        holds=(Hold(starts_on=date(2026, 10, 13), ends_on=date(2026, 10, 27)),),
        contacts=tuple(
            Contact(on=on, is_booked=on > TODAY)
            for on in (
                date(2026, 7, 28), date(2026, 8, 18), date(2026, 9, 8),
                date(2026, 9, 29), date(2026, 10, 8), date(2026, 10, 15),
                date(2026, 11, 5), date(2026, 12, 3),
            )
        ),
        symptoms=tuple(
            Symptom(on=date(2026, 7, 21) + timedelta(weeks=week), score=score)
            for week, score in enumerate(SCORES)
        ),
    )  # fmt: skip


def lists() -> dict[str, Any]:
    """The parts that show rows."""
    return {
        "entries": [
            Entry(
                "Steg 7: 15 mg per dygn", "Ska bekräftas före 24 nov.",
                date(2026, 11, 24), "stair", "plan",
            ),
            Entry(on=TODAY, is_today_mark=True),
            Entry(
                "Patienten skattade besvär 5", "”Svårt att somna.”",
                date(2026, 11, 17), "target", "obs",
            ),
            Entry(
                "Besök på Granskogens vårdcentral", "Sara Nyberg. Tagit enligt plan.",
                date(2026, 11, 5), "person", "fjord",
            ),
            Entry(
                "Paus 14 dagar på 30 mg", "Patientens önskan, beslut Eva Lindqvist.",
                date(2026, 10, 13), "pause", "obs",
            ),
        ],
        "tasks": [
            Errand("Ring om sömnen", "Anna Berg", "Logga samtal", date(2026, 11, 17)),
            Errand("Skicka recept", "Anna Berg, steg 7", "Skriv", TODAY),
            Errand("Förbered nybesök", "Ulf Bergqvist", "Öppna", date(2026, 11, 23)),
        ],
        "facts": [
            {"label": "Född", "value": "1990-03-12 (36 år)"},
            {"label": "Personnr", "value": "19900312-2380"},
            {"label": "Nu", "value": "oxazepam ½ + 0 + 1½ (20 mg/dygn)"},
            {"label": "Steg", "value": "6 av 13"},
            {"label": "Kontakt", "value": "070-174 06 15"},
        ],
        "actions": [
            {"label": "Logga kontakt", "url": "#", "is_primary": False},
            {"label": "Bekräfta steg 7", "url": "#", "is_primary": True},
        ],
        "warnings": ["Epilepsi"],
        "tabs": [
            {"label": "Översikt", "url": "#", "is_current": True, "count": None},
            {"label": "Plan", "url": "#", "is_current": False, "count": None},
            {"label": "Journal", "url": "#", "is_current": False, "count": 14},
        ],
        "answers": [
            {"label": "Läkemedel", "value": "Lugnande: Sobril 10 mg", "url": "#"},
            {"label": "Hur länge", "value": "Mer än 5 år", "url": "#"},
        ],
        "steps": [
            {"heading": "Vi läser den", "text": "En sjuksköterska läser på vardagar."},
            {"heading": "Vi ringer dig", "text": "På förmiddagen, från dolt nummer."},
            {"heading": "Ni bestämmer en tid", "text": "Nära dig eller på video."},
        ],
    }  # fmt: skip


def everything() -> dict[str, Any]:
    """What the style page shows."""
    return {
        **lists(),
        "chart": step_chart(course(), key="personal"),
        "patient_chart": step_chart(course(), key="patient", for_patient=True),
        "statuses": [
            "new", "risk", "waiting_info", "accepted", "redirected", "withdrawn",
            "mapping", "tapering", "paused", "aftercare", "closed",
        ],
        "all_statuses": list(MARKS),
        "icons": list(OUTLINES),
        "half": Fraction(1, 2),
        "quarter": Fraction(1, 4),
        "one_and_a_half": Fraction(3, 2),
        "colours": [
            "gran-900", "gran-700", "gran-600", "gran-100", "gran-50", "snow", "paper",
            "line", "ink-2", "ink", "fjord-700", "havtorn-500", "lingon-700",
            "bjork-700", "ljung-700", "fjord-100", "havtorn-100", "lingon-100",
            "bjork-100", "ljung-100",
        ],
        "today": TODAY,
    }  # fmt: skip
