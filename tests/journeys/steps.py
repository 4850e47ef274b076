"""What the steps of every journey share."""

from jurisdictions.identity import synthetic_numbers
from tests.browsing import Visitor


def a_number(year: int) -> str:
    """A test number of somebody born that year."""
    return next(synthetic_numbers(year))


def reference_on(visitor: Visitor) -> str:
    """The reference that the receipt shows."""
    return visitor.page.locator(".referens").inner_text().strip()
