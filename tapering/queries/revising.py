"""What the engine is asked when a running plan is changed from a day on.

A wish is what a person says: pause so long, go slower, back to an earlier step, stop at
another dose. The engine keeps what lies before the day as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.refusals import Refused
from tapering.lifecycle import Change
from tapering.models import Plan, PlanVersion, Step
from tapering.queries.asking import Json, Unanswerable, ask, exact_text, moved_by
from tapering.queries.concerns import Concern
from tapering.queries.findings import weigh
from tapering.queries.pace import goal_in, goal_in_force
from tapering.queries.prescribing import prescribers_of
from tapering.queries.running import Running, course_of, running


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody wants changed; `days` for a pause or a step back."""

    change: str
    days: int = 0
    bands: Sequence[Json] = ()
    goal: Decimal = Decimal(0)
    to_step: int = 0

    def asked(self, unit: str) -> Json:
        """The engine's words for it, beside `kind`, `from_step` and `on`."""
        words: dict[Change, Json] = {
            Change.HOLD: {"days": self.days},
            Change.SLOW_DOWN: {"bands": list(self.bands)},
            Change.STEP_BACK: {"to_step": self.to_step, "days": self.days},
            Change.GOAL: {f"goal_{unit}": exact_text(self.goal)},
        }
        return words[Change(self.change)]


def wish_in(version: PlanVersion) -> Wish:
    """The wish that a version was made from."""
    revise = version.request["revise"]
    return Wish(
        change=revise["kind"],
        days=version.held_days or revise.get("days", 0),
        bands=revise.get("bands", ()),
        goal=goal_in(revise),
        to_step=revise.get("to_step", 0),
    )


def _on_top(request: Json, answer: Json, revise: Json) -> Json:
    """The request for a change of what another request gave."""
    base = {key: request[key] for key in request if key not in {"plan", "revise"}}
    return {**base, "plan": {"request": request, "answer": answer}, "revise": revise}


def _revise(wish: Wish, now: Running, on: date) -> Json:
    return {
        "kind": str(wish.change),
        "from_step": now.step.n,
        "on": on.isoformat(),
        **wish.asked(now.version.unit),
    }


def hold_request(now: Running, days: int, *, is_catching_up: bool = False) -> Json:
    """A pause in the step that runs.

    A step that waits for somebody's word has not begun: the one before goes on, and the
    pause is counted from today. `is_catching_up` makes the waiting step begin today.
    """
    on, ends = now.on, now.step.ends_on or now.on
    waited = (on - ends).days if now.waits_for_word and not is_catching_up else 0
    within = min(on, ends - timedelta(days=1))
    wish = Wish(change=Change.HOLD, days=days + waited)
    return _on_top(now.version.request, now.version.answer, _revise(wish, now, within))


def _standing(now: Running) -> tuple[Json, Json]:
    """The plan as it is lived: a step that waits has made the one before longer."""
    request, answer = now.version.request, now.version.answer
    ends = now.step.ends_on
    if ends is None or ends > now.on:
        return request, answer
    request = hold_request(now, 1)
    return request, ask(request)


def _bend(now: Running, wish: Wish) -> tuple[Json, Json]:
    """A new curve from today, whose first cut is no earlier than the plan's own."""
    base, told = _standing(now)
    request = _on_top(base, told, _revise(wish, now, now.on))
    answer = ask(request)
    planned = now.next_change_on
    if wish.change == Change.STEP_BACK or planned is None:
        return request, answer
    first = _first_change(request, answer)
    if first is None or first >= planned:
        return request, answer
    # A pause is under way: the new curve waits until it would not cut it short.
    begins = now.on + (planned - first)
    request = _on_top(base, told, _revise(wish, now, begins))
    return request, ask(request)


def opening_of(request: Json, answer: Json) -> int | None:
    """The row with which a new curve begins; None for a pause and for a first plan."""
    revise = request.get("revise")
    if revise is None or revise["kind"] == Change.HOLD:
        return None
    opening: int = next(
        row["n"] for row in answer["steps"] if row["from"] == revise["on"]
    )
    return opening


def _first_change(request: Json, answer: Json) -> date | None:
    """The day of the first cut after the row that opens a new curve."""
    opening = opening_of(request, answer)
    later = [row for row in answer["steps"] if row["n"] > (opening or 0)]
    return date.fromisoformat(later[0]["from"]) if later else None


def _totals(answer: Json, substance: str) -> list[tuple[str, Decimal]]:
    name = "total_mg" if "total_mg" in answer["steps"][0] else "total_ug_per_h"
    return [
        (row["from"], Decimal(row[name].get(substance, "0"))) for row in answer["steps"]
    ]


def _at(points: list[tuple[str, Decimal]], day: str) -> Decimal:
    return next((total for on, total in reversed(points) if on <= day), points[0][1])


def is_faster(answer: Json, than: Json, *, substance: str, on: date) -> bool:
    """Tell whether on any day from `on` the dose would be lower than it is planned."""
    new, old = _totals(answer, substance), _totals(than, substance)
    days = {day for day, _total in [*new, *old] if day >= on.isoformat()}
    return any(_at(new, day) < _at(old, day) for day in days)


def revised(now: Running, wish: Wish) -> tuple[Json, Json]:
    """The engine's request and answer for a wish; a sentence where it cannot be."""
    if wish.change == Change.HOLD:
        request = hold_request(now, wish.days)
        return request, ask(request)
    try:
        request, answer = _bend(now, wish)
    except Unanswerable as refusal:
        raise Refused(_why_not(refusal)) from refusal
    substance = moved_by(request)[-1]
    if wish.change == Change.SLOW_DOWN and is_faster(
        answer, now.version.answer, substance=substance, on=now.on
    ):
        raise Refused(_("Så skulle det gå fortare än nu. Välj mindre steg."))
    return request, answer


def _why_not(refusal: Unanswerable) -> str:
    """The engine's refusal of a change, as somebody at the page can use it."""
    if "switch" in refusal.message:
        return _("Bytet av läkemedel är inte klart. Tills dess kan planen bara pausas.")
    return {
        "revise.goal_mg": _("Tabletterna kan inte ge den dosen. Välj en annan."),
        "revise.goal_ug_per_h": _("Plåstren kan inte ge den dosen. Välj en annan."),
        "revise.to_step": _("Välj ett tidigare steg."),
        "revise.bands": _("Så kommer planen aldrig fram. Välj större steg."),
    }.get(refusal.path, str(refusal.sentence))


def to_change(plan: Plan, on: date) -> Running:
    """Where a plan stands that can be changed from a day, or a sentence why not."""
    now = running(plan, on)
    if now is None:
        raise Refused(_("Planen har inte börjat. Ändra startdatumet i stället."))
    newest = course_of(plan)[-1]
    if newest.pk != now.version.pk:
        raise Refused(
            _("Version %(number)d är beslutad och börjar gälla senare. Ändra den.")
            % {"number": newest.number}
        )
    return now


def renewed(version: PlanVersion, on: date) -> PlanVersion:
    """A proposal to change a plan, as it would be if it began on a day.

    The dose goes on while a proposal waits, so the change is counted from the day on
    which somebody decides. Nothing is stored.
    """
    now = to_change(version.plan, on)
    version.request, version.answer = revised(now, wish_in(version))
    version.counts_from = on
    version.held_from = on if version.change == Change.HOLD else None
    return version


def as_of_today(version: PlanVersion, on: date) -> PlanVersion:
    """A proposal as it would be signed today: what is seen is what is signed."""
    if version.change == Change.PLAN:
        return version
    try:
        return renewed(version, on)
    except Refused:
        # It cannot be signed any more; the signature says why.
        return version


# Bad days are a reason to wait, and another goal is meant to be another.
NOT_ABOUT_A_CHANGE = {"much_symptoms", "never_ends"}


def concerns_of(version: PlanVersion, on: date) -> list[Concern]:
    """What somebody must take a stand on before this version is signed."""
    if version.change == Change.HOLD:
        return []
    if version.change == Change.PLAN:
        who = prescribers_of(version)
        return weigh(version.plan, version.request, version.answer, on, prescribers=who)
    # Whoever prescribes goes on doing it: nobody is asked about that again.
    concerns = weigh(version.plan, version.request, version.answer, on)
    return [each for each in concerns if each.code not in NOT_ABOUT_A_CHANGE]


def earlier_steps(now: Running) -> list[Step]:
    """Steps to go back to: before this one, with more than is taken now; last first.

    None from before a switch was done: going back does not undo it.
    """
    *exchanged, name = now.version.substances
    return [
        step
        for step in reversed(now.version.steps.all())
        if step.n < now.step.n
        and step.total_of(name) > now.step.total_of(name)
        and not any(step.total_of(old) for old in exchanged)
    ]


def coming_goals(now: Running) -> list[Decimal]:
    """Doses that can be a goal: what is taken now, and what the plan passes later."""
    name = now.version.substances[-1]
    first = now.step.total_of(name)
    later = [s.total_of(name) for s in now.version.steps.all() if s.n > now.step.n]
    return sorted({first, *later} - {goal_in_force(now.version.request)}, reverse=True)
