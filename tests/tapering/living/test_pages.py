"""The pages of a running plan: two clicks, what is seen is what is signed, who may."""

import re
import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.refusals import Refused
from patients.models import Task
from tapering import actions, queries
from tapering.lifecycle import Answer, Change, Gate, State, WhoMay
from tapering.models import Supply, Taken
from tests.factories import tapering as make

pytestmark = pytest.mark.django_db

OPEN = {
    "who_may_hold": WhoMay.CARE,
    "who_may_slow_down": WhoMay.CARE,
    "who_may_step_back": WhoMay.CARE,
    "hold_days": 14,
}
DAY = date(2027, 1, 29)
KINDS = ["hold", "slow_down", "step_back", "goal"]


@pytest.fixture
def running(team, prescriber, on_day):
    version = make.decided(team, prescriber, policy=make.policy(**OPEN))
    on_day(DAY)
    return version


def text(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def filled(response) -> dict[str, str]:
    """What a browser would send when the button is pressed and nothing is changed."""
    html = response.content.decode()
    form = html[html.index('<form class="bygg"') :]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        get = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        kind, name = get.get("type"), get.get("name")
        if not name or (kind in {"radio", "checkbox"} and " checked" not in tag):
            continue
        found[name] = get.get("value", "")
    for name, options in re.findall(
        r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.S
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen.group(1) if chosen else ""
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("page", ["overview:case", "tapering:plan"])
def test_each_change_is_two_clicks_from_the_patients_page(
    running, prescriber, signed_in, kind, page
):
    client = signed_in(prescriber)
    url = reverse(f"tapering:{kind}", args=[running.plan.pk])
    assert f'href="{url}"' in text(
        client.get(reverse(page, args=[running.plan.case.pk]))
    )
    answers = filled(client.get(url))
    if kind == "step_back":
        answers["why"] = "discomfort"

    response = client.post(url, answers)

    made = running.plan.versions.get(state=State.DECIDED)
    assert response.status_code == 302, text(response)
    assert made.change == kind


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_press_sends_a_proposal_where_the_rule_says_so(
    team, nurse, prescriber, signed_in, on_day, kind
):
    rule = make.policy(**{**OPEN, **dict.fromkeys(list(OPEN)[:3], WhoMay.PRESCRIBER)})
    version = make.decided(team, prescriber, policy=rule)
    on_day(DAY)
    client = signed_in(nurse)
    url = reverse(f"tapering:{kind}", args=[version.plan.pk])
    answers = {**filled(client.get(url)), "why": "wish"}
    assert answers["to"] == str(prescriber.pk)

    client.post(url, answers)

    asked = version.plan.versions.get(state=State.PROPOSED)
    assert asked.change == kind
    # The prescriber decides with one press.
    decide = signed_in(prescriber).post(
        reverse("tapering:decide", args=[asked.pk]), {"patient_agrees": "on"}
    )
    asked.refresh_from_db()
    assert (decide.status_code, asked.state) == (302, State.DECIDED)


def test_a_way_that_nobody_has_seen_is_shown_before_it_is_signed(
    running, prescriber, signed_in
):
    client = signed_in(prescriber)
    url = reverse("tapering:slow_down", args=[running.plan.pk])
    answers = filled(client.get(url)) | {"pace": "smaller"}

    shown = client.post(url, answers)

    assert "Se efter och tryck en gång till" in text(shown)
    assert running.plan.versions.count() == 1
    client.post(url, filled(shown) | {"pace": "smaller"})
    assert "halva steg" in running.plan.versions.get(state=State.DECIDED).what_changed


def test_a_plan_changed_meanwhile_is_shown_again(running, nurse, prescriber, signed_in):
    client = signed_in(prescriber)
    url = reverse("tapering:slow_down", args=[running.plan.pk])
    answers = filled(client.get(url))
    actions.hold(
        running.plan, days=100, because="Feber.", by=nurse, at=make.AT + make.days(67)
    )

    shown = client.post(url, answers)

    assert "Se efter och tryck en gång till" in text(shown)
    assert running.plan.versions.get(state=State.DECIDED).change == Change.HOLD


@pytest.mark.parametrize("kind", KINDS)
def test_the_second_press_goes_to_the_same_receipt(
    running, prescriber, signed_in, kind
):
    client = signed_in(prescriber)
    url = reverse(f"tapering:{kind}", args=[running.plan.pk])
    answers = {**filled(client.get(url)), "why": "wish"}

    first, again = client.post(url, answers), client.post(url, answers)

    assert first.url == again.url
    assert running.plan.versions.count() == 2


def test_own_figures_are_never_faster(running, prescriber, signed_in):
    client = signed_in(prescriber)
    url = reverse("tapering:slow_down", args=[running.plan.pk])
    answers = filled(client.get(url)) | {"pace": "own", "size_1": "5"}

    assert "Inget går fortare" in text(client.post(url, answers))
    assert running.plan.versions.count() == 1


def test_up_a_step_asks_why(running, prescriber, signed_in):
    client = signed_in(prescriber)
    url = reverse("tapering:step_back", args=[running.plan.pk])

    assert "Skriv varför dosen går upp" in text(
        client.post(url, filled(client.get(url)))
    )


def test_a_rule_that_never_goes_up_offers_a_pause(team, prescriber, signed_in, on_day):
    rule = make.policy(who_may_step_back=WhoMay.NOBODY)
    version = make.decided(team, prescriber, policy=rule)
    on_day(DAY)

    page = text(
        signed_in(prescriber).get(reverse("tapering:step_back", args=[version.plan.pk]))
    )

    assert "Regeln går aldrig upp i dos" in page
    assert reverse("tapering:hold", args=[version.plan.pk]) in page


@pytest.mark.parametrize("kind", KINDS)
def test_a_stranger_does_not_reach_the_changes(running, stranger, signed_in, kind):
    url = reverse(f"tapering:{kind}", args=[running.plan.pk])

    assert signed_in(stranger).get(url).status_code in {403, 404}


def test_the_live_preview_writes_nothing_and_draws_a_part(
    running, prescriber, signed_in
):
    url = reverse("tapering:goal", args=[running.plan.pk])

    part = signed_in(prescriber).get(url, {"goal": "10"}, headers={"X-Fragment": "1"})

    assert "Så blir vägen ned" in text(part)
    assert "<html" not in text(part)
    assert running.plan.versions.count() == 1


def test_three_pauses_stand_on_the_plan_page_with_a_way_on(
    team, prescriber, signed_in, on_day
):
    rule = make.policy(**OPEN, holds_before_goal=3)
    version = make.decided(team, prescriber, policy=rule)
    on_day(DAY)
    for number in range(3):
        actions.hold(
            version.plan,
            days=5,
            because="Feber.",
            by=prescriber,
            at=make.AT + make.days(64 + number),
        )

    page = text(signed_in(prescriber).get(f"/app/patients/{team.pk}/plan"))

    assert "3 pauser i rad" in page
    assert "Prata om en lägre dos som mål." in page


# --- taken and prescribed -----------------------------------------------------


def test_what_was_taken_is_filled_in_as_planned(running, nurse, signed_in):
    client = signed_in(nurse)
    url = reverse("tapering:taken", args=[running.plan.pk])
    page = text(client.get(url))
    assert 'value="20"' in page
    assert 'value="2027-01-12"' in page

    client.post(
        url,
        {
            "substance": "oxazepam",
            "from_on": "2027-01-20",
            "until_on": "2027-01-22",
            "amount": "22,5",
            "note": "två halva extra",
        },
    )

    plan_page = text(client.get(f"/app/patients/{running.plan.case_id}/plan"))
    assert "22,5 mg 20 jan – 22 jan: två halva extra" in plan_page


def test_a_prescription_is_one_press(running, nurse, signed_in):
    client = signed_in(nurse)
    url = reverse("tapering:supply", args=[running.plan.pk])
    key = str(uuid.uuid4())

    client.post(url, {"form_key": key})
    client.post(url, {"form_key": key})

    assert Supply.objects.count() == 1
    assert "räcker till" in text(
        client.get(f"/app/patients/{running.plan.case_id}/plan")
    )


def test_the_text_to_the_pharmacy_has_the_same_button(running, nurse, signed_in):
    page = text(signed_in(nurse).get(f"/app/plan-versions/{running.pk}/prescription"))

    assert reverse("tapering:supply", args=[running.plan.pk]) in page


# --- the patient --------------------------------------------------------------


def for_patient(team, prescriber, on_day, **rule):
    version = make.decided(team, prescriber, policy=make.policy(**rule))
    on_day(DAY)
    return version


def test_the_patients_pause_takes_effect_where_the_rule_says_so(
    team, nurse, prescriber, patient_user, signed_in, on_day
):
    rule = {"who_may_hold": WhoMay.PATIENT, "hold_days": 10}
    version = for_patient(team, prescriber, on_day, **rule)
    client = signed_in(patient_user)
    page = text(client.get("/min/paus/"))
    assert "Pausa i 10 dagar" in page

    answers = {"pause": str(version.plan.pk), "form_key": str(uuid.uuid4())}
    client.post("/min/paus/", answers)
    client.post("/min/paus/", answers)

    made = version.plan.versions.get(state=State.DECIDED)
    assert (made.number, made.held_days, made.decided_by) == (2, 10, patient_user)
    assert "Patienten pausade själv, enligt regeln." in made.what_changed
    assert Task.objects.undone().get(kind="pause.taken").owner == nurse
    # Once paused, more is a wish.
    assert "Pausa i 10 dagar" not in text(client.get("/min/paus/"))


@pytest.mark.parametrize(
    "rule",
    [
        {"who_may_hold": WhoMay.CARE, "hold_days": 10},
        {"who_may_hold": WhoMay.PATIENT, "hold_days": None},
    ],
)
def test_else_it_stays_a_wish(team, prescriber, patient_user, signed_in, on_day, rule):
    version = for_patient(team, prescriber, on_day, **rule)
    client = signed_in(patient_user)

    client.post("/min/paus/", {"pause": str(version.plan.pk)})

    assert version.plan.versions.count() == 1
    assert Task.objects.undone().filter(kind="pause.asked").exists()


def test_a_patient_cannot_pause_past_the_rule(team, prescriber, patient_user, on_day):
    version = for_patient(team, prescriber, on_day, who_may_hold=WhoMay.CARE)

    with pytest.raises(Refused):
        actions.pause_own(version.plan, by=patient_user, at=make.AT + make.days(67))


def test_the_patient_takes_the_next_step_where_the_rule_says_so(
    team, prescriber, patient_user, signed_in, on_day
):
    rule = {"confirm_each_step": True, "who_may_confirm": WhoMay.PATIENT}
    version = for_patient(team, prescriber, on_day, **rule)
    client = signed_in(patient_user)
    page = reverse("tapering_public:my_step", args=[version.steps.get(n=1).pk])
    assert page in text(client.get("/min/"))

    client.post(page)

    assert queries.doses_on(version.plan.__class__.objects.get(), DAY) == {
        "oxazepam": Decimal(20)
    }


def test_a_step_that_is_the_teams_is_not_the_patients(
    team, prescriber, patient_user, signed_in, on_day
):
    version = for_patient(team, prescriber, on_day, confirm_each_step=True)
    step = version.steps.get(n=1)
    client = signed_in(patient_user)
    assert "Jag tar nästa steg" not in text(client.get("/min/"))

    client.post(reverse("tapering_public:my_step", args=[step.pk]))

    step.refresh_from_db()
    assert step.confirmed_at is None


def test_yesterday_as_planned_is_one_tap_and_is_not_asked_again(
    running, patient_user, signed_in
):
    client = signed_in(patient_user)
    assert "Tog du som planerat i går?" in text(client.get("/min/"))

    client.post("/min/tagit/som-planerat/", {"form_key": str(uuid.uuid4())})

    said = Taken.objects.get()
    assert (said.from_on, said.amount) == (DAY - timedelta(days=1), 20)
    assert "Tog du som planerat i går?" not in text(client.get("/min/"))


def test_not_as_planned_is_how_much_and_words(running, patient_user, signed_in):
    client = signed_in(patient_user)

    client.post(
        "/min/tagit/", {"day": "yesterday", "amount_0_0": "25", "words": "Svår natt."}
    )

    said = Taken.objects.get()
    assert (said.amount, said.note, said.written_by) == (25, "Svår natt.", patient_user)
    assert Task.objects.undone().filter(kind="plan.taken_more").exists()
    assert running.plan.versions.count() == 1


# --- gates and the grid -------------------------------------------------------


def test_every_yes_stands_in_the_banner_and_on_the_plans_pages(
    case, nurse, prescriber, signed_in, on_day
):
    make.assessed(case, gates=make.gates(Answer.YES))
    make.mapped(case)
    plan = make.plan(case)
    client = signed_in(nurse)

    for page in (f"/app/patients/{case.pk}/plan", f"/app/plans/{plan.pk}/edit"):
        html = text(client.get(page))
        for gate in Gate:
            assert str(gate.label) in html
        assert "Risk för överdos" in html
        assert "Erbjud naloxon." in html
        assert "Källa: ASAM 2025" in html


@pytest.mark.parametrize(
    ("duration", "days", "dose", "words"),
    [
        ("three_or_more", "up_to_three", "high", "ovanliga"),
        ("under_a_month", "four_or_more", "high", "möjliga"),
        ("one_to_three", "four_or_more", "low", "möjliga"),
        ("one_to_three", "four_or_more", "moderate", "Räkna med"),
        ("three_or_more", "four_or_more", "", "Räkna med"),
    ],
)
def test_the_grid_is_asams(case, nurse, signed_in, on_day, duration, days, dose, words):
    make.products()
    make.mapped(case)
    make.assessed(case, asam_duration=duration, asam_days=days, asam_dose=dose)

    page = text(signed_in(nurse).get(f"/app/patients/{case.pk}/assessment"))

    assert "Risk för utsättningsbesvär" in page
    assert words in page


def test_without_answers_the_grid_says_nothing(case):
    make.assessed(case, asam_duration="one_to_three", asam_days="four_or_more")

    assert queries.withdrawal_risk(queries.assessment_of(case)) is None


def test_the_grid_is_asked_only_for_sedatives(case, nurse, signed_in, on_day):
    make.products()
    make.mapped(case, "oxikodon")

    page = text(signed_in(nurse).get(f"/app/patients/{case.pk}/assessment"))

    assert "Hur många dagar i veckan?" not in page


@pytest.mark.parametrize(
    ("mg", "band"),
    [("10", "low"), ("10.5", "moderate"), ("15", "moderate"), ("16", "high")],
)
def test_the_bands_are_those_printed(mg, band):
    assert queries.band_of("diazepam", Decimal(mg)) == band
    assert queries.band_of("zopiklon", Decimal(mg)) == ""
