"""Staff pages: who gets in, what is shown, what bad input meets."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from audit.models import Event
from patients.lifecycle import Phase
from patients.models import Task
from tapering import actions
from tapering.lifecycle import State
from tapering.models import Assessment, PlanVersion, RegimenRow, Symptom
from tests.factories import tapering as make

pytestmark = pytest.mark.django_db
# The same in every test process, or the processes would disagree on the tests.
NOBODYS = "11111111-1111-4111-8111-111111111111"


def chosen(plan, **fields) -> dict[str, object]:
    """What a nurse fills in: the example of the design."""
    policy = fields.pop("policy", None) or make.policy()
    products = make.products(("10", 2), ("15", 1))
    return {
        "form_key": str(uuid.uuid4()),
        "start": "2026-12-01",
        "morning": "10",
        "night": "15",
        "products": [str(product.pk) for product in products],
        "policy": str(policy.pk),
        "take": "rule",
        "first": "rule",
        "patient_agrees": "on",
        "reason-cut_over_limit-25-current-14": "Patienten vill ha få styrkor.",
        "reason-no_prescriber": "Enhetens läkare förskriver.",
        **fields,
    }


def looked_at(client, plan, asked) -> dict[str, object]:
    """The same answers, after the page has shown what comes of them."""
    html = client.post(reverse("tapering:preview", args=[plan.pk]), asked)
    seen = html.content.decode().partition('name="seen" value="')[2].partition('"')[0]
    return asked | {"seen": seen}


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def plan(team):
    return make.plan(make.prepared(team))


# --- who gets in ----------------------------------------------------------------


def pages_of(case, version) -> list[str]:
    step = version.steps.get(n=1)
    return [
        reverse("tapering:assessment", args=[case.pk]),
        reverse("tapering:mapping", args=[case.pk]),
        reverse("tapering:plan", args=[case.pk]),
        reverse("tapering:edit", args=[version.plan_id]),
        reverse("tapering:preview", args=[version.plan_id]),
        reverse("tapering:version", args=[version.pk]),
        reverse("tapering:sheet", args=[version.pk]),
        reverse("tapering:text", args=[version.pk]),
        reverse("tapering:confirm_step", args=[step.pk]),
    ]


def test_those_who_take_part_see_every_page(team, nurse, prescriber, signed_in, on_day):
    version = make.decided(team, prescriber)

    for person in (nurse, prescriber):
        client = signed_in(person)
        for page in pages_of(team, version):
            assert client.get(page).status_code == 200, page


def test_for_everybody_else_the_pages_are_not_there(
    team, prescriber, stranger, outsider, referrer, manager, signed_in, on_day
):
    version = make.decided(team, prescriber)

    for person, status in (
        (stranger, 404),
        (outsider, 404),
        (referrer, 403),
        (manager, 403),
    ):
        client = signed_in(person)
        for page in pages_of(team, version):
            assert client.get(page).status_code == status, (person.role, page)


def test_the_patient_does_not_reach_the_staff_pages(
    team, prescriber, patient_user, signed_in, on_day
):
    version = make.decided(team, prescriber)
    client = signed_in(patient_user)

    assert {client.get(page).status_code for page in pages_of(team, version)} == {403}


def test_every_opening_is_in_the_log(team, prescriber, nurse, signed_in, on_day):
    version = make.decided(team, prescriber)

    signed_in(nurse).get(reverse("tapering:version", args=[version.pk]))

    opening = Event.objects.reads().latest("at")
    assert opening.kind == "planversion.opened"
    assert (opening.actor_id, opening.patient_id) == (nurse.pk, team.patient_id)


def test_no_address_or_title_names_a_medicine_or_a_person(
    team, prescriber, nurse, signed_in, on_day
):
    version = make.decided(team, prescriber)
    client = signed_in(nurse)

    for page in pages_of(team, version):
        html = client.get(page).content.decode()
        title = html.partition("<title>")[2].partition("</title>")[0]
        for word in ("oxazepam", "Berg", "Anna"):
            assert word not in page
            assert word not in title


# --- assessment and mapping --------------------------------------------------------


def gates(answer="no") -> dict[str, str]:
    return {f"gate_{gate}": answer for gate in make.gates()}


def test_the_assessment_is_saved_and_says_what_is_left(case, nurse, signed_in, on_day):
    client = signed_in(nurse)
    page = reverse("tapering:assessment", args=[case.pk])

    response = client.post(page, gates() | {"goal": "Sova 😴 <b>gott</b>"}, follow=True)

    known = Assessment.objects.current().get(case=case)
    assert known.goal == "Sova 😴 <b>gott</b>"
    assert "<b>gott</b>" not in text(response)
    assert "Svara på om det finns barn i hemmet." in text(response)

    refusal = client.post(
        reverse("tapering:begin_preparation", args=[case.pk]), follow=True
    )
    assert "Gör klart kartläggningen först." in text(refusal)


def test_a_finished_assessment_goes_on_to_preparation(case, nurse, signed_in, on_day):
    client = signed_in(nurse)
    answers = gates() | {
        "goal": "Sova gott",
        "driving": "fit",
        "driving_informed_on": "2026-11-20",
        "children": "yes",
        "children_born": "2018 och 2015",
    }
    client.post(reverse("tapering:assessment", args=[case.pk]), answers)
    client.post(reverse("tapering:begin_preparation", args=[case.pk]))

    case.refresh_from_db()
    assert case.phase == Phase.PREPARATION
    assert Assessment.objects.current().get(case=case).children_born == [2015, 2018]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("driving_informed_on", "2026-11-24", "Skriv en dag som har varit."),
        ("driving_informed_on", "i går", "Skriv datumet så här"),
        ("children_born", "två stycken", "Skriv bara årtal"),
        ("children_born", "1955", "Skriv årtal med fyra siffror"),
        ("goal", "x" * 1_000_000, "Skriv högst"),
    ],
)
def test_a_wrong_answer_meets_a_sentence_and_keeps_the_rest(
    case, nurse, signed_in, on_day, field, value, sentence
):
    response = signed_in(nurse).post(
        reverse("tapering:assessment", args=[case.pk]),
        gates() | {"driving_note": "Kör sällan.", field: value},
    )

    assert sentence in text(response)
    assert "Kör sällan." in text(response)
    assert not Assessment.objects.exists()


def test_the_same_answers_sent_twice_are_one_row(case, nurse, signed_in, on_day):
    client = signed_in(nurse)
    answers = gates() | {"form_key": str(uuid.uuid4())}

    for _press in range(2):
        client.post(reverse("tapering:assessment", args=[case.pk]), answers)

    assert Assessment.objects.count() == 1


def line(number=0, **fields) -> dict[str, str]:
    return {f"rad-{number}-{name}": value for name, value in fields.items()}


def lines(count, *rows) -> dict[str, str]:
    merged = {"rad-TOTAL_FORMS": str(count), "rad-INITIAL_FORMS": "0"}
    for row in rows:
        merged |= row
    return merged


@pytest.mark.parametrize("typed", ["7,5", "7.5", " 7,50 ", "7,5 mg"])
def test_comma_and_point_mean_the_same(case, nurse, signed_in, on_day, typed):
    signed_in(nurse).post(
        reverse("tapering:mapping", args=[case.pk]),
        lines(1, line(substance="Zopiklon", night=typed, why="sömn")),
    )

    row = RegimenRow.objects.current().get(case=case)
    assert (row.substance, row.mg) == ("zopiklon", Decimal("7.5"))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"substance": "oxazepam"}, "Skriv minst en dos"),
        ({"substance": "oxazepam", "night": "0"}, "Skriv minst en dos"),
        ({"night": "5"}, "Skriv vilket läkemedel"),
        ({"substance": "oxazepam", "night": "-5"}, "Skriv dosen som ett tal"),
        ({"substance": "oxazepam", "night": "2 g"}, "i milligram"),
        ({"substance": "oxazepam", "night": "mycket"}, "Skriv dosen som ett tal"),
        ({"substance": "oxazepam", "night": "9" * 300}, "Skriv högst"),
        (
            {"substance": "oxazepam", "strength_mg": "5", "night": "150"},
            "Menade du 15",
        ),
    ],
)
def test_a_dose_that_cannot_be_right_is_asked_about(
    case, nurse, signed_in, on_day, fields, sentence
):
    response = signed_in(nurse).post(
        reverse("tapering:mapping", args=[case.pk]), lines(1, line(**fields))
    )

    assert sentence in text(response)
    assert not RegimenRow.objects.exists()


def test_ten_times_the_dose_before_needs_a_word(case, nurse, signed_in, on_day):
    make.mapped(case)
    client = signed_in(nurse)
    page = reverse("tapering:mapping", args=[case.pk])
    row = line(substance="oxazepam", morning="10", night="150")

    response = client.post(page, lines(1, row))

    assert "Menade du 15" in text(response)
    assert "Dosen stämmer" in text(response)

    client.post(page, lines(1, row, line(is_right="on")))

    rows = RegimenRow.objects.current().filter(case=case)
    assert rows.get(daypart="night").mg == 150


@pytest.mark.parametrize("total", ["9" * 5000, "900", "två"])
def test_a_post_that_claims_many_cards_gets_a_page_of_them(
    total, case, nurse, signed_in, on_day
):
    for press in ({}, {"go": "more"}):
        response = signed_in(nurse).post(
            reverse("tapering:mapping", args=[case.pk]),
            {"rad-TOTAL_FORMS": total, "rad-INITIAL_FORMS": "0", **press},
        )

        assert response.status_code == 200
        assert text(response).count('name="rad-') < 41 * 15


def test_one_more_card_comes_without_saving(case, nurse, signed_in, on_day):
    response = signed_in(nurse).post(
        reverse("tapering:mapping", args=[case.pk]),
        lines(1, line(substance="oxazepam")) | {"go": "more"},
    )

    assert 'name="rad-1-substance"' in text(response)
    assert "Det är något som behöver rättas" not in text(response)
    assert not RegimenRow.objects.exists()


# --- the builder -----------------------------------------------------------------


def test_no_rule_and_no_tablet_is_chosen_beforehand(plan, nurse, signed_in, on_day):
    make.policy()

    html = text(signed_in(nurse).get(reverse("tapering:edit", args=[plan.pk])))

    assert 'name="morning" value="10"' in html
    assert "checked" not in html


def test_the_preview_is_what_the_whole_page_shows(plan, nurse, signed_in, on_day):
    client = signed_in(nurse)
    asked = chosen(plan)
    asked.pop("form_key")

    fragment = text(client.get(reverse("tapering:preview", args=[plan.pk]), asked))
    page = text(client.get(reverse("tapering:edit", args=[plan.pk]), asked))

    assert "tis 12 jan 2027" in fragment
    assert fragment in page


def test_the_preview_stores_nothing(plan, nurse, signed_in, on_day):
    signed_in(nurse).get(reverse("tapering:preview", args=[plan.pk]), chosen(plan))

    assert not PlanVersion.objects.exists()


def test_counting_without_script_shows_the_plan_and_saves_nothing(
    plan, nurse, signed_in, on_day
):
    response = signed_in(nurse).post(
        reverse("tapering:edit", args=[plan.pk]), chosen(plan) | {"go": "count"}
    )

    assert "Slut tisdag 8 juni 2027" in text(response)
    assert not PlanVersion.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("start", "2026-11-22", "Skriv i dag eller en dag som kommer."),
        ("start", "2028-01-01", "Skriv en dag inom ett år."),
        ("start", "", "Fyll i ”Från”"),
        ("start", "snart", "Skriv datumet så här"),
        ("morning", "-10", "Skriv dosen som ett tal"),
        ("morning", "1e9", "Skriv dosen som ett tal"),
        ("night", "x" * 1_000_000, "Skriv högst"),
        ("policy", "", "Välj ett svar på ”Regel”"),
        ("policy", NOBODYS, "Välj ett av svaren på ”Regel”"),
        ("products", [], "Välj minst ett svar på ”Tabletter”"),
        ("what_changed", "å" * 1_000_000, "Skriv högst"),
    ],
)
def test_a_plan_that_cannot_be_meets_a_sentence(
    plan, nurse, signed_in, on_day, field, value, sentence
):
    response = signed_in(nurse).post(
        reverse("tapering:edit", args=[plan.pk]), chosen(plan) | {field: value}
    )

    assert response.status_code == 200
    if field != "what_changed":
        assert sentence in text(response)
    assert not PlanVersion.objects.exists()


def test_doses_that_the_tablets_cannot_make_are_explained(
    plan, nurse, signed_in, on_day
):
    response = signed_in(nurse).post(
        reverse("tapering:edit", args=[plan.pk]), chosen(plan) | {"night": "7,3"}
    )

    assert "Tabletterna du valt kan inte ge startdosen." in text(response)
    assert not PlanVersion.objects.exists()


def test_a_tenfold_start_stops_and_keeps_what_was_written(
    plan, prescriber, signed_in, on_day
):
    client = signed_in(prescriber)
    asked = chosen(plan) | {"morning": "100", "night": "150", "go": "decide"}

    response = client.post(
        reverse("tapering:edit", args=[plan.pk]), looked_at(client, plan, asked)
    )

    html = text(response)
    assert "går inte att besluta" in html
    assert "Planen börjar på 250" in html
    assert 'value="100"' in html
    assert PlanVersion.objects.get().state == State.DRAFT


def test_a_nurse_sends_the_plan_and_a_prescriber_decides(
    plan, nurse, prescriber, signed_in, on_day
):
    asked = chosen(plan) | {"go": "propose", "to": str(prescriber.pk)}
    client = signed_in(nurse)

    client.post(
        reverse("tapering:edit", args=[plan.pk]), looked_at(client, plan, asked)
    )

    version = PlanVersion.objects.get()
    assert version.state == State.PROPOSED
    client = signed_in(prescriber)
    page = text(client.get(reverse("tapering:version", args=[version.pk])))
    assert "Patienten vill ha få styrkor." in page

    response = client.post(
        reverse("tapering:decide", args=[version.pk]),
        {
            "patient_agrees": "on",
            "reason-cut_over_limit-25-current-14": "Vi provar.",
        },
        follow=True,
    )

    version.refresh_from_db()
    assert version.state == State.DECIDED
    assert version.reasons["cut_over_limit-25-current-14"] == "Vi provar."
    assert "Planen är beslutad." in text(response)


def test_the_second_press_of_decide_goes_to_the_same_place(
    plan, prescriber, signed_in, on_day
):
    client = signed_in(prescriber)
    asked = looked_at(client, plan, chosen(plan) | {"go": "decide"})

    places = [
        client.post(reverse("tapering:edit", args=[plan.pk]), asked).url
        for _press in range(2)
    ]

    version = PlanVersion.objects.get()
    assert places == [reverse("tapering:version", args=[version.pk])] * 2
    assert version.state == State.DECIDED


def test_a_nurse_who_presses_decide_keeps_a_draft(plan, nurse, signed_in, on_day):
    client = signed_in(nurse)
    asked = looked_at(client, plan, chosen(plan) | {"go": "decide"})

    response = client.post(reverse("tapering:edit", args=[plan.pk]), asked)

    assert "Bara läkare beslutar planer." in text(response)
    assert PlanVersion.objects.get().state == State.DRAFT


def test_a_nurse_cannot_decide_a_proposal(team, nurse, prescriber, signed_in, on_day):
    version = actions.propose(make.draft(team), to=prescriber, by=nurse, at=make.AT)

    response = signed_in(nurse).post(
        reverse("tapering:decide", args=[version.pk]), {"patient_agrees": "on"}
    )

    version.refresh_from_db()
    assert response.status_code == 403
    assert version.state == State.PROPOSED


def test_a_proposal_without_the_patient_comes_back_with_a_sentence(
    team, nurse, prescriber, signed_in, on_day
):
    version = actions.propose(make.draft(team), to=prescriber, by=nurse, at=make.AT)

    response = signed_in(prescriber).post(
        reverse("tapering:decide", args=[version.pk]), {}
    )

    assert "Gå igenom planen tillsammans." in text(response)


def test_a_returned_proposal_says_why_and_can_be_worked_on(
    team, nurse, prescriber, signed_in, on_day
):
    version = actions.propose(make.draft(team), to=prescriber, by=nurse, at=make.AT)
    signed_in(prescriber).post(
        reverse("tapering:send_back", args=[version.pk]),
        {"because": "Börja efter jul."},
    )

    page = text(signed_in(nurse).get(reverse("tapering:edit", args=[version.plan_id])))

    assert "Eva Lindqvist skickade tillbaka förslaget" in page
    assert "Börja efter jul." in page
    assert 'value="2026-12-01"' in page


def test_an_old_version_says_so_across_the_page(team, prescriber, signed_in, on_day):
    old = make.decided(team, prescriber)
    make.decided(team, prescriber, start=date(2026, 12, 8))

    client = signed_in(prescriber)

    assert "Gammal version" in text(client.get(f"/app/plan-versions/{old.pk}"))


# --- while it runs ------------------------------------------------------------------


def test_a_pause_is_made_on_its_page(team, nurse, prescriber, signed_in, on_day):
    plan = make.decided(team, prescriber).plan
    on_day(date(2027, 1, 20))

    signed_in(nurse).post(
        reverse("tapering:hold", args=[plan.pk]),
        {"days": "14", "because": "Infektion.", "form_key": str(uuid.uuid4())},
    )

    version = plan.versions.get(state=State.DECIDED)
    assert (version.number, version.what_changed) == (2, "Paus 14 dagar. Infektion.")


@pytest.mark.parametrize("days", ["0", "-3", "181", "två", ""])
def test_a_pause_of_an_impossible_length_meets_a_sentence(
    team, nurse, prescriber, signed_in, on_day, days
):
    plan = make.decided(team, prescriber).plan
    on_day(date(2027, 1, 20))

    response = signed_in(nurse).post(
        reverse("tapering:hold", args=[plan.pk]), {"days": days, "because": "x"}
    )

    assert "Det är något som behöver rättas" in text(response)
    assert plan.versions.count() == 1


def test_a_plan_that_has_not_begun_has_no_pause_page(
    team, nurse, prescriber, signed_in, on_day
):
    plan = make.decided(team, prescriber).plan

    response = signed_in(nurse).get(reverse("tapering:hold", args=[plan.pk]))

    assert response.status_code == 409


def test_confirming_a_late_step_says_that_the_rest_moves(
    team, nurse, prescriber, signed_in, on_day
):
    asking = make.policy(confirm_each_step=True)
    version = make.decided(team, prescriber, policy=asking)
    on_day(date(2027, 1, 14))
    page = reverse("tapering:confirm_step", args=[version.steps.get(n=1).pk])
    client = signed_in(nurse)

    assert "Steget är 2 dagar sent" in text(client.get(page))
    client.post(page, {"note": "Allt som planerat."})

    decided = version.plan.versions.get(state=State.DECIDED)
    assert decided.steps.get(n=1).from_on == date(2027, 1, 14)
    assert decided.steps.get(n=1).taken_note == "Allt som planerat."


@pytest.mark.parametrize(
    ("on", "is_kept"),
    [("2026-11-23", True), ("2026-11-01", True), ("2026-11-24", False)],
)
def test_a_figure_is_for_a_day_that_has_been(
    case, nurse, signed_in, on_day, on, is_kept
):
    signed_in(nurse).post(
        reverse("tapering:symptom", args=[case.pk]), {"score": "4", "on": on}
    )

    assert Symptom.objects.filter(case=case).exists() == is_kept


def test_a_plan_begins_only_for_what_is_mapped(case, nurse, signed_in, on_day):
    make.mapped(case)
    client = signed_in(nurse)
    begin = reverse("tapering:begin", args=[case.pk])

    assert client.post(begin, {"substance": "morfin"}).status_code == 409
    assert client.post(begin, {"substance": "oxazepam"}).status_code == 302
    assert case.plans.get().substance == "oxazepam"


def test_the_text_to_the_prescriber_counts_tablets_and_names_nobody(
    team, prescriber, nurse, signed_in, on_day
):
    version = make.decided(team, prescriber)

    html = text(signed_in(nurse).get(reverse("tapering:text", args=[version.pk])))
    letter = html.partition("<pre")[2].partition("</pre>")[0]

    assert "Från tis 12 jan 2027: 20 mg per dygn" in letter
    assert "28 tabletter 15 mg" in letter
    assert team.patient.family_name not in letter


def test_no_tablets_are_counted_while_a_step_waits(
    team, prescriber, nurse, signed_in, on_day
):
    asking = make.policy(confirm_each_step=True)
    version = make.decided(team, prescriber, policy=asking)
    on_day(date(2027, 1, 20))
    client = signed_in(nurse)

    letter = text(client.get(reverse("tapering:text", args=[version.pk])))
    page = text(client.get(reverse("tapering:plan", args=[team.pk])))

    assert "Steg 1 är inte bekräftat. Patienten tar 25 mg per dygn så länge." in letter
    assert "Förskriv" not in letter
    assert "Tabletter att förskriva" not in page


def test_a_draft_is_neither_printed_nor_sent(team, nurse, signed_in, on_day):
    version = make.draft(team)
    client = signed_in(nurse)

    assert client.get(f"/app/plan-versions/{version.pk}/print").status_code == 409
    page = f"/app/plan-versions/{version.pk}/prescription"
    assert client.get(page).status_code == 409


def test_the_sheet_has_28_days_and_no_personal_number(
    team, prescriber, nurse, signed_in, on_day
):
    version = make.decided(team, prescriber)

    html = text(signed_in(nurse).get(f"/app/plan-versions/{version.pk}/print"))

    assert html.count('class="veckodag"') == 28
    assert team.patient.name in html
    assert "Personnr" not in html
    assert "Sluta inte tvärt." in html


def test_the_sheet_stops_at_the_step_that_nobody_has_confirmed(
    team, prescriber, nurse, signed_in, on_day
):
    asking = make.policy(confirm_each_step=True)
    version = make.decided(team, prescriber, policy=asking)

    html = text(
        signed_in(nurse).get(f"/app/plan-versions/{version.pk}/print?from=2027-01-01")
    )

    assert "Stanna på den här dosen tills vi har pratat" in html
    assert "20 mg" not in html


@pytest.mark.parametrize(
    "day",
    ["2026-02-30", "igår", "", "9999-99-99", "9999-12-31", "0001-01-01", "2025-01-01"],
)
def test_a_sheet_from_no_day_begins_where_it_should(
    team, prescriber, nurse, signed_in, on_day, day
):
    version = make.decided(team, prescriber)

    response = signed_in(nurse).get(
        f"/app/plan-versions/{version.pk}/print", {"from": day}
    )

    assert "1 december – 28 december 2026" in text(response)


def test_rules_and_products_are_shown_with_their_sources(
    nurse, referrer, signed_in, on_day
):
    rule = make.policy()
    make.products()
    page = reverse("tapering:kept", args=["rules", rule.pk])

    assert rule.name in text(signed_in(nurse).get("/app/policies"))
    assert "ASAM 2025" in text(signed_in(nurse).get(page))
    assert signed_in(referrer).get("/app/policies").status_code == 403


@pytest.mark.parametrize("page", ["assessment", "mapping", "edit", "hold", "decide"])
def test_an_empty_post_ends_in_a_page_that_helps(
    team, nurse, prescriber, signed_in, on_day, page
):
    version = make.decided(team, prescriber)
    on_day(date(2027, 1, 20))
    keys = {"edit": version.plan_id, "hold": version.plan_id, "decide": version.pk}
    address = reverse(f"tapering:{page}", args=[keys.get(page, team.pk)])

    response = signed_in(prescriber).post(address, {}, follow=True)

    assert response.status_code == 200
    assert team.plans.get().versions.count() == 1
    assert Assessment.objects.count() == 1


# --- how many questions ------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_plan_page_asks_as_much_for_three_as_for_one(
    team, prescriber, nurse, signed_in, on_day, rows, django_assert_num_queries
):
    at = make.AT
    make.prepared(team)
    names = ["oxazepam", "diazepam", "nitrazepam"][:rows]
    actions.write_mapping(
        team,
        lines=[
            actions.Line(substance=name, doses={"night": Decimal(10)}) for name in names
        ],
        by=nurse,
        at=at,
    )
    for name in names:
        version = actions.make_draft(
            make.plan(team, name),
            outline=make.outline(
                doses={"night": Decimal(10)}, products=make.products(substance=name)
            ),
            reasons=make.REASON
            | {"change_together": "Läkaren vet.", "cut_over_limit-25-current-14": "x"},
            patient_agrees=True,
            on=make.ON,
            by=nurse,
            at=at,
        )
        actions.decide(version, by=prescriber, at=at)
    client = signed_in(nurse)

    with django_assert_num_queries(QUERIES_OF_PLAN_PAGE):
        client.get(reverse("tapering:plan", args=[team.pk]))


QUERIES_OF_PLAN_PAGE = 23


def test_tasks_of_a_decided_plan_are_done_with_the_proposal(
    team, nurse, prescriber, on_day
):
    version = actions.propose(make.draft(team), to=prescriber, by=nurse, at=make.AT)
    actions.decide(version, by=prescriber, at=make.AT)

    assert not Task.objects.undone().filter(kind="plan.decide").exists()
