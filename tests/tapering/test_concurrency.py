"""Two people press at once: one success, one sentence."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from accounts.refusals import Refused
from accounts.roles import Role
from tapering import actions, queries
from tapering.models import PlanVersion, Step, Supply
from tests.factories import accounts, patients
from tests.factories import tapering as make

pytestmark = pytest.mark.django_db(transaction=True)


def together(*presses) -> list[str]:
    """Run the presses in threads of their own, as close as can be."""
    barrier = Barrier(len(presses))

    def press(action) -> str:
        try:
            barrier.wait(timeout=10)
            action()
        except Refused as refusal:
            return str(refusal.sentence)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(presses)) as pool:
        return sorted(pool.map(press, presses))


def test_two_prescribers_decide_at_once():
    nurse = accounts.user(Role.NURSE, "Sara Nyberg")
    eva = accounts.user(Role.PSYCHIATRIST, "Eva Lindqvist")
    tor = accounts.user(Role.PSYCHIATRIST, "Tor Dahl")
    version = make.draft(patients.case(nurse))

    said = together(
        lambda: actions.decide(version, by=eva, at=make.AT),
        lambda: actions.decide(version, by=tor, at=make.AT),
    )

    assert said[1] == "done"
    assert "redan beslutad" in said[0]
    assert PlanVersion.objects.count() == 1
    assert Step.objects.count() == 6


def test_one_decides_while_another_pauses():
    nurse = accounts.user(Role.NURSE, "Sara Nyberg")
    eva = accounts.user(Role.PSYCHIATRIST, "Eva Lindqvist")
    plan = make.decided(patients.case(nurse), eva).plan
    at = make.AT + make.days(60)

    said = together(
        lambda: actions.hold(plan, days=7, because="Feber.", by=nurse, at=at),
        lambda: actions.hold(plan, days=14, because="Feber.", by=eva, at=at),
    )

    assert said == ["done", "done"]
    states = plan.versions.order_by("number").values_list("state", flat=True)
    assert list(states) == ["superseded", "superseded", "decided"]


def test_two_save_the_same_draft_at_once_and_nothing_is_written_over():
    nurse = accounts.user(Role.NURSE, "Sara Nyberg")
    ali = accounts.user(Role.NURSE, "Ali Karimi")
    draft = make.draft(patients.case(nurse))
    outline = make.outline(policy=draft.policy)

    def saves(by):
        actions.make_draft(
            draft.plan,
            outline=outline,
            seen=draft.edition,
            on=make.ON,
            by=by,
            at=make.AT,
        )

    said = together(lambda: saves(nurse), lambda: saves(ali))

    assert said == [
        "Någon annan har sparat utkastet sedan du öppnade det. Jämför först.",
        "done",
    ]
    assert PlanVersion.objects.get().edition == draft.edition + 1


def test_one_signs_a_proposal_while_another_pauses():
    nurse = accounts.user(Role.NURSE, "Sara Nyberg")
    eva = accounts.user(Role.PSYCHIATRIST, "Eva Lindqvist")
    plan = make.decided(patients.case(nurse), eva).plan
    at = make.AT + make.days(60)
    goal = queries.Wish(change="goal", goal=Decimal(10))
    asked = actions.change_plan(plan, goal, because="", to=eva, by=nurse, at=at)

    said = together(
        lambda: actions.decide(asked, by=eva, at=at),
        lambda: actions.hold(plan, days=14, because="Feber.", by=nurse, at=at),
    )

    # Either the pause comes first and lays the proposal aside, or it comes after.
    assert said[-1] == "done"
    assert plan.versions.filter(state="decided").count() == 1
    assert not plan.versions.filter(state="proposed").exists()
    assert plan.versions.filter(change="hold").exists()


def test_the_same_supply_pressed_twice_at_once_is_one():
    nurse = accounts.user(Role.NURSE, "Sara Nyberg")
    eva = accounts.user(Role.PSYCHIATRIST, "Eva Lindqvist")
    plan = make.decided(patients.case(nurse), eva).plan
    at, key = make.AT + make.days(10), uuid.uuid4()

    def press():
        actions.write_supply(plan, form_key=key, by=nurse, at=at)

    assert together(press, press) == ["done", "done"]
    assert Supply.objects.count() == 1
