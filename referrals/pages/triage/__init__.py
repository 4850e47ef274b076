"""What those who assess see: rows of the list, and one referral beside it."""

from referrals.pages.triage.detail import Detail, Verb, detail, readers_of
from referrals.pages.triage.keys import key_groups
from referrals.pages.triage.rows import Listing, Row, listing
from referrals.pages.triage.saying import (
    address,
    age_of,
    list_address,
    notes,
    place_of,
    tag_of,
)
from referrals.pages.triage.sharing import Changed, given_back, shared_out, still_there

__all__ = [
    "Changed",
    "Detail",
    "Listing",
    "Row",
    "Verb",
    "address",
    "age_of",
    "detail",
    "given_back",
    "key_groups",
    "list_address",
    "listing",
    "notes",
    "place_of",
    "readers_of",
    "shared_out",
    "still_there",
    "tag_of",
]
