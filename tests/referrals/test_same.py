"""Who may be the same person: found, compared, joined, told apart."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.refusals import Refused
from audit.models import Event
from patients import actions as patients
from patients.models import Patient
from patients.queries import Likely, Sign, Traits, judged, signs
from referrals import actions
from referrals.actions import same as deeds
from referrals.lifecycle import Status
from referrals.models import NotSame, Referral
from referrals.queries import same
from tests.factories import accounts
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
PHONE = "+46701740622"
OTHER = "+46701740640"


def asked(**fields):
    """Maria Ek's own form, with a health centre."""
    defaults = {"birth_year": 1991, "health_centre": accounts.clinic()}
    return make.self_referral(**{**defaults, **fields})


def found(user, referral):
    return [(one.key, one.likely) for one in same.candidates(user, referral)]


@pytest.mark.parametrize(
    ("shared", "likely"),
    [
        ({Sign.PHONE, Sign.NAME}, Likely.PROBABLY),
        ({Sign.PHONE, Sign.YEAR}, Likely.PROBABLY),
        ({Sign.PHONE, Sign.CENTRE}, Likely.PROBABLY),
        ({Sign.PHONE}, None),
        ({Sign.NAME, Sign.YEAR}, None),
        ({Sign.NAME, Sign.CENTRE}, None),
        ({Sign.YEAR, Sign.CENTRE}, None),
        ({Sign.NAME, Sign.YEAR, Sign.CENTRE}, Likely.PERHAPS),
        ({Sign.NUMBER}, Likely.SURE),
        (set(), None),
    ],
)
def test_how_sure_the_signs_make_us(shared, likely):
    assert judged(frozenset(shared)) == likely


def test_nothing_known_is_nothing_shared():
    assert signs(Traits(name=""), Traits(name=""), alike=0) == frozenset()


@pytest.mark.parametrize(
    "name", ["Ek, Maria", "maria  EK", "María Ek", "Marie Ek", "Maria Eek", "Mária Ék"]
)
def test_a_name_is_alike_in_any_order_and_without_accents(name, coordinator):
    one, other = asked(phone=PHONE), asked(phone=OTHER, name=name)

    assert found(coordinator, one) == [(other.pk, Likely.PERHAPS)]


@pytest.mark.parametrize("name", ["Maria Eriksson", "Mats Ek Lund Berg", "Bo Sand"])
def test_another_name_is_not_alike(name, coordinator):
    one = asked(phone=PHONE)
    asked(phone=OTHER, name=name)

    assert found(coordinator, one) == []


def test_the_phone_and_one_thing_more(coordinator):
    one = asked()
    by_name = asked(health_centre=None, birth_year=None)
    by_year = asked(name="Bo Sand", health_centre=None)
    asked(name="Åke Dahl", birth_year=1950, health_centre=None)

    assert found(coordinator, one) == [
        (by_name.pk, Likely.PROBABLY),
        (by_year.pk, Likely.PROBABLY),
    ]


def test_a_clinics_referral_is_found_by_name_year_and_the_sending_clinic(
    coordinator, referrer
):
    clinic = make.from_clinic(
        by=referrer, given_name="Maria", family_name="Ek", phone=OTHER
    )
    own = asked(health_centre=referrer.unit)

    assert found(coordinator, own) == [(clinic.pk, Likely.PERHAPS)]
    assert found(coordinator, clinic) == [(own.pk, Likely.PERHAPS)]


def test_a_patient_without_a_waiting_referral_is_found(coordinator):
    accepted = make.accepted(coordinator, phone=PHONE)
    patients.close(
        accepted.case,
        closing="undone",
        by=coordinator,
        at=make.AT,
    )
    own = asked(name="Erik Sandberg")

    assert found(coordinator, own) == [(accepted.patient.pk, Likely.PROBABLY)]


def test_the_same_number_is_certain(coordinator, referrer, other_referrer):
    who = make.number()
    first = make.from_clinic(by=referrer, identity=who, phone="")
    second = make.from_clinic(by=other_referrer, identity=who, phone="")

    assert found(coordinator, second) == [(first.pk, Likely.SURE)]


def test_a_part_leads_to_what_is_decided_for_it(coordinator):
    lead = asked(phone=OTHER, birth_year=1950)
    part = asked()
    actions.join(part, to=lead, by=coordinator, at=make.AT)
    again = asked()

    assert found(coordinator, again) == [(lead.pk, Likely.PROBABLY)]


def test_nobody_is_shown_what_they_do_not_assess(nurse, referrer, manager, outsider):
    one = asked()
    asked()

    for user in (referrer, manager, outsider):
        assert found(user, one) == []
    assert len(found(nurse, one)) == 1


def test_of_the_protected_nothing_is_said_that_the_page_hides(coordinator, signed_in):
    one = asked()
    asked(is_protected=True)
    url = reverse("referrals:detail", args=[one.shown_reference])

    page = signed_in(coordinator).get(url).content.decode()
    (candidate,) = same.candidates(coordinator, one)
    compare = signed_in(coordinator).get(
        reverse("referrals:same", args=[one.shown_reference, candidate.key])
    )

    assert Sign.PHONE not in candidate.shared
    assert "Jämför med" in page
    assert "samma telefon" not in page.lower()
    assert "Skyddad uppgift" in compare.content.decode()
    # Only the open one's own phone stands there, once.
    assert compare.content.decode().count("070-174 06 22") == 1


def test_of_others_every_sign_is_told(coordinator):
    one, _other = asked(), asked()

    (candidate,) = same.candidates(coordinator, one)

    assert candidate.shared == {Sign.PHONE, Sign.NAME, Sign.YEAR, Sign.CENTRE}


def test_a_protected_patient_is_a_candidate_only_for_the_team(coordinator, nurse):
    accepted = make.accepted(nurse, phone=PHONE, is_protected=True)
    patients.close(accepted.case, closing="undone", by=nurse, at=make.AT)
    own = asked(name="Erik Sandberg")

    assert found(coordinator, own) == []
    assert found(nurse, own) == [(accepted.patient.pk, Likely.PROBABLY)]


def test_told_apart_is_remembered_from_both_sides_and_can_be_taken_back(coordinator):
    one, other = asked(), asked()

    said = deeds.tell_apart(one, other=other, by=coordinator, at=make.AT)
    again = deeds.tell_apart(other, other=one, by=coordinator, at=make.AT)

    assert said == again
    assert found(coordinator, one) == found(coordinator, other) == []
    deeds.doubt_again(said, by=coordinator, at=make.AT)
    deeds.doubt_again(said, by=coordinator, at=make.AT)
    assert len(found(coordinator, one)) == 1
    kinds = Event.objects.filter(
        kind__in=["referral.told_apart", "referral.doubted_again"]
    )
    assert kinds.count() == 2


def test_what_is_decided_leads_and_otherwise_the_first(coordinator):
    first, second = asked(), asked(at=make.AT.replace(hour=12))
    lead = deeds.join_same(first, other=second, by=coordinator, at=make.AT)
    assert lead == first

    accepted = make.accepted(coordinator, at=make.AT.replace(hour=14), phone=PHONE)
    third = asked(name="Erik Sandberg")
    assert (
        deeds.join_same(accepted, other=third, by=coordinator, at=make.AT) == accepted
    )
    third.refresh_from_db()
    assert third.status == Status.JOINED


def test_a_person_is_settled_and_let_go_again(coordinator):
    patient = make.accepted(coordinator).patient
    own = asked()

    deeds.settle_person(own, patient=patient, by=coordinator, at=make.AT)
    own.refresh_from_db()
    assert own.patient == patient

    deeds.unsettle_person(own, by=coordinator, at=make.AT, reason="Fel person")
    own.refresh_from_db()
    assert own.patient is None
    with pytest.raises(Refused):
        deeds.unsettle_person(
            make.from_clinic(), by=coordinator, at=make.AT, reason="Fel"
        )


# ---------------------------------------------------------------------- the pages


def compared(client, one, other, **answers):
    url = reverse("referrals:same", args=[one.shown_reference, other.pk])
    return client.post(url, answers) if answers else client.get(url)


def test_both_stand_side_by_side_and_the_comparison_is_logged(coordinator, signed_in):
    one, other = asked(), asked(name="Marie Ek", birth_year=1990)

    page = compared(signed_in(coordinator), one, other).content.decode()

    assert "Maria Ek" in page
    assert "Marie Ek" in page
    assert "olika" in page
    opened = Event.objects.filter(kind="referral.opened", actor_id=coordinator.pk)
    assert {event.subject_id for event in opened} == {str(one.pk), str(other.pk)}


def test_a_year_of_birth_and_a_day_in_it_are_not_two_birthdays(coordinator, signed_in):
    # The numbers of the factory are of people born in 1991.
    one = asked()
    other = make.from_clinic(phone=one.phone)

    page = compared(signed_in(coordinator), one, other).content.decode()

    born = page[page.index("<dt>\n        Född") :]
    assert born[: born.index("</dt>")].split() == ["<dt>", "Född"]


def test_same_person_joins_and_a_second_press_goes_to_the_same_page(
    coordinator, signed_in
):
    one, other = asked(), asked(at=make.AT.replace(hour=12))
    client = signed_in(coordinator)

    first = compared(client, other, one, answer="same")
    second = compared(client, other, one, answer="same")

    expected = reverse("referrals:detail", args=[one.shown_reference])
    assert first.url.startswith(expected)
    assert second.url.startswith(expected)
    other.refresh_from_db()
    assert (other.status, other.joined_to) == (Status.JOINED, one)


def test_not_the_same_is_saved_and_can_be_taken_back_on_the_page(
    coordinator, signed_in
):
    one, other = asked(), asked()
    client = signed_in(coordinator)

    compared(client, one, other, answer="not_same")
    detail = reverse("referrals:detail", args=[one.shown_reference])
    page = client.get(detail).content.decode()
    assert "Jämför med" not in page
    assert "Ta tillbaka" in page

    said = NotSame.objects.get()
    client.post(reverse("referrals:again", args=[one.shown_reference, said.pk]))
    assert "Jämför med" in client.get(detail).content.decode()


def test_two_patients_are_merged_before_their_referrals(
    coordinator, referrer, other_referrer, signed_in
):
    one = make.from_clinic(by=referrer, phone=PHONE)
    other = make.from_clinic(by=other_referrer, phone=PHONE)

    page = compared(signed_in(coordinator), one, other).content.decode()

    url = reverse("overview:merge", args=[one.patient.pk, other.patient.pk])
    assert url in page
    refused = compared(signed_in(coordinator), one, other, answer="same")
    assert refused.status_code == 409


def test_somebody_who_is_no_candidate_cannot_be_compared(coordinator, signed_in):
    one, other = asked(), asked(phone=OTHER, name="Bo Sand", birth_year=1950)

    assert compared(signed_in(coordinator), one, other).status_code == 404


def test_what_was_wrongly_joined_is_taken_apart_with_a_reason(coordinator, signed_in):
    one, other = asked(), asked()
    actions.join(other, to=one, by=coordinator, at=make.AT)
    client = signed_in(coordinator)
    url = reverse("referrals:separate", args=[other.shown_reference])

    assert client.post(url, {"reason": ""}).status_code == 422
    client.post(url, {"reason": "Två systrar"})

    other.refresh_from_db()
    assert (other.status, other.joined_to) == (Status.RECEIVED, None)
    assert Event.objects.get(kind="referral.separated").reason == "Två systrar"


def test_an_accepted_number_with_an_open_case_is_offered_to_be_joined(
    coordinator, signed_in
):
    who = make.number()
    lead = make.accepted(coordinator, identity=who)
    own = asked(phone=OTHER, name="Någon Annan")
    url = reverse("referrals:accept", args=[own.shown_reference])
    typed = {
        "number": who.number,
        "given_name": "Erik",
        "family_name": "Sandberg",
        "is_same_person": "on",
        "owner": str(coordinator.pk),
        "first_contact_on": identity_day(),
    }
    client = signed_in(coordinator)

    offered = client.post(url, typed).content.decode()
    assert "redan ett öppet vårdärende" in offered
    assert Referral.objects.get(pk=own.pk).status == Status.RECEIVED
    client.post(url, {**typed, "join": "1"})

    own.refresh_from_db()
    assert (own.status, own.joined_to, own.patient) == (
        Status.JOINED,
        lead,
        lead.patient,
    )
    assert Patient.objects.count() == 1


def identity_day():
    return (localdate() + timedelta(days=3)).isoformat()


def test_the_page_asks_as_often_with_many_candidates(
    coordinator, signed_in, django_assert_num_queries
):
    one = asked()
    asked()
    with CaptureQueriesContext(connection) as few:
        same.candidates(coordinator, one)
    for _more in range(4):
        asked()
    with django_assert_num_queries(len(few)):
        same.candidates(coordinator, one)
    assert len(few) <= 5
