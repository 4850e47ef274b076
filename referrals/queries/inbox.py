"""What waits for those who assess: how many, in which order, what a row shows."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Prefetch, Q

from accounts.models import User
from accounts.roles import Permission
from referrals.lifecycle import Status
from referrals.models import Medicine, Referral, ReferralQuerySet

# A line this long is not counted to its end: the page stays as fast as a short one.
COUNTED = 2000


@dataclass(frozen=True, kw_only=True)
class InboxCounts:
    """How many referrals wait for those who assess, of the most urgent counted."""

    to_assess: int = 0
    risk: int = 0
    waiting: int = 0
    mine: int = 0
    oldest_from: date | None = None

    def oldest_days(self, today: date) -> int:
        """Days that the oldest has waited."""
        oldest = self.oldest_from
        return max((today - oldest).days, 0) if oldest else 0


def inbox_counts(user: User) -> InboxCounts:
    """Count what waits, in one query; nothing for those who do not assess."""
    if not user.may(Permission.TRIAGE):
        return InboxCounts()
    return InboxCounts(
        **Referral.objects.visible_to(user)
        .undecided()
        .most_urgent_first()[:COUNTED]
        .aggregate(
            to_assess=Count("pk"),
            risk=Count("pk", filter=Q(is_risk=True)),
            waiting=Count("pk", filter=Q(status=Status.WAITING_INFO)),
            mine=Count("pk", filter=Q(assigned_to=user)),
            oldest_from=Min("clock_from"),
        )
    )


VIEWS = ("open", "risk", "waiting", "mine", "decided")


def worklist(user: User, view: str) -> ReferralQuerySet:
    """The rows of one tab, in the order in which they are read."""
    rows = Referral.objects.visible_to(user)
    if view == "decided":
        return _with_people(rows.decided().latest_first())
    rows = rows.undecided()
    if view == "risk":
        rows = rows.filter(is_risk=True)
    elif view == "waiting":
        rows = rows.waiting_for_answer()
    elif view == "mine":
        rows = rows.filter(assigned_to=user)
    return _with_people(rows.most_urgent_first())


# What a row of the list shows. A long list of long texts is read for nothing.
SHOWN = (
    *("reference", "source", "status", "clock_from", "due_on", "is_risk", "risks"),
    *("reply_by", "priority", "joined_to", "edition"),
    *("name", "birth_year", "lives_elsewhere", "is_protected", "interpreter"),
    *("dose_change", "wants_call_today", "attempt", "incomplete_reason"),
    *("patient__given_name", "patient__family_name", "patient__birth_date"),
    *("patient__protection", "patient__municipality__name", "municipality__name"),
)


def _with_people(rows: ReferralQuerySet) -> ReferralQuerySet:
    """All that a row shows, so that no row asks by itself."""
    medicines = Medicine.objects.only("referral", "name", "dose_per_day")
    return (
        rows.select_related("patient__municipality", "municipality")
        .only(*SHOWN)
        .prefetch_related(Prefetch("medicines", medicines, to_attr="listed"))
    )


def count_of(rows: ReferralQuerySet) -> int:
    """How many rows there are, as far as they are counted."""
    return rows.order_by()[:COUNTED].count()


def waiting_first(user: User, limit: int = 5) -> ReferralQuerySet:
    """The most urgent that wait, for the page of the day."""
    if not user.may(Permission.TRIAGE):
        return Referral.objects.none()
    return worklist(user, "open")[:limit]


def next_to_assess(user: User, *, after: Referral) -> Referral | None:
    """What to read when `after` is done."""
    rows = Referral.objects.visible_to(user).undecided().exclude(pk=after.pk)
    return rows.most_urgent_first().first()
