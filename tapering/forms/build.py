"""What is chosen for a plan. Nothing is chosen beforehand but what is taken now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jurisdictions.doses import looks_tenfold
from tapering.forms.doses import DoseField, PatchField
from tapering.forms.labels import product_label
from tapering.lifecycle import Daypart, Form
from tapering.models import Policy, Product
from tapering.queries import Json, Outline
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


PATCH = "patch"


def _has_patches(products: Iterable[Product]) -> bool:
    return any(product.form == Form.PATCH for product in products)


def _has_others(products: Sequence[Product]) -> bool:
    others = any(product.form != Form.PATCH for product in products)
    return others or not products


class WhyField(TextField):
    """Why a plan is changed: wanted at the signature, not while it is drafted."""

    def validate(self, value: Any) -> None:
        """Empty until somebody signs; the action says so then."""


class BuildForm(CreatingForm):
    """Start, doses, tablets, rule; the engine does the rest.

    With `by_hand` the steps say when and how much, and the rule only judges them.
    """

    start = DateField(label=_("Från"))
    patch = PatchField(label=_("Plåster, µg/h"))
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
    what_changed = WhyField(label=_("Varför planen ändras"), max_length=500)
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
        by_hand: bool = False,
        **rest: Any,
    ) -> None:
        self.today, self.by_hand = today, by_hand
        self.is_new_version = is_new_version
        self.known_products = {str(product.pk): product for product in products}
        self.known_policies = {str(policy.pk): policy for policy in policies}
        super().__init__(*args, **rest)
        self.fields["products"].choices = [  # type: ignore[attr-defined]
            (key, product_label(product))
            for key, product in self.known_products.items()
        ]
        self.fields["policy"].choices = [  # type: ignore[attr-defined]
            (key, policy.name) for key, policy in self.known_policies.items()
        ]
        if by_hand:
            # What the steps say themselves travels along, and is not asked.
            for name in ("start", "take", "first"):
                self.fields[name].widget = forms.HiddenInput()
            self.fields["start"].required = False
        self.helper.layout = self._layout()

    def _layout(self) -> Layout:
        """What is asked; the questions of patches only where there are any."""
        products = list(self.known_products.values())
        patch = ["patch"] if _has_patches(products) else []
        parts = Daypart.values if _has_others(products) else []
        hints = {
            key: f"{policy.words} {policy.source}."
            for key, policy in self.known_policies.items()
        }
        turns = ["take", "first"]
        changed = ["what_changed"] if self.is_new_version else []
        return Layout(
            Row("start", *parts, *patch),
            Chips("products"),
            Cards("policy", hints=hints),
            *(turns if self.by_hand else [Row(*turns)]),
            *changed,
        )

    def ask_about(self, known: Mapping[str, Decimal]) -> None:
        """Beside a dose that looks ten times too large or small, ask what was meant.

        A question and no fault: what was typed stands, and can be right.
        """
        for part, usual in known.items():
            name = part or PATCH
            typed = self.cleaned_data.get(name)
            if typed and looks_tenfold(typed, usual):
                words = {"usual": number(usual), "typed": number(typed)}
                question = _("Nu tas %(usual)s. Menade du %(usual)s, inte %(typed)s?")
                self[name].help_text = question % words

    def clean_start(self) -> date:
        """Today or later, within a year."""
        start: date | None = self.cleaned_data["start"]
        if start is None or self.by_hand:
            return start or self.today
        if start < self.today:
            raise forms.ValidationError(_("Skriv i dag eller en dag som kommer."))
        if (start - self.today).days > 366:
            raise forms.ValidationError(_("Skriv en dag inom ett år."))
        return start

    @property
    def doses(self) -> dict[str, Decimal]:
        """The doses that the plan starts from; a patch stands under no daypart."""
        found = self.cleaned_data
        chosen = {part: found[part] for part in Daypart.values if found.get(part)}
        return {"": found["patch"]} if self._is_about_patches else chosen

    @property
    def _is_about_patches(self) -> bool:
        return bool(self.cleaned_data.get(PATCH)) and _has_patches(self._chosen())

    def _chosen(self) -> list[Product]:
        keys = self.cleaned_data.get("products", [])
        return [self.known_products[key] for key in keys]

    def clean(self) -> dict[str, Any]:
        """Something must be taken for something to be lowered, in one unit."""
        found: dict[str, Any] = super().clean() or {}
        chosen = self._chosen()
        if _has_patches(chosen) and _has_others(chosen):
            self.add_error("products", _("Välj antingen plåster eller annat."))
        elif not set(self.errors) & {*Daypart.values, PATCH} and not self.doses:
            self.add_error(*self._nothing_taken(chosen))
        return found

    def _nothing_taken(self, chosen: Sequence[Product]) -> tuple[str, Any]:
        if _has_patches(chosen):
            return PATCH, _("Skriv vad plåstret ger, i µg/h")
        return "morning", _("Skriv minst en dos, i mg")

    def outline_with(self, steps: Sequence[Json]) -> Outline:
        """What was chosen, with steps written by hand."""
        return replace(self.outline, steps=steps)

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
