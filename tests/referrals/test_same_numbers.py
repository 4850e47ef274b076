"""Which numbers the forms take, and what they say about them."""

from datetime import date, timedelta

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils.timezone import localdate

from jurisdictions.identity import norwegian_synthetic_numbers, reserve_numbers
from patients.models import Patient
from referrals.models import Referral
from tests.factories import referrals as make
from tests.factories.clinic_forms import filled

RESERVE = next(reserve_numbers(date(1985, 3, 9)))
NORWEGIAN = next(norwegian_synthetic_numbers(date(1985, 3, 9)))

pytestmark = pytest.mark.django_db


def test_a_clinic_refers_somebody_with_a_reserve_number_and_is_told_what_it_means(
    referrer, signed_in
):
    make.accounts.unit()
    client = signed_in(referrer)
    url = reverse("referrals_public:clinic_new")
    answers = {**filled(number=f"{RESERVE[:8]}-{RESERVE[8:]}"), "is_protected": "on"}

    check = client.post(url, answers, follow=True).content.decode()
    client.post(url, {**answers, "step": "send"})

    assert "kan inte bära det här numret" in check
    assert "ska normalt inte ha reservnummer" in check
    patient = Referral.objects.get().patient
    assert (patient.identity_number, patient.identity_kind) == (RESERVE, "reservnummer")
    assert patient.birth_date == date(1985, 3, 9)


def test_a_norwegian_who_lives_in_sweden_is_accepted_with_the_own_number(
    coordinator, signed_in
):
    referral = make.self_referral()
    url = reverse("referrals:accept", args=[referral.shown_reference])

    signed_in(coordinator).post(
        url,
        {
            "number": f"{NORWEGIAN[:6]} {NORWEGIAN[6:]}",
            "given_name": "Kari",
            "family_name": "Moen",
            "owner": str(coordinator.pk),
            "first_contact_on": (localdate() + timedelta(days=3)).isoformat(),
        },
    )

    patient = Patient.objects.get()
    assert (patient.identity_number, patient.identity_kind) == (
        NORWEGIAN,
        "fodselsnummer",
    )
    assert patient.shown_number == f"{NORWEGIAN[:6]} {NORWEGIAN[6:]}"


@override_settings(ALLOW_SYNTHETIC_IDS=False)
def test_outside_practice_a_norwegian_test_number_is_refused_in_words(
    referrer, signed_in
):
    make.accounts.unit()

    page = signed_in(referrer).post(
        reverse("referrals_public:clinic_new"), filled(number=NORWEGIAN)
    )

    assert "norskt testnummer" in page.content.decode()


@override_settings(JURISDICTION="norway")
def test_a_site_in_norway_asks_for_norwegian_numbers_whatever_the_language(
    referrer, signed_in
):
    make.accounts.unit()
    client = signed_in(referrer)
    url = reverse("referrals_public:clinic_new")

    page = client.get(url).content.decode()
    refused = client.post(url, filled(number="900201-2392")).content.decode()

    assert "Fødselsnummer eller D-nummer" in page
    assert "Ett norskt nummer har 11" in refused
