"""The text to whoever prescribes and to the pharmacy."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tapering import actions, pages
from tests.factories import tapering as make

pytestmark = pytest.mark.django_db


def text_of(version, on):
    return pages.pharmacy_text(version, on).replace("\xa0", " ")


def test_it_gives_what_to_prescribe_for_every_period_that_is_left(team, prescriber):
    version = make.decided(team, prescriber)

    first = text_of(version, make.START)
    later = text_of(version, date(2027, 3, 1))

    periods = {row["from"] for row in version.answer["quantities"]}
    assert first.count("Förskriv för") == len(periods)
    assert 0 < later.count("Förskriv för") < len(periods)
    assert "Förskriv för tis 1 dec 2026 till mån 28 dec 2026:" in first


def test_it_ends_without_tablets_at_the_goal(team, prescriber):
    version = make.decided(team, prescriber)

    said = text_of(version, make.START)

    goal = said.partition("Från tis 8 juni 2027: 0 mg per dygn")[2]
    assert goal.splitlines()[1].strip() == "inga tabletter"


def test_it_says_which_version_it_replaces(team, prescriber, nurse):
    version = make.decided(team, prescriber)
    at = make.AT + timedelta(days=58)
    new = actions.hold(version.plan, days=7, because="Feber.", by=nurse, at=at)

    assert "Den ersätter version 1 från" in text_of(new, date(2027, 1, 20))


def test_an_old_version_gives_nothing_to_prescribe(team, prescriber, nurse):
    version = make.decided(team, prescriber)
    at = make.AT + timedelta(days=58)
    actions.hold(version.plan, days=7, because="Feber.", by=nurse, at=at)
    version.refresh_from_db()

    said = text_of(version, date(2027, 1, 20))

    assert "Gammal version. Förskriv inte efter den." in said
    assert "Version 2 gäller från" in said
    assert "Förskriv för" not in said


def test_it_goes_no_further_than_the_step_that_waits(team, prescriber):
    asking = make.policy(confirm_each_step=True)
    version = make.decided(team, prescriber, policy=asking)

    said = text_of(version, make.START)

    assert said.count("Förskriv för") == 2
    assert "Räknat på att steg 1 bekräftas till tis 12 jan 2027." in said
    assert "Fler mängder kommer när steg 1 är bekräftat." in said


def test_the_page_offers_to_copy_it(team, prescriber, nurse, signed_in):
    version = make.decided(team, prescriber)

    page = signed_in(nurse).get(reverse("tapering:text", args=[version.pk]))

    html = page.content.decode()
    assert 'data-copy="texten"' in html
    assert 'id="texten"' in html
