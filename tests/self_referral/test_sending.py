"""One referral, however the button is pressed; a draft only its writer can open."""

import threading
from datetime import datetime

import pytest
from django.db import connection

from accounts.models import CareUnit, system_user
from patients.models import Task
from referrals.actions import self_referral
from referrals.models import Draft, Referral
from tests.factories import accounts, self_referrals


def test_two_presses_of_one_draft_are_one_referral(db: None, monday: datetime) -> None:
    accounts.unit()
    draft = self_referrals.draft(monday)

    first = self_referral.send_self_referral(draft, by=system_user(), at=monday)
    second = self_referral.send_self_referral(draft, by=system_user(), at=monday)

    assert first == second


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_presses_at_the_same_moment_are_one_referral(monday: datetime) -> None:
    accounts.unit()
    draft = self_referrals.draft(monday)
    together = threading.Barrier(2)
    found: list[Referral] = []

    def press() -> None:
        together.wait()
        found.append(
            self_referral.send_self_referral(draft, by=system_user(), at=monday)
        )
        connection.close()

    presses = [threading.Thread(target=press) for _turn in range(2)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert len({referral.pk for referral in found}) == 1
    assert Referral.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "is_risk"),
    [
        ({}, False),
        ({"dose": {"dose_change": "unknown"}}, False),
        ({"dose": {"dose_change": "reduced"}}, True),
        ({"dangers": {"risks": ["alcohol"]}}, True),
        ({"dangers": {"risks": ["not_answered"]}}, False),
    ],
)
def test_danger_pins_and_nothing_else_does(
    changed: dict[str, dict[str, object]], is_risk: bool, db: None, monday: datetime
) -> None:
    referral = self_referrals.sent(monday, **changed)

    assert referral.is_risk == is_risk
    assert Task.objects.filter(is_urgent=True).exists() == is_risk


def test_a_known_health_centre_is_recognised_by_its_name(
    db: None, monday: datetime
) -> None:
    clinic: CareUnit = accounts.clinic("Granskogens vårdcentral")
    contact = {
        **self_referrals.ANSWERS["contact"],
        "health_centre": "granskogens Vårdcentral ",
    }

    known = self_referrals.sent(monday, contact=contact)
    unknown = self_referrals.sent(monday, contact={**contact, "health_centre": "Annan"})

    assert known.health_centre == clinic
    assert (unknown.health_centre, unknown.health_centre_text) == (None, "Annan")


def test_a_phone_on_a_wall_gets_no_text_message(db: None, monday: datetime) -> None:
    contact = {**self_referrals.ANSWERS["contact"], "phone": "+46313900612"}

    referral = self_referrals.sent(monday, contact=contact)

    assert referral.status == "received"


def test_a_draft_opens_with_its_own_key_for_an_hour(db: None, monday: datetime) -> None:
    draft = self_referrals.draft(monday)
    other = self_referrals.draft(monday)

    opened = Draft.objects.opened_with(draft.token, at=monday)

    assert opened is not None
    assert opened.row.pk == draft.row.pk != other.row.pk
    assert Draft.objects.opened_with("", at=monday) is None
    late = monday.replace(hour=monday.hour + 1)
    assert Draft.objects.opened_with(draft.token, at=late) is None


def test_a_changed_site_key_makes_drafts_unreadable_not_broken(
    db: None, monday: datetime, settings
) -> None:
    draft = self_referrals.draft(monday)

    settings.SECRET_KEY = "another key altogether"

    assert Draft.objects.opened_with(draft.token, at=monday) is None
