"""The border to the engine: rows to a request, and its refusal to a sentence."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.refusals import Refused
from tapering import engine
from tapering.engine.reading import MG, PATCH_WORD, reworded
from tapering.lifecycle import Daypart, Form, Unit
from tapering.models import Policy, Product
from tapering.queries.equivalents import SwitchChoice

Json = dict[str, Any]
# Four weeks at a time: what the printed schedule holds.
DISPENSE_EVERY = 28
TAKEN_FROM_FIRST = [Daypart.NOON, Daypart.MORNING, Daypart.EVENING, Daypart.NIGHT]


class Unanswerable(Refused):
    """The engine will not compute this; `path` says which part of the request."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(_in_words(path, message))
        self.path = path
        self.message = message


def _in_words(path: str, message: str) -> str:
    """What to do about a refusal, in our words where we know the place."""
    if "patch is worn" in message:
        return _(
            "Regelns dagar går inte jämnt upp med hur länge ett plåster sitter. "
            "Välj en annan regel."
        )
    place = path.split("[")[0]
    sentences = {
        "regimen": _(
            "Tabletterna du valt kan inte ge startdosen. Välj fler styrkor, eller "
            "ändra dosen."
        ),
        "products": _("Tabletterna du valt räcker inte. Välj fler styrkor."),
        "start": _("Startdatumet går inte att räkna med. Skriv ett annat datum."),
        "revise": _("Det går inte att lägga in en paus i det här steget."),
        "switch": _(
            "Bytet går inte att räkna med det du valt. Välj fler eller svagare styrkor "
            "av det nya läkemedlet."
        ),
        "policy.bands": _("Regeln når inte ända fram härifrån. Välj en annan regel."),
        "policy.goal_mg": _(
            "Tabletterna du valt kan inte ge måldosen. Välj fler styrkor."
        ),
    }
    return sentences.get(place) or _(
        "Planen går inte att räkna: %(why)s (%(where)s)"
    ) % {
        "why": message,
        "where": path or "–",
    }


@dataclass(frozen=True, kw_only=True)
class Outline:
    """What a person chooses for a plan; the policy's numbers do the rest.

    `take` and `first` (the daypart lowered first) are empty when the policy decides.
    `doses` of a patch stand under no daypart (""). With `steps`, written by hand, the
    policy is what they are judged by, and changes nothing.
    """

    start: date
    doses: Mapping[str, Decimal]
    products: Sequence[Product]
    policy: Policy
    take: str = ""
    first: str = ""
    dispense_every_days: int = DISPENSE_EVERY
    switch: SwitchChoice | None = None
    steps: Sequence[Json] = ()


def exact_text(amount: Decimal) -> str:
    """The amount as the engine reads it: exact, shortest, with a point.

    >>> exact_text(Decimal("7.5000")), exact_text(Decimal("10"))
    ('7.5', '10')
    """
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _tablets(products: Sequence[Product]) -> list[Json]:
    """Each strength once, with the fewest parts that any chosen brand allows."""
    parts: dict[tuple[str, Decimal], int] = {}
    for product in products:
        if product.strength_mg is not None and product.parts is not None:
            key = (product.substance, product.strength_mg)
            parts[key] = min(parts.get(key, product.parts), product.parts)
    return [
        {
            "substance": substance,
            "form": Form.TABLET.value,
            "strength_mg": exact_text(strength),
            "parts": parts[substance, strength],
        }
        for substance, strength in sorted(parts)
    ]


def _liquids(products: Sequence[Product]) -> list[Json]:
    """Each concentration once, with the coarsest volume that anyone can measure."""
    least: dict[tuple[str, Decimal], Decimal] = {}
    for product in products:
        if product.mg_per_ml is not None and product.smallest_ml is not None:
            key = (product.substance, product.mg_per_ml)
            least[key] = max(least.get(key, product.smallest_ml), product.smallest_ml)
    return [
        {
            "substance": substance,
            "form": Form.LIQUID.value,
            "mg_per_ml": exact_text(strength),
            "smallest_ml": exact_text(least[substance, strength]),
        }
        for substance, strength in sorted(least)
    ]


def _patches(products: Sequence[Product]) -> list[Json]:
    """Each patch once for each number of days that it is worn."""
    worn = {
        (product.substance, product.ug_per_h, product.worn_days)
        for product in products
        if product.ug_per_h is not None and product.worn_days is not None
    }
    return [
        {
            "substance": substance,
            "form": Form.PATCH.value,
            "ug_per_h": exact_text(strength),
            "worn_days": days,
        }
        for substance, strength, days in sorted(worn)
    ]


def products_for(products: Sequence[Product]) -> list[Json]:
    """Products as the engine reads them, each kind of piece once."""
    return [*_tablets(products), *_liquids(products), *_patches(products)]


def _policy(outline: Outline) -> Json:
    """The policy's rule, with the order of dayparts that the person chose."""
    rule: Json = dict(outline.policy.rule)
    if outline.take:
        rule["take"] = outline.take
    if outline.first:
        rest = [part for part in TAKEN_FROM_FIRST if part != outline.first]
        rule["order"] = [outline.first, *rest]
    return rule


def dose_row(substance: str, part: str, amount: Decimal) -> Json:
    """One dose as the engine reads it; a patch has no daypart."""
    if not part:
        return {"substance": substance, Unit.UG_PER_H.value: exact_text(amount)}
    return {"substance": substance, "daypart": part, "mg": exact_text(amount)}


def _regimen(substance: str, doses: Mapping[str, Decimal]) -> list[Json]:
    return [
        dose_row(substance, part, amount)
        for part in ("", *Daypart.values)
        if (amount := doses.get(part, Decimal(0)))
    ]


def _reworded(value: Any) -> Any:
    """A rule as the engine reads it about patches: mg says ug_per_h."""
    if isinstance(value, dict):
        return {reworded(key, PATCH_WORD): _reworded(of) for key, of in value.items()}
    if isinstance(value, list):
        return [_reworded(each) for each in value]
    return PATCH_WORD if value == MG else value


def _worded_for_patches(request: Json) -> Json:
    """Patches have no dayparts, so nothing is taken in turns."""
    policy = _reworded(request["policy"])
    policy.pop("order", None)
    return {**request, "policy": policy}


def request_for(substance: str, outline: Outline) -> Json:
    """The engine's request for `substance` as outlined."""
    request: Json = {
        "start": outline.start.isoformat(),
        "regimen": _regimen(substance, outline.doses),
        "taper": substance,
        "products": products_for(outline.products),
        "policy": _policy(outline),
        "dispense_every_days": outline.dispense_every_days,
    }
    if outline.steps:
        request["start"] = outline.steps[0]["from"]
        request["steps"] = list(outline.steps)
    if unit_of(request) == Unit.UG_PER_H:
        request = _worded_for_patches(request)
    return _switching(request, outline.switch) if outline.switch else request


def _switching(request: Json, switch: SwitchChoice) -> Json:
    """The same request with the medicine exchanged for another before the first cut."""
    new = switch.equivalent.new
    already = [
        {"substance": new, "daypart": str(part), "mg": exact_text(mg)}
        for part in Daypart.values
        if (mg := switch.already.get(part, Decimal(0)))
    ]
    return {
        **request,
        "regimen": [*request["regimen"], *already],
        "taper": new,
        "products": [*request["products"], *products_for(switch.products)],
        "switch": switch.request,
    }


def fingerprint(request: Mapping[str, Any]) -> str:
    """A short name of a request: the same plan, the same name."""
    whole = json.dumps(request, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def ask(request: object) -> Json:
    """The engine's answer, or a sentence that says what to change."""
    try:
        answer: Json = engine.answer(request)
    except engine.Refusal as refusal:
        raise Unanswerable(refusal.path, refusal.message) from refusal
    return answer


def moved_by(request: Mapping[str, Any]) -> list[str]:
    """The medicines that a request moves: one, or at a switch the old and the new."""
    switch = request.get("switch")
    return [switch["from"], switch["to"]] if switch else [request["taper"]]


def unit_of(request: Mapping[str, Any]) -> str:
    """What a request's doses are counted in: patches give micrograms an hour."""
    forms = {product["form"] for product in request["products"]}
    return str(Unit.UG_PER_H if Form.PATCH in forms else Unit.MG)


def amount_of(quantity: Mapping[str, Any]) -> Decimal:
    """How many tablets, ml or patches one of the engine's quantities says."""
    for name in ("tablets", "ml", "patches"):
        if name in quantity:
            return Decimal(str(quantity[name]))
    return Decimal(0)
