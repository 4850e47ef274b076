"""Who tells: the region, the rules, a diary for each of the team."""

import random
import uuid
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from nedtrappning.demo.region import Region
from tapering.models import Policy, Product

# The working day of the demo's team, in hours of the clock.
OPEN, CLOSE = 8, 16
SLOT = timedelta(minutes=45)


class Diary:
    """Gives each member of the team one thing at a time, on working days."""

    def __init__(self) -> None:
        self.taken: dict[tuple[str, date], int] = {}

    def slot(self, user: User, day: date) -> datetime:
        """The next free time of `user` on `day`, or on the first day after."""
        while True:
            count = self.taken.get((user.username, day), 0)
            start = datetime.combine(day, time(OPEN), timezone.get_current_timezone())
            moment = start + count * SLOT
            if day.weekday() < 5 and moment.hour < CLOSE:
                self.taken[user.username, day] = count + 1
                return moment
            day += timedelta(days=1)


class Narrator:
    """What every part of a story needs: people, keys, moments of the past."""

    def __init__(
        self, region: Region, policies: dict[str, Policy], *, now: datetime
    ) -> None:
        self.region, self.policies, self.now = region, policies, now
        self.diary = Diary()
        self.chance = random.Random(7)  # noqa: S311 - repeatable, no secret
        self.products = list(Product.objects.usable())

    def person(self, name: str) -> User:
        """Somebody of the team, by log-in name."""
        return self.region.people[name]

    def key(self) -> uuid.UUID:
        """A form key, the same at every loading."""
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def moment(self, days_ago: float, hour: int = 10) -> datetime:
        """A moment so many days ago, never later than now."""
        day = timezone.localdate(self.now) - timedelta(days=int(days_ago))
        clock = time(hour, 5 + self.chance.randint(0, 40))
        told = datetime.combine(day, clock, timezone.get_current_timezone())
        return min(told, self.now - timedelta(minutes=self.chance.randint(1, 9)))
