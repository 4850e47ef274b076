"""What was ticked in the list, and who had each when the list was shown."""

from accounts.typing import SignedIn
from referrals import queries

# A page of the list, and a little more.
MOST_AT_ONCE = 100


def ticked(request: SignedIn) -> dict[str, str | None]:
    """By reference as it is stored: who had it, "" for nobody, None when not said."""
    found: dict[str, str | None] = {}
    for said in request.POST.getlist("which")[:MOST_AT_ONCE]:
        typed, has_owner, owner = said.partition("/")
        if reference := queries.reference_in(typed):
            found[reference] = owner if has_owner else None
    return found
