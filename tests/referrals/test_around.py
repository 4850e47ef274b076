"""One open referral and all around it: few questions, and nothing of it missing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from referrals import actions, queries, tasks
from referrals.actions import same
from referrals.models import Question, Referral
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
SHOWN = (
    "attachments",
    "conference_points",
    "medicines",
    "own_parts",
    "part_requests",
    "pauses",
    "questions",
)


def url(referral, page="detail"):
    return reverse(f"referrals:{page}", args=[referral.shown_reference])


def day(days=0):
    return timezone.localdate() + timedelta(days=days)


def asked(client, referral):
    with CaptureQueriesContext(connection) as found:
        page = client.get(url(referral))
    assert page.status_code == 200
    return len(found), page.content.decode()


def test_a_referral_with_nothing_around_it_asks_thirteen_questions(
    signed_in, coordinator
):
    client = signed_in(coordinator)
    referral = make.from_clinic()

    count, _html = asked(client, referral)

    assert count == 13


def with_everything(by):
    """A clinic's referral with a part, and something of every kind on both."""
    lead, part = make.from_clinic(), make.self_referral(phone="+46701740651")
    at = timezone.now()
    for one in (lead, part):
        actions.ask(
            one,
            to=Question.To.PATIENT,
            text=f"Frågan {one.shown_reference}?",
            reply_by=day(2),
            by=by,
            at=at,
        )
    actions.join(part, to=lead, by=by, at=at)
    return lead, part


def test_more_around_it_asks_no_more_than_once_of_each_kind(signed_in, coordinator):
    client = signed_in(coordinator)
    lead, part = with_everything(coordinator)
    more, _part = with_everything(coordinator)
    third = make.self_referral(phone="+46701740652")
    actions.join(third, to=more, by=coordinator, at=timezone.now())

    (one, html), (two, _html) = asked(client, lead), asked(client, more)
    (of_part, _other) = asked(client, part)

    assert one == two <= 18
    assert of_part <= 20
    for row in (lead, part):
        assert "Vi väntar på svar från patienten" in html
        assert row.shown_reference in html


def test_all_that_hangs_on_the_case_is_shown_from_memory(
    coordinator, django_assert_num_queries
):
    lead, part = with_everything(coordinator)
    referral = Referral.objects.select_related("joined_to").get(pk=part.pk)

    queries.gather(referral)

    with django_assert_num_queries(0):
        together = [referral.lead, *referral.lead.parts.all()]
        for name in SHOWN:
            for row in (referral, *together):
                list(getattr(row, name).all())
    assert together == [lead, part]
    assert [len(row.questions.all()) for row in together] == [1, 1]


def test_marks_say_what_there_is(coordinator):
    plain, full = make.from_clinic(), with_everything(coordinator)[0]

    marked = {row.pk: row for row in queries.marked(Referral.objects.all())}

    assert queries.there_may_be(marked[full.pk], "questions")
    assert queries.there_may_be(marked[full.pk], "parts")
    assert not queries.there_may_be(marked[plain.pk], "questions")
    assert not queries.there_may_be(marked[plain.pk], "stale")
    assert queries.there_may_be(plain, "stale")


def test_what_was_told_apart_is_seen_from_both_sides(signed_in, coordinator):
    one = make.self_referral(name="Maria Ek", phone="+46701740661")
    other = make.self_referral(name="Maria Ek", phone="+46701740661")
    same.tell_apart(one, other=other, by=coordinator, at=timezone.now())

    for row in (one, other):
        assert "jämfört av Karin Ohlin" in asked(signed_in(coordinator), row)[1]


def test_what_a_post_adds_is_on_the_page_that_answers(signed_in, coordinator):
    referral = make.self_referral()
    lead = make.from_clinic()
    actions.join(referral, to=lead, by=coordinator, at=timezone.now())

    page = signed_in(coordinator).post(url(lead, "ask_patient"))

    assert page.context["code"]
    assert "Patienten kan berätta mer, men behöver inte." in page.content.decode()


def test_what_went_stale_is_found_by_its_mark(signed_in, coordinator):
    referral = make.from_clinic()
    actions.ask(
        referral,
        to=Question.To.REFERRER,
        text="Vilken dos?",
        reply_by=day(-20),
        by=coordinator,
        at=timezone.now() - timedelta(days=27),
    )
    tasks.find_stale()

    assert "Vänta en vecka till" in asked(signed_in(coordinator), referral)[1]
