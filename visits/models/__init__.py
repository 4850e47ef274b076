"""Visits, what they keep busy, and what was written about them."""

from visits.models.booking import BookingResource, Visit, VisitStaff
from visits.models.log import VisitLog

__all__ = ["BookingResource", "Visit", "VisitLog", "VisitStaff"]
