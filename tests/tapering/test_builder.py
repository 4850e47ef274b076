"""The builder: where it starts, what it warns of, two rules, two people, versions."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from referrals.models import Medicine
from tapering.lifecycle import State
from tapering.models import CalculatorApproval, Plan, PlanVersion, Policy
from tests.factories import referrals as make_referrals
from tests.factories import tapering as make
from tests.tapering.test_views import chosen, looked_at, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(team):
    return make.plan(make.prepared(team))


def edit(plan):
    return reverse("tapering:edit", args=[plan.pk])


# --- where it starts -------------------------------------------------------------


def test_doses_and_named_tablets_come_from_the_mapping(plan, nurse, signed_in, on_day):
    make.products()

    html = text(signed_in(nurse).get(edit(plan)))

    assert "Doserna kommer från kartläggningen." in html
    assert html.count("checked") == 1
    assert (
        'name="policy"' not in html or "checked" not in html.split('name="policy"')[1]
    )


def test_an_unmapped_dose_comes_from_the_referral_and_says_so(nurse, signed_in, on_day):
    make.products()
    referral = make_referrals.accepted(nurse)
    case = referral.case
    Medicine.objects.filter(referral=referral).delete()
    Medicine.objects.create(
        referral=referral, name="Sobril", dose_per_day=Decimal("25"), unit="mg"
    )
    client = signed_in(nurse)

    page = text(client.get(reverse("tapering:plan", args=[case.pk])))
    assert "oxazepam" in page
    client.post(reverse("tapering:begin", args=[case.pk]), {"substance": "oxazepam"})
    html = text(client.get(edit(Plan.objects.get(case=case))))

    assert "Dosen kommer från remissen och är inte kartlagd." in html
    assert 'name="evening" value="25"' in html


def test_a_chosen_rule_says_its_numbers_and_its_source(plan, nurse, signed_in, on_day):
    html = text(
        signed_in(nurse).post(reverse("tapering:preview", args=[plan.pk]), chosen(plan))
    ).replace("\u00a0", " ")

    assert "Över 20 mg: 10 % av dosen, varannan vecka." in html
    assert "Från 20 mg: 2,5 mg, var tredje vecka." in html
    assert "blir dosen den närmaste högre." in html
    assert "Gräns: högst 25 % av dosen på 14 dagar. Källa: ASAM 2025." in html


def test_a_slip_of_the_comma_is_asked_about_at_the_field(
    plan, nurse, signed_in, on_day
):
    html = text(
        signed_in(nurse).post(
            edit(plan), chosen(plan) | {"morning": "100", "go": "count"}
        )
    )

    assert "Nu tas 10. Menade du 10, inte 100?" in html
    assert 'value="100"' in html


@pytest.mark.parametrize("typed", ["5 mg/ml", "500 µg", "0,5 g", "5 ml", "3 tabletter"])
def test_another_unit_is_caught_in_words_at_the_field(
    plan, nurse, signed_in, on_day, typed
):
    html = text(
        signed_in(nurse).post(
            edit(plan), chosen(plan) | {"morning": typed, "go": "save"}
        )
    )

    assert "Skriv dosen i milligram (mg), inte i" in html
    assert not PlanVersion.objects.exists()


# --- beside the step ---------------------------------------------------------------


def test_a_finding_stands_in_the_row_of_its_step(plan, nurse, signed_in, on_day):
    html = signed_in(nurse).post(
        reverse("tapering:preview", args=[plan.pk]), chosen(plan)
    )
    row = html.content.decode().partition('id="steg-3"')[2].partition('id="steg-4"')[0]

    assert "Steg 3 tar bort mer än 25" in row
    assert 'href="#reason-cut_over_limit-25-current-14"' in row


def test_a_step_that_begins_on_a_holiday_can_be_moved_from_its_row(
    plan, nurse, signed_in, on_day
):
    # Three weeks before Christmas Day: step 1 begins on it.
    rule = {
        "bands": [
            {"above": "0", "unit": "mg", "size": "5", "of": "mg", "every_days": 21}
        ]
    }
    asked = chosen(plan, policy=make.policy(rule=rule)) | {"start": "2026-12-04"}

    html = text(
        signed_in(nurse).post(reverse("tapering:preview", args=[plan.pk]), asked)
    )

    assert "Steg 1 börjar på en helgdag eller i en helg." in html
    assert 'value="later-1-3"' in html
    assert "börjar på en fredag" in html


def test_nobody_signs_what_the_page_has_not_shown(plan, prescriber, signed_in, on_day):
    client = signed_in(prescriber)
    asked = looked_at(client, plan, chosen(plan))

    response = client.post(edit(plan), asked | {"start": "2026-12-08", "go": "decide"})

    assert "Planen är ändrad sedan den visades." in text(response)
    assert not PlanVersion.objects.exists()


# --- two rules ---------------------------------------------------------------------


def test_two_rules_are_compared_and_the_chosen_one_goes_back(
    plan, nurse, signed_in, on_day
):
    slow, fast = (
        make.policy(name="Långsam"),
        make.policy(
            name="Snabb",
            rule={
                "bands": [
                    {
                        "above": "0",
                        "unit": "mg",
                        "size": "5",
                        "of": "mg",
                        "every_days": 7,
                    }
                ]
            },
        ),
    )
    asked = chosen(plan, policy=slow) | {"what_changed": "Vi pratade länge."}
    client = signed_in(nurse)
    compare = reverse("tapering:compare", args=[plan.pk])

    first = text(client.post(compare, asked))
    assert "Fel:" not in first
    page = client.post(
        compare,
        asked | {"first_rule": str(slow.pk), "second_rule": str(fast.pk)},
    )

    html = text(page).replace("\u00a0", " ")
    assert "27 veckor" in html
    assert "5 veckor" in html
    assert html.count("Välj den här") >= 2
    assert 'value="Vi pratade länge."' in html
    assert not PlanVersion.objects.exists()


def test_a_rule_is_not_compared_with_itself(plan, nurse, signed_in, on_day):
    asked = chosen(plan)
    same = {"first_rule": asked["policy"], "second_rule": asked["policy"]}

    page = signed_in(nurse).post(
        reverse("tapering:compare", args=[plan.pk]), asked | same
    )

    assert "Välj två olika regler." in text(page)


def test_reading_the_comparison_anew_goes_to_the_builder(
    plan, nurse, signed_in, on_day
):
    page = signed_in(nurse).get(reverse("tapering:compare", args=[plan.pk]))

    assert page.url == edit(plan)


# --- two people --------------------------------------------------------------------


def test_the_second_one_sees_both_and_nothing_is_written_over(
    plan, nurse, prescriber, signed_in, on_day
):
    first, second = signed_in(nurse), signed_in(prescriber)
    mine = chosen(plan) | {"edition": "0", "go": "save"}
    first.post(edit(plan), mine | {"start": "2026-12-08"})

    page = second.post(
        edit(plan),
        chosen(plan, policy=policy_in(mine)) | {"edition": "0", "go": "save"},
    )

    html = text(page)
    assert "Två har ändrat utkastet" in html
    ids = re.findall(r' id="([^"]+)"', page.content.decode())
    assert len(ids) == len(set(ids))
    assert "Sara Nyberg sparade" in html
    assert "Steg 0 och alla efter flyttade 1 vecka tidigare." in html
    assert 'name="morning" value="10"' in html
    assert PlanVersion.objects.get().request["start"] == "2026-12-08"

    again = second.post(
        edit(plan),
        chosen(plan, policy=policy_in(mine)) | {"edition": "1", "go": "save"},
    )
    assert again.status_code == 302
    draft = PlanVersion.objects.get()
    assert (draft.edition, draft.edited_by) == (2, prescriber)


def policy_in(asked):
    """The rule that somebody else has chosen already."""
    return Policy.objects.get(pk=asked["policy"])


def test_the_page_says_who_saved_and_who_looks(
    plan, nurse, prescriber, signed_in, on_day
):
    signed_in(nurse).post(edit(plan), chosen(plan) | {"go": "save"})
    signed_in(nurse).get(edit(plan))

    html = text(signed_in(prescriber).get(edit(plan)))

    assert "Senast sparat av Sara Nyberg" in html
    assert "Sara Nyberg har haft sidan öppen den senaste halvtimmen." in html


def test_the_preview_tells_that_the_draft_has_been_saved_since(
    plan, nurse, prescriber, signed_in, on_day
):
    asked = chosen(plan) | {"edition": "0"}
    signed_in(nurse).post(edit(plan), asked | {"go": "save"})

    html = text(
        signed_in(prescriber).post(reverse("tapering:preview", args=[plan.pk]), asked)
    )

    assert "Du får jämföra innan du sparar." in html


def test_the_same_form_pressed_again_is_no_clash(plan, nurse, signed_in, on_day):
    asked = chosen(plan) | {"edition": "0", "go": "save"}
    client = signed_in(nurse)

    for _press in range(2):
        assert client.post(edit(plan), asked).status_code == 302

    assert PlanVersion.objects.count() == 1


# --- new versions ------------------------------------------------------------------


def test_a_new_version_wants_a_reason_and_says_what_is_different(
    team, prescriber, signed_in, on_day
):
    old = make.decided(team, prescriber)
    client = signed_in(prescriber)
    asked = chosen(old.plan, policy=old.policy) | {
        "start": "2026-12-15",
        "go": "decide",
    }

    refused = client.post(edit(old.plan), looked_at(client, old.plan, asked))
    assert "Skriv varför planen ändras" in text(refused)

    asked |= {"what_changed": "Resa över jul.", "edition": "1"}
    page = client.post(edit(old.plan), looked_at(client, old.plan, asked), follow=True)

    html = text(page)
    new = PlanVersion.objects.get(state=State.DECIDED)
    assert new.replaces == old
    assert "Resa över jul." in html
    assert "Steg 0 och alla efter flyttade 2 veckor senare." in html
    assert "Slut tisdag 22 juni 2027 i stället för tisdag 8 juni 2027." in html


# --- without the calculator --------------------------------------------------------


def test_with_the_calculator_off_only_steps_by_hand_are_offered(
    plan, nurse, signed_in, on_day
):
    CalculatorApproval.objects.all().delete()
    client, asked = signed_in(nurse), chosen(plan)

    html = text(client.post(edit(plan), asked | {"go": "count"}))
    assert "Räknehjälpen är avstängd på enheten" in html
    assert "Så blir planen" not in html
    assert "Jämför två regler" not in html

    saved = client.post(edit(plan), asked | {"go": "save"})
    assert saved.status_code == 200
    assert not PlanVersion.objects.exists()

    by_hand = text(client.post(edit(plan), asked | {"go": "hand"}))
    assert 'name="cell-0-0" id="cell-0-0" value="10"' in by_hand
    assert "Planen slutar på 25" in by_hand


def test_a_builder_asks_the_database_as_often_for_many_steps_as_for_few(
    plan, nurse, signed_in, on_day, django_assert_num_queries
):
    client, asked = signed_in(nurse), chosen(plan)
    preview = reverse("tapering:preview", args=[plan.pk])
    client.post(preview, asked)

    with django_assert_num_queries(QUERIES_OF_PREVIEW):
        client.post(preview, asked)
    make.policy(name="En till")
    with django_assert_num_queries(QUERIES_OF_PREVIEW):
        client.post(preview, asked)


QUERIES_OF_PREVIEW = 25
