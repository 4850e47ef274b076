"""What a dose chart is about: plain values, no pixels."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, kw_only=True)
class Dose:
    """From this day on, this much per day, until the next point says otherwise."""

    on: date
    amount: Fraction | Decimal


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A pause on the same dose; without an end it goes on."""

    starts_on: date
    ends_on: date | None = None
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A visit or call that took place, or is booked."""

    on: date
    is_booked: bool = False


@dataclass(frozen=True, kw_only=True)
class Symptom:
    """How hard it was, from 0 to 10, in the patient's own judgement."""

    on: date
    score: int


@dataclass(frozen=True, kw_only=True)
class Course:
    """One medicine over time.

    ``taken`` is what has been taken up to ``today``, ``planned`` what the plan in force
    says from then on, ``first_plan`` a plan it replaced. Without ``today`` only the
    plan is drawn, as a plan.
    """

    substance: str
    planned: tuple[Dose, ...]
    taken: tuple[Dose, ...] = ()
    first_plan: tuple[Dose, ...] = ()
    holds: tuple[Hold, ...] = ()
    contacts: tuple[Contact, ...] = ()
    symptoms: tuple[Symptom, ...] = ()
    today: date | None = None
    unit: str = "mg"
    # What the two lines are called where they are something else than plans.
    planned_name: str = ""
    first_plan_name: str = ""

    @property
    def doses(self) -> tuple[Dose, ...]:
        """Every dose that is drawn."""
        return (*self.taken, *self.planned, *self.first_plan)

    @property
    def first_day(self) -> date:
        """The left edge of the chart."""
        return min(dose.on for dose in self.doses)

    @property
    def last_day(self) -> date:
        """The right edge: two weeks after the last thing, so that it can be seen."""
        days = [
            *(dose.on for dose in self.doses),
            *(contact.on for contact in self.contacts),
            *((self.today,) if self.today else ()),
        ]
        last: date = max(days)
        return last + timedelta(days=14)

    @property
    def highest(self) -> Fraction:
        """The top of the dose axis has to reach this."""
        return max(Fraction(dose.amount) for dose in self.doses)

    @property
    def dose_today(self) -> Dose | None:
        """The last dose taken, where the chart says "today"."""
        return self.taken[-1] if self.taken and self.today else None
