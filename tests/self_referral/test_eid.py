"""The e-ID as a shortcut through a self-referral; the same form without it."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils.timezone import now

from audit.models import Event
from patients.models import Patient
from referrals.models import Draft, Referral
from tests.factories import accounts, self_referrals
from tests.legitimation import ANNA, CHILD, STRANGER, Provider, known, opened

pytestmark = pytest.mark.django_db
START = "/egenremiss/legitimera/"
CONTACT = {
    "name": "Nora Sten",
    "phone": "070-174 06 15",
    "best_time": "morning",
    "voicemail": "no",
}
PAGES = [
    {"fits": "yes"},
    {"kinds": ["calming"]},
    {"how_long": "over_5_years"},
    {"dose_change": "as_usual"},
    {"risks": ["none_known"]},
    CONTACT,
    {"goal": ""},
]


@pytest.fixture(autouse=True)
def _unit(db: None) -> None:
    accounts.unit()


def fills_in(client, first=1, **changed):
    """Answer the questions from `first` on."""
    for number, answers in enumerate(PAGES, start=1):
        if number >= first:
            posted = {**answers, **(changed if number == 6 else {})}
            answer = client.post(f"/egenremiss/fraga/{number}/", posted)
            assert answer.status_code == 302, answer.content.decode()


def sends(client) -> Referral:
    page = client.get("/egenremiss/granska/")
    key = page.context["form"]["form_key"].value()
    seen = page.context.get("seen", "")
    client.post(
        "/egenremiss/granska/", {"consent": "yes", "form_key": key, "seen": seen}
    )
    return Referral.objects.get()


def test_the_name_is_filled_in_and_the_number_known(provider: Provider, client):
    answer = provider.brings(client, START, STRANGER)

    assert answer["Location"] == "/egenremiss/granska/"
    assert client.get(answer["Location"]).url == "/egenremiss/fraga/1/"
    assert 'value="Nora Sten"' in client.get("/egenremiss/fraga/6/").content.decode()
    assert "_auth_user_id" not in client.session
    assert Patient.objects.count() == 0
    fills_in(client)
    assert (
        "legitimerat dig som Nora Sten"
        in client.get("/egenremiss/granska/").content.decode()
    )

    referral = sends(client)

    assert referral.is_proven
    assert referral.patient is not None
    assert referral.patient.identity_number == STRANGER
    assert (referral.patient.given_name, referral.patient.family_name) == (
        "Nora",
        "Sten",
    )
    assert referral.patient.phone == "+46701740615"
    sent = Event.objects.get(kind="referral.sent")
    assert sent.patient_id == referral.patient_id


def test_who_assesses_types_nothing(provider: Provider, client, nurse, signed_in):
    provider.brings(client, START, STRANGER)
    fills_in(client)
    referral = sends(client)

    page = signed_in(nurse).get(reverse("referrals:accept", args=[referral.reference]))

    assert "number" not in page.context["form"].fields
    assert "given_name" not in page.context["form"].fields


def test_a_known_patient_is_the_same_patient(provider: Provider, client):
    anna = known()
    provider.brings(client, START, ANNA)
    fills_in(client, name="Anna Berg")

    assert sends(client).patient == anna


def test_what_was_answered_before_survives_the_journey(provider: Provider, client):
    client.post("/egenremiss/borja/")
    fills_in(client, name="Nora")
    drafts = Draft.objects.count()

    provider.brings(client, START, STRANGER)

    assert Draft.objects.count() == drafts
    page = client.get("/egenremiss/granska/").content.decode()
    assert "Nora Sten" in page
    assert sends(client).is_proven


def test_turning_back_loses_nothing(provider: Provider, client):
    client.post("/egenremiss/borja/")
    fills_in(client)

    answer = provider.brings(client, START, "")

    body = answer.content.decode()
    assert "Det du har skrivit finns kvar" in body
    assert 'href="/egenremiss/granska/"' in body
    referral = sends(client)
    assert not referral.is_proven
    assert referral.patient is None


def test_a_provider_that_is_away_stops_nobody(provider: Provider, client, settings):
    client.post("/egenremiss/borja/")
    fills_in(client)
    settings.OIDC_ISSUER = "http://127.0.0.1:1"

    answer = opened(client, START)

    assert answer.status_code == 503
    assert "Fortsätt utan e-legitimation" in answer.content.decode()
    assert sends(client).name == "Nora Sten"


def test_another_name_is_somebody_else(provider: Provider, client):
    """People fill in the form for each other, and prove only themselves."""
    provider.brings(client, START, STRANGER)
    fills_in(client, name="Nora Stens mamma")

    page = client.get("/egenremiss/granska/").content.decode()
    assert "E-legitimationen används inte" in page
    referral = sends(client)

    assert not referral.is_proven
    assert referral.patient is None
    assert Patient.objects.count() == 0


def test_it_can_be_let_go_of(provider: Provider, client):
    provider.brings(client, START, STRANGER)
    fills_in(client)

    client.post("/egenremiss/utan-legitimation/")

    assert "legitimerat dig" not in client.get("/egenremiss/granska/").content.decode()
    assert sends(client).patient is None


def test_after_two_hours_it_counts_no_more(provider: Provider, client, time_machine):
    provider.brings(client, START, STRANGER)
    fills_in(client)
    began = now()
    for minutes in (50, 100, 125):
        time_machine.move_to(began + timedelta(minutes=minutes))
        client.post("/egenremiss/kvar/")

    assert not sends(client).is_proven


def test_somebody_under_age_is_shown_who_helps_and_stopped_by_nothing(
    provider: Provider, client
):
    answer = provider.brings(client, START, CHILD)

    assert answer["Location"] == "/egenremiss/bra-att-veta/"
    assert client.get(answer["Location"]).status_code == 200
    fills_in(client, first=2, name="Love Sten")
    assert sends(client).is_proven


def test_two_presses_register_once(provider: Provider, client):
    provider.brings(client, START, STRANGER)
    fills_in(client)
    page = client.get("/egenremiss/granska/")
    posted = {
        "consent": "yes",
        "form_key": page.context["form"]["form_key"].value(),
        "seen": page.context.get("seen", ""),
    }

    client.post("/egenremiss/granska/", posted)
    client.post("/egenremiss/granska/", posted)

    assert Referral.objects.count() == Patient.objects.count() == 1


def test_the_draft_tells_nothing_without_its_cookie(provider: Provider, client):
    provider.brings(client, START, STRANGER)

    sealed = bytes(Draft.objects.get().sealed)
    assert STRANGER.encode() not in sealed
    assert b"Nora" not in sealed


def test_who_sent_with_an_e_id_comes_in_afterwards(provider: Provider, client):
    provider.brings(client, START, STRANGER)
    fills_in(client)
    referral = sends(client)

    answer = provider.brings(client, "/legitimera/", STRANGER)

    assert answer["Location"] == "/min/"
    assert client.session["_auth_user_id"] == str(
        Patient.objects.get(pk=referral.patient_id).user_id
    )


def test_who_follows_is_led_to_the_whole_only_when_there_is_somebody_to_lead(
    provider: Provider, client
):
    provider.brings(client, START, STRANGER)
    fills_in(client)
    proven = sends(client)
    without = self_referrals.sent(now())

    pages = [follows(client, referral) for referral in (proven, without)]

    whole = "/legitimera/?next=/min/remiss/"
    assert [whole in page for page in pages] == [True, False]
    answer = provider.brings(client, whole, STRANGER)
    assert answer["Location"] == "/min/remiss/"
    assert proven.shown_reference in client.get("/min/remiss/").content.decode()


def follows(client, referral: Referral) -> str:
    """The page of somebody who has given the right code."""
    signed = signing.dumps(str(referral.pk), salt="folj")
    client.cookies["folj"] = signed
    found: str = client.get("/folj/status/").content.decode()
    return found
