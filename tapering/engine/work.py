"""How much one request may cost: what would take too long is refused, not begun."""

from tapering.engine.refusal import Refusal

MOST_WORK = 1_500_000  # about a second: a cell is one sum in a table of tablets
CELLS_OF_LIQUID = 3  # a volume in a table keeps how often each liquid is poured
CELLS_OF_SPLIT = 4  # a daypart's dose tried in a search for the evenest split
CELLS_OF_TURN = 5  # a daypart lowered to its next dose
BITS_OF_CELL = 12  # sums are bits of long integers: 2 ** 12 of them are a cell


class Work:
    """What is left of the work that one request may take, in cells."""

    def __init__(self) -> None:
        self._left = MOST_WORK

    def spend(self, cells: int) -> None:
        """Take `cells` off what is left; refuse products that take more."""
        self._left -= cells
        if self._left < 0:
            message = "The doses are too many times the smallest part to compute."
            raise Refusal("products", message)
