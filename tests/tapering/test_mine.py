"""What the patient reads, day by day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit.models import Event
from patients.models import Task
from tapering import actions
from tapering.models import Symptom
from tests.factories import accounts
from tests.factories import tapering as make

pytestmark = pytest.mark.django_db

DAY = "/min/"


def text(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


class OwnPages:
    """The patient's browser: signs in each time, since the clock of a test jumps."""

    def __init__(self, user, signed_in):
        self.sign_in = lambda: signed_in(user)

    def get(self, *args, **rest):
        return self.sign_in().get(*args, **rest)

    def post(self, *args, **rest):
        return self.sign_in().post(*args, **rest)


@pytest.fixture
def client(patient_user, signed_in):
    return OwnPages(patient_user, signed_in)


@pytest.fixture
def decided(team, prescriber):
    return make.decided(team, prescriber)


def test_without_a_plan_nothing_changes(client, on_day):
    html = text(client.get(DAY))

    assert "Ta läkemedlet som vanligt" in html
    assert "Inget ändras förrän vi har gjort en plan tillsammans." in html


def test_before_the_first_day_it_says_when_it_begins(client, decided, on_day):
    assert "Din plan börjar tisdag 1 december" in text(client.get(DAY))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (
            date(2026, 12, 1),
            [
                "Tisdag 1 december",
                "Startdosen · vecka 1 av 6 på den här dosen",
                "En tablett på 10 mg",
                "En tablett på 15 mg",
                "<b>25 mg</b>",
                "tisdag 12 januari",
            ],
        ),
        (
            date(2027, 1, 11),
            ["Startdosen · vecka 6 av 6", "<b>25 mg</b>", "tisdag 12 januari"],
        ),
        (
            date(2027, 1, 12),
            ["Steg 1 av 5 · vecka 1 av 6", "En halv tablett på 10 mg", "<b>20 mg</b>"],
        ),
        (
            date(2027, 5, 20),
            ["Steg 4 av 5 · vecka 1 av 3", "En halv tablett", "<b>5 mg</b>"],
        ),
        (date(2027, 6, 8), ["Du är framme vid målet", "<b>0 mg</b>"]),
        (date(2028, 1, 1), ["Du är framme vid målet", "<b>0 mg</b>"]),
    ],
)
def test_each_day_says_what_to_take(client, decided, on_day, day, words):
    on_day(day)

    html = text(client.get(DAY))

    for word in words:
        assert word in html


def test_an_unconfirmed_step_says_stay(client, team, prescriber, on_day):
    make.decided(team, prescriber, policy=make.policy(confirm_each_step=True))
    on_day(date(2027, 1, 12))

    html = text(client.get(DAY))

    assert "Stanna på den här dosen tills vi har pratat" in html
    assert "<b>25 mg</b>" in html
    assert "när vi har pratat" in html


def test_a_dose_that_nobody_has_confirmed_is_not_promised(
    client, team, prescriber, on_day
):
    make.decided(team, prescriber, policy=make.policy(confirm_each_step=True))
    on_day(date(2027, 1, 5))

    html = text(client.get(DAY))

    assert "tisdag 12 januari" in html
    assert "när vi har pratat" in html
    assert "<b>20 mg</b>" not in html


def test_a_new_plan_is_said_for_a_day(client, decided, nurse, on_day):
    on_day(date(2027, 1, 20))
    at = make.AT + timedelta(days=58)
    actions.hold(decided.plan, days=7, because="Feber.", by=nurse, at=at)

    said = text(client.get(DAY))
    assert "Ny plan sedan i dag" in said
    assert "Feber. Version 2 gäller nu." in said
    on_day(date(2027, 1, 22))
    assert "Ny plan sedan" not in text(client.get(DAY))


def test_nothing_that_is_not_signed_reaches_the_patient(client, team, on_day):
    make.draft(team)

    assert "Ta läkemedlet som vanligt" in text(client.get(DAY))
    assert "oxazepam" not in text(client.get("/min/plan/")).lower()


def test_the_title_says_nothing_of_medicines(client, decided, on_day):
    html = client.get(DAY).content.decode()

    title = html.partition("<title>")[2].partition("</title>")[0]
    assert title == "I dag – Dina sidor"


def test_a_figure_is_one_press(client, case, on_day):
    response = client.post("/min/besvar/", {"score": "4"}, follow=True)

    assert Symptom.objects.get(case=case).score == 4
    assert "Du har skrivit 4 i dag." in text(response)


def test_a_high_figure_is_answered_and_becomes_a_task(client, case, on_day):
    response = client.post("/min/besvar/", {"score": "9"}, follow=True)

    said = text(response)
    assert "Det låter tungt just nu" in said
    assert "ring oss på 031-390 06 12" in said
    assert "ringer dig" not in said
    assert Task.objects.undone().get(kind="symptom.high").is_urgent


@pytest.mark.parametrize(("before", "now", "heavy"), [(2, 5, True), (3, 5, False)])
def test_a_fast_rise_is_met_like_a_high_figure(
    client, case, patient_user, on_day, before, now, heavy
):
    actions.write_symptom(
        case,
        on=make.ON - timedelta(days=2),
        score=before,
        by=patient_user,
        at=make.AT - timedelta(days=2),
    )

    said = text(client.post("/min/besvar/", {"score": str(now)}, follow=True))

    assert ("Det låter tungt just nu" in said) == heavy


def test_what_is_taken_beside_the_plan_is_taken_as_usual(
    client, team, prescriber, nurse, on_day
):
    make.decided(team, prescriber)
    actions.write_mapping(
        team,
        lines=[
            actions.Line(substance="oxazepam", doses={"night": Decimal(25)}),
            actions.Line(substance="zopiklon", doses={"night": Decimal("7.5")}),
        ],
        by=nurse,
        at=make.AT,
    )
    on_day(date(2026, 12, 5))

    said = text(client.get(DAY))

    assert "Ta det här som vanligt" in said
    assert "Zopiklon" in said.partition("Ta det här som vanligt")[2]


def test_an_old_version_is_read_under_its_stripe(client, decided, nurse, on_day):
    on_day(date(2027, 1, 20))
    at = make.AT + timedelta(days=58)
    actions.hold(decided.plan, days=7, because="Feber.", by=nurse, at=at)
    address = reverse("tapering_public:my_version", args=[decided.pk])

    assert address in text(client.get("/min/plan/"))
    assert "Gammal version. Nu gäller version 2." in text(client.get(address))


def test_a_version_that_is_not_signed_or_not_mine_is_not_there(
    client, team, nurse, signed_in, on_day
):
    draft = make.draft(team)
    address = reverse("tapering_public:my_version", args=[draft.pk])

    assert client.get(address).status_code == 404
    other = accounts.user(Role.PATIENT, "Olle Ek")
    assert signed_in(other).get(address).status_code == 404


@pytest.mark.parametrize("score", ["11", "-1", "", "tio", "9" * 1000])
def test_a_figure_outside_the_scale_meets_a_sentence(client, case, on_day, score):
    response = client.post("/min/besvar/", {"score": score})

    assert response.status_code == 200
    assert not Symptom.objects.exists()


def test_a_pause_is_asked_for_in_two_presses_and_never_twice(client, case, on_day):
    page = client.get(DAY)
    assert reverse("tapering_public:my_pause") in text(page)

    for _press in range(2):
        response = client.post("/min/paus/", {}, follow=True)

    assert "Vi ringer dig" in text(response)
    assert Task.objects.undone().filter(kind="pause.asked").count() == 1


def test_the_plan_is_read_and_printed(client, decided, on_day):
    on_day(date(2027, 1, 12))

    html = text(client.get("/min/plan/"))
    sheet = client.get(reverse("tapering_public:my_sheet", args=[decided.plan_id]))

    assert "Tisdag 8 juni 2027" in html
    assert "Eva Lindqvist" in html
    assert text(sheet).count('class="veckodag"') == 28


def test_another_patients_sheet_is_not_there(decided, signed_in, on_day):
    other = signed_in(accounts.user(Role.PATIENT, "Bo Ek"))

    response = other.get(reverse("tapering_public:my_sheet", args=[decided.plan_id]))

    assert response.status_code in {404, 409}
    assert "oxazepam" not in text(response)


@pytest.mark.parametrize("page", [DAY, "/min/plan/", "/min/paus/", "/min/besvar/"])
def test_staff_and_clinics_have_no_own_pages(nurse, referrer, signed_in, page):
    assert signed_in(nurse).get(page).status_code == 403
    assert signed_in(referrer).get(page).status_code == 403


def test_reading_the_own_page_is_in_the_log(client, patient_user, on_day):
    client.get(DAY)

    opening = Event.objects.reads().latest("at")
    assert (opening.kind, opening.actor_id) == ("case.opened", patient_user.pk)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_day_asks_as_much_for_three_medicines_as_for_one(
    client, team, prescriber, nurse, on_day, rows, django_assert_num_queries
):
    make.prepared(team)
    for name in ["oxazepam", "diazepam", "nitrazepam"][:rows]:
        version = actions.make_draft(
            make.plan(team, name),
            outline=make.outline(
                start=make.ON,
                doses={"night": Decimal(10)},
                products=make.products(substance=name),
            ),
            reasons=make.REASON | {"change_together": "Läkaren vet."},
            patient_agrees=True,
            on=make.ON,
            by=nurse,
            at=make.AT,
        )
        actions.decide(
            version, reasons={"starts_lower": "Ja."}, by=prescriber, at=make.AT
        )

    browser = client.sign_in()
    with django_assert_num_queries(QUERIES_OF_DAY):
        browser.get(DAY)


QUERIES_OF_DAY = 15
