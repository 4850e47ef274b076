"""What waits for those who assess: how many, in which order, what a row shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    Min,
    OuterRef,
    Q,
    When,
)
from django.db.models.functions import Cast, JSONObject

from accounts.models import User
from accounts.roles import Permission
from jurisdictions import reference as references
from referrals.lifecycle import Status
from referrals.models import ClockPause, Medicine, Referral, ReferralQuerySet
from referrals.queries.wanted import Asker, Wanted, there_is

# A line this long is not counted to its end, and filters look no further: the page
# stays as fast as a short one.
COUNTED = 1000


@dataclass(frozen=True, kw_only=True)
class InboxCounts:
    """How many referrals wait for those who assess, of the most urgent counted."""

    to_assess: int = 0
    risk: int = 0
    waiting: int = 0
    mine: int = 0
    oldest_from: date | None = None
    # Of the list that is asked for, and of saved ones, in their order.
    found: int = 0
    saved: tuple[int, ...] = ()

    def oldest_days(self, today: date) -> int:
        """Days that the oldest has waited."""
        oldest = self.oldest_from
        return max((today - oldest).days, 0) if oldest else 0

    @property
    def is_long(self) -> bool:
        """Whether more wait than anybody counts."""
        return self.to_assess >= COUNTED


def _tab(wanted: Wanted, user: User) -> Q:
    """What a tab of waiting referrals shows."""
    tabs = {
        "risk": Q(is_risk=True),
        "waiting": Q(status=Status.WAITING_INFO),
        "mine": Q(assigned_to=user.pk),
    }
    return tabs.get(wanted.view, Q())


def _hit(wanted: Wanted, asker: Asker) -> Case:
    met = _tab(wanted, asker.user) & wanted.means(asker)
    return Case(When(met, then=True), default=False) if met else Case(default=True)


def inbox_counts(
    asker: Asker, wanted: Wanted | None = None, saved: Sequence[Wanted] = ()
) -> InboxCounts:
    """Count what waits, in one query; nothing for those who do not assess."""
    user = asker.user
    if not user.may(Permission.TRIAGE):
        return InboxCounts()
    lists = [wanted or Wanted(), *saved]
    hits = {f"hit{place}": _hit(one, asker) for place, one in enumerate(lists)}
    rows = Referral.objects.visible_to(user).undecided().most_urgent_first()
    counted = rows.annotate(**hits)[:COUNTED].aggregate(
        to_assess=Count("pk"),
        risk=Count("pk", filter=Q(is_risk=True)),
        waiting=Count("pk", filter=Q(status=Status.WAITING_INFO)),
        mine=Count("pk", filter=Q(assigned_to=user)),
        oldest_from=Min("clock_from"),
        **{f"n_{name}": Count("pk", filter=Q(**{name: True})) for name in hits},
    )
    figures = [counted.pop(f"n_{name}") for name in hits]
    return InboxCounts(**counted, found=figures[0], saved=tuple(figures[1:]))


# What a row of the list shows. A long list of long texts is read for nothing.
SHOWN = (
    *("reference", "source", "status", "clock_from", "due_on", "is_risk", "risks"),
    *("reply_by", "priority", "joined_to", "edition", "assigned_to__name"),
    *("name", "birth_year", "lives_elsewhere", "is_protected", "interpreter"),
    *("dose_change", "wants_call_today", "attempt", "incomplete_reason"),
    *("patient__given_name", "patient__family_name", "patient__birth_date"),
    *("patient__protection", "patient__municipality__name", "municipality__name"),
)


def worklist(
    asker: Asker, wanted: Wanted | None = None, *, is_long: bool = False
) -> ReferralQuerySet:
    """The rows of one list, in the order in which they are read.

    What must be looked up beside the row itself is not looked up for ever: in a very
    long line among the most urgent, and in what is over among the latest.
    """
    wanted = wanted or Wanted()
    rows = _sorted(Referral.objects.visible_to(asker.user), wanted)
    if is_cut(wanted, is_long=is_long):
        seen = _kept(rows, wanted)[:COUNTED].values("pk")
        rows = _sorted(Referral.objects.filter(pk__in=seen), wanted)
    else:
        rows = _kept(rows, wanted)
    return rows.filter(_tab(wanted, asker.user) & wanted.means(asker))


def is_cut(wanted: Wanted, *, is_long: bool) -> bool:
    """Whether only the first of a long line are looked through."""
    return bool(wanted.chosen) and (
        wanted.is_decided or (is_long and not wanted.is_cheap)
    )


def _kept(rows: ReferralQuerySet, wanted: Wanted) -> ReferralQuerySet:
    return rows.decided() if wanted.is_decided else rows.undecided()


def _sorted(rows: ReferralQuerySet, wanted: Wanted) -> ReferralQuerySet:
    return rows.latest_first() if wanted.is_decided else rows.most_urgent_first()


def as_rows(rows: ReferralQuerySet, wanted: Wanted, today: date) -> list[Referral]:
    """All that a list shows of each, in one question.

    First which fifty, then what is shown of them: nothing is joined in vain.
    """
    medicines = Medicine.objects.filter(referral=OuterRef("pk")).order_by("pk")
    now_paused = ClockPause.objects.standing().filter(
        Q(until_on=None) | Q(until_on__gt=today),
        referral=OuterRef("pk"),
        first_on__lte=today,
    )
    these = Referral.objects.filter(pk__in=rows.values("pk"))
    found = (
        _sorted(these, wanted)
        .select_related("patient__municipality", "municipality", "assigned_to")
        .only(*SHOWN)
        .annotate(
            written=ArraySubquery(
                medicines.values_list(
                    JSONObject(
                        name="name", dose=Cast("dose_per_day", output_field=CharField())
                    )
                )
            ),
            is_paused=Exists(now_paused),
        )
    )
    return list(found)


def found_by(asker: Asker, text: str) -> ReferralQuerySet:
    """What waits, by name, reference or medicine; the words are never kept."""
    rows = Referral.objects.visible_to(asker.user).undecided().most_urgent_first()
    seen = Referral.objects.filter(pk__in=rows.values("pk")[:COUNTED])
    medicine = Medicine.objects.filter(referral=OuterRef("pk"), name__icontains=text)
    met = Q(there_is(medicine)) | Q(reference=reference_in(text)) | _named(text)
    return seen.filter(met).most_urgent_first()


def reference_in(text: str) -> str:
    """The reference that was written, as it is stored; empty when it is none."""
    try:
        return references.parse(text)
    except references.NotAReference:
        return ""


def _named(text: str) -> Q:
    """Every word stands in what the sender wrote, or in the register's name."""
    written, known = Q(), Q()
    for word in text.replace(",", " ").split():
        written &= Q(name__icontains=word)
        known &= Q(patient__given_name__icontains=word) | Q(
            patient__family_name__icontains=word
        )
    return written | known


def count_of(rows: ReferralQuerySet) -> int:
    """How many rows there are, as far as they are counted."""
    return rows.order_by()[:COUNTED].count()


def next_to_assess(
    asker: Asker, *, after: Referral, wanted: Wanted | None = None
) -> Referral | None:
    """What to read when `after` is done: the next in the list, or the first of it."""
    if wanted is None or wanted.is_decided:
        wanted = Wanted()
    rows = worklist(asker, wanted).exclude(pk=after.pk)
    return rows.filter(_behind(after)).first() or rows.first()


def _behind(one: Referral) -> Q:
    """Those that stand after it in the order of urgency."""
    as_due = Q(due_on=one.due_on)
    later = Q(due_on=None) | Q(due_on__gt=one.due_on) if one.due_on else Q(pk=None)
    less = Q(priority__lt=one.priority)
    after_it = Q(priority=one.priority, pk__gt=one.pk)
    return Q(is_risk__lt=one.is_risk) | Q(is_risk=one.is_risk) & (
        later | as_due & (less | after_it)
    )
