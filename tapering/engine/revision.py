"""Reading what somebody wants changed, and the plan it is about."""

from collections.abc import Iterator
from typing import NamedTuple

from tapering.engine import history, parse
from tapering.engine.history import Told
from tapering.engine.possible import check_bands
from tapering.engine.reading import Fields, Node
from tapering.engine.refusal import Refusal
from tapering.engine.values import Policy, Request, Revision, Step

MOST_REVISIONS = 100
KINDS = {
    "hold": ("days",),
    "slow_down": ("bands",),
    "goal": ("goal_mg",),
    "step_back": ("to_step", "days"),
}
COMMON = ("kind", "from_step", "on")


class Asked(NamedTuple):
    """A revision, the request as it stands after earlier ones, and the plan."""

    revision: Revision
    request: Request
    told: Told
    path: str  # where the first request stands in this one


def is_one(value: object) -> bool:
    """Say whether `value` asks for a revision."""
    return isinstance(value, dict) and bool({"revise", "plan"} & set(value))


def read(value: object) -> Asked:
    """Return the revision that `value` asks for, or refuse it."""
    links = list(_chain(value))
    first = links[-1].child("request")
    base = parse.read(first.value, first.path)
    _check_same(Node(value), first)
    revisions = [_revision(Node(value, "", base.measure))]
    for plan in links[:-1]:
        later = plan.child("request")
        revisions.append(_revision(Node(later.value, later.path, base.measure)))
    told = Node(links[0].value, links[0].path, base.measure).child("answer")
    request = base
    for earlier in reversed(revisions[1:]):
        request = changed(request, earlier)
    asked = Asked(
        revision=revisions[0],
        request=request,
        told=history.read_answer(told, base),
        path=first.path,
    )
    check_bands(base, revisions[0].bands, Node(None, "revise.bands"))
    _check(asked)
    return asked


def _chain(value: object) -> Iterator[Node]:
    """Yield the plan that `value` changes, the one that that changed, and so on."""
    node = Node(value)
    for _ in range(MOST_REVISIONS):
        fields = node.fields(("revise",), ("plan", *parse.KEYS, *parse.MORE_KEYS))
        plan = _plan(fields)
        plan.fields(("request", "answer"))
        yield plan
        node = plan.child("request")
        if not is_one(node.value):
            return
    raise Refusal("plan", f"A plan can be changed {MOST_REVISIONS} times.")


def _plan(fields: Fields) -> Node:
    """Return the plan: it stands beside `revise`, or in it."""
    beside, revise = fields.get("plan"), fields["revise"]
    inside = "plan" in revise.members()
    if beside and inside:
        raise revise.refuse("The plan is given twice.", "plan")
    if not beside and not inside:
        raise fields.node.refuse("This is missing.", "plan")
    return beside or revise.child("plan")


def _check_same(node: Node, first: Node) -> None:
    """Refuse a request that changes what a revision cannot change."""
    base, given = first.members(), node.members()
    for key in (*parse.KEYS, *parse.MORE_KEYS):
        if key in given and given[key] != base.get(key):
            message = "A revision keeps this as it was in the first request."
            raise node.refuse(message, key)


def _revision(request: Node) -> Revision:
    node = request.child("revise")
    if "kind" not in node.members():
        raise node.refuse("This is missing.", "kind")
    kind = node.child("kind").choice(*KINDS)
    fields = node.fields((*COMMON, *KINDS[kind]), ("plan",))
    days, to_step = fields.get("days"), fields.get("to_step")
    bands, goal = fields.get("bands"), fields.get("goal_mg")
    return Revision(
        kind=kind,
        from_step=fields["from_step"].integer(least=0, most=parse.MOST_STEPS),
        on=fields["on"].day(),
        days=days.integer() if days else 0,
        to_step=to_step.integer(least=0, most=parse.MOST_STEPS) if to_step else 0,
        bands=parse.read_bands(bands) if bands else (),
        goal=goal.number(zero=True) if goal else parse.ZERO,
    )


def changed(request: Request, revision: Revision) -> Request:
    """Return `request` with the policy that stands after `revision`."""
    return request._replace(policy=_policy(request.policy, revision))


def _policy(policy: Policy, revision: Revision) -> Policy:
    if revision.kind == "slow_down":
        return policy._replace(bands=revision.bands)
    if revision.kind == "goal":
        return policy._replace(goal=revision.goal)
    return policy


def _check(asked: Asked) -> None:
    """Refuse a revision that does not fit the plan it is about."""
    revision, steps = asked.revision, asked.told.steps
    if revision.from_step >= len(steps):
        raise Refusal("revise.from_step", "The plan has no such step.")
    running = steps[revision.from_step]
    into = (revision.on - running.starts).days
    if into < 0 or (running.days is not None and into >= running.days):
        raise Refusal("revise.on", "This is not a day within the step.")
    if revision.kind == "hold":
        _check_hold(running)
    elif any(step.is_switch for step in steps[revision.from_step + 1 :]):
        message = "Until the switch is done, it can only be held."
        raise Refusal("revise.from_step", message)
    elif revision.kind == "step_back":
        _check_back(asked)


def _check_hold(running: Step) -> None:
    if running.days is None:
        raise Refusal("revise.from_step", "The last step has no end to move.")


def _check_back(asked: Asked) -> None:
    revision, steps = asked.revision, asked.told.steps
    if revision.to_step >= revision.from_step:
        raise Refusal("revise.to_step", "This must be an earlier step.")
    if any(step.is_switch for step in steps[revision.to_step + 1 :]):
        message = "A step back cannot undo the switch to another substance."
        raise Refusal("revise.to_step", message)
