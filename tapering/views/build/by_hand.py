"""What the buttons of the grid do. Each is a round trip that stores nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from tapering import forms, hand, queries
from tapering.models import Policy
from tapering.queries import grid as ops
from tapering.queries.grid import Slot, days_of
from tapering.views.build.choices import Desk
from tapering.views.build.work import Work

HOLD_DAYS = 14
Doses = dict[Slot, Fraction]


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """The grid after a button, where to put the reader, or why nothing happened."""

    written: hand.Written | None
    why_not: str = ""
    focus: str = ""
    # Back at the rule: what was written by hand, to come back to.
    undo: str = ""


@dataclass(frozen=True, kw_only=True)
class Press:
    """A button and what it needs to know."""

    work: Work
    written: hand.Written
    numbers: list[int]

    @property
    def form(self) -> forms.BuildForm:
        """What was answered beside the steps."""
        return self.work.judged

    @property
    def desk(self) -> Desk:
        """The plan and what is known of it."""
        return self.work.desk

    @property
    def n(self) -> int:
        """The step that the button belongs to."""
        return self.numbers[0] if self.numbers else 0

    @property
    def policy(self) -> Policy | None:
        """The chosen rule, when there is one."""
        return self.form.known_policies.get(str(self.form["policy"].value() or ""))

    def to(self, grid: queries.Grid, n: int, column: int | str = 0) -> Pressed:
        """The grid changed, with the reader in one of its cells."""
        changed = self.written.changed(grid)
        n = min(n, len(changed.grid.rows) - 1)
        shown = hand.showing(changed, n)
        return Pressed(written=shown, focus=hand.cell_name(n, column))


def is_of_the_grid(wish: str) -> bool:
    """Tell whether a button changes the grid instead of saving."""
    verb = wish.partition("-")[0]
    return verb in BUTTONS or verb in {"hand", "rule", "undo"}


def _numbers(wish: str) -> list[int]:
    return [days_of(text) for text in wish.split("-")[1:3]]


def pressed(wish: str, work: Work) -> Pressed:
    """Do what a button says."""
    verb, written = wish.partition("-")[0], work.written
    if verb == "undo":
        return _undo(written, work.data)
    if verb == "rule":
        return Pressed(written=None, undo=written.left_behind if written else "")
    opened = Pressed(written=written) if written else _opened(work.desk, work.judged)
    if opened.written is None or verb == "hand":
        return opened
    numbers = _numbers(wish)
    if any(n >= len(opened.written.grid.rows) for n in numbers[:1]):
        return Pressed(written=opened.written, why_not=_("Steget finns inte längre."))
    press = Press(work=work, written=opened.written, numbers=numbers)
    return BUTTONS[verb](press)


def _undo(written: hand.Written | None, data: Any) -> Pressed:
    known = written or forms.left_behind(data)
    if known is None:
        return Pressed(written=None, why_not=_("Det finns inget att ångra."))
    before = known.undone() if written else known
    return Pressed(written=before, focus=hand.cell_name(before.at, 0))


def _opened(desk: Desk, form: forms.BuildForm) -> Pressed:
    """The steps as they are, to be changed by hand."""
    if not form.is_valid():
        return Pressed(
            written=None, why_not=_("Fyll i dos, tabletter och regel först.")
        )
    grid = _grid(desk, form)
    if isinstance(grid, str):
        return Pressed(written=None, why_not=grid)
    return Pressed(written=hand.Written(grid=grid), focus=hand.cell_name(0, 0))


def _grid(desk: Desk, form: forms.BuildForm) -> queries.Grid | str:
    """The rule's own steps; one with the doses of now when the rule reckons none."""
    request = queries.request_for(desk.substance, form.outline)
    if "switch" in request:
        return _("Ett byte räknas av regeln. Ändra bytet eller regeln i stället.")
    start = form.cleaned_data["start"]
    if not desk.calculator_is_on:
        return hand.grid_from_start(desk.substance, start, form.doses)
    try:
        answer = queries.ask(request)
    except queries.Unanswerable:
        # The rule leads nowhere from here, but a person may.
        return hand.grid_from_start(desk.substance, start, form.doses)
    return hand.grid_of(queries.moved_by(request), answer)


def _split(press: Press) -> Pressed:
    """A step in between, from doses that can be made, as long as the rule waits."""
    checked = forms.checked(press.written, press.desk.on)
    if checked.faults or not press.form.is_valid():
        return Pressed(written=checked, why_not=_("Rätta det som är markerat först."))
    n, grid = press.n, press.written.grid
    request = queries.request_for(press.desk.substance, press.form.outline)
    after = hand.doses_of(grid, n)
    before = hand.doses_of(grid, n - 1) if n else _regimen(request)
    changed = {
        slot[0] for slot in (*before, *after) if before.get(slot) != after.get(slot)
    }
    was = {slot: dose for slot, dose in before.items() if slot[0] in changed}
    becomes = {slot: dose for slot, dose in after.items() if slot[0] in changed}
    between = queries.halfway(request, was, becomes) if was else None
    if between is None:
        why_not = _("Steget går inte att dela. Det behövs en svagare styrka.")
        return Pressed(written=checked, why_not=why_not)
    start = sum(_regimen(request).values(), Fraction(0))
    wait = queries.wait_at(request["policy"], start, sum(was.values(), Fraction(0)))
    doses = {**before, **between}
    texts = tuple(hand.said_exactly(doses.get(slot)) for slot in grid.slots)
    return press.to(ops.inserted(grid, n, texts, wait), n)


def _regimen(request: queries.Json) -> Doses:
    return {
        (row["substance"], row.get("daypart", "")): Fraction(
            row.get("mg") or row["ug_per_h"]
        )
        for row in request["regimen"]
    }


def _pause(press: Press) -> Pressed:
    days = press.policy.hold_days if press.policy else None
    if press.n + 1 >= len(press.written.grid.rows):
        why_not = _("Sista steget fortsätter tills vidare. Där finns inget att pausa.")
        return Pressed(written=press.written, why_not=why_not)
    grid = ops.paused(press.written.grid, press.n, days or HOLD_DAYS)
    return press.to(grid, press.n, "days")


def _later(press: Press) -> Pressed:
    days = press.numbers[1] if len(press.numbers) > 1 else 7
    grid = ops.later(press.written.grid, press.n, min(days, 365))
    return press.to(grid, press.n, "from")


def _add(press: Press) -> Pressed:
    return press.to(ops.added(press.written.grid, press.n), press.n + 1)


def _remove(press: Press) -> Pressed:
    return press.to(ops.removed(press.written.grid, press.n), press.n)


def _align(press: Press) -> Pressed:
    return press.to(ops.in_a_row(press.written.grid), 0, "from")


def _turn(press: Press) -> Pressed:
    shown = hand.showing(press.written, press.n, exactly=True)
    return Pressed(written=shown, focus=hand.cell_name(press.n, 0))


BUTTONS: dict[str, Callable[[Press], Pressed]] = {
    "split": _split,
    "later": _later,
    "pause": _pause,
    "add": _add,
    "remove": _remove,
    "align": _align,
    "turn": _turn,
}
