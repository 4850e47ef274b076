"""Rules that explain themselves: they suggest, and stop nobody."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from referrals import actions
from referrals.eligibility import ADULT, RULES, Answer, Facts, Result, suggest
from referrals.models import Referral
from referrals.pages.suggestions import facts_of, suggestion
from tests.factories import referrals as make

FITS = Facts(
    age=45,
    has_medicine=True,
    is_long_use=True,
    is_tried=True,
    has_place=True,
    uses_more=False,
    has_number=True,
)
FACTS = st.builds(
    Facts,
    age=st.none() | st.integers(0, 110),
    is_self_referral=st.booleans(),
    has_medicine=st.booleans(),
    is_long_use=st.none() | st.booleans(),
    is_tried=st.none() | st.booleans(),
    why_not_tried=st.sampled_from(["", "Ny patient"]),
    lives_elsewhere=st.booleans(),
    has_place=st.booleans(),
    uses_more=st.none() | st.booleans(),
    has_number=st.booleans(),
)


def but(**fields):
    return Facts(**{**FITS.__dict__, **fields})


def of(facts, rule):
    found = suggest(facts, jurisdiction="sweden_public").findings
    return next(one for one in found if str(one.rule) == rule)


@pytest.mark.parametrize(
    ("facts", "result"),
    [
        (FITS, Result.LIKELY),
        (but(age=ADULT), Result.LIKELY),
        (but(age=ADULT - 1), Result.OUTSIDE),
        (but(age=None), Result.UNCLEAR),
        (but(has_medicine=False), Result.UNCLEAR),
        (but(is_long_use=False), Result.OUTSIDE),
        (but(is_long_use=None), Result.UNCLEAR),
        (but(is_tried=None), Result.UNCLEAR),
        (but(is_tried=False), Result.OUTSIDE),
        (but(is_tried=False, why_not_tried="Ny patient"), Result.LIKELY),
        (but(is_tried=None, is_self_referral=True), Result.LIKELY),
        (but(lives_elsewhere=True), Result.OUTSIDE),
        (but(has_place=False), Result.UNCLEAR),
        (but(uses_more=True), Result.UNCLEAR),
        (but(uses_more=None), Result.UNCLEAR),
        (but(has_number=False, is_self_referral=True), Result.LIKELY),
    ],
)
def test_the_rules_come_to_a_result(facts, result):
    assert suggest(facts, jurisdiction="sweden_public").result == result


def test_no_attempt_is_held_against_nobody_who_refers_themselves():
    asked = of(but(is_self_referral=True, is_tried=False), "Försök på vårdcentralen")

    assert asked.answer == Answer.HOLDS
    assert "krävs inte" in str(asked.because)


@given(FACTS, st.sampled_from(sorted(RULES)))
def test_every_answer_says_because_of_what(facts, country):
    found = suggest(facts, jurisdiction=country)

    for one in found.findings:
        assert str(one.rule)
        assert str(one.because)
        assert one.answer == Answer.UNCLEAR or not one.ask
    doubted = any(one.answer == Answer.DOES_NOT for one in found.findings)
    assert (found.result == Result.OUTSIDE) == doubted
    assert (found.result == Result.UNCLEAR) == (not doubted and bool(found.questions))


@pytest.mark.django_db
def test_a_referral_is_read_as_facts():
    referral = make.from_clinic()
    facts = facts_of(referral, list(referral.medicines.all()), make.TODAY)

    assert facts.is_long_use
    assert facts.is_tried
    assert facts.has_place
    assert facts.uses_more is False
    assert facts.has_number


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "result"),
    [
        ({}, Result.LIKELY),
        ({"attempt": "not_asked", "incomplete_reason": "x"}, Result.UNCLEAR),
        ({"risks": ["alcohol"]}, Result.UNCLEAR),
        ({"lives_elsewhere": True}, Result.OUTSIDE),
        ({"attempt": "no", "incomplete_reason": "x"}, Result.OUTSIDE),
    ],
)
def test_whatever_the_rules_suggest_the_referral_can_be_accepted(
    fields, result, signed_in, nurse
):
    referral = make.from_clinic(at=timezone.now(), **fields)
    found = suggestion(referral, list(referral.medicines.all()), make.TODAY)
    client = signed_in(nurse)
    verbs = ("accept", "ask", "redirect", "reject", "assign")

    page = client.get(reverse("referrals:detail", args=[referral.shown_reference]))
    open_ = [
        client.get(reverse(f"referrals:{verb}", args=[referral.shown_reference]))
        for verb in verbs
    ]
    actions.accept(
        referral,
        owner=nurse,
        first_contact_on=date(2026, 11, 25),
        by=nurse,
        at=timezone.now(),
    )

    assert found.result == result
    assert page.context["deciding"].suggestion.result == result
    assert {one.status_code for one in open_} == {200}
    assert Referral.objects.get().status == "accepted"


@pytest.mark.django_db
def test_the_page_says_because_and_that_it_only_suggests(signed_in, nurse):
    referral = make.from_clinic(at=timezone.now(), lives_elsewhere=True)

    page = signed_in(nurse).get(
        reverse("referrals:detail", args=[referral.shown_reference])
    )

    body = page.content.decode()
    assert "Ser ut att ligga utanför uppdraget" in body
    assert "Bor i regionen: nej, personen bor utanför regionen." in body
    assert "Du bedömer" in body


@pytest.mark.django_db
def test_what_is_decided_gets_no_suggestions(signed_in, nurse):
    referral = make.accepted(nurse, at=timezone.now())

    page = signed_in(nurse).get(
        reverse("referrals:detail", args=[referral.shown_reference])
    )

    assert page.context["deciding"].suggestion is None


@pytest.mark.django_db
@pytest.mark.parametrize("days", [1, 200, 400])
def test_a_year_alone_tells_no_months(days):
    since = (make.TODAY - timedelta(days=days)).year
    referral = make.from_clinic(medicines=[{"name": "oxazepam", "since_year": since}])
    facts = facts_of(referral, list(referral.medicines.all()), make.TODAY)

    assert facts.is_long_use in ({True} if since < make.TODAY.year else {None})
