"""Moments on the wall clock, through the nights when it is moved."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo


def local_moment(
    day: date, clock: time, *, time_zone: tzinfo, second_time: bool = False
) -> datetime:
    """A wall-clock time; one that the spring night skips becomes an hour later.

    In the autumn night an hour comes twice: `second_time` means the later one.
    """
    wall = datetime.combine(day, clock, tzinfo=time_zone)
    return wall.replace(fold=int(second_time)).astimezone(UTC).astimezone(time_zone)


def local_day(moment: datetime, *, time_zone: tzinfo) -> date:
    """The date on the wall at a moment; deadlines are counted in these."""
    return local(moment, time_zone=time_zone).date()


def day_bounds(day: date, *, time_zone: tzinfo) -> tuple[datetime, datetime]:
    """The first moment of a day and of the next: 23, 24 or 25 hours apart."""
    return (
        local_moment(day, time.min, time_zone=time_zone),
        local_moment(day + timedelta(days=1), time.min, time_zone=time_zone),
    )


def local(moment: datetime, *, time_zone: tzinfo) -> datetime:
    """The moment on the wall clock; one without a time zone is a programming error."""
    if moment.tzinfo is None:
        message = "A moment needs a time zone"
        raise ValueError(message)
    return moment.astimezone(time_zone)
