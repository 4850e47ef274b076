"""The team's conference: two professions, one decision, one next step, one owner."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.refusals import AlreadyDone, Refused
from accounts.roles import Role
from audit.models import Event
from patients.models import Task
from referrals import actions
from referrals.models import Conference, ConferencePoint, ConferenceVoice
from tests.factories import accounts
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db


def day(days=0):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def physio(db):
    return accounts.user(Role.PHYSIOTHERAPIST, "Johan Lind", title="fysioterapeut")


@pytest.fixture
def triage(signed_in, nurse):
    return signed_in(nurse)


def planned(nurse, days=1):
    return actions.plan_conference(
        unit=nurse.unit, held_on=day(days), by=nurse, at=make.AT
    )


def taken_up(nurse, conference=None, referral=None, **fields):
    return actions.take_up(
        referral or make.from_clinic(**fields),
        conference=conference or planned(nurse),
        question="Kan vi börja?",
        by=nurse,
        at=make.AT,
    )


def decided(point, nurse, *voices, **fields):
    said = {
        "outcome": ConferencePoint.Outcome.ACCEPT,
        "decision": "Vi tar emot.",
        "next_step": "Ring patienten",
        "owner": nurse,
        "due_on": day(7),
        **fields,
    }
    return actions.decide_point(point, voices=voices, by=nurse, at=make.AT, **said)


def url(name, *args):
    return reverse(f"referrals:{name}", args=args)


def test_a_referral_is_taken_up_from_its_page(triage, nurse):
    referral = make.from_clinic()
    page = url("take_up", referral.shown_reference)
    form = triage.get(page).context["form"]

    said = {
        "held_on": form["held_on"].value().isoformat(),
        "question": "Kan vi börja?",
    }
    for _press in range(2):
        triage.post(page, said)

    point = ConferencePoint.objects.get()
    assert point.referral == referral
    assert point.conference.held_on.weekday() == 3
    assert Event.objects.filter(kind="referral.taken_up").count() == 1
    detail = triage.get(url("detail", referral.shown_reference)).content.decode()
    assert str(point.pk) in detail


def test_several_are_taken_up_from_the_list(triage):
    rows = [make.from_clinic() for _n in range(2)]

    triage.post(url("take_up_many"), {"which": [row.shown_reference for row in rows]})
    nothing = triage.post(url("take_up_many"), follow=True)

    assert Conference.objects.get().points.count() == 2
    assert "Kryssa i minst en remiss" in nothing.content.decode()


def test_a_question_is_written_afterwards_and_then_stands(triage, nurse):
    referral, conference = make.from_clinic(), planned(nurse)
    triage.post(url("take_up_many"), {"which": referral.shown_reference})

    for question in ("Kan vi börja?", "En annan fråga?"):
        actions.take_up(
            referral,
            conference=conference,
            question=question,
            by=nurse,
            at=make.AT,
        )

    assert ConferencePoint.objects.get().question == "Kan vi börja?"


def test_the_same_day_is_the_same_conference(nurse, coordinator):
    assert planned(nurse) == planned(coordinator)


def test_a_conference_of_another_unit_does_not_take_it_up(outsider, nurse):
    referral, elsewhere = make.from_clinic(), planned(outsider)

    with pytest.raises(Refused, match="annan enhet"):
        taken_up(nurse, conference=elsewhere, referral=referral)


def test_a_conference_that_is_over_takes_nothing_more_up(nurse):
    conference = planned(nurse)
    actions.end_conference(conference, by=nurse, at=make.AT)
    actions.end_conference(conference, by=nurse, at=make.AT)

    with pytest.raises(Refused, match="avslutad"):
        taken_up(nurse, conference=conference)
    assert Event.objects.filter(kind="conference.ended").count() == 1


def test_a_decision_has_two_professions_and_gives_the_owner_a_task(
    nurse, physio, prescriber
):
    point = taken_up(nurse)

    decided(point, nurse, nurse, physio, owner=physio)

    point.refresh_from_db()
    task = Task.objects.get(kind="conference.next_step")
    assert (task.owner, task.due_on, task.title) == (physio, day(7), "Ring patienten")
    assert {voice.role for voice in point.voices.all()} == {"nurse", "physiotherapist"}
    assert Event.objects.filter(kind="referral.conferred").count() == 1
    assert point.referral.status == "received"


def test_one_profession_is_no_team(nurse, stranger):
    point = taken_up(nurse)

    with pytest.raises(Refused, match="två yrken"):
        decided(point, nurse, nurse, stranger)

    point.refresh_from_db()
    assert point.decided_at is None
    assert not point.voices.exists()


@pytest.mark.parametrize("who", ["outsider", "administrator", "referrer", "manager"])
def test_only_clinicians_of_the_unit_take_part(nurse, physio, who, request):
    somebody = request.getfixturevalue(who)
    point = taken_up(nurse)

    with pytest.raises(Refused, match="arbetar i vården"):
        decided(point, nurse, nurse, physio, somebody)
    with pytest.raises(Refused, match="arbetar i vården"):
        decided(point, nurse, nurse, physio, owner=somebody)


def test_a_point_is_decided_once(nurse, physio):
    point = taken_up(nurse)
    decided(point, nurse, nurse, physio)

    with pytest.raises(AlreadyDone):
        decided(point, nurse, nurse, physio)
    with pytest.raises(AlreadyDone):
        actions.contribute(point, voice=nurse, said="Sent", by=nurse, at=make.AT)


def test_the_database_itself_wants_two_professions(nurse):
    point = taken_up(nurse)
    point.outcome, point.next_step, point.owner = "later", "Ring", nurse
    point.due_on, point.decided_at, point.decided_by = day(1), make.AT, nurse
    ConferenceVoice.objects.create(point=point, user=nurse, role=nurse.role)

    with (
        pytest.raises(IntegrityError, match="two_professions"),
        transaction.atomic(),
    ):
        point.save()


def test_the_database_keeps_what_was_decided(nurse, physio):
    point = decided(taken_up(nurse), nurse, nurse, physio)
    point.decision = "Något annat."

    with pytest.raises(IntegrityError, match="is_kept"), transaction.atomic():
        point.save()


def test_contributions_are_written_before_and_stand_on_the_card(triage, nurse, physio):
    point = taken_up(nurse)

    for said in ("Börja med sömnen.", "Börja med rörelse."):
        triage.post(url("contribute", point.pk), {"voice": physio.pk, "said": said})

    page = triage.get(url("point", point.pk))
    assert "Börja med rörelse." in page.content.decode()
    assert "Börja med sömnen." not in page.content.decode()
    assert page.context["form"]["voices"].value() == [physio.pk]


def test_deciding_opens_the_next_point_and_then_the_list(triage, nurse, physio):
    conference = planned(nurse)
    first = taken_up(nurse, conference=conference)
    second = taken_up(nurse, conference=conference)
    said = {
        "outcome": "redirect",
        "decision": "Smärtan först.",
        "voices": [str(nurse.pk), str(physio.pk)],
        "next_step": "Skriv till kliniken",
        "owner": str(nurse.pk),
        "due_on": str(day(3)),
    }

    onwards = triage.post(url("point", first.pk), said)
    finished = triage.post(url("point", second.pk), said)

    assert onwards.url == url("point", second.pk)
    assert finished.url == url("conference", conference.pk)


def test_the_outcome_leads_to_the_page_that_carries_it_out(triage, nurse, physio):
    point = decided(
        taken_up(nurse),
        nurse,
        nurse,
        physio,
        outcome=ConferencePoint.Outcome.REDIRECT,
        decision="Smärtan först.",
    )

    link = triage.get(url("point", point.pk)).context["card"].does_url
    form = triage.get(link).context["form"]

    assert link.startswith(url("redirect", point.referral.shown_reference))
    assert form["reason"].value() == "Smärtan först."


def test_a_question_of_the_conference_is_prefilled(triage, nurse, physio):
    point = decided(
        taken_up(nurse),
        nurse,
        nurse,
        physio,
        outcome=ConferencePoint.Outcome.ASK,
        decision="Vilken dos på natten?",
    )

    link = triage.get(url("point", point.pk)).context["card"].does_url

    assert triage.get(link).context["form"]["text"].value() == "Vilken dos på natten?"


def test_an_empty_or_half_form_is_asked_about(triage, nurse, stranger):
    point = taken_up(nurse)

    empty = triage.post(url("point", point.pk), {"x": "x"})
    alone = triage.post(
        url("point", point.pk),
        {"voices": [str(nurse.pk), str(stranger.pk)], "due_on": str(day(-1))},
    )

    assert {"outcome", "voices", "next_step", "owner"} <= empty.context[
        "form"
    ].errors.keys()
    assert "minst två yrken" in alone.content.decode()
    assert "due_on" in alone.context["form"].errors


def test_a_point_moves_up(triage, nurse):
    conference = planned(nurse)
    points = [taken_up(nurse, conference=conference) for _n in range(3)]

    triage.post(url("earlier", points[2].pk))
    triage.post(url("earlier", points[0].pk))

    order = list(conference.points.order_by("position").values_list("pk", flat=True))
    assert order == [points[0].pk, points[2].pk, points[1].pk]


def test_past_conferences_are_read_again(triage, nurse, physio):
    conference = planned(nurse)
    decided(taken_up(nurse, conference=conference), nurse, nurse, physio)
    triage.post(url("end_conference", conference.pk))

    overview = triage.get(url("conferences")).content.decode()
    page = triage.get(url("conference", conference.pk)).content.decode()

    assert "Tidigare" in overview
    assert "Ring patienten" in page
    assert "Avsluta konferensen" not in page


def test_what_was_not_reached_is_taken_up_again_with_its_question(triage, nurse):
    point = taken_up(nurse)
    actions.end_conference(point.conference, by=nurse, at=make.AT)
    again = url("take_up", point.referral.shown_reference)

    over = triage.get(url("conference", point.conference.pk)).content.decode()
    listed = triage.get(url("conferences")).content.decode()
    asked = triage.get(again).content.decode()

    assert "Hanns inte med." in over
    assert f'href="{again}"' in over
    assert "Flytta upp" not in over
    assert "1 punkt hanns inte med" in listed
    assert "Kan vi börja?" in asked


def test_the_printed_list_is_an_opening_of_each(triage, nurse):
    conference = planned(nurse)
    for _n in range(2):
        taken_up(nurse, conference=conference)

    triage.get(url("conference", conference.pk))
    assert not Event.objects.filter(kind="referral.opened").exists()

    page = triage.get(url("conference_print", conference.pk)).content.decode()
    assert "Sara Nyberg" in page
    assert Event.objects.filter(kind="referral.opened").count() == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_a_fixed_number(triage, nurse, rows, django_assert_num_queries):
    conference = planned(nurse)
    for _row in range(rows):
        taken_up(nurse, conference=conference)
    page = url("conference", conference.pk)
    triage.get(page)

    with django_assert_num_queries(LIST_QUERIES):
        triage.get(page)


LIST_QUERIES = 7


def test_whoever_takes_part_reads_that_point_and_no_other(signed_in, nurse, physio):
    conference = planned(nurse)
    mine = decided(taken_up(nurse, conference=conference), nurse, nurse, physio)
    other = taken_up(nurse, conference=conference)
    client = signed_in(physio)

    read = client.get(url("point", mine.pk))

    assert read.status_code == 200
    assert "Spara och öppna nästa" not in read.content.decode()
    assert client.get(url("point", other.pk)).status_code == 404
    assert client.get(url("conference", conference.pk)).status_code == 403
    assert client.post(url("point", mine.pk)).status_code == 403


@pytest.mark.parametrize("who", ["manager", "referrer", "administrator"])
def test_nobody_else_gets_in(signed_in, request, nurse, who):
    point = taken_up(nurse)
    client = signed_in(request.getfixturevalue(who))

    assert client.get(url("conferences")).status_code == 403
    assert client.get(url("point", point.pk)).status_code == 404


def test_another_units_conference_does_not_exist(signed_in, outsider, nurse):
    point = taken_up(nurse)
    client = signed_in(outsider)

    assert client.get(url("conference", point.conference.pk)).status_code == 404
    assert client.get(url("point", point.pk)).status_code == 404


def test_the_card_shows_no_protected_contact(triage, nurse):
    point = taken_up(nurse, is_protected=True)

    page = triage.get(url("point", point.pk)).content.decode()

    assert "070-174 06 31" not in page
    assert "Uddevalla" not in page
