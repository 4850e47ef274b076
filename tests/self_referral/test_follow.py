"""Following without a log-in: it tells where it stands, never what was written."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User, system_user
from accounts.roles import Role
from audit.models import Event
from jurisdictions import reference as references
from messaging.models import Message
from patients.models import Task
from referrals import actions
from referrals.actions import follow
from referrals.models import FollowCode, Question, Referral
from tests.factories import accounts, referrals, self_referrals

ASK, CODE, STATUS = "/folj/", "/folj/kod/", "/folj/status/"
UNKNOWN = "0000-0000"


@pytest.fixture
def referral(db: None, monday: datetime) -> Referral:
    with time_machine.travel(monday, tick=False):
        return self_referrals.sent(monday, dangers={"risks": ["alcohol"]})


def asked(reference: str) -> Client:
    client = Client()
    assert client.post(ASK, {"reference": reference}).url == CODE
    return client


def code_in_sms() -> str:
    """The code that went out for the rows that are still there."""
    keys = [str(key) for key in FollowCode.objects.values_list("pk", flat=True)]
    sent = Message.objects.filter(kind="follow_code", subject_id__in=keys)
    return re.search(r"\d{6}", sent.get().body)[0]  # type: ignore[index]


def following(referral: Referral, at: datetime) -> Client:
    client = asked(referral.reference)
    follow.send_codes(by=system_user(), at=at)
    assert client.post(CODE, {"code": code_in_sms()}).url == STATUS
    return client


@pytest.fixture
def now(monday: datetime):  # type: ignore[no-untyped-def]
    with time_machine.travel(monday + timedelta(hours=1), tick=False):
        yield monday + timedelta(hours=1)


def test_reference_and_code_lead_to_a_sentence_and_dates(
    referral: Referral, now: datetime
) -> None:
    client = following(referral, now)

    page = client.get(STATUS).content.decode()

    assert "Vi har fått din egenremiss." in page
    assert "Måndag 23 november" in page
    assert [w for w in ("Mottagen", "Läst", "Besked", "Första samtal") if w in page]
    assert Event.objects.filter(kind="referral.followed").count() == 1


@pytest.mark.parametrize(
    "typed", [" {0} ", "{0}".lower(), "{0}".replace("-", " ")], ids=str
)
def test_the_reference_may_be_typed_in_any_way(
    typed: str, referral: Referral, now: datetime
) -> None:
    shown = typed.format(referral.shown_reference.lower().replace("-", " "))

    assert asked(shown)
    assert FollowCode.objects.get().reference == referral.reference


def test_an_unknown_reference_looks_the_same_in_pages_and_in_queries(
    referral: Referral, now: datetime
) -> None:
    seen = []
    for reference in (referral.shown_reference, UNKNOWN):
        client = Client()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            first = client.post(ASK, {"reference": reference})
            second = client.get(first.url)
            third = client.post(first.url, {"code": "111111"})
        text = re.sub(r'value="[^"]*"|token[^>]*', "", third.content.decode())
        shapes = [re.sub(r"'[^']*'|\d+", "x", query["sql"]) for query in queries]
        seen.append((first.status_code, second.status_code, text, shapes))

    assert seen[0] == seen[1]


def test_no_code_goes_to_anybody_for_an_unknown_reference(
    db: None, now: datetime
) -> None:
    asked(UNKNOWN)

    assert follow.send_codes(by=system_user(), at=now) == 0
    assert not Message.objects.exists()


def test_a_wrong_code_can_be_tried_five_times(
    referral: Referral, now: datetime
) -> None:
    client = asked(referral.reference)
    follow.send_codes(by=system_user(), at=now)
    right = code_in_sms()
    wrong = f"{(int(right) + 1) % 10**6:06}"

    pages = [client.post(CODE, {"code": wrong}) for _turn in range(5)]
    too_late = client.post(CODE, {"code": right})

    assert all("stämmer inte" in page.content.decode() for page in pages)
    assert too_late.status_code == 200
    assert "stämmer inte" in too_late.content.decode()


def test_a_code_lives_for_a_quarter_of_an_hour(
    referral: Referral, monday: datetime
) -> None:
    at = monday + timedelta(hours=1)
    with time_machine.travel(at, tick=False):
        client = asked(referral.reference)
        follow.send_codes(by=system_user(), at=at)
        asked_row = FollowCode.objects.get()

    late = at + timedelta(minutes=15)
    found = follow.try_code(asked_row, code=code_in_sms(), by=system_user(), at=late)

    assert found is None
    with time_machine.travel(late + timedelta(seconds=1), tick=False):
        assert client.get(CODE).url == ASK


def test_a_code_works_once(referral: Referral, now: datetime) -> None:
    following(referral, now)

    again = follow.try_code(
        FollowCode.objects.get(), code=code_in_sms(), by=system_user(), at=now
    )

    assert again is None


def test_three_codes_an_hour_are_enough(referral: Referral, now: datetime) -> None:
    for _turn in range(5):
        asked(referral.reference)

    assert follow.send_codes(by=system_user(), at=now) == 3


def test_the_code_is_not_kept(referral: Referral, now: datetime) -> None:
    asked(referral.reference)
    follow.send_codes(by=system_user(), at=now)

    assert code_in_sms() not in FollowCode.objects.get().code_hash


def test_nobody_gets_in_without_the_code(referral: Referral, now: datetime) -> None:
    question = ask_patient(referral, now)
    paths = [STATUS, "/folj/andra/", "/folj/aterta/", f"/folj/svara/{question.pk}/"]

    for path in paths:
        assert Client().get(path).url == ASK
        assert asked(referral.reference).get(path).url == ASK


def ask_patient(referral: Referral, at: datetime) -> Question:
    nurse = accounts.user(Role.NURSE, "Sara Nyberg")
    return actions.ask(
        referral,
        to=Question.To.PATIENT,
        text="Hur mår du nu?",
        reply_by=(at + timedelta(days=5)).date(),
        by=nurse,
        at=at,
    )


def test_a_question_is_answered_and_the_answer_is_not_shown(
    referral: Referral, now: datetime
) -> None:
    question = ask_patient(referral, now)
    client = following(referral, now)
    path = f"/folj/svara/{question.pk}/"

    before = client.get(STATUS).content.decode()
    empty = client.post(path, {"answer": " "}).content.decode()
    done = client.post(path, {"answer": "Lite bättre, tack"}, follow=True)

    question.refresh_from_db()
    referral.refresh_from_db()
    assert "Vi behöver veta lite mer." in before
    assert "Hur mår du nu?" not in before
    assert "Skriv ditt svar." in empty
    assert "Tack. Vi har fått ditt svar." in done.content.decode()
    assert "Lite bättre" not in done.content.decode()
    assert question.answer == "Lite bättre, tack"
    assert referral.status == "received"


def test_an_answer_written_while_somebody_decided_is_kept_and_read(
    referral: Referral, coordinator: User, now: datetime
) -> None:
    question = ask_patient(referral, now)
    client, path = following(referral, now), f"/folj/svara/{question.pk}/"
    actions.accept(
        referral,
        owner=coordinator,
        first_contact_on=now.date(),
        person=referrals.person(),
        by=coordinator,
        at=now,
    )

    late = client.get(path)
    client.post(path, {"answer": "Jag krampade i går"})

    question.refresh_from_db()
    assert late.url == STATUS
    assert question.answer == "Jag krampade i går"
    task = Task.objects.get(kind="referral.answered_late")
    assert task.subject_id == str(referral.pk)


def test_a_question_of_another_referral_is_not_here(
    referral: Referral, now: datetime
) -> None:
    other = self_referrals.sent(now)
    question = ask_patient(other, now)

    response = following(referral, now).get(f"/folj/svara/{question.pk}/")

    assert response.url == STATUS


def test_phone_and_time_can_be_changed(referral: Referral, now: datetime) -> None:
    client = following(referral, now)

    nothing = client.post("/folj/andra/", {"phone": "", "best_time": ""})
    wrong = client.post("/folj/andra/", {"phone": "12"})
    client.post("/folj/andra/", {"phone": "070-174 06 20", "best_time": "afternoon"})

    referral.refresh_from_db()
    assert "Skriv ett nytt nummer" in nothing.content.decode()
    assert "för kort" in wrong.content.decode()
    assert referral.phone == "+46701740620"
    assert referral.best_time == "Eftermiddag"


def test_it_can_be_taken_back_in_two_steps(referral: Referral, now: datetime) -> None:
    ask_patient(referral, now)
    client = following(referral, now)

    asked_once = client.get("/folj/aterta/").content.decode()
    done = client.post("/folj/aterta/", follow=True).content.decode()
    again = client.post("/folj/aterta/")

    referral.refresh_from_db()
    assert "Du kan skicka en ny när du vill." in asked_once
    assert "Du har tagit tillbaka din egenremiss." in done
    assert "Svara på frågan" not in done
    assert referral.status == "withdrawn"
    assert again.url == STATUS


def test_after_a_quarter_of_an_hour_what_was_typed_is_still_there(
    referral: Referral, monday: datetime, now: datetime
) -> None:
    question = ask_patient(referral, now)
    client = following(referral, now)

    with time_machine.travel(now + timedelta(minutes=16), tick=False):
        response = client.post(f"/folj/svara/{question.pk}/", {"answer": "Lite bättre"})

    assert response.status_code == 403
    assert "Lite bättre" in response.content.decode()


def test_closing_the_page_closes_it(referral: Referral, now: datetime) -> None:
    client = following(referral, now)

    client.post("/folj/stang/")

    assert client.get(STATUS).url == ASK


def test_a_decision_is_told_only_when_it_stands(
    referral: Referral, now: datetime, prescriber: User
) -> None:
    actions.redirect(
        referral, reason="Sobril", destination="Smärtcentrum", by=prescriber, at=now
    )
    client = following(referral, now)

    at_once = client.get(STATUS).content.decode()
    with time_machine.travel(now + timedelta(minutes=11), tick=False):
        later = client.get(STATUS).content.decode()

    assert "Vi har fått din egenremiss." in at_once
    assert "En annan mottagning passar bättre." in later
    assert "Smärtcentrum" not in later


words = st.text(st.characters(categories=["L"]), min_size=6, max_size=20).map(
    "Qö".__add__
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(name=words, medicine=words, goal=words, centre=words)
def test_no_page_of_following_leaks_what_was_written(  # type: ignore[no-untyped-def]
    db, now: datetime, name: str, medicine: str, goal: str, centre: str
) -> None:
    FollowCode.objects.all().delete()
    cache.clear()
    contact = {
        **self_referrals.ANSWERS["contact"],
        "name": name,
        "health_centre": centre,
    }
    referral = self_referrals.sent(
        now,
        contact=contact,
        medicines={"kinds": ["pain"], "pain": medicine},
        goal={"goal": goal},
        dangers={"risks": ["alcohol", "suicide"]},
    )
    client = following(referral, now)

    pages = [client.get(path) for path in (STATUS, "/folj/andra/", "/folj/aterta/")]

    for page in pages:
        text = page.content.decode()
        for secret in (name, medicine, goal, centre, referral.phone, "06 15"):
            assert secret not in text


def test_status_costs_a_fixed_number_of_queries(
    referral: Referral, now: datetime, django_assert_num_queries
) -> None:
    client = following(referral, now)

    with django_assert_num_queries(2):
        client.get(STATUS)


def test_codes_older_than_an_hour_are_taken_away(
    referral: Referral, now: datetime
) -> None:
    asked(referral.reference)
    asked(UNKNOWN)

    follow.forget_old_codes(at=now + timedelta(hours=2))

    assert not FollowCode.objects.exists()


def test_a_reference_that_cannot_be_one_gets_a_sentence(db: None) -> None:
    page = Client().post(ASK, {"reference": "hej"}).content.decode()

    assert "Referensen har åtta tecken" in page
    assert 'value="hej"' in page
    assert references.parse(UNKNOWN)


def joined(referral: Referral, at: datetime, by: User) -> Referral:
    """The clinic's referral that leads, with the person's own as a part."""
    lead = referrals.from_clinic(at=at)
    actions.join(referral, to=lead, by=by, at=at)
    return lead


def test_what_is_joined_follows_the_one_that_leads(
    referral: Referral, now: datetime, prescriber: User
) -> None:
    lead = joined(referral, now, prescriber)
    client = following(referral, now)
    waiting = client.get(STATUS).content.decode()
    actions.redirect(
        lead, reason="Sobril", destination="Smärtcentrum", by=prescriber, at=now
    )

    with time_machine.travel(now + timedelta(minutes=11), tick=False):
        later = client.get(STATUS).content.decode()

    assert "Vi har fått din egenremiss." in waiting
    assert "En annan mottagning passar bättre." in later
    assert "Så får du veta varför" in later
    assert "Sobril" not in later
    assert "Smärtcentrum" not in later


def test_of_a_joined_case_phone_changes_and_withdrawing_reach_who_assesses(
    referral: Referral, now: datetime, prescriber: User
) -> None:
    lead = joined(referral, now, prescriber)
    client = following(referral, now)

    client.post("/folj/andra/", {"phone": "070-174 06 20"})
    client.post("/folj/aterta/")

    referral.refresh_from_db()
    lead.refresh_from_db()
    kinds = set(Task.objects.undone().values_list("kind", flat=True))
    assert (referral.phone, referral.status) == ("+46701740620", "withdrawn")
    assert lead.status == "received"
    assert {"referral.new_contact", "referral.part_withdrawn"} <= kinds


def test_a_question_about_the_joined_case_is_answered_here(
    referral: Referral, now: datetime, prescriber: User
) -> None:
    lead = joined(referral, now, prescriber)
    question = ask_patient(lead, now)
    client = following(referral, now)

    page = client.get(STATUS).content.decode()
    client.post(f"/folj/svara/{question.pk}/", {"answer": "Bättre"})

    question.refresh_from_db()
    assert "Vi väntar på ditt svar." in page
    assert question.answer == "Bättre"


def test_a_question_to_somebody_else_asks_nothing_of_the_person(
    referral: Referral, now: datetime, prescriber: User
) -> None:
    lead = joined(referral, now, prescriber)
    actions.ask(
        lead,
        to=Question.To.REFERRER,
        text="Vilken dos?",
        reply_by=(now + timedelta(days=5)).date(),
        by=prescriber,
        at=now,
    )

    page = following(referral, now).get(STATUS).content.decode()

    assert "Du behöver inte göra något." in page
    assert "Vilken dos?" not in page


def test_the_day_that_was_promised_is_said_also_when_it_has_passed(
    referral: Referral, now: datetime, settings
) -> None:  # type: ignore[no-untyped-def]
    settings.ANSWER_WITHIN_WORKING_DAYS = 5

    in_time = following(referral, now).get(STATUS).content.decode()
    late_at = now + timedelta(days=12)
    with time_machine.travel(late_at, tick=False):
        FollowCode.objects.all().delete()
        late = following(referral, late_at).get(STATUS).content.decode()

    assert "Du får svar senast måndag 30 november." in in_time
    assert "Vi lovade svar senast måndag 30 november" in late


def test_who_is_welcome_reads_by_when_we_call(
    referral: Referral, now: datetime, prescriber: User
) -> None:
    actions.accept(
        referral,
        owner=prescriber,
        first_contact_on=(now + timedelta(days=3)).date(),
        person=referrals.person(),
        by=prescriber,
        at=now,
    )

    client = following(referral, now)
    with time_machine.travel(now + timedelta(minutes=11), tick=False):
        page = client.get(STATUS).content.decode()

    assert "Välkommen till oss." in page
    assert "Senast torsdag 26 november" in page


def test_a_phone_on_a_wall_gets_the_code_by_mail_or_a_call(
    db: None, now: datetime
) -> None:
    contact = {**self_referrals.ANSWERS["contact"], "phone": "+46313900612"}
    mailed = self_referrals.sent(now, contact={**contact, "email": "a@example.se"})
    called = self_referrals.sent(now, contact=contact)

    asked(mailed.reference)
    asked(called.reference)
    follow.send_codes(by=system_user(), at=now)
    asked(called.reference)
    follow.send_codes(by=system_user(), at=now)

    codes = Message.objects.filter(kind="follow_code")
    assert [(one.channel, one.to) for one in codes] == [("email", "a@example.se")]
    task = Task.objects.get(kind="referral.follow_call")
    assert called.shown_reference in task.title


def test_a_new_one_starts_with_nothing_filled_in(
    referral: Referral, now: datetime
) -> None:
    client = following(referral, now)

    done = client.post("/folj/aterta/", follow=True).content.decode()
    client.post("/egenremiss/borja/")
    page = client.get("/egenremiss/fraga/6/").content.decode()

    assert "Skicka en ny egenremiss" in done
    assert "Anna Berg" not in page
    assert "06 15" not in page
