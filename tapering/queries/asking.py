"""The border to the engine: rows to a request, and its refusal to a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.refusals import Refused
from tapering import engine
from tapering.lifecycle import Daypart
from tapering.models import Policy, Product

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
    place = path.split("[")[0]
    sentences = {
        "regimen": _(
            "Tabletterna du valt kan inte ge startdosen. Välj fler styrkor, eller "
            "ändra dosen."
        ),
        "products": _("Tabletterna du valt räcker inte. Välj fler styrkor."),
        "start": _("Startdatumet går inte att räkna med. Skriv ett annat datum."),
        "revise": _("Det går inte att lägga in en paus i det här steget."),
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
    """

    start: date
    doses: Mapping[str, Decimal]
    products: Sequence[Product]
    policy: Policy
    take: str = ""
    first: str = ""
    dispense_every_days: int = DISPENSE_EVERY


def exact_text(amount: Decimal) -> str:
    """The amount as the engine reads it: exact, shortest, with a point.

    >>> exact_text(Decimal("7.5000")), exact_text(Decimal("10"))
    ('7.5', '10')
    """
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _products(products: Sequence[Product], substance: str) -> list[Json]:
    """Each strength once, with the fewest parts that any chosen brand allows."""
    parts: dict[Decimal, int] = {}
    for product in products:
        known = parts.get(product.strength_mg, product.parts)
        parts[product.strength_mg] = min(known, product.parts)
    return [
        {
            "substance": substance,
            "form": "tablet",
            "strength_mg": exact_text(strength),
            "parts": parts[strength],
        }
        for strength in sorted(parts)
    ]


def _policy(outline: Outline) -> Json:
    """The policy's rule, with the order of dayparts that the person chose."""
    rule: Json = dict(outline.policy.rule)
    if outline.take:
        rule["take"] = outline.take
    if outline.first:
        rest = [part for part in TAKEN_FROM_FIRST if part != outline.first]
        rule["order"] = [outline.first, *rest]
    return rule


def request_for(substance: str, outline: Outline) -> Json:
    """The engine's request for `substance` as outlined."""
    request: Json = {
        "start": outline.start.isoformat(),
        "regimen": [
            {"substance": substance, "daypart": str(part), "mg": exact_text(mg)}
            for part in Daypart.values
            if (mg := outline.doses.get(part, Decimal(0)))
        ],
        "taper": substance,
        "products": _products(outline.products, substance),
        "policy": _policy(outline),
        "dispense_every_days": outline.dispense_every_days,
    }
    return request


def ask(request: object) -> Json:
    """The engine's answer, or a sentence that says what to change."""
    try:
        answer: Json = engine.answer(request)
    except engine.Refusal as refusal:
        raise Unanswerable(refusal.path, refusal.message) from refusal
    return answer
