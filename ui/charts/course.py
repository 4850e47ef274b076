"""What a dose chart is about: plain values, no pixels."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

# How long before the first dose something may be and still be drawn.
BEFORE = timedelta(days=28)


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
class Model:
    """Receptor occupancy by dose, as a cited source measured it. Never a measurement.

    ``emax`` in per cent, ``half_dose`` in the unit of the course.
    """

    half_dose: Fraction
    emax: Fraction
    source: str

    def share(self, dose: Fraction) -> Fraction:
        """How many per cent of the receptors the model gives at a dose."""
        return self.emax * dose / (self.half_dose + dose)


@dataclass(frozen=True, kw_only=True)
class Course:
    """One medicine over time.

    ``taken`` is what has been taken up to ``today``, ``planned`` what the plan in force
    says from then on, and ``as_planned`` what it has said until then. ``first_plan``
    and ``earlier_plan`` are plans it replaced, ``target`` the curve that the rule would
    follow if any dose could be made. Without ``today`` only the plan is drawn, as a
    plan. Of several courses in one figure the first one carries what they share:
    ``holds``, ``step_backs``, ``contacts``, ``symptoms``, ``today``.
    """

    substance: str
    planned: tuple[Dose, ...]
    taken: tuple[Dose, ...] = ()
    as_planned: tuple[Dose, ...] = ()
    first_plan: tuple[Dose, ...] = ()
    earlier_plan: tuple[Dose, ...] = ()
    target: tuple[Dose, ...] = ()
    step_backs: tuple[date, ...] = ()
    model: Model | None = None
    holds: tuple[Hold, ...] = ()
    contacts: tuple[Contact, ...] = ()
    symptoms: tuple[Symptom, ...] = ()
    today: date | None = None
    unit: str = "mg"

    @property
    def doses(self) -> tuple[Dose, ...]:
        """Every dose that is drawn."""
        return (
            *self.taken,
            *self.as_planned,
            *self.planned,
            *self.first_plan,
            *self.earlier_plan,
            *self.target,
        )

    @property
    def plan(self) -> tuple[Dose, ...]:
        """The plan in force: as it has been, and as it will be."""
        ahead = self.planned[0].on if self.planned else date.max
        return (*(dose for dose in self.as_planned if dose.on < ahead), *self.planned)

    @property
    def first_day(self) -> date:
        """The left edge: what was felt in the weeks before the plan is seen as well."""
        first = min(dose.on for dose in self.doses)
        before = [felt.on for felt in self.symptoms if felt.on >= first - BEFORE]
        return min([first, *before])

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

    @property
    def next_change(self) -> Dose | None:
        """The first dose to come that is another than that of today."""
        now = self.dose_today
        if now is None or self.today is None:
            return None
        changes = (
            dose
            for dose in self.planned
            if dose.on > self.today and dose.amount != now.amount
        )
        return next(changes, None)


def dose_on(doses: tuple[Dose, ...], on: date) -> Dose | None:
    """The dose that holds on a day; None before the first."""
    return next((dose for dose in reversed(doses) if dose.on <= on), None)
