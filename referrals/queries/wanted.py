"""Which referrals somebody wants in the list: what an address says, read with care.

Everything that narrows the list stands in the query string, so that a list can be
sent to a colleague. No name, number or medicine ever does; those are posted
(`narrowed_to_text`).
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    CharField,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Lower
from django.db.models.lookups import IsNull
from django.utils.functional import cached_property

from accounts.models import User
from jurisdictions import clocks
from jurisdictions.municipalities import municipalities
from jurisdictions.regimes import Regime
from patients.models import Protection
from referrals.models import (
    Medicine,
    MedicineKind,
    OwnPart,
    PartRequest,
    Priority,
    Question,
    Referral,
    Source,
)
from referrals.queries.substances import SUBSTANCES

VIEWS = ("open", "risk", "waiting", "mine", "decided")
ADULT = 18
LONGEST_LEFT = 365
ELSEWHERE = "elsewhere"
ME, NOBODY = "me", "nobody"
YES = ("yes",)
PARTIES = ("clinic", "patient")
# Places of people who must not be found are never asked for.
FINDABLE = Q(is_protected=False) & (
    Q(patient=None) | Q(patient__protection=Protection.NONE)
)


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who asks, on what day, under which country's rules."""

    user: User
    today: date
    regime: Regime


def there_is(rows: QuerySet[Any]) -> IsNull:
    """Look up each row by itself.

    The database would rather read all that such rows could be about, once for a whole
    region, than a few by their key; a value of its own leaves it no choice.
    """
    return IsNull(Subquery(rows.order_by().values("pk")[:1]), rhs=False)


def _source(value: str, _asker: Asker) -> Q:
    return Q(source=value)


def _priority(value: str, _asker: Asker) -> Q:
    return Q(priority=int(value))


def _risk(value: str, _asker: Asker) -> Q:
    return Q(is_risk=value == "yes")


def _place(value: str, _asker: Asker) -> Q:
    if value == ELSEWHERE:
        return FINDABLE & Q(lives_elsewhere=True)
    from_register = Q(municipality=None, patient__municipality=value)
    here = Q(municipality=value) | from_register
    return FINDABLE & Q(lives_elsewhere=False) & here


def _assigned(value: str, asker: Asker) -> Q:
    if value == NOBODY:
        return Q(assigned_to=None)
    return Q(assigned_to=asker.user.pk if value == ME else uuid.UUID(value))


def _left(value: str, asker: Asker) -> Q:
    """At most so many days left; working days where the law counts those."""
    days = int(value)
    if asker.regime.visit_within_days is None:
        last = clocks.working_days_after(asker.today, days, regime=asker.regime)
    else:
        last = asker.today + timedelta(days=days)
    return Q(due_on__lte=last)


def _paused(_value: str, _asker: Asker) -> Q:
    return Q(due_on=None)


def _incomplete(_value: str, _asker: Asker) -> Q:
    return ~Q(incomplete_reason="")


def _interpreter(_value: str, _asker: Asker) -> Q:
    return ~Q(interpreter="")


def _minor(_value: str, asker: Asker) -> Q:
    """Under 18; by the year alone when only the year is known."""
    year = asker.today.year - ADULT
    is_leap_day = (asker.today.month, asker.today.day) == (2, 29)
    born = asker.today.replace(year=year, day=28 if is_leap_day else asker.today.day)
    return Q(patient__birth_date__gt=born) | Q(
        Q(patient=None) | Q(patient__birth_date=None), birth_year__gt=year
    )


def _waits_for(value: str, _asker: Asker) -> Q:
    """Somebody was asked something, and has not answered.

    Every patient of a clinic's referral is asked for an own part, which nobody waits
    for: where that is missing is a filter of its own.
    """
    to = "referrer" if value == "clinic" else "patient"
    asked = Question.objects.filter(referral=OuterRef("pk"), to=to, answered_at=None)
    if value == "patient":
        return Q(there_is(asked))
    part = PartRequest.objects.waiting().filter(referral=OuterRef("pk"), to=value)
    return Q(there_is(asked)) | Q(there_is(part))


def _kind(value: str, _asker: Asker) -> Q:
    """As somebody ticked it, or as the medicine's name says."""
    first_word = Lower(
        Func(F("name"), Value(" "), Value(1), function="split_part"),
        output_field=CharField(),
    )
    written = Medicine.objects.filter(referral=OuterRef("pk"))
    medicine = written.annotate(substance=first_word).filter(
        Q(kind=value) | Q(kind="", substance__in=SUBSTANCES.get(value, ()))
    )
    return Q(kinds__contains=[value]) | Q(there_is(medicine))


def _part(value: str, _asker: Asker) -> Q:
    """The other half of the case is not there."""
    joined = Referral.objects.filter(joined_to=OuterRef("pk"))
    if value == "clinic":
        has = there_is(joined.filter(source=Source.CLINIC))
        return Q(source=Source.SELF) & ~Q(has)
    own = OwnPart.objects.filter(referral=OuterRef("pk"))
    has_form = there_is(joined.filter(source=Source.SELF))
    return Q(source=Source.CLINIC) & ~Q(there_is(own)) & ~Q(has_form)


def _one_of(*values: str) -> Callable[[str], bool]:
    return lambda value: value in values


def _is_place(value: str) -> bool:
    return value == ELSEWHERE or value in {place.code for place in municipalities()}


def _is_somebody(value: str) -> bool:
    if value in {ME, NOBODY}:
        return True
    try:
        return str(uuid.UUID(value)) == value
    except ValueError:
        return False


def _is_days(value: str) -> bool:
    is_number = value.isascii() and value.isdigit() and len(value) <= len("365")
    return is_number and int(value) <= LONGEST_LEFT


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One thing that narrows the list: what it may say, and what it then means."""

    allows: Callable[[str], bool]
    means: Callable[[str, Asker], Q]
    # Told from the referral's own row alone, so that counting it costs nothing.
    is_cheap: bool = True


FILTERS: dict[str, Filter] = {
    "source": Filter(allows=_one_of(*Source.values), means=_source),
    "risk": Filter(allows=_one_of("yes", "no"), means=_risk),
    "priority": Filter(allows=_one_of(*map(str, Priority.values)), means=_priority),
    "left": Filter(allows=_is_days, means=_left),
    "clock": Filter(allows=_one_of("paused"), means=_paused),
    "assigned": Filter(allows=_is_somebody, means=_assigned),
    "waits_for": Filter(allows=_one_of(*PARTIES), means=_waits_for, is_cheap=False),
    "part": Filter(allows=_one_of(*PARTIES), means=_part, is_cheap=False),
    "place": Filter(allows=_is_place, means=_place, is_cheap=False),
    "kind": Filter(allows=_one_of(*MedicineKind.values), means=_kind, is_cheap=False),
    "incomplete": Filter(allows=_one_of(*YES), means=_incomplete),
    "interpreter": Filter(allows=_one_of(*YES), means=_interpreter),
    "minor": Filter(allows=_one_of(*YES), means=_minor, is_cheap=False),
}
# What else an address of the list may carry.
BESIDE = frozenset({"page", "done", "all", "shared"})


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A tab and what narrows it."""

    view: str = "open"
    chosen: Mapping[str, str] = field(default_factory=dict)
    # Something in the address could not be read, and is left out.
    is_partly_read: bool = False

    @cached_property
    def query(self) -> str:
        """The same as a query string, always in the same order."""
        said = [] if self.view == "open" else [("view", self.view)]
        return urlencode([*said, *self.chosen.items()])

    @property
    def kept(self) -> dict[str, str]:
        """The same as a saved view keeps it."""
        return {"view": self.view, **self.chosen}

    @property
    def is_decided(self) -> bool:
        """Whether it asks for what is over."""
        return self.view == "decided"

    @property
    def is_cheap(self) -> bool:
        """Whether it can be counted along with the tabs."""
        return not self.is_decided and all(
            FILTERS[name].is_cheap for name in self.chosen
        )

    def means(self, asker: Asker) -> Q:
        """The condition, of all that is chosen together."""
        met = Q()
        for name, value in self.chosen.items():
            met &= FILTERS[name].means(value, asker)
        return met

    def without(self, name: str) -> "Wanted":
        """The same without one filter."""
        rest = {key: value for key, value in self.chosen.items() if key != name}
        return Wanted(view=self.view, chosen=rest)


def read(said: Mapping[str, str]) -> Wanted:
    """What an address or a saved view asks for; what makes no sense is left out."""
    given = {name: value for name, value in said.items() if value != ""}
    view = given.pop("view", "open")
    chosen = {
        name: given[name]
        for name, one in FILTERS.items()
        if name in given and one.allows(given[name])
    }
    unread = set(given) - set(chosen) - BESIDE
    return Wanted(
        view=view if view in VIEWS else "open",
        chosen=chosen,
        is_partly_read=bool(unread) or view not in VIEWS,
    )
