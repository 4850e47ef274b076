"""What the patient can say on the first page: the next step, and what was taken."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from patients.models import Case
from tapering import permissions, queries
from tapering.lifecycle import State, Unit
from tapering.models import PlanVersion, Step, Taken
from tapering.pages.amounts import per_day
from ui.forms import CreatingForm

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class MyNext:
    """A step that the patient may begin, by the rule."""

    step: Step
    substance: str
    dose: str


@dataclass(frozen=True, kw_only=True)
class MyWords:
    """What is asked, quietly; nothing of it has to be answered."""

    steps: list[MyNext]
    asks_taken: bool
    form: CreatingForm


def own_running(case: Case, on: date) -> list[queries.Running]:
    """The plans that the patient follows on a day."""
    return [now for _plan, now in queries.case_running(case, on) if now]


def own_steps(case: Case, user: User, on: date) -> list[MyNext]:
    """Steps whose day has come or is near, where the rule leaves it to the patient."""
    return _steps(own_running(case, on), user)


def _steps(running: list[queries.Running], user: User) -> list[MyNext]:
    found = []
    for now in running:
        step = now.following
        asks = step is not None and queries.waits_for_word(now.version, step)
        may = permissions.may_confirm_alone(user, now.version.policy)
        if step and asks and may and step.from_on <= now.on:
            dose = per_day(step, now.version)
            found.append(MyNext(step=step, substance=now.plan.substance, dose=dose))
    return found


def takes_tablets(now: queries.Running) -> bool:
    """Tell whether it can be asked how much was taken on a day."""
    return now.version.unit == Unit.MG


def my_words(case: Case, *, user: User, on: date) -> MyWords:
    """The next step, and whether yesterday went as planned."""
    before, today = on - DAY, own_running(case, on)
    earlier = [queries.running(now.plan, before) for now in today]
    plans = [now.plan for now in earlier if now and takes_tablets(now)]
    said = Taken.objects.filter(
        plan__in=plans,
        superseded_at=None,
        from_on__lte=before,
        until_on__gte=before,
    )
    return MyWords(
        steps=_steps(today, user),
        asks_taken=bool(plans) and not said.exists(),
        form=CreatingForm(),
    )


@dataclass(frozen=True, kw_only=True)
class MyHold:
    """A pause that the patient may take at once, and for how long."""

    running: queries.Running
    days: int
    until_on: date


def own_holds(case: Case, user: User, on: date) -> list[MyHold]:
    """Plans that the rule lets the patient pause; a wish is all there is else."""
    waiting = PlanVersion.objects.filter(
        plan__case=case, state__in=[State.DRAFT, State.PROPOSED]
    )
    busy = set(waiting.values_list("plan", flat=True))
    return [
        MyHold(running=now, days=days, until_on=on + days * DAY)
        for now in own_running(case, on)
        if (days := own_days(now, user)) and now.plan.pk not in busy
    ]


def own_days(now: queries.Running, user: User) -> int:
    """How many days the patient may pause a plan alone; none while it is paused."""
    policy = now.version.policy
    may = permissions.may_hold_alone(user, policy)
    newest = queries.course_of(now.plan)[-1]
    if not may or now.at_goal or now.is_held or newest.pk != now.version.pk:
        return 0
    return policy.hold_days or 0
