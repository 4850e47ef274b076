"""Aftercare in the browser: who gets in, what is shown, what is refused."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from aftercare.models import CheckIn
from audit.models import Event
from referrals import actions as letters
from tests.factories import aftercare as make
from tests.factories import referrals

pytestmark = pytest.mark.django_db
PAGES = ["case", "relapse", "answer", "close"]


@pytest.mark.parametrize("page", PAGES)
def test_those_who_take_part_see_the_page(page, nurse, prescriber, signed_in):
    aftercare, _at = make.began(nurse, prescriber)

    response = signed_in(nurse).get(
        reverse(f"aftercare:{page}", args=[aftercare.case_id])
    )

    assert response.status_code == 200
    assert aftercare.case.patient.given_name in response.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_learns_that_the_case_is_there(
    page, nurse, prescriber, stranger, referrer, administrator, signed_in
):
    aftercare, _at = make.began(nurse, prescriber)
    address = reverse(f"aftercare:{page}", args=[aftercare.case_id])

    for somebody in (stranger, referrer, administrator):
        assert signed_in(somebody).get(address).status_code == 404


def test_opening_the_page_is_an_event(nurse, prescriber, signed_in):
    aftercare, _at = make.began(nurse, prescriber)

    signed_in(nurse).get(reverse("aftercare:case", args=[aftercare.case_id]))

    opened = Event.objects.filter(kind="case.opened", actor_id=nurse.pk)
    assert opened.get().patient_id == aftercare.case.patient_id


def test_the_whole_way_in_the_browser(nurse, prescriber, signed_in):
    case, at = make.at_goal(nurse, prescriber)

    with time_machine.travel(at, tick=False):
        client = signed_in(nurse)
        client.post(reverse("aftercare:open", args=[case.pk]))
    check_in = CheckIn.objects.filter(aftercare__case=case).first()
    address = reverse("aftercare:log", args=[check_in.pk])
    with time_machine.travel(at + timedelta(days=31), tick=False):
        client = signed_in(nurse)
        empty = client.post(address, {"note": ""})
        done = client.post(
            address,
            {
                "happened_on": (at + timedelta(days=31)).date().isoformat(),
                "how": "phone",
                "going": "mixed",
                "taking": "goal",
                "trouble": "4",
                "note": "Sover <b>bättre</b> 🙂",
            },
        )
        again = client.post(address, {})
        page = client.get(reverse("aftercare:case", args=[case.pk]))

    assert "Det är något som behöver rättas" in empty.content.decode()
    assert done.status_code == 302
    assert again.status_code == 403
    text = page.content.decode()
    assert "Sover &lt;b&gt;bättre&lt;/b&gt; 🙂" in text
    assert "Upp och ned" in text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_a_fixed_number_of_times(
    rows, nurse, prescriber, signed_in, django_assert_max_num_queries
):
    for _row in range(rows):
        make.began(nurse, prescriber)
    client = signed_in(nurse)

    with django_assert_max_num_queries(10):
        page = client.get(reverse("aftercare:list"))

    assert page.content.decode().count('<th scope="row">') == rows


def test_an_empty_list_says_so(nurse, signed_in):
    page = signed_in(nurse).get(reverse("aftercare:list"))

    assert "Ingen av dina patienter är i eftervård" in page.content.decode()


# ------------------------------------------------------------- the final answer


@pytest.fixture
def referred(nurse):
    """A case that a clinic's referral opened."""
    return referrals.accepted(nurse)


def test_the_final_answer_is_written_where_every_reply_is(nurse, referred, signed_in):
    client = signed_in(nurse)
    with time_machine.travel(referrals.AT, tick=False):
        page = client.get(
            reverse("aftercare:answer", args=[referred.case.pk]), follow=True
        )

    form = page.context["form"]
    assert page.redirect_chain[0][0].endswith("?kind=final")
    assert form["kind"].value() == "final"
    assert "{outcome}" in form["text"].value()
    assert "Dosen nu:" in form["text"].value()


def test_what_an_administrator_writes_is_in_the_final_answer(
    nurse, referred, administrator, signed_in
):
    letters.write_block(
        kind="final",
        audience="clinic",
        language="sv",
        part="2_to_do",
        text="## Följ upp\n{follow_up}",
        by=administrator,
        at=referrals.AT,
    )

    with time_machine.travel(referrals.AT, tick=False):
        page = signed_in(nurse).get(
            reverse("aftercare:answer", args=[referred.case.pk]), follow=True
        )

    text = page.context["form"]["text"].value()
    assert "Följ upp:\n{follow_up}" in text
    assert "Dosen nu:" not in text


def test_after_the_final_answer_the_case_can_be_closed(nurse, referred, signed_in):
    client = signed_in(nurse)
    data = {"do": "send", "kind": "final", "text": "Patienten är i mål."}
    with time_machine.travel(referrals.AT, tick=False):
        sent = client.post(
            reverse("referrals:reply", args=[referred.shown_reference]), data
        )

    referred.case.refresh_from_db()
    assert sent.url == reverse("aftercare:close", args=[referred.case.pk])
    assert referred.case.answered_at == referrals.AT


def test_whoever_only_assesses_stays_with_the_letters(
    nurse, referred, coordinator, signed_in
):
    data = {"do": "send", "kind": "final", "text": "Patienten är i mål."}
    with time_machine.travel(referrals.AT, tick=False):
        client = signed_in(coordinator)
        sent = client.post(
            reverse("referrals:reply", args=[referred.shown_reference]), data
        )

        assert client.get(sent.url).status_code == 200


def test_where_nobody_may_be_answered_the_case_can_still_be_closed(
    nurse, referred, signed_in
):
    # The person said yes at first, and has taken it back since.
    type(referred).objects.filter(pk=referred.pk).update(
        source="self", sender=None, sender_unit=None, clinic_consent="no"
    )
    client = signed_in(nurse)
    address = reverse("aftercare:answer", args=[referred.case.pk])

    with time_machine.travel(referrals.AT, tick=False):
        page = client.get(address)
        gone = client.post(address)

    referred.case.refresh_from_db()
    assert "Ingen väntar på slutsvar" in page.content.decode()
    assert gone.status_code == 302
    assert referred.case.answered_at == referrals.AT
