"""What is chosen for a switch to another medicine. Nothing is chosen beforehand."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tapering.forms.build import AS_THE_RULE, FIRST, TAKES
from tapering.forms.doses import DoseField
from tapering.forms.labels import product_label
from tapering.lifecycle import Daypart
from tapering.models import Policy, Product
from tapering.queries import Equivalent, Outline, SwitchChoice, is_never_converted
from ui.forms import (
    Cards,
    Chips,
    CreatingForm,
    DateField,
    DecimalField,
    IntegerField,
    Layout,
    Row,
    Suffix,
    TextField,
)

PARTS = ("morning", "noon", "evening", "night")
STYLES = [
    ("daypart_by_daypart", _("en tid på dygnet åt gången")),
    ("at_once", _("allt på en gång")),
]
METHADONE = _(
    "Metadon räknas aldrig om med en tabell: förhållandet stiger med dosen. "
    "Ta hjälp av en specialist."
)
FACTOR_HINT = _("1 är hela tabellens dos. Mindre än 1 är försiktigare.")
OPIOID_HINT = _(
    "För opioider brukar 0,5–0,75 väljas (Region Uppsala och Helsedirektoratet 0,5; "
    "Region Halland 0,5–0,75). 1 är hela tabellens dos."
)


class FigureField(DecimalField):
    """A figure that only some tables ask for: the form says when it is missing."""

    def validate(self, value: Any) -> None:
        """Empty is an answer where the table has one figure only."""
        if value is not None:
            super().validate(value)


class OrderField(forms.ChoiceField):
    """An order that only one style asks for: the form says when it is missing."""

    def validate(self, value: Any) -> None:
        """Empty is an answer when everything is exchanged at once."""
        if value:
            super().validate(value)


class ChangeForm(CreatingForm):
    """The first question: from what, and to what."""

    start = DateField(label=_("Från"))
    morning = DoseField(label=Daypart.MORNING.label)
    noon = DoseField(label=Daypart.NOON.label)
    evening = DoseField(label=Daypart.EVENING.label)
    night = DoseField(label=Daypart.NIGHT.label)
    products = forms.MultipleChoiceField(
        label=_("Styrkor som tas nu"), widget=forms.CheckboxSelectMultiple
    )
    to = forms.ChoiceField(
        label=_("Byt till"),
        error_messages={"required": _("Välj vilket läkemedel ni byter till.")},
    )

    def __init__(
        self,
        *args: Any,
        old: str,
        products: Sequence[Product],
        targets: Sequence[Product],
        today: date,
        **rest: Any,
    ) -> None:
        self.old, self.today = old, today
        self.known_products = {str(product.pk): product for product in products}
        # A product stands for its medicine: no name of one travels in an address.
        self.targets = {str(product.pk): product for product in targets}
        super().__init__(*args, **rest)
        self.choose("products", _labelled(self.known_products))
        self.choose(
            "to",
            [("", _("Välj läkemedel"))]
            + [(key, product.substance) for key, product in self.targets.items()],
        )
        self.helper.layout = Layout(Row("start", *PARTS), Chips("products"), Row("to"))

    def choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        """Say what may be answered."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def target(self) -> Product | None:
        """The new medicine, as far as it has been chosen."""
        return self.targets.get(str(self["to"].value() or ""))

    @property
    def dose(self) -> Decimal:
        """All of the day, as far as it can be read."""
        return sum((self._dose_at(part) for part in PARTS), Decimal(0))

    def _dose_at(self, part: str) -> Decimal:
        try:
            return self.fields[part].clean(self[part].value() or "") or Decimal(0)
        except forms.ValidationError:
            return Decimal(0)

    @property
    def used(self) -> list[str]:
        """Times of the day at which something is taken."""
        return [part for part in PARTS if self._dose_at(part)]

    def clean_to(self) -> str:
        """Methadone is never converted by a table."""
        key: str = self.cleaned_data["to"]
        target = self.targets.get(key)
        if target and is_never_converted(target.substance, [target.atc]):
            raise forms.ValidationError(METHADONE)
        return key

    def clean_start(self) -> date:
        """Today or later, within a year."""
        start: date = self.cleaned_data["start"]
        if start < self.today:
            raise forms.ValidationError(_("Skriv i dag eller en dag som kommer."))
        if (start - self.today).days > 366:
            raise forms.ValidationError(_("Skriv en dag inom ett år."))
        return start


def _labelled(products: Mapping[str, Product]) -> list[tuple[str, str]]:
    return [(key, product_label(product)) for key, product in products.items()]


def _orders(used: Sequence[str]) -> list[tuple[str, str]]:
    """Every order in which the times of the day can be exchanged."""
    labels = {part: str(Daypart(part).label).lower() for part in used}
    return [
        (",".join(order), ", ".join(labels[part] for part in order))
        for order in permutations(used)
    ]


class SwitchForm(ChangeForm):
    """Table, figure, factor, style and rule: all that a switch rests on."""

    table = forms.ChoiceField(
        label=_("Tabell"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vilken tabell bytet vilar på.")},
    )
    figure = FigureField(label=_("Dos av det nya per dygn"), max_digits=9)
    factor = DecimalField(
        label=_("Säkerhetsfaktor"),
        max_digits=5,
        error_messages={"required": _("Välj en säkerhetsfaktor, också när den är 1.")},
    )
    style = forms.ChoiceField(
        label=_("Byt"),
        choices=STYLES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur bytet görs.")},
    )
    order = OrderField(label=_("I ordningen"))
    every_days = IntegerField(
        label=_("Dagar mellan bytena"),
        min_value=1,
        max_value=180,
        error_messages={"required": _("Skriv hur många dagar det är mellan bytena.")},
    )
    new_products = forms.MultipleChoiceField(
        label=_("Styrkor av det nya"), widget=forms.CheckboxSelectMultiple
    )
    policy = forms.ChoiceField(label=_("Regel efter bytet"), widget=forms.RadioSelect)
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
        known: Sequence[tuple[Equivalent, str]],
        new_products: Sequence[Product],
        policies: Sequence[Policy],
        already: Mapping[str, Decimal],
        is_opioid: bool,
        is_new_version: bool = False,
        **rest: Any,
    ) -> None:
        self.already = already
        self.sayings = {str(told.table.pk): told for told, _words in known}
        self.known_new = {str(product.pk): product for product in new_products}
        self.known_policies = {str(policy.pk): policy for policy in policies}
        super().__init__(*args, **rest)
        self.choose("table", [(str(e.table.pk), e.table.name) for e, _words in known])
        self.choose("new_products", _labelled(self.known_new))
        self.choose("policy", [(k, p.name) for k, p in self.known_policies.items()])
        self.choose("order", [("", _("Välj ordning")), *_orders(self.used)])
        self.fields["factor"].help_text = OPIOID_HINT if is_opioid else FACTOR_HINT
        self.fields["figure"].help_text = _(
            "Bara när tabellen ger ett spann: skriv ett tal inom det."
        )
        self.fields["what_changed"].widget.attrs["data-unasked"] = "yes"
        rules = {
            key: f"{policy.words} {policy.source}."
            for key, policy in self.known_policies.items()
        }
        words = {str(told.table.pk): words for told, words in known}
        has_range = any(not told.span.is_single for told, _words in known)
        figure = [Suffix("figure", "mg")] if has_range else []
        self.helper.layout = Layout(
            Row("start", *PARTS),
            Chips("products"),
            Row("to"),
            Cards("table", hints=words),
            Row(*figure, "factor"),
            Chips("style"),
            Row("order", "every_days"),
            Chips("new_products"),
            Cards("policy", hints=rules),
            Row("take", "first"),
            *(["what_changed"] if is_new_version else []),
        )

    @property
    def equivalent(self) -> Equivalent:
        """What the chosen table says."""
        return self.sayings[self.cleaned_data["table"]]

    def clean(self) -> dict[str, Any]:
        """A dose, a figure within the range, a factor, an order."""
        found: dict[str, Any] = super().clean() or {}
        if not self.used and not set(PARTS) & set(self.errors):
            self.add_error("morning", _("Skriv minst en dos, i mg"))
        if found.get("table"):
            self._check_figure(found.get("figure"))
        factor = found.get("factor")
        if factor is not None and not 0 < factor <= 1:
            self.add_error("factor", _("Skriv ett tal över 0, högst 1."))
        by_turns = found.get("style") == "daypart_by_daypart" and len(self.used) > 1
        if by_turns and not found.get("order") and "order" not in self.errors:
            self.add_error("order", _("Välj i vilken ordning tiderna byts."))
        return found

    def _check_figure(self, figure: Decimal | None) -> None:
        told = self.equivalent
        if told.span.is_single or "figure" in self.errors:
            return
        if figure is None:
            self.add_error("figure", _("Tabellen ger ett spann. Välj en dos inom det."))
        elif not told.allows(figure):
            self.add_error("figure", _("Välj en dos inom tabellens spann."))

    @property
    def outline(self) -> Outline:
        """What was chosen, as the engine's request needs it."""
        found = self.cleaned_data
        at_once = found["style"] == "at_once"
        return Outline(
            start=found["start"],
            doses={part: found[part] for part in PARTS if found.get(part)},
            products=[self.known_products[key] for key in found["products"]],
            policy=self.known_policies[found["policy"]],
            take=found["take"].replace(AS_THE_RULE, ""),
            first=found["first"].replace(AS_THE_RULE, ""),
            switch=SwitchChoice(
                equivalent=self.equivalent,
                figure=found["figure"],
                factor=found["factor"],
                at_once=at_once,
                order=found["order"].split(",") if found["order"] else (),
                every_days=found["every_days"],
                products=[self.known_new[key] for key in found["new_products"]],
                already=self.already,
            ),
        )
