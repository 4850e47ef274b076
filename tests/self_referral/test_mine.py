"""Behind a log-in the patient reads it all: the reason, the answers, the replies."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from patients import actions as patients
from referrals import actions
from referrals.models import OwnPart, Question, Referral
from tests.factories import accounts, self_referrals
from tests.factories import referrals as make

LIST = "/min/remiss/"


@pytest.fixture(autouse=True)
def now(monday: datetime):  # type: ignore[no-untyped-def]
    with time_machine.travel(monday, tick=False) as clock:
        yield clock


@pytest.fixture
def referral(db: None, monday: datetime) -> Referral:
    return make.from_clinic(at=monday)


@pytest.fixture
def erik(referral: Referral, nurse: User, signed_in, monday: datetime) -> Client:  # type: ignore[no-untyped-def]
    user = accounts.user(Role.PATIENT, "Erik Sandberg")
    patients.connect_user(referral.patient, user=user, by=nurse, at=monday)
    return signed_in(user)


def own(referral: Referral, at: datetime) -> Referral:
    """A self-referral that is known to be the same patient's."""
    sent = self_referrals.sent(at)
    Referral.objects.filter(pk=sent.pk).update(patient=referral.patient)
    sent.refresh_from_db()
    return sent


def path(referral: Referral, page: str = "") -> str:
    return f"{LIST}{referral.shown_reference}/{page}"


def asked(referral: Referral, by: User, at: datetime) -> Question:
    return actions.ask(
        referral,
        to=Question.To.PATIENT,
        text="Hur mår du nu?",
        reply_by=(at + timedelta(days=5)).date(),
        by=by,
        at=at,
    )


def test_the_list_says_where_each_stands(
    erik: Client, referral: Referral, monday: datetime
) -> None:
    own(referral, monday)

    page = erik.get(LIST).content.decode()

    assert "Vi har fått remissen från din vårdcentral." in page
    assert "Vi har fått din egenremiss." in page


def test_an_empty_list_says_how_to_follow_without_a_log_in(db: None, signed_in) -> None:  # type: ignore[no-untyped-def]
    page = signed_in(accounts.user(Role.PATIENT, "Ny Person")).get(LIST)

    assert "Du har inga remisser här." in page.content.decode()


def test_a_reason_is_read_in_plain_words_once_it_stands(
    erik: Client, referral: Referral, nurse: User, now, monday: datetime
) -> None:  # type: ignore[no-untyped-def]
    actions.redirect(
        referral,
        reason="Smärta dominerar, F11",
        destination="Smärtcentrum, 031-390 06 20",
        for_patient="Vi tror att du får bättre hjälp med smärtan där.",
        by=nurse,
        at=monday,
    )
    at_once = erik.get(path(referral)).content.decode()
    now.shift(timedelta(minutes=11))

    page = erik.get(path(referral)).content.decode()

    assert "Smärtcentrum" not in at_once
    assert "bättre hjälp med smärtan" not in at_once
    assert "En annan mottagning passar bättre." in page
    assert "Vi tror att du får bättre hjälp med smärtan där." in page
    assert "Smärtcentrum" in page


def test_the_question_is_answered_and_read_again(
    erik: Client, referral: Referral, nurse: User, monday: datetime
) -> None:
    question = asked(referral, nurse, monday)
    before = erik.get(path(referral)).content.decode()

    empty = erik.post(path(referral, f"svara/{question.pk}/"), {"answer": ""})
    done = erik.post(
        path(referral, f"svara/{question.pk}/"), {"answer": "Bättre <b>"}, follow=True
    )
    again = erik.post(path(referral, f"svara/{question.pk}/"), {"answer": "x"})

    assert "Hur mår du nu?" in before
    assert "Skriv ditt svar." in empty.content.decode()
    assert "Bättre &lt;b&gt;" in done.content.decode()
    assert again.url == path(referral)
    question.refresh_from_db()
    assert question.answer == "Bättre <b>"


def test_own_part_is_written_without_a_code(
    erik: Client, referral: Referral, monday: datetime
) -> None:
    assert "Skriv din del" in erik.get(path(referral)).content.decode()
    form = erik.get(path(referral, "din-del/")).context["form"]
    post = {"form_key": form["form_key"].value(), "goals": "Sova hela natten"}

    first = erik.post(path(referral, "din-del/"), post)
    second = erik.post(path(referral, "din-del/"), post)

    page = erik.get(path(referral)).content.decode()
    assert (first.url, second.url) == (path(referral), path(referral))
    assert OwnPart.objects.count() == 1
    assert "Sova hela natten" in page
    assert "Skriv din del" not in page


def test_of_one_s_own_phone_changes_and_it_can_be_taken_back(
    erik: Client, referral: Referral, monday: datetime
) -> None:
    mine = own(referral, monday)

    erik.post(path(mine, "andra/"), {"phone": "070-174 06 20"})
    asks = erik.get(path(mine, "aterta/")).content.decode()
    erik.post(path(mine, "aterta/"))
    twice = erik.post(path(mine, "aterta/"))

    mine.refresh_from_db()
    assert (mine.phone, mine.status) == ("+46701740620", "withdrawn")
    assert "Du kan skicka en ny när du vill." in asks
    assert twice.url == path(mine)
    assert "Skicka en ny egenremiss" in erik.get(path(mine)).content.decode()


def test_what_the_clinic_sent_is_not_the_patient_s_to_take_back(
    erik: Client, referral: Referral
) -> None:
    for page in ("andra/", "aterta/"):
        assert erik.post(path(referral, page)).status_code == 403


def test_joined_it_tells_what_was_decided_for_both(
    erik: Client, referral: Referral, nurse: User, now, monday: datetime
) -> None:  # type: ignore[no-untyped-def]
    mine = own(referral, monday)
    actions.join(mine, to=referral, by=nurse, at=monday)
    actions.reject(
        referral,
        reason="Skäl",
        destination="Din vårdcentral",
        for_patient="Vi hjälper bara vuxna.",
        by=nurse,
        at=monday,
    )
    now.shift(timedelta(minutes=11))

    page = erik.get(path(mine)).content.decode()

    assert "Vi kan inte ta emot egenremissen." in page
    assert "Vi hjälper bara vuxna." in page


def test_the_replies_to_the_clinic_are_read_when_the_clinic_reads_them(
    erik: Client, referral: Referral, nurse: User, now, monday: datetime
) -> None:  # type: ignore[no-untyped-def]
    actions.accept(
        referral,
        owner=nurse,
        first_contact_on=(monday + timedelta(days=3)).date(),
        by=nurse,
        at=monday,
    )
    at_once = erik.get(path(referral)).content.decode()
    now.shift(timedelta(minutes=11))

    page = erik.get(path(referral)).content.decode()

    assert "Vi har antagit remissen." not in at_once
    assert "Vi har antagit remissen." in page
    assert "Senast torsdag 26 november" in page


def test_another_s_referral_and_no_reference_are_not_found(
    erik: Client, monday: datetime
) -> None:
    other = make.from_clinic(at=monday)

    for typed in (other.shown_reference, "0000-0000", "hej"):
        assert erik.get(f"{LIST}{typed}/").status_code == 404


def test_staff_and_clinics_have_pages_of_their_own(
    referral: Referral, nurse: User, referrer: User, signed_in
) -> None:  # type: ignore[no-untyped-def]
    for user in (nurse, referrer):
        assert signed_in(user).get(LIST).status_code == 403
        assert signed_in(user).get(path(referral)).status_code == 403
    assert Client().get(LIST).status_code == 302


def test_reading_leaves_a_trace(erik: Client, referral: Referral) -> None:
    erik.get(path(referral))

    assert Event.objects.filter(kind="referral.opened").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    count: int,
    erik: Client,
    referral: Referral,
    monday: datetime,
    django_assert_num_queries,
) -> None:  # type: ignore[no-untyped-def]
    for _turn in range(count):
        own(referral, monday)

    with django_assert_num_queries(4):
        erik.get(LIST)
