"""The letter about a visit: its facts fill the blocks."""

import pytest
from django.urls import reverse

from referrals.letters import unfilled_in
from referrals.models import Letter
from tests.factories import patients, visits
from tests.factories import referrals as make
from visits.calling import appointment_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(nurse):
    """A booked visit of somebody whom a clinic referred."""
    referral = make.accepted(nurse)
    return visits.visit(referral.case, place=visits.place())


def test_the_visit_is_said_in_the_readers_language(visit):
    swedish = appointment_of(visit, language="sv")
    english = appointment_of(visit, language="en")

    assert swedish.day == "Torsdag 26 november"
    assert swedish.time == "10.30"
    assert swedish.length == "45 minuter"
    assert "rum 2" in swedish.place
    assert swedish.who == "Sara Nyberg, sjuksköterska"
    assert english.day == "Thursday 26 November"


def test_a_call_says_that_we_call(nurse):
    visit = visits.visit(patients.case(nurse))

    assert appointment_of(visit, language="sv").place == "Vi ringer dig."


def test_the_button_begins_one_letter_with_nothing_left_to_fill_in(
    visit, nurse, signed_in
):
    client = signed_in(nurse)
    page = client.get(reverse("visits:detail", args=[visit.pk])).content.decode()
    url = reverse("visits:write_letter", args=[visit.pk])

    first, second = client.post(url), client.post(url)

    letter = Letter.objects.get()
    assert url in page
    assert first.url == second.url == reverse("referrals:letter", args=[letter.pk])
    assert unfilled_in(letter.text) == []
    assert "Torsdag 26 november klockan 10.30" in letter.text


def test_a_visit_without_a_referral_has_no_letter(nurse, signed_in):
    visit = visits.visit(patients.case(nurse))
    client = signed_in(nurse)

    page = client.get(reverse("visits:detail", args=[visit.pk])).content.decode()
    response = client.post(reverse("visits:write_letter", args=[visit.pk]))

    assert "Skriv kallelse" not in page
    assert response.status_code == 404


def test_somebody_without_business_writes_no_letter(visit, stranger, signed_in):
    url = reverse("visits:write_letter", args=[visit.pk])

    assert signed_in(stranger).post(url).status_code == 404
    assert not Letter.objects.exists()
