"""A rule: levels, limits, how doses are made, who may what."""

from itertools import permutations
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tapering.forms.reference.rows import RowForm
from tapering.forms.reference.shared import AmountField, CodesField, KeptForm, head_of
from tapering.lifecycle import Daypart, WhoMay
from tapering.models import Policy
from tapering.queries import exact_text
from ui.forms import (
    Group,
    IntegerField,
    Layout,
    LongTextField,
    Row,
    TextField,
)

MOST_BANDS = 20
MOST_DAYS = 730
OF = [
    ("", _("Välj")),
    ("current", _("% av dosen just då")),
    ("start", _("% av startdosen")),
    ("mg", _("mg")),
    ("occupancy", _("procentenheter receptorbeläggning")),
]
OF_DOSE = [("mg", _("mg")), ("percent_of_start", _("% av startdosen"))]
# Orders of the day, as the engine reads them.
ORDERS = [
    (" ".join(order), ", ".join(str(Daypart(part).label) for part in order).lower())
    for order in permutations(["noon", "morning", "evening", "night"])
]
SOMEBODY = [choice for choice in WhoMay.choices if choice[0] != WhoMay.NOBODY]


def _text(amount: Any) -> str:
    return "" if amount is None else exact_text(amount)


def _days(label: Any, **rest: Any) -> IntegerField:
    rest.setdefault("required", False)
    return IntegerField(label=label, min_value=1, max_value=MOST_DAYS, **rest)


class BandRow(RowForm):
    """One level. What is left empty can be written later; approving asks for it."""

    always = ("unit", "of")

    above = AmountField(label=_("Medan dosen är över"))
    unit = forms.ChoiceField(label=_("mätt i"), choices=OF_DOSE, required=False)
    size = AmountField(label=_("Minska med"))
    of = forms.ChoiceField(label=_("räknat i"), choices=OF, required=False)
    every_days = _days(_("Dagar per dos"))

    def lay_out(self) -> None:
        """All beside each other."""
        fields = ["above", "unit", "size", "of", "every_days"]
        if "DELETE" in self.fields and self.initial:
            self.fields["DELETE"].label = _("Ta bort nivån")
            fields.append("DELETE")
        self.helper.layout = Layout(Row(*fields))

    @property
    def band(self) -> dict[str, Any]:
        """The row as the engine reads it."""
        found = self.cleaned_data
        return {
            "above": _text(found["above"]),
            "unit": found["unit"] or "mg",
            "size": _text(found["size"]),
            "of": found["of"],
            "every_days": found["every_days"],
        }


class LimitRow(RowForm):
    """One limit: what is larger wants a written reason."""

    always = ("of", "severity")

    size = AmountField(label=_("Mer än"))
    of = forms.ChoiceField(label=_("räknat i"), choices=OF, required=False)
    days = _days(_("på så många dagar"))
    source = TextField(label=_("enligt"), required=False, max_length=200)
    severity = forms.CharField(required=False, widget=forms.HiddenInput)

    def lay_out(self) -> None:
        """All beside each other."""
        fields = ["size", "of", "days", "source", "severity"]
        if "DELETE" in self.fields and self.initial:
            self.fields["DELETE"].label = _("Ta bort gränsen")
            fields.append("DELETE")
        self.helper.layout = Layout(Row(*fields))

    def clean(self) -> dict[str, Any]:
        """A limit is whole or not there."""
        found: dict[str, Any] = super().clean() or {}
        asked = {
            "size": _("Skriv hur stor minskning som kräver en motivering."),
            "of": _("Välj vad minskningen räknas på."),
            "days": _("Skriv på hur många dagar."),
        }
        if not self.is_empty and not found.get("DELETE"):
            for name, sentence in asked.items():
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return found

    @property
    def limit(self) -> dict[str, Any]:
        """The row as the engine reads it."""
        found = self.cleaned_data
        limit = {
            "size": _text(found["size"]),
            "of": found["of"],
            "days": found["days"],
            "severity": found["severity"] or "reason",
        }
        return {**limit, "source": found["source"]} if found["source"] else limit


def _who(label: Any, choices: Any = WhoMay.choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices)


class PolicyForm(KeptForm):
    """A rule. Its levels and limits are rows beside this."""

    name = TextField(label=_("Namn"), max_length=120)
    words = LongTextField(
        label=_("Regeln i ord"),
        rows=3,
        max_length=1000,
        help_text=_("Så att vem som helst i teamet förstår den på fem sekunder."),
    )
    atc = CodesField(
        label=_("Läkemedel (ATC-koder)"),
        required=False,
        help_text=_("Till exempel N05BA. Tomt betyder alla läkemedel."),
    )
    goal_mg = AmountField(label=_("Mål, mg om dagen"))
    stop_below_mg = AmountField(label=_("Tas bort under, mg om dagen"))
    rounding = forms.ChoiceField(
        label=_("Avrundning"),
        choices=[
            ("slower", _("Åt det långsammare hållet")),
            ("faster", _("Åt det snabbare hållet")),
            ("nearest", _("Till närmaste dos som går att göra")),
        ],
    )
    take = forms.ChoiceField(
        label=_("Vilken av dygnets doser sänks"),
        choices=[
            ("even", _("Alla, så jämnt det går")),
            ("round_robin", _("En i taget, i tur och ordning")),
            ("one_at_a_time", _("En i taget, ända ned")),
        ],
    )
    order = forms.ChoiceField(label=_("Ordning"), choices=ORDERS)
    half_dose_mg = AmountField(label=_("Dos vid halva beläggningen, mg"))
    emax_percent = AmountField(label=_("Högsta beläggning, %"))
    occupancy_source = TextField(label=_("Källa till beläggningen"), required=False)
    disagrees = LongTextField(label=_("Där källor säger olika"), required=False, rows=3)
    confirm_each_step = forms.BooleanField(
        label=_("Varje steg bekräftas innan det börjar"), required=False
    )
    who_may_hold = _who(_("Får pausa"), SOMEBODY)
    who_may_slow_down = _who(_("Får sakta ned"))
    who_may_step_back = _who(_("Får gå upp ett steg"))
    who_may_confirm = _who(_("Får bekräfta ett steg"), SOMEBODY)
    hold_days = _days(_("En paus är, dagar"))
    longest_hold_days = _days(_("För lång paus efter, dagar"))
    holds_before_goal = _days(_("Lägre mål föreslås efter, pauser"))
    max_gap_days = _days(_("Längst mellan kontakter, dagar"))

    layout = Layout(
        Group(
            _("Var det slutar"),
            Row("goal_mg", "stop_below_mg"),
        ),
        Group(_("Hur doserna görs"), Row("take", "order", "rounding")),
        Group(
            _("Receptorbeläggning"),
            Row("half_dose_mg", "emax_percent", "occupancy_source"),
            hint=_("Bara om någon nivå räknas i beläggning, och bara med källa."),
        ),
        Group(
            _("Under tiden"),
            "confirm_each_step",
            Row("who_may_hold", "who_may_slow_down"),
            Row("who_may_step_back", "who_may_confirm"),
            Row("hold_days", "longest_hold_days"),
            Row("holds_before_goal", "max_gap_days"),
        ),
        Group(_("Källa"), "source", Row("evidence", "jurisdiction"), "disagrees"),
        "edition",
    )
    CARE = (
        "confirm_each_step",
        "who_may_hold",
        "who_may_slow_down",
        "who_may_step_back",
        "who_may_confirm",
        "hold_days",
        "longest_hold_days",
        "holds_before_goal",
        "max_gap_days",
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        # What it says stands above its levels, the rest below them.
        self.head = head_of(Group(_("Regeln"), "name", "words", "atc"))

    def clean_name(self) -> str:
        """A name is of one rule and its versions."""
        name = str(self.cleaned_data["name"]).strip()
        others = Policy.objects.live().filter(name=name)
        if self.thing is not None:
            others = others.exclude(pk__in=[self.thing.pk, self.thing.replaces_id])
        if others.exists():
            raise forms.ValidationError(_("Det finns redan en regel med det namnet."))
        return name

    def clean(self) -> dict[str, Any]:
        """A measured occupancy has its dose, its top and its source."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("half_dose_mg") and not found.get("occupancy_source"):
            self.add_error("occupancy_source", _("Skriv vem som har mätt den."))
        return found

    def rule(
        self, bands: list[dict[str, Any]], limits: list[dict[str, Any]]
    ) -> dict[str, Any]:
        """The half that the engine reads."""
        found = self.cleaned_data
        rule: dict[str, Any] = {
            "bands": bands,
            "goal_mg": _text(found["goal_mg"]) or "0",
            "stop_below_mg": _text(found["stop_below_mg"]) or "0",
            "limits": limits,
            "rounding": found["rounding"],
            "take": found["take"],
            "order": found["order"].split(),
        }
        if found["half_dose_mg"]:
            rule["occupancy"] = {
                "half_dose_mg": _text(found["half_dose_mg"]),
                "emax_percent": _text(found["emax_percent"]) or "100",
                "source": found["occupancy_source"],
            }
        return rule

    @property
    def fields_said(self) -> dict[str, Any]:
        """Everything but the rule, as the model has it."""
        found = self.cleaned_data
        names = ("name", "words", "atc", "source", "evidence", "jurisdiction")
        return {name: found[name] for name in (*names, "disagrees", *self.CARE)}
