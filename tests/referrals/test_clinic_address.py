"""Where letters to clinics go: the unit's own address, else the one used last."""

import pytest
import time_machine
from django.urls import reverse

from referrals import actions, queries
from referrals.models import Letter, Reply
from tests.factories import accounts
from tests.factories import referrals as make
from tests.referrals.test_letters import begun

pytestmark = pytest.mark.django_db
AT = make.AT
BOX = "Box 7\n451 30 Uddevalla"
KNOWN = {"street": "Box 3", "postcode": "463 31", "town": "Lilla Edet"}


def addressed(unit):  # type: ignore[no-untyped-def]
    """The unit with an address of its own."""
    type(unit).objects.filter(pk=unit.pk).update(**KNOWN)
    unit.refresh_from_db()
    return unit


def named(text, **fields):  # type: ignore[no-untyped-def]
    """Somebody who agreed that we write to a health centre of that name."""
    return make.self_referral(health_centre_text=text, clinic_consent="yes", **fields)


def answered(nurse, referral, to_address=BOX, text="Tack."):  # type: ignore[no-untyped-def]
    return actions.answer_clinic(
        referral,
        kind=Reply.Kind.PART,
        text=text,
        to_address=to_address,
        by=nurse,
        at=AT,
    )


def test_a_letter_to_a_clinic_begins_with_its_address(nurse):
    referral = make.from_clinic()
    addressed(referral.sender_unit)

    letter = begun(nurse, referral, audience="clinic")

    assert letter.to_address == "Box 3\n463 31 Lilla Edet"


def test_the_address_of_the_unit_is_found_by_name_too(nurse):
    addressed(accounts.clinic("Kvarnens vårdcentral"))

    found = queries.clinic_of(named("kvarnens VÅRDCENTRAL"))

    assert found.name == "Kvarnens vårdcentral"
    assert found.address == "Box 3\n463 31 Lilla Edet"
    assert found.written_at is None


def test_what_was_typed_for_a_clinic_is_offered_the_next_time(nurse):
    answered(nurse, named("Fjällets vårdcentral"))

    again = queries.clinic_of(named("fjällets vårdcentral "))
    other = queries.clinic_of(named("Strandens vårdcentral"))

    assert (again.address, again.written_at) == (BOX, AT)
    assert (other.address, other.written_at) == ("", None)


def test_a_letter_to_a_person_never_teaches_a_clinics_address(nurse):
    letter = begun(nurse)
    letter = actions.change_letter(
        letter,
        channel="post",
        to_name="Fjällets vårdcentral",
        to_address="Hemgatan 1\n463 30 Lilla Edet",
        text=letter.text,
        by=nurse,
        at=AT,
    )
    actions.send_letter(letter, by=nurse, at=AT)

    assert queries.clinic_of(named("Fjällets vårdcentral")).address == ""


def test_a_reply_by_post_needs_no_typing_when_the_address_is_known(nurse):
    unit = addressed(accounts.clinic("Kvarnens vårdcentral"))

    answered(nurse, named(unit.name, health_centre=unit), to_address="")

    letter = Letter.objects.get()
    assert (letter.state, letter.to_address) == ("sent", unit.address)


def test_the_page_of_a_reply_offers_the_address_and_asks_whether_it_is_right(
    nurse, signed_in
):
    answered(nurse, named("Fjällets vårdcentral"))
    referral = named("Fjällets vårdcentral")
    url = reverse("referrals:reply", args=[referral.shown_reference])

    with time_machine.travel(AT, tick=False):
        page = signed_in(nurse).get(url)

    body = page.content.decode()
    assert page.context["form"]["to_address"].value() == BOX
    assert "Dit skickade ni brev fredag 20 november 2026" in body
    assert "451 30 Uddevalla" in page.context["preview"].sheet.to


def test_a_reply_to_a_clinic_that_signs_in_shows_its_address(nurse, signed_in):
    referral = make.from_clinic()
    unit = addressed(referral.sender_unit)
    reply = answered(nurse, referral)

    with time_machine.travel(AT, tick=False):
        page = signed_in(nurse).get(reverse("referrals:reply_detail", args=[reply.pk]))

    assert page.context["sheet"].to == [unit.name, "Box 3", "463 31 Lilla Edet"]
