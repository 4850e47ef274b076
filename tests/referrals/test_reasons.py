"""Reasons for decisions: shipped once, changed by an administrator, kept as sent."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import system_user
from accounts.refusals import Refused
from audit.models import Event
from referrals import actions, wording
from referrals.models import DecisionReason
from referrals.shipped_reasons import REASONS
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
WORDS = {
    "kind": "redirect",
    "title": "Sömnmottagningen",
    "for_referrer": "Sömnen behöver utredas först.",
    "for_patient": "Vi tror att sömnmottagningen kan hjälpa dig bättre.",
    "destination": "Sömnmottagningen",
    "position": "3",
}


def add(by, **fields):
    said = {**WORDS, **fields}
    return actions.add_reason(
        kind=DecisionReason.Kind(said["kind"]),
        title=said["title"],
        for_referrer=said["for_referrer"],
        for_patient=said["for_patient"],
        destination=said["destination"],
        by=by,
        at=make.AT,
    )


@pytest.fixture
def keeper(signed_in, administrator):
    return signed_in(administrator)


def test_a_new_site_has_the_shipped_reasons_once():
    for _time in range(2):
        actions.load_reasons(by=system_user(), at=make.AT)

    assert DecisionReason.objects.count() == len(REASONS)


def test_a_site_with_words_of_its_own_gets_no_others(administrator):
    add(administrator)

    actions.load_reasons(by=system_user(), at=make.AT)

    assert DecisionReason.objects.get().title == "Sömnmottagningen"


@pytest.mark.parametrize("reason", REASONS, ids=lambda one: one.shipped_as)
def test_a_shipped_reason_says_where_to_turn_in_words_that_blame_nobody(reason):
    assert reason.destination
    assert reason.for_referrer != reason.for_patient
    texts = (reason.for_referrer, reason.for_patient, reason.destination)
    assert wording.hints(*texts) == []
    assert "!" not in "".join(texts)
    longest = max(len(part.split()) for part in reason.for_patient.split("."))
    assert longest <= 20


def test_an_administrator_adds_a_reason(keeper):
    keeper.post(reverse("referrals:reason_new"), WORDS)

    reason = DecisionReason.objects.get()
    page = keeper.get(reverse("referrals:reasons")).content.decode()
    assert reason.for_patient == WORDS["for_patient"]
    assert "Sömnmottagningen" in page
    assert Event.objects.filter(kind="decision_reason.added").count() == 1


def test_two_reasons_do_not_share_a_title(keeper, administrator):
    add(administrator)

    page = keeper.post(reverse("referrals:reason_new"), WORDS)

    assert "redan ett skäl med den rubriken" in page.content.decode()
    assert DecisionReason.objects.count() == 1


def test_a_reason_changed_later_leaves_what_was_sent(keeper, administrator, nurse):
    reason = add(administrator)
    referral = actions.redirect(
        make.from_clinic(),
        reason=reason.for_referrer,
        for_patient=reason.for_patient,
        destination=reason.destination,
        chosen=reason,
        by=nurse,
        at=make.AT,
    )

    keeper.post(
        reverse("referrals:reason", args=[reason.pk]),
        {**WORDS, "for_patient": "Andra ord.", "for_referrer": "Andra ord till er."},
    )

    referral.refresh_from_db()
    reason.refresh_from_db()
    event = Event.objects.get(kind="decision_reason.changed")
    assert reason.for_patient == "Andra ord."
    assert referral.decision_for_patient == WORDS["for_patient"]
    assert WORDS["for_referrer"] in referral.replies.answers().get().text
    assert event.details["before"]["for_patient"] == WORDS["for_patient"]


def test_saving_the_same_words_is_no_event(keeper, administrator):
    reason = add(administrator)

    said = {**WORDS, "position": str(reason.position)}
    keeper.post(reverse("referrals:reason", args=[reason.pk]), said)

    assert not Event.objects.filter(kind="decision_reason.changed").exists()


def test_a_reason_switched_off_is_not_offered(keeper, administrator, nurse, signed_in):
    reason = add(administrator)
    referral = make.from_clinic()
    page = reverse("referrals:redirect", args=[referral.shown_reference])
    before = signed_in(nurse).get(page).content.decode()

    address = reverse("referrals:reason_switch", args=[reason.pk])
    for _press in range(2):
        keeper.post(address, {"is_active": "no"})

    after = signed_in(nurse).get(page).content.decode()
    assert "Sömnmottagningen" in before
    assert "Sömnmottagningen" not in after
    assert Event.objects.filter(kind="decision_reason.switched_off").count() == 1
    keeper.post(address, {"is_active": "yes"})
    assert "Sömnmottagningen" in signed_in(nurse).get(page).content.decode()


def test_a_listed_word_is_a_hint_and_no_stop(keeper):
    answer = keeper.post(
        reverse("referrals:reason_new"),
        {**WORDS, "for_patient": "Du misslyckades med nedtrappningen."},
        follow=True,
    )

    assert "skriv hellre paus" in answer.content.decode()
    assert DecisionReason.objects.exists()


@pytest.mark.parametrize("who", ["nurse", "manager", "referrer"])
def test_only_an_administrator_keeps_the_reasons(signed_in, request, who):
    client = signed_in(request.getfixturevalue(who))

    for name in ("reasons", "reason_new"):
        assert client.get(reverse(f"referrals:{name}")).status_code == 403


def test_the_action_refuses_a_taken_title(administrator):
    first, second = add(administrator), add(administrator, title="En annan")

    with pytest.raises(Refused):
        actions.change_reason(
            second, title=first.title, by=administrator, at=timezone.now()
        )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("En tablettmissbrukare.", ["tablettmissbrukare"]),
        ("Alkoholmissbruket är känt.", ["Alkoholmissbruket"]),
        ("Hen uteblev utan giltigt skäl.", ["uteblev"]),
        ("Abstinens vid avgiftning", ["Abstinens", "avgiftning"]),
        ("Bakslag och återfall.", ["Bakslag", "återfall"]),
        ("Drogen heter så, preparatet också.", ["Drogen", "preparatet"]),
        ("Personen har blivit beroende och vill trappa ned.", []),
        ("Ett nytt läkemedel hjälpte, dragspel också.", []),
    ],
)
def test_words_that_may_hurt_are_found(text, found):
    assert sorted(hint.found for hint in wording.hints(text)) == sorted(found)
