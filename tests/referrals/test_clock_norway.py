"""In Norway: ten working days from the day it came, and no pauses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.refusals import Refused
from referrals import actions
from referrals.models import ClockPause
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_norway(settings):
    settings.JURISDICTION = "norway"


@pytest.mark.parametrize(
    ("came", "due"),
    [
        # Nothing in between but weekends.
        (datetime(2026, 11, 20, 8, tzinfo=UTC), date(2026, 12, 4)),
        # Ascension Day 14 May; 17 May is a Sunday; Whit Monday 25 May.
        (datetime(2026, 5, 11, 8, tzinfo=UTC), date(2026, 5, 27)),
        # 17 May 2027 is a Monday, and so is Whit Monday the day before nobody works.
        (datetime(2027, 5, 3, 8, tzinfo=UTC), date(2027, 5, 19)),
        # Maundy Thursday, Good Friday and Easter Monday 2027.
        (datetime(2027, 3, 22, 8, tzinfo=UTC), date(2027, 4, 8)),
        # Christmas Day is a Friday, New Year's Day too; the eves are working days.
        (datetime(2026, 12, 18, 8, tzinfo=UTC), date(2027, 1, 5)),
        # Half past eleven at night in UTC is the next day in Oslo.
        (datetime(2026, 11, 19, 23, 30, tzinfo=UTC), date(2026, 12, 4)),
    ],
)
def test_ten_working_days_count_from_the_day_it_came(came, due):
    referral = make.from_clinic(at=came, issued_on=date(2026, 1, 7))

    assert referral.due_on == due


def test_the_day_it_was_written_counts_for_nothing():
    at = datetime(2026, 11, 20, 8, tzinfo=UTC)

    early = make.from_clinic(at=at, issued_on=date(2026, 11, 1))
    late = make.from_clinic(at=at, issued_on=date(2026, 11, 19))

    assert early.due_on == late.due_on


def test_the_clock_is_never_paused(nurse):
    with pytest.raises(Refused, match="kan inte pausas"):
        actions.pause(
            make.from_clinic(),
            reason=ClockPause.Reason.MEDICAL,
            first_on=date(2026, 11, 21),
            until_on=None,
            proof="Intyg",
            by=nurse,
            at=make.AT,
        )


def test_every_page_of_a_referral_works(signed_in, nurse):
    referral = make.from_clinic(at=timezone.now())
    client = signed_in(nurse)
    names = ("detail", "accept", "ask", "redirect", "reject", "pause", "priority")

    pages = {
        name: client.get(reverse(f"referrals:{name}", args=[referral.shown_reference]))
        for name in (*names, "take_up", "assign")
    }

    assert {page.status_code for page in pages.values()} == {200}
    paused = pages["pause"].content.decode()
    assert "tio arbetsdagar" in paused
    assert "Fristen kan inte pausas" in paused
    assert "Bedöm senast" in paused
    assert "vårdgaranti" not in paused.lower()


def test_holidays_in_between_are_named(signed_in, nurse, settings):
    came = datetime(2027, 5, 10, 8, tzinfo=UTC)
    referral = make.from_clinic(at=came, issued_on=date(2027, 5, 10))

    page = signed_in(nurse).get(
        reverse("referrals:pause", args=[referral.shown_reference])
    )

    assert date(2027, 5, 17) in page.context["deciding"].clock.free_days


def test_where_one_lives_decides_nothing(signed_in, nurse):
    referral = make.from_clinic(at=timezone.now(), lives_elsewhere=True)

    page = signed_in(nurse).get(
        reverse("referrals:detail", args=[referral.shown_reference])
    )

    rules = [str(found.rule) for found in page.context["deciding"].suggestion.findings]
    assert "Bor i regionen" not in rules


def test_a_promise_about_to_break_is_told_in_neutral_words(nurse):
    task = actions.warn_of_clock(
        make.from_clinic(),
        due_on=make.TODAY + timedelta(days=2),
        by=nurse,
        at=make.AT,
    )

    assert "vårdgaranti" not in task.why.lower()
