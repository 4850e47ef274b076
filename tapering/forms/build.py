"""What is chosen for a plan. Nothing is chosen beforehand but what is taken now."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tapering.forms.doses import DoseField
from tapering.lifecycle import Daypart
from tapering.models import Policy, Product
from tapering.queries import Outline
from ui.forms import Cards, Chips, CreatingForm, DateField, Layout, Row, TextField
from ui.templatetags.numbers import number

REASON = "reason-"
MOST_REASONS = 40
AS_THE_RULE = "rule"
TAKES = [
    (AS_THE_RULE, _("som regeln säger")),
    ("round_robin", _("i tur och ordning")),
    ("one_at_a_time", _("en tid åt gången")),
    ("even", _("jämnt över dagen")),
]
FIRST = [
    (AS_THE_RULE, _("som regeln säger")),
    (Daypart.NOON, _("middag först")),
    (Daypart.MORNING, _("morgon först")),
    (Daypart.EVENING, _("kväll först")),
    (Daypart.NIGHT, _("natt först")),
]


def _product_label(product: Product) -> str:
    parts = {1: _("delas inte"), 2: _("går att halvera"), 4: _("går att dela i fyra")}
    name = f"{product.brand} " if product.brand else ""
    return f"{name}{number(product.strength_mg)} mg, {parts[product.parts or 1]}"


class BuildForm(CreatingForm):
    """Start, doses, tablets, rule; the engine does the rest."""

    start = DateField(label=_("Från"))
    morning = DoseField(label=Daypart.MORNING.label)
    noon = DoseField(label=Daypart.NOON.label)
    evening = DoseField(label=Daypart.EVENING.label)
    night = DoseField(label=Daypart.NIGHT.label)
    products = forms.MultipleChoiceField(
        label=_("Tabletter"), widget=forms.CheckboxSelectMultiple
    )
    policy = forms.ChoiceField(label=_("Regel"), widget=forms.RadioSelect)
    take = forms.ChoiceField(label=_("Minska"), choices=TAKES, initial=AS_THE_RULE)
    first = forms.ChoiceField(label=_("Ordning"), choices=FIRST, initial=AS_THE_RULE)
    what_changed = TextField(
        label=_("Vad är ändrat sedan förra versionen"), required=False, max_length=500
    )
    patient_agrees = forms.BooleanField(
        label=_("Patienten är med på planen"), required=False
    )

    def __init__(
        self,
        *args: Any,
        products: Sequence[Product],
        policies: Sequence[Policy],
        today: date,
        is_new_version: bool = False,
        **rest: Any,
    ) -> None:
        self.today = today
        self.known_products = {str(product.pk): product for product in products}
        self.known_policies = {str(policy.pk): policy for policy in policies}
        super().__init__(*args, **rest)
        self.fields["products"].choices = [  # type: ignore[attr-defined]
            (key, _product_label(product))
            for key, product in self.known_products.items()
        ]
        self.fields["policy"].choices = [  # type: ignore[attr-defined]
            (key, policy.name) for key, policy in self.known_policies.items()
        ]
        # Free text stays out of the address of the preview.
        self.fields["what_changed"].widget.attrs["data-unasked"] = "yes"
        hints = {
            key: f"{policy.words} {policy.source}."
            for key, policy in self.known_policies.items()
        }
        changed = ["what_changed"] if is_new_version else []
        self.helper.layout = Layout(
            Row("start", "morning", "noon", "evening", "night"),
            Chips("products"),
            Cards("policy", hints=hints),
            Row("take", "first"),
            *changed,
        )

    def clean_start(self) -> date:
        """Today or later, within a year."""
        start: date = self.cleaned_data["start"]
        if start < self.today:
            raise forms.ValidationError(_("Skriv i dag eller en dag som kommer."))
        if (start - self.today).days > 366:
            raise forms.ValidationError(_("Skriv en dag inom ett år."))
        return start

    @property
    def doses(self) -> dict[str, Decimal]:
        """The doses that the plan starts from."""
        found = self.cleaned_data
        return {part: found[part] for part in Daypart.values if found.get(part)}

    def clean(self) -> dict[str, Any]:
        """Something must be taken for something to be lowered."""
        found: dict[str, Any] = super().clean() or {}
        parts_are_fine = not set(Daypart.values) & set(self.errors)
        if parts_are_fine and not self.doses:
            self.add_error("morning", _("Skriv minst en dos, i mg"))
        return found

    @property
    def outline(self) -> Outline:
        """What was chosen, as the engine's request needs it."""
        found = self.cleaned_data
        return Outline(
            start=found["start"],
            doses=self.doses,
            products=[self.known_products[key] for key in found["products"]],
            policy=self.known_policies[found["policy"]],
            take=found["take"].replace(AS_THE_RULE, ""),
            first=found["first"].replace(AS_THE_RULE, ""),
        )


def reasons_in(data: Mapping[str, Any]) -> dict[str, str]:
    """Reasons written beside findings, by the finding's key."""
    names = [name for name in data if name.startswith(REASON) and len(name) < 120]
    return {
        name.removeprefix(REASON): str(data[name])[:2000].replace("\x00", "")
        for name in names[:MOST_REASONS]
    }
