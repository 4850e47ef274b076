"""Reads across rows: what waits for whom, how many, since when."""

from referrals.queries.clinic import (
    CLINIC_VIEWS,
    ClinicCounts,
    clinic_counts,
    earlier_with,
    sent_by_clinic,
)
from referrals.queries.inbox import (
    COUNTED,
    InboxCounts,
    as_rows,
    count_of,
    found_by,
    inbox_counts,
    next_to_assess,
    worklist,
)
from referrals.queries.people import (
    FIRST_CONTACT_WITHIN,
    first_contact_default,
    open_of_clinic,
    related,
    same_person,
    those_who_assess,
    those_who_care,
)
from referrals.queries.sweeps import (
    FORGOTTEN_AFTER,
    REMIND_AGAIN,
    WARN_DAYS,
    about_to_break,
    forgotten,
    given_up,
    miscounted,
    without_answer,
)
from referrals.queries.wanted import VIEWS, Asker, Wanted, read

__all__ = [
    "CLINIC_VIEWS",
    "COUNTED",
    "FIRST_CONTACT_WITHIN",
    "FORGOTTEN_AFTER",
    "REMIND_AGAIN",
    "VIEWS",
    "WARN_DAYS",
    "Asker",
    "ClinicCounts",
    "InboxCounts",
    "Wanted",
    "about_to_break",
    "as_rows",
    "clinic_counts",
    "count_of",
    "earlier_with",
    "first_contact_default",
    "forgotten",
    "found_by",
    "given_up",
    "inbox_counts",
    "miscounted",
    "next_to_assess",
    "open_of_clinic",
    "read",
    "related",
    "same_person",
    "sent_by_clinic",
    "those_who_assess",
    "those_who_care",
    "without_answer",
    "worklist",
]
