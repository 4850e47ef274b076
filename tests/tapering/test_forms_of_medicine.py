"""Patches and drops from the mapping to the patient's own page, in their own units."""

import re
import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import system_user
from jurisdictions import doses
from jurisdictions.typed import Fault
from tapering import actions, forms, letters, pages, queries
from tapering.lifecycle import Form, Unit
from tapering.models import PlanVersion, Product, RegimenRow
from tests.factories import tapering as make

pytestmark = pytest.mark.django_db

SLOWLY = {
    "bands": [
        {"above": "0", "unit": "mg", "size": "25", "of": "start", "every_days": 15}
    ],
    "goal_mg": "0",
    "stop_below_mg": "0",
    "limits": [],
    "rounding": "slower",
    "take": "even",
    "order": ["noon", "morning", "evening", "night"],
}


def product(substance: str, atc: str, **fields: object) -> Product:
    draft = actions.write_product(
        substance=substance,
        atc=atc,
        source="produktresumé, läst 2026-11-21",
        by=system_user(),
        at=make.AT,
        **fields,
    )
    return actions.approve(draft, by=make.approver(), at=make.AT)


def patches(*strengths: str) -> list[Product]:
    return [
        product(
            "fentanyl",
            "N02AB03",
            form=Form.PATCH,
            ug_per_h=Decimal(strength),
            worn_days=3,
        )
        for strength in strengths
    ]


def drops() -> Product:
    return product(
        "diazepam",
        "N05BA01",
        form=Form.LIQUID,
        mg_per_ml=Decimal("0.4"),
        smallest_ml=Decimal("0.5"),
    )


def text(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


# --- the units ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("5 ml", "inte i ml"),
        ("1 mg/ml", "inte i ml"),
        ("25 µg", "inte i någon annan enhet"),
        ("25 µg/h", "mikrogram per timme"),
    ],
)
def test_a_slip_of_unit_in_a_dose_is_said_in_words(typed, sentence):
    with pytest.raises(Fault, match=sentence):
        doses.parse(typed)


@pytest.mark.parametrize("typed", ["25", "25 µg/h", "25 mikrogram/timme", "25,0 ug/h"])
def test_a_patch_is_written_as_it_is_printed(typed):
    assert doses.parse_per_hour(typed) == 25


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2,5 mg", "mikrogram per timme"),
        ("25 ml", "mikrogram per timme"),
        ("2500", "ger inga plåster"),
    ],
)
def test_a_patch_is_never_written_in_mg(typed, sentence):
    with pytest.raises(Fault, match=sentence):
        doses.parse_per_hour(typed)


def test_products_are_called_what_they_are():
    (patch,), liquid = patches("25"), drops()

    said = [forms.product_label(each).replace("\xa0", " ") for each in (patch, liquid)]

    assert said == [
        "plåster 25 µg/h, sitter i 3 dagar",
        "oral lösning 0,4 mg/ml, minst 0,5 ml",
    ]


# --- the mapping --------------------------------------------------------------------


def mapping(**row: str) -> dict[str, str]:
    rows = {f"rad-0-{name}": value for name, value in row.items()}
    return {"rad-TOTAL_FORMS": "1", "rad-INITIAL_FORMS": "0", "go": "save", **rows}


def test_a_patch_is_mapped_without_a_part_of_the_day(team, nurse, signed_in, on_day):
    client, page = signed_in(nurse), reverse("tapering:mapping", args=[team.pk])

    client.post(page, mapping(substance="Fentanyl", patch="25 µg/h"))

    (row,) = RegimenRow.objects.current()
    assert (row.daypart, row.unit, row.mg) == ("", Unit.UG_PER_H, 25)
    again = text(client.get(page))
    assert 'name="rad-0-patch" value="25"' in again
    assert "fentanyl plåster 25 µg/h" in again


def test_patch_and_tablets_do_not_share_a_row(team, nurse, signed_in, on_day):
    page = reverse("tapering:mapping", args=[team.pk])

    shown = signed_in(nurse).post(
        page, mapping(substance="fentanyl", patch="25", morning="5")
    )

    assert "antingen plåster eller doser i mg" in text(shown)
    assert not RegimenRow.objects.exists()


# --- the plan -----------------------------------------------------------------------


def patch_plan(case, **fields: object) -> PlanVersion:
    make.prepared(case)
    line = actions.Line(substance="fentanyl", doses={"": Decimal(50)})
    actions.write_mapping(case, lines=[line], by=case.owner, at=make.AT)
    return actions.make_draft(
        make.plan(case, "fentanyl"),
        outline=make.outline(
            **{
                "doses": {"": Decimal(50)},
                "products": patches("12.5", "25"),
                "policy": make.policy(rule=SLOWLY),
                **fields,
            }
        ),
        reasons=make.REASON,
        patient_agrees=True,
        on=make.ON,
        by=case.owner,
        at=make.AT,
    )


def test_a_plan_of_patches_speaks_of_micrograms_everywhere(
    team, nurse, prescriber, patient_user, signed_in, on_day
):
    version = patch_plan(team)
    reasons = {
        concern.key: "Enligt samtal."
        for concern in queries.weigh(
            version.plan, version.request, version.answer, make.ON, prescribers=[]
        )
    }
    version = actions.decide(version, by=prescriber, at=make.AT, reasons=reasons)
    on_day(date(2026, 12, 2))

    assert version.unit == Unit.UG_PER_H
    (letter,) = version.letters.all()
    steps = {s.heading: s for s in letters.read(letter.text).sections}["Stegen"].items
    assert steps[0].replace("\xa0", " ").endswith("fentanyl 50 µg/h (2 av 25 µg/h)")
    client = signed_in(nurse)
    for name, pk in (
        ("tapering:plan", team.pk),
        ("tapering:version", version.pk),
        ("tapering:text", version.pk),
        ("tapering:letter", letter.pk),
        ("tapering:hold", version.plan_id),
    ):
        page = text(client.get(reverse(name, args=[pk])))
        assert "50 µg/h" in page, name
        assert "µg/h/dygn" not in page, name
        assert "µg/h per dygn" not in page, name
        found = re.search(r".{80}\b50 mg\b.{60}", page)
        assert not found, (name, found)
    mine = text(signed_in(patient_user).get(reverse("tapering_public:my_day")))
    assert "50 µg/h" in mine
    assert "50 mg" not in mine


def test_days_that_no_patch_fits_are_said_in_words(team):
    uneven = {**SLOWLY, "bands": [{**SLOWLY["bands"][0], "every_days": 14}]}

    with pytest.raises(queries.Unanswerable, match="hur länge ett plåster sitter"):
        patch_plan(team, policy=make.policy(rule=uneven))


def test_drops_make_the_doses_that_tablets_cannot(
    team, nurse, prescriber, patient_user, signed_in, on_day
):
    make.prepared(team)
    line = actions.Line(substance="diazepam", doses={"night": Decimal("2.4")})
    actions.write_mapping(team, lines=[line], by=nurse, at=make.AT)
    plan = make.plan(team, "diazepam")
    liquid = drops()
    client, page = signed_in(prescriber), reverse("tapering:edit", args=[plan.pk])
    tablets = make.products(("2", 1), substance="diazepam")
    policy = make.policy(rule=SLOWLY)
    asked = {
        "form_key": str(uuid.uuid4()),
        "start": "2026-12-01",
        "night": "2,4",
        "products": [str(each.pk) for each in [liquid, *tablets]],
        "policy": str(policy.pk),
        "take": "rule",
        "first": "rule",
        "patient_agrees": "on",
        "reason-no_prescriber": "Enheten förskriver.",
        "go": "save",
    }
    assert "oral lösning 0,4 mg/ml, minst 0,5 ml" in text(client.get(page))

    shown = text(client.post(page, asked, follow=True))

    version = PlanVersion.objects.get()
    assert "1 ml av 0,4 mg/ml" in shown
    first = version.answer["steps"][0]["doses"][0]["pieces"]
    assert {"mg_per_ml": "0.4", "ml": "1"} in first
    actions.decide(
        version,
        by=prescriber,
        at=make.AT,
        reasons={
            stand.key: "Enligt samtal."
            for stand in pages.shown_version(version, on=make.ON).preview.stands
        },
    )
    on_day(date(2026, 12, 2))
    mine = text(signed_in(patient_user).get(reverse("tapering_public:my_day")))
    assert "1 ml" in mine
