"""Two things side by side, field by field, with what differs marked."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One field of both; what only one of them says is no difference."""

    label: Words
    mine: str
    theirs: str
    # When it was sent and what it asks for may differ without telling two apart.
    tells_apart: bool = True

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same."""
        one, other = self.mine.casefold().split(), self.theirs.casefold().split()
        return self.tells_apart and bool(one and other) and one != other

    @property
    def is_same(self) -> bool:
        """Whether both say the same."""
        said = self.tells_apart and bool(self.mine and self.theirs)
        return said and not self.differs


def compared(
    mine: Mapping[Words, str],
    theirs: Mapping[Words, str],
    *,
    besides: frozenset[Words] = frozenset(),
) -> list[Compared]:
    """Every field that either has, in the order of the first."""
    labels = [*mine, *(label for label in theirs if label not in mine)]
    rows = [
        Compared(
            label=label,
            mine=mine.get(label, ""),
            theirs=theirs.get(label, ""),
            tells_apart=label not in besides,
        )
        for label in labels
    ]
    return [row for row in rows if row.mine or row.theirs]
