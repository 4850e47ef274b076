"""Before anything is typed the clinic hears what it has sent itself, and no more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from patients.models import Patient
from referrals import actions
from referrals.models import ClinicDraft, Referral
from tests.factories import referrals as make
from tests.factories.clinic_forms import NEW, filled, page
from tests.pages import flat

pytestmark = pytest.mark.django_db
KNOWN = "/remiss/ny/tidigare/"


@pytest.fixture
def sent(clinic):
    clinic.post(NEW, filled(step="send", interpreter="finska"))
    return Referral.objects.get()


def number_of(referral):
    return {"number": Patient.objects.get(pk=referral.patient_id).identity_number}


def test_the_number_tells_what_the_clinic_has_sent(clinic, sent):
    found = flat(clinic.post(KNOWN, number_of(sent)))

    assert "redan en öppen remiss" in found
    for name in ("clinic_detail", "clinic_complete", "clinic_copy"):
        assert page(sent, name) in found
    assert 'data-fill="name" value="Erik Sandberg"' in found
    assert 'data-fill="phone" value="070-174 06 31"' in found


def test_what_is_decided_is_told_without_completion(clinic, sent, nurse):
    actions.accept(
        sent,
        owner=nurse,
        first_contact_on=timezone.localdate() + timedelta(days=2),
        by=nurse,
        at=timezone.now(),
    )

    found = clinic.post(KNOWN, number_of(sent)).content.decode()

    assert "Ni har skickat remiss för patienten förut" in found
    assert page(sent, "clinic_complete") not in found
    assert page(sent, "clinic_copy") in found


def test_another_clinic_hears_nothing_and_the_same_nothing(
    sent, signed_in, other_referrer
):
    stranger = signed_in(other_referrer)

    about_known = stranger.post(KNOWN, number_of(sent)).content
    about_nobody = stranger.post(KNOWN, {"number": "19920101-2384"}).content

    assert about_known == about_nobody
    assert b"Sandberg" not in about_known
    typed = stranger.post(NEW, filled(step="look", name="", phone="")).content.decode()
    assert "Sandberg" not in typed
    assert stranger.get(page(sent, "clinic_copy")).status_code == 404


@pytest.mark.parametrize("number", ["", "1", "<script>", "9" * 5000, "19990230-0000"])
def test_what_is_no_number_gives_no_answer(clinic, number):
    response = clinic.post(KNOWN, {"number": number})

    assert response.status_code == 200
    assert response.content.strip() == b""


def test_without_script_a_button_looks_up_and_fills_what_is_empty(clinic, sent):
    typed = filled(step="look", name="", phone="070-174 06 40")

    shown = clinic.post(NEW, typed).content.decode()

    assert "redan en öppen remiss" in shown
    assert 'value="Erik Sandberg"' in shown
    assert 'value="070-174 06 40"' in shown
    assert "Det är något som behöver rättas" not in shown


def test_looking_up_is_in_the_read_log_and_a_get_is_not_allowed(clinic, sent):
    before = Event.objects.filter(kind="referral.opened").count()

    clinic.post(KNOWN, number_of(sent))

    assert Event.objects.filter(kind="referral.opened").count() == before + 1
    assert clinic.get(KNOWN).status_code == 405


def test_a_number_stands_in_no_address(clinic, sent):
    assert clinic.post(NEW, filled(step="look")).status_code == 200
    assert clinic.post(NEW, filled()).url.count("1992") == 0


def test_a_copy_brings_what_does_not_grow_old(clinic, sent):
    copy = clinic.get(page(sent, "clinic_copy")).content.decode()

    assert 'value="Erik Sandberg"' in copy
    assert "oxazepam tablett 10 mg" in copy
    assert "Vill köra lastbil igen." in copy
    assert 'value="2018"' in copy
    assert "Minskade till 15 mg." in copy


def test_a_copy_brings_nothing_that_belongs_to_a_day(clinic, sent):
    whole = clinic.get(page(sent, "clinic_copy")).context["whole"]

    [line, *_rest] = whole.medicines
    assert not line["dose"].value()
    assert not whole.rest["risks"].value()
    assert not whole.rest["told_and_willing"].value()
    assert whole.rest["issued_on"].value() == timezone.localdate()
    assert str(whole.patient["form_key"].value()) != str(sent.form_key)


def test_a_copy_is_a_new_referral_and_the_old_one_stands(clinic, sent):
    copy = clinic.get(page(sent, "clinic_copy")).context["whole"]
    again = filled(
        step="send",
        form_key=str(copy.patient["form_key"].value()),
        sent_although="Läget är ett annat nu.",
    )

    clinic.post(NEW, again)

    assert Referral.objects.count() == 2
    sent.refresh_from_db()
    assert sent.goal == "Vill köra lastbil igen."
    assert not ClinicDraft.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_answer_asks_a_fixed_number_of_questions(
    clinic, referrer, rows, django_assert_num_queries
):
    person = make.number()
    for _row in range(rows):
        make.from_clinic(by=referrer, identity=person)

    with django_assert_num_queries(5):
        found = clinic.post(KNOWN, {"number": person.number}).content.decode()

    assert found.count("Kopiera till en ny") == rows


@pytest.mark.parametrize(
    ("typed", "given", "family"),
    [
        ("Erik Sandberg", "Erik", "Sandberg"),
        ("  Anna   Maria Ek ", "Anna Maria", "Ek"),
        ("Anna von Sydow", "Anna", "von Sydow"),
        ("Maria de la Cruz", "Maria", "de la Cruz"),
        ("Garcia Lopez, Maria", "Maria", "Garcia Lopez"),
        ("Van Nguyen", "Van", "Nguyen"),
    ],
)
def test_a_name_in_one_box_has_two_parts(clinic, typed, given, family):
    clinic.post(NEW, filled(step="send", name=typed))

    patient = Referral.objects.get().patient
    assert (patient.given_name, patient.family_name) == (given, family)


@pytest.mark.parametrize("typed", ["Erik", "Ek,", ", Erik", "x" * 101 + " Ek"])
def test_half_a_name_is_asked_for_again(clinic, typed):
    shown = clinic.post(NEW, filled(step="send", name=typed)).content.decode()

    assert "förnamn" in shown
    assert not Referral.objects.exists()
