"""What the database itself refuses, also to those who go around the actions."""

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tapering import actions
from tapering.models import Plan, PlanVersion, Policy, RegimenRow, Step, Symptom
from tests.factories import tapering as make

pytestmark = pytest.mark.django_db


def refused(sql: str, *params: object) -> str:
    with (
        pytest.raises(DatabaseError) as refusal,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, params)
    return str(refusal.value)


@pytest.mark.parametrize(
    "change",
    [
        "answer = '{}'",
        "request = '{}'",
        "reasons = '{}'",
        "decided_by_id = created_by_id",
        "decided_at = now()",
        "patient_agrees = false",
        "state = 'draft'",
        "state = 'superseded', superseded_at = now(), number = 9",
    ],
)
def test_a_signed_version_is_never_changed(team, prescriber, as_app, change):
    version = make.decided(team, prescriber)

    message = refused(
        f"UPDATE tapering_planversion SET {change} WHERE id = %s",  # noqa: S608
        version.pk,
    )

    assert "never changed" in message


@pytest.mark.parametrize(
    "change", ["totals = '{}'", "doses = '[]'", "from_on = from_on - 1", "days = 1"]
)
def test_a_signed_step_is_never_changed(team, prescriber, as_app, change):
    version = make.decided(team, prescriber)

    message = refused(
        f"UPDATE tapering_step SET {change} WHERE version_id = %s",  # noqa: S608
        version.pk,
    )

    assert "never changed" in message


def test_a_signed_version_gets_no_more_steps(team, prescriber, as_app):
    version = make.decided(team, prescriber)
    step = version.steps.first()
    step.pk, step.n, step._state.adding = uuid.uuid4(), 99, True

    with (
        pytest.raises(IntegrityError, match="no more steps"),
        transaction.atomic(),
    ):
        step.save(force_insert=True)


def test_a_confirmation_is_written_once(team, prescriber, nurse, as_app):
    asking = make.policy(confirm_each_step=True)
    version = make.decided(team, prescriber, policy=asking)
    step = actions.confirm_step(version.steps.get(n=1), by=nurse, at=make.AT)

    message = refused(
        "UPDATE tapering_step SET confirmed_at = now() WHERE id = %s", step.pk
    )

    assert "confirmed once" in message


@pytest.mark.parametrize(
    "table",
    ["tapering_planversion", "tapering_step", "tapering_policy", "tapering_product"],
)
def test_nobody_removes_what_is_signed_not_even_the_owner(team, prescriber, table):
    make.decided(team, prescriber)

    assert "never removed" in refused(f"DELETE FROM {table}")  # noqa: S608


def test_an_approved_policy_is_never_changed_but_can_be_retired(nurse, as_app):
    policy = make.policy()

    message = refused("UPDATE tapering_policy SET rule = '{}' WHERE id = %s", policy.pk)
    actions.retire(policy, by=nurse, at=make.AT)

    assert "never changed" in message
    assert not Policy.objects.get(pk=policy.pk).is_usable


def test_a_policy_that_nobody_has_approved_is_not_used(case):
    unapproved = make.policy(is_draft=True)

    with pytest.raises(IntegrityError, match="nobody has approved"):
        PlanVersion.objects.create(
            plan=make.plan(case),
            number=1,
            policy=unapproved,
            substances=["oxazepam"],
            request={},
            answer={},
            counts_from=make.START,
            created_at=make.AT,
            created_by=case.owner,
        )


def test_a_policy_in_use_has_an_approver(db):
    unapproved = make.policy(is_draft=True)

    with pytest.raises(IntegrityError, match="policy_in_use_has_an_approver"):
        Policy.objects.filter(pk=unapproved.pk).update(standing="approved")


def test_a_case_has_one_active_plan_per_medicine(case):
    make.plan(case)

    with pytest.raises(IntegrityError, match="one_active_plan_per_medicine"):
        Plan.objects.create(
            case=case, substance="oxazepam", opened_at=make.AT, opened_by=case.owner
        )


def test_a_plan_has_one_decided_version(team, prescriber):
    version = make.decided(team, prescriber)

    with pytest.raises(IntegrityError, match="plan_has_one_decided_version"):
        PlanVersion.objects.create(
            plan=version.plan,
            number=2,
            policy=version.policy,
            substances=["oxazepam"],
            request={},
            answer={},
            counts_from=make.START,
            created_at=make.AT,
            created_by=prescriber,
            state="decided",
            decided_at=make.AT,
            decided_by=prescriber,
            patient_agrees=True,
        )


def test_a_decided_version_has_the_patients_word(team, prescriber):
    version = make.draft(team)

    with pytest.raises(IntegrityError, match="patients_word"):
        PlanVersion.objects.filter(pk=version.pk).update(
            state="decided",
            decided_at=make.AT,
            decided_by=prescriber,
            patient_agrees=False,
        )


def test_a_decision_has_both_time_and_name(team):
    version = make.draft(team)

    with pytest.raises(IntegrityError, match="version_decision_is_whole"):
        PlanVersion.objects.filter(pk=version.pk).update(
            state="decided", decided_at=make.AT
        )


@pytest.mark.parametrize("mg", ["0", "-1", "10001"])
def test_a_mapped_dose_is_possible(case, mg):
    make.mapped(case)

    with pytest.raises(IntegrityError, match="mapped_dose_is_possible"):
        RegimenRow.objects.filter(case=case, daypart="night").update(mg=mg)


def test_a_figure_is_at_most_ten(case, nurse):
    with pytest.raises(IntegrityError, match="symptom_is_from_0_to_10"):
        Symptom.objects.create(
            case=case, on=make.ON, score=11, written_by=nurse, written_at=make.AT
        )


def test_the_app_role_writes_a_whole_plan(team, prescriber, nurse, as_app):
    version = make.decided(team, prescriber)

    assert Step.objects.filter(version=version).count() == 6
