"""Finding a patient: who is found by whom, and what the log keeps."""

import re
from datetime import date

import pytest

from audit.models import Event
from jurisdictions import identity
from overview.views import search as views
from patients import actions
from patients.models import CareRelation, Protection
from referrals import limits
from tests.factories import patients as make
from tests.pages import flat

NUMBER = next(identity.synthetic_numbers(1992))


@pytest.fixture
def maria(nurse):
    """A patient of Sara Nyberg's, found by number and by name."""
    person = make.patient(
        given_name="Maria",
        family_name="Östlund",
        identity_number=NUMBER,
        identity_kind="personnummer",
        birth_date=date(1992, 1, 1),
    )
    return make.case(nurse, patient=person)


def found(client, text):
    return flat(client.post("/app/search", {"q": text}))


@pytest.mark.parametrize("spelling", ["{0}-{1}", "{0} {1}", " {0}{1} ", "{2}-{1}"])
def test_a_number_is_found_however_it_is_typed(spelling, nurse, signed_in, maria):
    typed = spelling.format(NUMBER[:8], NUMBER[8:], NUMBER[2:8])

    assert "ÖSTLUND, Maria" in found(signed_in(nurse), typed)


@pytest.mark.parametrize("typed", ["öst", "Östlund", "maria", "Östlund, M"])
def test_a_name_is_found_by_its_beginning_also_with_swedish_letters(
    typed, nurse, signed_in, maria
):
    assert "ÖSTLUND, Maria" in found(signed_in(nurse), typed)


def test_somebody_of_ones_own_leads_to_the_case(nurse, signed_in, maria):
    assert f"/app/patients/{maria.pk}" in found(signed_in(nurse), "Östlund")


def test_anybody_else_leads_to_the_question_why(stranger, signed_in, maria):
    html = found(signed_in(stranger), "Östlund")

    assert f"/app/patients/{maria.patient.pk}/open" in html
    assert str(maria.pk) not in html
    assert "Kartläggning" not in html


def test_a_protected_person_is_found_only_by_those_who_take_part(
    nurse, stranger, signed_in
):
    person = make.patient(family_name="Dold", protection=Protection.MARKED)
    make.case(nurse, patient=person)

    assert "DOLD" in found(signed_in(nurse), "Dold")
    assert "DOLD" not in found(signed_in(stranger), "Dold")


def test_blocked_data_is_said_to_exist_only_for_the_exact_number(
    nurse, outsider, signed_in, maria, monday
):
    actions.block(maria.patient, unit=nurse.unit, by=nurse, at=monday)
    actions.relate(
        maria.patient, user=outsider, kind=CareRelation.Kind.TEAM, by=nurse, at=monday
    )
    client = signed_in(outsider)

    by_name, by_number = found(client, "Östlund"), found(client, NUMBER)

    assert "ÖSTLUND" not in by_name + by_number
    assert "spärrade" not in by_name
    assert "Uppgifter är spärrade" in by_number


def test_a_number_in_the_address_is_asked_to_be_posted(nurse, signed_in, maria):
    html = signed_in(nurse).get("/app/search", {"q": NUMBER}).content.decode()

    assert "ÖSTLUND" not in html
    assert "ska inte stå i adressen" in html


def test_a_search_is_an_event_without_the_number(nurse, signed_in, maria):
    found(signed_in(nurse), NUMBER)

    event = Event.objects.get(kind="search.made")
    assert event.patient_id == maria.patient.pk
    assert event.details == {"by": "number", "found": 1}


def test_a_search_by_name_keeps_what_was_typed(nurse, signed_in, maria):
    found(signed_in(nurse), "Östlund")

    assert Event.objects.get(kind="search.made").details["text"] == "Östlund"


def test_an_empty_search_and_a_long_one_end_in_a_page(nurse, signed_in):
    client = signed_in(nurse)

    for text in ["", "a", "x" * 5000, "\x00", "<script>", "😀😀", "%"]:
        assert client.post("/app/search", {"q": text}).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_asks_as_much_for_one_as_for_three(
    rows, nurse, signed_in, django_assert_max_num_queries
):
    for _row in range(rows):
        make.case(nurse, patient=make.patient(family_name="Lik"))
    client = signed_in(nurse)

    with django_assert_max_num_queries(12):
        html = found(client, "Lik")

    assert len(re.findall("LIK, ", html)) == rows


def test_whoever_copies_the_register_is_asked_to_wait(nurse, signed_in, monkeypatch):
    monkeypatch.setattr(views, "SEARCHES", limits.Limit("test", times=2, seconds=60))
    client = signed_in(nurse)

    answers = [client.post("/app/search", {"q": "Östlund"}) for _try in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_referrals_and_administration_do_not_search(referrer, administrator, signed_in):
    for user in (referrer, administrator):
        assert signed_in(user).get("/app/search").status_code == 403
