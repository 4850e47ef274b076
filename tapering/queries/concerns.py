"""One thing that somebody must see before a plan is signed."""

from dataclasses import dataclass, field, replace
from typing import Any

STOPS, WANTS_REASON, TELLS = "refuse", "reason", "note"
ORDER = {STOPS: 0, WANTS_REASON: 1, TELLS: 2}


@dataclass(kw_only=True)
class Concern:
    """One thing to take a stand on, with the steps that it is about."""

    code: str
    severity: str
    key: str
    steps: list[int] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    source: str = ""

    @property
    def wants_reason(self) -> bool:
        """Tell whether a written reason is needed before somebody signs."""
        return self.severity == WANTS_REASON

    def about(self, n: int) -> "Concern":
        """The same, of one step only."""
        return replace(self, steps=[n])


def care_concern(code: str, severity: str, **values: Any) -> Concern:
    """Something that the care knows and the engine does not."""
    return Concern(code=code, severity=severity, key=code, values=values)
