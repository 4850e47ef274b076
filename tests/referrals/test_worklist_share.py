"""Many at once to a colleague, and who has what open."""

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from nedtrappning.cache import MayBeAway
from referrals import actions, presence
from referrals.models import Referral, Sharing
from tests.factories import referrals as make

LIST = "/app/referrals"
SHARE = "/app/referrals/share"


def url(referral, page="detail"):
    return reverse(f"referrals:{page}", args=[referral.shown_reference])


def given(to, *referrals, reason="even"):
    which = [one.shown_reference for one in referrals]
    return {"to": str(to.pk), "reason": reason, "which": which}


@pytest.fixture
def sara(signed_in, nurse):
    return signed_in(nurse)


@pytest.fixture
def karin(signed_in, coordinator):
    return signed_in(coordinator)


# ------------------------------------------------------------------------ many at once


@pytest.mark.django_db
def test_one_sentence_says_what_became_of_each(sara, nurse, coordinator):
    new = [make.from_clinic() for _n in range(2)]
    had = make.from_clinic()
    actions.assign(had, to=coordinator, by=nurse, at=timezone.now())
    done = make.accepted(nurse)

    page = sara.post(
        f"{SHARE}?source=clinic", given(coordinator, *new, had, done), follow=True
    )

    text = page.content.decode()
    assert "2 tilldelade Karin Ohlin, 1 fanns redan där, 1 var redan bedömd." in text
    sharing = Sharing.objects.get()
    assert page.redirect_chain[0][0] == f"{LIST}?source=clinic&shared={sharing.pk}"
    assert Referral.objects.filter(assigned_to=coordinator).count() == 3
    reasons = Event.objects.filter(kind="referral.assigned", reason__gt="")
    assert {event.reason for event in reasons} == {"Jämnare fördelning"}


@pytest.mark.django_db
def test_a_second_press_writes_nothing(sara, coordinator):
    rows = [make.from_clinic() for _n in range(3)]

    for _press in range(2):
        sara.post(SHARE, given(coordinator, *rows))

    assert Event.objects.filter(kind="referral.assigned").count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    "which", [[], ["NOPE-NOPE"], ["\x00"], ["x" * 500]], ids=["none", "no", "nul", "x"]
)
def test_references_that_are_none_assign_nothing(sara, coordinator, which):
    make.from_clinic()

    page = sara.post(SHARE, {"to": str(coordinator.pk), "which": which}, follow=True)

    assert page.status_code == 200
    assert not Referral.objects.exclude(assigned_to=None).exists()


@pytest.mark.django_db
def test_nothing_ticked_is_said_at_the_form_and_ticks_are_kept(sara, coordinator):
    referral = make.from_clinic()

    empty = sara.post(SHARE, given(coordinator))
    wrong = sara.post(SHARE, {"to": "nobody", "which": [referral.shown_reference]})

    assert "Kryssa i minst en remiss i listan." in empty.content.decode()
    assert f'id="v{referral.shown_reference}" checked' in wrong.content.decode()


@pytest.mark.django_db
def test_all_on_the_page_can_be_ticked_without_script(sara):
    for _n in range(3):
        make.from_clinic()

    assert sara.get(f"{SHARE}?all=yes").content.decode().count(" checked>") >= 3


@pytest.mark.django_db
def test_only_colleagues_who_assess_and_only_the_units_own(
    sara, signed_in, outsider, administrator
):
    referral = make.from_clinic()

    sara.post(SHARE, given(administrator, referral))
    signed_in(outsider).post(SHARE, given(outsider, referral))

    referral.refresh_from_db()
    assert referral.assigned_to is None


# ------------------------------------------------------------------- and back again


def ticked(*referrals):
    """As the list posts it: the reference, and who had it when it was shown."""
    return [f"{one.shown_reference}/{one.assigned_to_id or ''}" for one in referrals]


def undo_of(page):
    return re.search(rf'action="({SHARE}/[^"]+/undo[^"]*)"', page.content.decode())[1]


@pytest.mark.django_db
def test_sharing_out_is_undone_to_whoever_had_each(sara, nurse, coordinator):
    nobodys, saras = make.from_clinic(), make.self_referral()
    actions.assign(saras, to=nurse, by=nurse, at=timezone.now())
    page = sara.post(
        f"{SHARE}?source=clinic", given(coordinator, nobodys, saras), follow=True
    )

    after = sara.post(undo_of(page), follow=True)

    nobodys.refresh_from_db()
    saras.refresh_from_db()
    assert (nobodys.assigned_to, saras.assigned_to) == (None, nurse)
    assert "2 remisser är tillbaka där de var." in after.content.decode()
    assert after.redirect_chain[0][0] == f"{LIST}?source=clinic"
    assert Event.objects.filter(kind="referral.assignment_undone").count() == 2


@pytest.mark.django_db
def test_what_somebody_has_changed_since_stays_and_is_named(
    sara, nurse, coordinator, manager
):
    rows = [make.from_clinic() for _n in range(4)]
    page = sara.post(SHARE, given(coordinator, *rows), follow=True)
    untouched, moved, decided, moved_back = rows
    at = timezone.now()
    actions.assign(moved, to=nurse, by=coordinator, at=at)
    actions.accept(
        decided, owner=coordinator, first_contact_on=make.TODAY, by=coordinator, at=at
    )
    for to in (nurse, coordinator):
        actions.assign(moved_back, to=to, by=coordinator, at=at)

    after = sara.post(undo_of(page), follow=True).content.decode()

    owners = [Referral.objects.get(pk=one.pk).assigned_to for one in rows]
    assert owners == [None, nurse, coordinator, coordinator]
    assert "1 remiss är tillbaka där den var." in after
    named = after.split("så de är kvar: ")[1].split("</")[0]
    assert untouched.shown_reference not in named
    for one in (moved, decided, moved_back):
        assert one.shown_reference in named


@pytest.mark.django_db
def test_sharing_out_is_undone_once_and_for_ten_minutes(sara, coordinator):
    referral = make.from_clinic()
    page = sara.post(SHARE, given(coordinator, referral), follow=True)
    again = sara.post(SHARE, given(sara_of(page), referral), follow=True)

    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        late = sara.post(undo_of(again), follow=True).content.decode()
        reloaded = sara.get(again.redirect_chain[0][0]).content.decode()
    sara.post(undo_of(again))
    twice = sara.post(undo_of(again), follow=True).content.decode()

    referral.refresh_from_db()
    assert "En tilldelning går att ångra i tio minuter." in late
    assert "/undo" not in reloaded
    assert "Tilldelningen är redan ångrad." in twice
    assert referral.assigned_to == coordinator


def sara_of(page):
    return page.wsgi_request.user


@pytest.mark.django_db
def test_only_the_units_own_who_assess_undo(
    sara, signed_in, coordinator, outsider, referrer
):
    referral = make.from_clinic()
    page = sara.post(SHARE, given(coordinator, referral), follow=True)

    answers = [
        signed_in(who).post(undo_of(page)).status_code for who in (outsider, referrer)
    ]

    referral.refresh_from_db()
    assert set(answers) <= {403, 404}
    assert referral.assigned_to == coordinator


@pytest.mark.django_db
@pytest.mark.parametrize("shared", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_an_address_of_no_sharing_is_the_list(sara, shared):
    make.from_clinic()

    page = sara.get(f"{LIST}?shared={shared}", follow=True)

    assert page.status_code == 200
    assert "/undo" not in page.content.decode()


@pytest.mark.django_db
def test_what_a_colleague_assigned_meanwhile_is_asked_about(
    sara, nurse, coordinator, signed_in
):
    first, second = make.from_clinic(), make.from_clinic()
    shown = ticked(first, second)
    signed_in(coordinator).post(SHARE, given(coordinator, first))

    told = sara.post(SHARE, {"to": str(nurse.pk), "reason": "even", "which": shown})

    html = told.content.decode()
    owners = [Referral.objects.get(pk=one.pk).assigned_to for one in (first, second)]
    assert told.status_code == 409
    assert owners == [coordinator, nurse]
    assert "Ansvarig nu: Karin Ohlin" in html
    assert f'id="v{first.shown_reference}" checked' in html
    assert f'id="v{second.shown_reference}" checked' not in html
    assert told.context["form"]["reason"].value() == "even"
    assert undo_of(told)


@pytest.mark.django_db
def test_pressed_again_with_open_eyes_it_is_done(sara, nurse, coordinator):
    referral = make.from_clinic()
    shown = ticked(referral)
    actions.assign(referral, to=coordinator, by=coordinator, at=timezone.now())
    told = sara.post(SHARE, {"to": str(nurse.pk), "which": shown}).content.decode()
    now = re.search(rf'value="({referral.shown_reference}/[^"]+)"', told)[1]

    sara.post(SHARE, {"to": str(nurse.pk), "which": now})

    referral.refresh_from_db()
    assert referral.assigned_to == nurse


@pytest.mark.django_db(transaction=True)
def test_two_who_assign_the_same_ones_at_once_do_not_wait_for_ever(nurse, coordinator):
    rows = [make.from_clinic() for _n in range(6)]
    results, start = [], threading.Barrier(2)

    def assign(some, to):
        start.wait()
        shared = actions.assign_many(some, to=to, by=to, at=timezone.now())
        results.append(shared)
        connection.close()

    threads = [
        threading.Thread(target=assign, args=(rows, nurse)),
        threading.Thread(target=assign, args=(rows[::-1], coordinator)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert [len(result.assigned) for result in results] == [6, 6]
    assert Referral.objects.values("assigned_to").distinct().count() == 1


# --------------------------------------------------------------------- who has it open


@pytest.mark.django_db
def test_a_colleague_is_told_who_reads_it(sara, karin):
    referral, other = make.from_clinic(), make.from_clinic()

    sara.get(url(referral))
    page = karin.get(LIST)
    open_one = karin.get(url(referral)).content.decode()

    rows = {row.reference: row.readers for row in page.context["listing"].rows}
    assert rows == {referral.shown_reference: "Sara", other.shown_reference: ""}
    assert "Sara läser den här" in page.content.decode()
    assert "Sara Nyberg läser den här" in open_one


@pytest.mark.django_db
def test_nobody_is_told_about_themselves(sara):
    referral = make.from_clinic()

    sara.get(url(referral))

    assert "läser den här" not in sara.get(url(referral)).content.decode()


@pytest.mark.django_db
def test_a_strip_that_is_open_says_that_somebody_decides(sara, karin):
    referral = make.from_clinic()

    sara.get(url(referral, "accept"))

    assert "Sara Nyberg bedömer" in karin.get(url(referral)).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("leaves", ["next", "list", "two minutes"])
def test_whoever_goes_on_reads_it_no_longer(sara, karin, leaves):
    referral, other = make.from_clinic(), make.from_clinic()
    begun = timezone.now()
    sara.get(url(referral))

    if leaves != "two minutes":
        sara.get(url(other) if leaves == "next" else LIST)
        begun -= timedelta(minutes=3)
    with time_machine.travel(begun + timedelta(minutes=3), tick=False):
        page = karin.get(url(referral)).content.decode()

    assert "Sara Nyberg läser" not in page


@pytest.mark.django_db
def test_a_page_that_stays_open_says_so_and_hears_who_else(sara, karin, coordinator):
    referral = make.from_clinic()
    karin.get(url(referral))

    told = sara.post(url(referral, "here"), {"decides": "yes"})

    assert told.content.decode() == "Karin Ohlin läser den här"
    found = presence.others([referral.pk], but=coordinator, at=timezone.now())
    assert [(one.name, one.decides) for one in found[referral.pk]] == [
        ("Sara Nyberg", True)
    ]


@pytest.mark.django_db
def test_it_stops_nobody(sara, karin, nurse, coordinator):
    referral = make.from_clinic()
    sara.get(url(referral, "accept"))

    karin.post(url(referral, "take"))

    referral.refresh_from_db()
    assert referral.assigned_to == coordinator


@pytest.mark.django_db
def test_another_unit_hears_nothing(sara, signed_in, outsider):
    referral = make.from_clinic()
    sara.get(url(referral))

    assert signed_in(outsider).post(url(referral, "here")).status_code == 404


@pytest.mark.django_db
def test_without_redis_the_list_opens_and_says_nothing(
    sara, karin, monkeypatch, settings
):
    away = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": away}
    monkeypatch.setattr(MayBeAway, "_away_until", 0.0)
    referral = make.from_clinic()

    first, second = sara.get(url(referral)), karin.get(LIST)

    assert (first.status_code, second.status_code) == (200, 200)
    assert "läser den här" not in second.content.decode()
