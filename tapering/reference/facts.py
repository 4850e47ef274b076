"""The shape of what is shipped: facts with a source each, and no advice.

Only what somebody read in the source, or in a text that quotes it, stands in this
package. Everything is loaded as a draft that a person of the unit may approve.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tapering.lifecycle import Evidence, Form, TableUse, Unit


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One strength of one product. `parts` is 1 unless a score was read about."""

    substance: str
    brand: str
    atc: str
    source: str
    jurisdiction: str = "SE"
    form: str = Form.TABLET
    strength_mg: Decimal | None = None
    parts: int | None = None
    ug_per_h: Decimal | None = None
    worn_days: int | None = None

    @property
    def key(self) -> str:
        """The name under which the row is known again at the next loading."""
        return f"{self.substance}/{self.brand}/{self.strength_mg or self.ug_per_h}"


@dataclass(frozen=True, kw_only=True)
class Band:
    """How fast to go down; None is what the source does not say."""

    size: str | None
    of: str | None
    every_days: int | None
    above: str | None = "0"
    unit: str = "mg"

    @property
    def as_rule(self) -> dict[str, Any]:
        """The band as the engine reads it, with what is missing left empty."""
        return {
            "above": self.above or "",
            "unit": self.unit,
            "size": self.size or "",
            "of": self.of or "",
            "every_days": self.every_days,
        }


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One way to go down, as one source says it. `care` is the half that people do."""

    key: str
    name: str
    atc: tuple[str, ...]
    bands: tuple[Band, ...]
    words: str
    source: str
    jurisdiction: str
    evidence: str = Evidence.READ
    disagrees: str = ""
    limits: tuple[dict[str, Any], ...] = ()
    stop_below: str = "0"
    take: str = "even"
    order: tuple[str, ...] = ("noon", "morning", "evening", "night")
    occupancy: dict[str, str] | None = None
    care: dict[str, Any] = field(default_factory=dict)

    @property
    def as_rule(self) -> dict[str, Any]:
        """The half that the engine reads."""
        rule: dict[str, Any] = {
            "bands": [band.as_rule for band in self.bands],
            "goal_mg": "0",
            "stop_below_mg": self.stop_below,
            "limits": list(self.limits),
            "rounding": "slower",
            "take": self.take,
            "order": list(self.order),
        }
        if self.occupancy:
            rule["occupancy"] = self.occupancy
        return rule


@dataclass(frozen=True, kw_only=True)
class Row:
    """`low`-`high` of the medicine stand for the equals of the table's reference.

    `usual` is the figure that a source prints beside its own range.
    """

    substance: str
    atc: str
    low: str
    high: str
    equals_low: str
    equals_high: str
    usual: str | None = None
    unit: str = Unit.MG
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """What one source says stands for what."""

    key: str
    name: str
    reference: str
    rows: tuple[Row, ...]
    words: str
    source: str
    jurisdiction: str
    use: str = TableUse.SWITCH
    evidence: str = Evidence.READ
    disagrees: str = ""
