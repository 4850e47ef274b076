"""Hazards of docs/hazards.md around what is signed, shown and followed."""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from accounts.models import system_user
from patients.models import Case
from tapering import actions, queries, tasks
from tapering.lifecycle import Evidence, Standing, TableUse
from tapering.models import (
    EquivalenceRow,
    EquivalenceTable,
    Plan,
    PlanMedicine,
    PlanVersion,
    Policy,
    Product,
)
from tapering.pages.gates import SHORT
from tests.factories import patients as make_patients
from tests.factories import tapering as make

pytestmark = pytest.mark.django_db

DAY = "/min/"


@pytest.fixture
def version(team, prescriber) -> PlanVersion:
    return make.decided(team, prescriber)


def text(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def fingerprint(case: Case) -> str:
    """All that the patient is told to take, as one number."""
    versions = PlanVersion.objects.filter(plan__case=case).order_by("plan", "number")
    whole = [
        [
            v.state,
            v.request,
            v.answer,
            [[s.n, s.doses, s.totals] for s in v.steps.all()],
        ]
        for v in versions
    ]
    days = [
        [str(s.from_on), s.days, str(s.confirmed_at)]
        for v in versions
        for s in v.steps.all()
    ]
    return hashlib.sha256(json.dumps([whole, days]).encode()).hexdigest()


def a_table(nurse, *, use=TableUse.SWITCH, rows=(), **fields) -> EquivalenceTable:
    return actions.write_table(
        name=fields.pop("name", "Tabell"),
        use=use,
        reference="diazepam",
        source="Ashton 2002",
        rows=rows,
        by=nurse,
        at=make.AT,
    )


ROW = {
    "substance": "oxazepam",
    "atc": "N05BA04",
    "amount_low": Decimal(20),
    "amount_high": Decimal(20),
    "equals_low": Decimal(10),
    "equals_high": Decimal(10),
}


@pytest.mark.parametrize("score", [0, 8, 10])
def test_no_figure_of_the_patient_changes_a_plan(version, team, patient_user, score):
    before = fingerprint(team)

    actions.write_symptom(
        team, on=date(2026, 12, 20), score=score, by=patient_user, at=make.AT
    )
    with time_machine.travel(datetime(2026, 12, 20, 12, tzinfo=UTC), tick=False):
        tasks.follow_plans()

    assert fingerprint(team) == before


def test_time_alone_neither_ends_nor_changes_a_plan(version, team):
    """Nobody stops suddenly because a machine thought so."""
    before = fingerprint(team)

    for month in (1, 3, 5):
        with time_machine.travel(datetime(2027, month, 10, 6, tzinfo=UTC), tick=False):
            tasks.follow_plans()

    assert fingerprint(team) == before
    assert Plan.objects.active().filter(case=team).count() == 1


@pytest.mark.parametrize(
    ("at", "total"),
    [
        # 23:30 on the wall the evening before; in UTC the hour is 22:30.
        (datetime(2027, 1, 11, 22, 30, tzinfo=UTC), "25 mg"),
        # Half past midnight on the wall; in UTC it is still the day before.
        (datetime(2027, 1, 11, 23, 30, tzinfo=UTC), "20 mg"),
        # The night the clocks go forward: the day is 23 hours long.
        (datetime(2027, 3, 27, 23, 30, tzinfo=UTC), "15 mg"),
        (datetime(2027, 4, 5, 21, 59, tzinfo=UTC), "15 mg"),
        (datetime(2027, 4, 5, 22, 1, tzinfo=UTC), "10 mg"),
    ],
)
def test_the_dose_changes_at_midnight_on_the_wall(
    version, patient_user, signed_in, at, total
):
    with time_machine.travel(at, tick=False):
        page = text(signed_in(patient_user).get(DAY))

    assert f"<span>Tillsammans</span><b>{total}</b>" in page


def test_the_page_of_the_day_is_never_kept_by_the_phone(
    version, patient_user, signed_in, on_day
):
    response = signed_in(patient_user).get(DAY)

    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_amounts_are_the_same_in_every_language(
    version, patient_user, signed_in, on_day, language
):
    on_day(date(2027, 1, 20))
    with translation.override(language):
        path = reverse("tapering_public:my_day")
    patient_user.language = language
    patient_user.save(update_fields=["language"])

    response = signed_in(patient_user).get(path, follow=True)

    assert response.status_code == 200
    page = text(response)
    assert "5 mg" in page
    assert "15 mg" in page
    assert "20 mg" in page


def test_a_medicine_is_moved_by_one_plan_only(version, team, nurse):
    other = Plan.objects.create(
        case=team, substance="zopiklon", opened_at=make.AT, opened_by=nurse
    )

    with pytest.raises(IntegrityError, match="medicine_is_moved_by_one_plan"):
        PlanMedicine.objects.create(plan=other, case=team, substance="oxazepam")


def test_a_table_that_weighs_risk_is_never_used_for_a_switch(
    team, nurse, prescriber, as_app
):
    table = a_table(nurse, use=TableUse.RISK, rows=[ROW])
    actions.approve(table, by=prescriber, at=make.AT)
    draft = make.draft(team)

    with (
        pytest.raises(DatabaseError, match="approved table that is made for it"),
        transaction.atomic(),
    ):
        PlanVersion.objects.filter(pk=draft.pk).update(table=table, conversion={})


def test_a_table_without_an_approver_is_not_used(team, nurse):
    table = a_table(nurse, rows=[ROW])
    draft = make.draft(team)

    with (
        pytest.raises(DatabaseError, match="approved table that is made for it"),
        transaction.atomic(),
    ):
        PlanVersion.objects.filter(pk=draft.pk).update(table=table, conversion={})


def test_an_approved_table_gets_no_other_figures(nurse, prescriber):
    table = a_table(nurse, rows=[ROW])
    actions.approve(table, by=prescriber, at=make.AT)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        EquivalenceRow.objects.filter(table=table).update(amount_low=2, amount_high=2)


@pytest.mark.parametrize(
    "row",
    [
        {**ROW, "substance": "metadon", "atc": "N07BC02"},
        {**ROW, "substance": "methadone", "atc": ""},
        {**ROW, "substance": "Metadon Nordic Drugs", "atc": "N07BC02"},
    ],
)
def test_methadone_is_in_no_table(nurse, row):
    with (
        pytest.raises(IntegrityError, match="methadone_is_never_converted_by_table"),
        transaction.atomic(),
    ):
        a_table(nurse, rows=[row])


def test_nothing_that_is_shipped_is_in_use_before_somebody_approved_it():
    """What comes with the system are drafts with a source, none of them recalled."""
    actions.load_products(by=system_user(), at=make.AT)

    for kind in (Policy, Product, EquivalenceTable):
        for thing in kind.objects.all():
            assert thing.source, thing
            assert thing.evidence in Evidence.values, thing
            assert thing.standing != Standing.APPROVED or thing.approved_by_id


def test_the_patient_of_a_page_is_named_on_it(version, team, nurse, signed_in, on_day):
    """Two patients, four pages each: every page carries its own name and no other."""
    other = make_patients.case(
        nurse, patient=make_patients.patient(family_name="Annanson")
    )
    client = signed_in(nurse)

    for name in ("plan", "assessment", "mapping"):
        page = client.get(reverse(f"tapering:{name}", args=[team.pk])).content.decode()
        assert team.patient.family_name.upper() in page
        assert "ANNANSON" not in page.upper()
        page = client.get(reverse(f"tapering:{name}", args=[other.pk])).content.decode()
        assert "ANNANSON" in page
    page = client.get(reverse("tapering:version", args=[version.pk])).content.decode()
    assert team.patient.family_name.upper() in page


def test_a_switch_rests_on_a_table_and_a_choice_together(team, nurse, prescriber):
    table = actions.approve(a_table(nurse, rows=[ROW]), by=prescriber, at=make.AT)
    draft = make.draft(team)

    with (
        pytest.raises(IntegrityError, match="by_a_table_and_a_choice"),
        transaction.atomic(),
    ):
        PlanVersion.objects.filter(pk=draft.pk).update(table=table)


def test_two_plans_that_change_on_one_day_want_a_reason(version, team, nurse):
    """The other plan's steps are counted too, since the patient takes both."""
    make.mapped(team, "zopiklon", morning="0", night="7.5")
    other = actions.open_plan(team, substance="zopiklon", by=nurse, at=make.AT)
    outline = make.outline(
        doses={"night": Decimal("7.5")},
        products=make.products(substance="zopiklon"),
        policy=make.policy(
            rule={
                "bands": [
                    {
                        "above": "0",
                        "unit": "mg",
                        "size": "3.75",
                        "of": "mg",
                        "every_days": 42,
                    }
                ]
            }
        ),
    )
    draft = actions.make_draft(
        other,
        outline=outline,
        patient_agrees=True,
        on=make.ON,
        by=nurse,
        at=make.AT,
    )

    concerns = queries.weigh(other, draft.request, draft.answer, make.ON)

    (together,) = [found for found in concerns if found.code == "change_together"]
    assert together.wants_reason
    assert together.steps == [1, 2]


@pytest.mark.parametrize("gate", sorted(SHORT))
def test_a_red_flag_stands_on_every_page_of_the_patient(
    team, nurse, prescriber, signed_in, on_day, gate
):
    version = make.decided(team, prescriber)
    make.assessed(Case.objects.get(pk=team.pk), gates=make.gates(**{gate: "yes"}))
    client = signed_in(nurse)
    word = str(SHORT[gate])
    paths = [
        reverse("overview:case", args=[team.pk]),
        reverse("tapering:plan", args=[team.pk]),
        reverse("tapering:edit", args=[version.plan_id]),
        reverse("tapering:version", args=[version.pk]),
    ]

    for path in paths:
        assert word in text(client.get(path)), path
