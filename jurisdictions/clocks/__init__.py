"""Time as the law and the patient count it: waiting days, working days, quiet hours."""

from jurisdictions.clocks.days import (
    DayClock,
    LooserThanLaw,
    NotAPause,
    Pause,
    PauseReason,
)
from jurisdictions.clocks.local import day_bounds, local_day, local_moment
from jurisdictions.clocks.sending import (
    Channel,
    days_before,
    may_send,
    next_allowed,
    reminder_time,
)
from jurisdictions.clocks.working_days import (
    assessment_due,
    is_free_day,
    is_working_day,
    working_days_after,
    working_days_until,
)

__all__ = [
    "Channel",
    "DayClock",
    "LooserThanLaw",
    "NotAPause",
    "Pause",
    "PauseReason",
    "assessment_due",
    "day_bounds",
    "days_before",
    "is_free_day",
    "is_working_day",
    "local_day",
    "local_moment",
    "may_send",
    "next_allowed",
    "reminder_time",
    "working_days_after",
    "working_days_until",
]
