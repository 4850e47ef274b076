"""The list of those who assess: order, columns, verbs, who gets in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from patients import actions as patients
from patients.models import Case, Patient
from referrals import actions
from referrals.models import Referral
from tests.factories import accounts
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
LIST = "/app/referrals"
TURNED = {
    "reason": "Bor i annan region.",
    "for_patient": "Du bor i en annan region.",
    "destination": "Regionens mottagning",
}


def at(days=0):
    return timezone.now() - timedelta(days=days)


def day(days=0):
    return timezone.localdate() + timedelta(days=days)


def url(referral, page="detail"):
    return reverse(f"referrals:{page}", args=[referral.shown_reference])


@pytest.fixture
def triage(signed_in, nurse):
    return signed_in(nurse)


def test_risk_is_pinned_and_then_the_oldest_comes_first(triage):
    make.from_clinic(family_name="Nysson", issued_on=day(-1))
    make.from_clinic(family_name="Äldstsson", issued_on=day(-6))
    make.from_clinic(family_name="Risksson", issued_on=day(), risks=["seizures"])

    page = triage.get(LIST).content.decode()

    names = ["Risksson", "Äldstsson", "Nysson"]
    places = [page.index(name) for name in names]
    assert places == sorted(places)
    assert page.count("rad--sista") == 1
    assert "6 d" in page


def test_a_self_referral_stands_in_the_same_line(triage):
    make.self_referral(name="Maria Ek", wants_call_today=True)
    make.from_clinic(interpreter="arabiska")

    page = triage.get(LIST).content.decode()

    assert "Egen" in page
    assert "Ring i dag" in page
    assert "Tolk, arabiska" in page


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        ("open", {"Väntsson", "Risksson"}),
        ("risk", {"Risksson"}),
        ("waiting", {"Väntsson"}),
        ("mine", set()),
        ("decided", {"Klarsson"}),
        ("nonsense", {"Väntsson", "Risksson"}),
    ],
)
def test_every_tab_shows_its_own(triage, nurse, view, shown):
    waiting = make.from_clinic(family_name="Väntsson")
    actions.ask(waiting, to="patient", text="Hej?", reply_by=day(7), by=nurse, at=at())
    make.from_clinic(family_name="Risksson", risks=["suicide"])
    make.accepted(nurse, family_name="Klarsson")

    page = triage.get(f"{LIST}?view={view}").content.decode()

    names = {"Väntsson", "Risksson", "Klarsson"}
    assert {name for name in names if name in page} == shown


def test_protected_contact_stays_out_of_the_list_and_is_shown_with_a_reason(triage):
    referral = make.from_clinic(is_protected=True)

    page = triage.get(LIST).content.decode()
    detail = triage.get(url(referral)).content.decode()
    refused = triage.post(url(referral, "contact"), {"reason": ""}).content.decode()
    shown = triage.post(url(referral, "contact"), {"reason": "Ringer"})

    assert "Uddevalla" not in page
    assert "070-174 06 31" not in detail
    assert "070-174 06 31" not in refused
    assert "070-174 06 31" in shown.content.decode()
    assert Event.objects.filter(kind="patient.contact_revealed").count() == 1


def test_opening_is_logged_and_the_list_alone_is_not(triage):
    referral = make.from_clinic()

    triage.get(LIST)
    triage.get(url(referral))

    event = Event.objects.get(kind="referral.opened")
    assert event.patient_id == referral.patient_id


def test_a_task_knows_only_the_key_and_finds_the_page(triage):
    referral = make.from_clinic()

    answer = triage.get(reverse("referrals:detail", args=[referral.pk]))

    assert answer.url == url(referral)


def test_accepting_takes_two_presses_and_nothing_typed(triage, nurse):
    first, second = make.from_clinic(issued_on=day(-3)), make.from_clinic()

    strip = triage.get(url(first, "accept"))
    form = strip.context["form"]
    answer = triage.post(
        url(first, "accept"),
        {
            "owner": str(form["owner"].value()),
            "first_contact_on": form["first_contact_on"].value().isoformat(),
        },
        follow=True,
    )

    first.refresh_from_db()
    assert first.status == "accepted"
    assert first.case.owner == nurse
    assert answer.redirect_chain[0][0].startswith(url(second))
    assert "Ångra" in answer.content.decode()


def test_a_self_referral_needs_a_number_when_it_is_accepted(triage, nurse):
    referral = make.self_referral()
    answers = {
        "owner": str(nurse.pk),
        "first_contact_on": day(3).isoformat(),
        "given_name": "Maria",
        "family_name": "Ek",
    }

    without = triage.post(url(referral, "accept"), answers).content.decode()
    triage.post(url(referral, "accept"), {**answers, "number": make.number().number})

    referral.refresh_from_db()
    assert "Skriv personnumret" in without
    assert referral.patient.name == "Maria Ek"


def test_a_known_number_is_compared_by_eye_once(triage, nurse):
    known = make.from_clinic(given_name="Anna", family_name="Berg").patient
    referral = make.self_referral()
    answers = {
        "owner": str(nurse.pk),
        "first_contact_on": day(3).isoformat(),
        "number": known.identity_number,
        "given_name": "Maria",
        "family_name": "Ek",
    }

    asked = triage.post(url(referral, "accept"), answers).content.decode()
    triage.post(url(referral, "accept"), {**answers, "is_same_person": "on"})

    referral.refresh_from_db()
    assert "Anna Berg" in asked
    assert referral.patient == known
    assert Patient.objects.count() == 1


def test_the_second_to_decide_reads_one_sentence(triage, signed_in, coordinator, nurse):
    referral = make.from_clinic()
    answers = {"owner": str(nurse.pk), "first_contact_on": day(3).isoformat()}

    triage.post(url(referral, "accept"), answers)
    late = signed_in(coordinator).post(url(referral, "redirect"), TURNED)

    assert late.status_code == 409
    assert "kan inte bli hänvisad vidare" in late.content.decode()
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("verb", "answers", "status"),
    [
        ("redirect", TURNED, "redirected"),
        ("reject", TURNED, "rejected"),
        ("withdraw", {"reason": "Patienten vill inte."}, "withdrawn"),
        (
            "ask",
            {"to": "patient", "text": "Hur mår du?", "reply_by": str(day(5))},
            "waiting_info",
        ),
    ],
)
def test_each_verb_has_a_page_and_refuses_an_empty_form(triage, verb, answers, status):
    referral = make.from_clinic()

    page = triage.get(url(referral, verb))
    empty = triage.post(url(referral, verb), {"x": "x"})
    triage.post(url(referral, verb), answers)

    referral.refresh_from_db()
    assert page.status_code == 200
    assert "Fyll i" in empty.content.decode()
    assert referral.status == status


def test_assigning_needs_a_colleague_of_the_unit(triage, coordinator, administrator):
    referral = make.from_clinic()

    wrong = triage.post(
        url(referral, "assign"), {"to": str(administrator.pk), "reason": "x"}
    )
    triage.post(url(referral, "assign"), {"to": str(coordinator.pk), "reason": "even"})

    referral.refresh_from_db()
    assert "Välj ett av svaren" in wrong.content.decode()
    assert referral.assigned_to == coordinator


@pytest.mark.parametrize("when", [-1, 91])
def test_a_first_contact_is_soon(triage, nurse, when):
    referral = make.from_clinic()

    triage.post(
        url(referral, "accept"),
        {"owner": str(nurse.pk), "first_contact_on": day(when).isoformat()},
    )

    referral.refresh_from_db()
    assert referral.status == "received"


def test_undo_is_a_button_for_ten_minutes(triage, nurse):
    referral = make.accepted(nurse, at=at())

    page = triage.get(url(referral)).content.decode()
    triage.post(url(referral, "undo"))
    late = make.accepted(nurse, at=at(1))
    refused = triage.post(url(late, "undo"))

    referral.refresh_from_db()
    assert "Ångra" in page
    assert referral.status == "received"
    assert refused.status_code == 409
    assert "tio minuter" in refused.content.decode()


@pytest.mark.parametrize("who", ["manager", "administrator", "referrer"])
def test_only_those_who_assess_get_in(signed_in, request, who):
    referral = make.from_clinic()
    client = signed_in(request.getfixturevalue(who))

    for address in (LIST, url(referral), url(referral, "accept")):
        assert client.get(address).status_code == 403


def test_another_units_referral_does_not_exist(signed_in, outsider):
    referral = make.from_clinic()

    assert signed_in(outsider).get(url(referral)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_at_most_eight_questions(
    triage, rows, django_assert_max_num_queries
):
    for _row in range(rows):
        make.from_clinic()

    with django_assert_max_num_queries(8):
        triage.get(LIST)


# The list beside it, who may be the same, and of what stands around it what there is.
OPEN_QUERIES = 15


@pytest.mark.parametrize("rows", [2, 4])
def test_an_open_referral_asks_a_fixed_number(triage, rows, django_assert_num_queries):
    for _row in range(rows):
        referral = make.from_clinic()

    with django_assert_num_queries(OPEN_QUERIES):
        triage.get(url(referral))


def test_fifty_rows_are_a_page(triage, referrer):
    for number in range(3):
        make.from_clinic(by=referrer, family_name=f"Rad{number}")

    page = triage.get(f"{LIST}?page=99").content.decode()

    assert "Rad2" in page
    assert Referral.objects.count() == 3


def test_a_person_with_an_open_case_is_not_accepted_twice(triage, nurse):
    referral = make.from_clinic()
    patients.open_case(
        referral.patient,
        unit=nurse.unit,
        owner=nurse,
        no_referrer=True,
        by=nurse,
        at=at(),
    )

    answer = triage.post(
        url(referral, "accept"),
        {"owner": str(nurse.pk), "first_contact_on": day(3).isoformat()},
    )

    assert answer.status_code == 409
    assert "redan ett öppet vårdärende" in answer.content.decode()


def test_the_team_reads_the_referral_of_its_patient_and_no_other(
    signed_in, nurse, referrer
):
    curator = accounts.user(Role.SOCIAL_WORKER, "Maja Holm")
    referral, other = make.from_clinic(), make.from_clinic()
    actions.accept(
        referral, owner=nurse, first_contact_on=day(3), by=nurse, at=timezone.now()
    )
    referral.refresh_from_db()
    patients.relate(
        referral.patient, user=curator, kind="team", by=nurse, at=timezone.now()
    )
    client = signed_in(curator)

    page = client.get(url(referral))

    assert page.status_code == 200
    assert LIST + '"' not in page.content.decode()
    assert client.get(url(other)).status_code == 404
    assert client.get(LIST).status_code == 403
    assert client.post(url(referral, "reject"), TURNED).status_code == 403
    assert Event.objects.filter(kind="referral.opened", actor_id=curator.pk).exists()
