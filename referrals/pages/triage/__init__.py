"""What those who assess see: rows of the list, and one referral beside it."""

from referrals.pages.triage.detail import Detail, Verb, detail, readers_of
from referrals.pages.triage.keys import key_groups
from referrals.pages.triage.rows import Listing, Row, listing
from referrals.pages.triage.saying import address, age_of, notes, place_of, tag_of

__all__ = [
    "Detail",
    "Listing",
    "Row",
    "Verb",
    "address",
    "age_of",
    "detail",
    "key_groups",
    "listing",
    "notes",
    "place_of",
    "readers_of",
    "tag_of",
]
