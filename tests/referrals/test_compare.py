"""Two about one referral at once: taken back, withdrawn or assigned meanwhile."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import system_user
from audit.models import Event
from referrals import actions
from referrals.actions import follow
from referrals.models import Referral
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
WORDS = {
    "reason": "Smärtan behöver utredas först.",
    "for_patient": "Din smärta behöver undersökas först.",
    "destination": "Smärtmottagningen",
}


def url(referral, page="detail"):
    return reverse(f"referrals:{page}", args=[referral.shown_reference])


def now():
    return timezone.now()


def said(referral, **words):
    """What a strip that was opened now would send."""
    return {**words, "edition": Referral.objects.get(pk=referral.pk).edition}


def question(referral):
    day = timezone.localdate() + timedelta(days=5)
    text = {"to": "patient", "text": "Hur mår du?", "reply_by": str(day)}
    return said(referral, **text)


@pytest.fixture
def sara(signed_in, nurse):
    return signed_in(nurse)


def test_the_clinic_takes_back_what_a_colleague_is_deciding(sara, signed_in, referrer):
    referral = make.from_clinic(referrer)
    mine = said(referral, **WORDS)
    clinic = reverse("referrals_public:clinic_withdraw", args=[referral.reference])
    signed_in(referrer).post(clinic, {"reason": "Patienten har flyttat."})

    late = sara.post(url(referral, "redirect"), mine)

    body = late.content.decode()
    assert late.status_code == 409
    assert f"{referrer.name} tog tillbaka remissen" in body
    assert "Patienten har flyttat." in body
    assert all(word in body for word in WORDS.values())
    assert "Gå vidare med mitt" not in body
    assert Referral.objects.get().status == "withdrawn"


def test_the_person_takes_back_what_a_colleague_is_asking_about(sara):
    referral = make.self_referral()
    missing = sara.get(url(referral, "ask")).context["form"].fields["about"].choices
    mine = {**question(referral), "about": [missing[0][0]]}
    follow.take_back(referral, by=system_user(), at=now())

    body = sara.post(url(referral, "ask"), mine).content.decode()

    assert "Den som skickade egenremissen tog tillbaka remissen" in body
    assert "Hur mår du?" in body
    assert missing[0][0] in body
    assert "Gå vidare med mitt" not in body


@pytest.mark.parametrize("verb", ["take_back", "separate"])
def test_what_leaves_the_case_is_seen_by_whoever_decides_it(sara, nurse, verb):
    lead, part = make.from_clinic(), make.self_referral()
    actions.join(part, to=lead, by=nurse, at=now())
    mine = said(lead, **WORDS)
    act = follow.take_back if verb == "take_back" else actions.separate
    act(part, by=system_user(), at=now())

    late = sara.post(url(lead, "reject"), mine)
    both = late.context["both"]
    go_on = sara.post(both.url, {**dict(both.posted), "edition": both.edition})

    told = {
        "take_back": "Den som skickade egenremissen tog tillbaka en remiss i ärendet",
        "separate": "tog ut en remiss ur ärendet",
    }
    assert told[verb] in late.content.decode()
    assert go_on.status_code == 302
    assert Referral.objects.get(pk=lead.pk).status == "rejected"


def test_withdrawing_meets_what_a_colleague_decided(sara, signed_in, coordinator):
    referral = make.from_clinic()
    form = sara.get(url(referral, "withdraw")).context["form"]
    mine = {"reason": "Kliniken ringde.", "edition": form["edition"].value()}
    signed_in(coordinator).post(url(referral, "reject"), said(referral, **WORDS))

    late = sara.post(url(referral, "withdraw"), mine)

    body = late.content.decode()
    assert late.status_code == 409
    assert "Karin Ohlin avböjde remissen" in body
    assert "Kliniken ringde." in body
    assert "redan bedömd och kan inte tas tillbaka" in body
    assert Referral.objects.get().status == "rejected"


def test_withdrawing_goes_on_after_a_question(sara, signed_in, coordinator):
    referral = make.from_clinic()
    mine = said(referral, reason="Kliniken ringde.")
    signed_in(coordinator).post(url(referral, "ask"), question(referral))

    late = sara.post(url(referral, "withdraw"), mine)
    both = late.context["both"]
    sara.post(both.url, {**dict(both.posted), "edition": both.edition})

    assert "Karin Ohlin ställde en fråga om remissen" in late.content.decode()
    assert Referral.objects.get().status == "withdrawn"


def test_two_who_assign_the_same_one_compare(sara, nurse, coordinator, signed_in):
    referral = make.from_clinic()
    mine = said(referral, to=str(nurse.pk), reason="known")
    theirs = said(referral, to=str(coordinator.pk))
    signed_in(coordinator).post(url(referral, "assign"), theirs)

    late = sara.post(url(referral, "assign"), mine)
    both = late.context["both"]
    before = Referral.objects.get().assigned_to
    sara.post(both.url, {**dict(both.posted), "edition": both.edition})

    body = late.content.decode()
    assert late.status_code == 409
    assert "Karin Ohlin tilldelade remissen" in body
    assert "Ansvarig nu: Karin Ohlin" in body
    assert "Känner patienten" in body
    assert before == coordinator
    assert Referral.objects.get().assigned_to == nurse


def test_two_who_assign_to_the_same_colleague_agree(sara, coordinator, signed_in):
    referral = make.from_clinic()
    mine = said(referral, to=str(coordinator.pk))
    signed_in(coordinator).post(url(referral, "take"), said(referral))

    answer = sara.post(url(referral, "assign"), mine)

    assert answer.status_code == 302
    assert Event.objects.filter(kind="referral.assigned").count() == 1


def test_taking_what_a_colleague_has_just_taken_compares(
    sara, nurse, coordinator, signed_in
):
    referral = make.from_clinic()
    page = sara.get(url(referral)).content.decode()
    mine = said(referral)
    assert f'name="edition" value="{mine["edition"]}"' in page
    signed_in(coordinator).post(url(referral, "take"), said(referral))

    late = sara.post(url(referral, "take"), mine)
    both = late.context["both"]

    body = late.content.decode()
    assert late.status_code == 409
    assert "Du var på väg: Ta till mig" in body
    assert "Karin Ohlin tilldelade remissen" in body
    assert Referral.objects.get().assigned_to == coordinator
    sara.post(both.url, {"edition": both.edition})
    assert Referral.objects.get().assigned_to == nurse


def test_assigning_what_was_decided_meanwhile_says_so(
    sara, nurse, coordinator, signed_in
):
    referral = make.from_clinic()
    mine = said(referral, to=str(nurse.pk))
    signed_in(coordinator).post(url(referral, "reject"), said(referral, **WORDS))

    for verb in ("assign", "take"):
        late = sara.post(url(referral, verb), mine)
        assert late.status_code == 409
        assert "Karin Ohlin avböjde remissen" in late.content.decode()
        assert "Gå vidare med mitt" not in late.content.decode()

    assert Referral.objects.get().assigned_to is None
