"""Put aside for a week: a code to the phone, an own sentence, and nobody else reads."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from accounts.models import system_user
from messaging import actions as messages
from messaging.models import Message
from patients.models import Task
from referrals import tasks
from referrals.models import Draft, KeptDraft, Referral, ReturnCode
from tests.factories import accounts
from tests.factories.answering import CHECK, POSTS, QUESTION, answered, begun

KEEP, KEPT = "/egenremiss/spara/", "/egenremiss/sparat/"
RETURN, CODE = "/fortsatt/", "/fortsatt/kod/"
PHONE = "070-174 06 15"
SENTENCE = "Gröt vid fönstret i Alingsås"
WRONG = "Koden eller meningen stämmer inte"


@pytest.fixture(autouse=True)
def _unit(db: None) -> None:
    accounts.unit()


@pytest.fixture(autouse=True)
def now(monday: datetime):  # type: ignore[no-untyped-def]
    with time_machine.travel(monday, tick=False) as clock:
        yield clock


def kept(client: Client, contact: str = PHONE, sentence: str = SENTENCE) -> Client:
    post = {"contact": contact, "passphrase": sentence}
    response = client.post(KEEP, post)
    assert response.status_code == 302, response.content.decode()
    assert response.url == KEPT
    return client


def asked(contact: str = PHONE) -> Client:
    client = Client()
    assert client.post(RETURN, {"contact": contact}).url == CODE
    tasks.send_follow_codes()
    return client


def code() -> str:
    body = Message.objects.filter(kind="return_code").latest("created_at", "pk").body
    return re.search(r"\d{6}", body)[0]  # type: ignore[index]


def opened(contact: str = PHONE, sentence: str = SENTENCE) -> tuple[Client, object]:
    client = asked(contact)
    return client, client.post(CODE, {"code": code(), "passphrase": sentence})


def test_what_was_put_aside_opens_where_it_was_left() -> None:
    kept(answered(begun(), until=4))

    client, response = opened()

    assert response.url == QUESTION.format(5)
    page = client.get(QUESTION.format(2)).content.decode()
    assert 'value="Sobril 10 mg"' in page


def test_the_page_says_until_which_day_and_that_nobody_reads() -> None:
    client = kept(answered(begun(), until=4))

    page = client.get(KEPT).content.decode()

    assert "måndag 30 november" in page
    assert "Ingen läser dem förrän du skickar." in page
    assert "070-174 06 15" in page


@pytest.mark.parametrize(
    "typed", [SENTENCE.upper(), f"  {SENTENCE} ", SENTENCE.replace(" ", "  ")]
)
def test_the_sentence_may_be_typed_as_a_phone_types_it(typed: str) -> None:
    kept(answered(begun(), until=4))

    assert opened(sentence=typed)[1].status_code == 302


def test_the_code_may_be_pasted_with_spaces() -> None:
    kept(answered(begun(), until=4))
    client = asked()

    typed = f" {code()[:3]} {code()[3:]} "
    response = client.post(CODE, {"code": typed, "passphrase": SENTENCE})

    assert response.status_code == 302


def test_an_address_does_as_well_as_a_phone() -> None:
    kept(answered(begun(), until=2), contact="Anna.Berg@Example.se")

    _client, response = opened(contact="anna.berg@example.se")

    assert response.url == QUESTION.format(3)
    assert Message.objects.get().channel == "email"


@pytest.mark.parametrize(
    ("contact", "sentence", "told"),
    [
        ("", SENTENCE, "Skriv ett mobilnummer eller en e-postadress."),
        ("031-390 06 12", SENTENCE, "En fast telefon kan inte ta emot koden."),
        ("anna@", SENTENCE, "Skriv hela e-postadressen"),
        ("12", SENTENCE, "för kort"),
        (PHONE, "kort", "Meningen är för kort."),
        (PHONE, "", "Skriv en mening som du kommer ihåg."),
    ],
)
def test_what_cannot_be_used_is_asked_for_again(
    contact: str, sentence: str, told: str
) -> None:
    client = answered(begun(), until=2)

    page = client.post(KEEP, {"contact": contact, "passphrase": sentence})

    assert told in page.content.decode()
    assert not KeptDraft.objects.exists()


def test_half_a_page_is_kept_too() -> None:
    client = answered(begun(), until=5)

    leaving = client.post(
        QUESTION.format(6), {"name": "Anna Berg", "phone": "07", "later": "1"}
    )
    kept(client)
    client, response = opened()

    assert leaving.url == KEEP
    page = client.get(response.url).content.decode()
    assert 'value="Anna Berg"' in page
    assert 'value="07"' in page


def test_a_whole_answer_is_kept_on_the_way_out() -> None:
    client = begun()

    client.post(QUESTION.format(1), {**POSTS[0], "later": "1"})
    kept(client)

    assert opened()[1].url == QUESTION.format(2)


def test_neither_table_nor_message_tells_whose_it_is() -> None:
    kept(answered(begun()))
    asked()
    at, by = localtime(), system_user()
    claimed = messages.claim_next(worker="one", by=by, at=at)
    messages.note_sent(claimed, provider_id="1", by=by, at=at)

    row, code_row, message = (
        KeptDraft.objects.get(),
        ReturnCode.objects.get(),
        Message.objects.get(),
    )
    assert b"Sobril" not in bytes(row.sealed)
    assert b"Anna" not in bytes(row.sealed)
    assert code_row.contact == ""
    assert "701740615" not in f"{row.__dict__} {code_row.__dict__}"
    assert (message.state, message.to) == ("sent", "")
    assert not re.search(r"\d{6}", message.body)


def test_staff_never_see_that_somebody_comes_back(nurse, signed_in) -> None:  # type: ignore[no-untyped-def]
    kept(answered(begun()))
    asked()

    assert not Message.objects.visible_to(nurse).exists()
    assert not Referral.objects.exists()
    assert not Task.objects.exists()


def test_a_stranger_gets_the_same_pages_and_queries() -> None:
    kept(answered(begun()))
    seen = []
    for contact in (PHONE, "070-174 06 99"):
        client = Client()
        with CaptureQueriesContext(connection) as queries:
            first = client.post(RETURN, {"contact": contact})
            second = client.get(first.url)
        tasks.send_follow_codes()
        with CaptureQueriesContext(connection) as more:
            third = client.post(CODE, {"code": "111111", "passphrase": SENTENCE})
        text = re.sub(r'value="[^"]*"|token[^>]*', "", third.content.decode())
        shapes = [
            re.sub(r"'[^']*'|\d+|''", "x", query["sql"]) for query in [*queries, *more]
        ]
        seen.append((first.status_code, second.status_code, text, shapes))

    assert WRONG in seen[0][2]
    assert seen[0][2] == seen[1][2]
    assert seen[0] == seen[1]


def test_nothing_is_sent_to_a_stranger() -> None:
    asked("070-174 06 99")

    assert not Message.objects.exists()


def test_five_wrong_sentences_and_it_stays_shut() -> None:
    kept(answered(begun()))
    client = asked()
    right = code()
    pages = [
        client.post(CODE, {"code": right, "passphrase": f"fel mening {turn}"})
        for turn in range(5)
    ]

    again = asked()
    last = again.post(CODE, {"code": code(), "passphrase": SENTENCE})

    assert all(WRONG in page.content.decode() for page in pages)
    assert WRONG in last.content.decode()


def test_a_wrong_code_costs_no_try_of_the_sentence() -> None:
    kept(answered(begun()))
    client = asked()
    wrong = f"{(int(code()) + 1) % 10**6:06}"

    client.post(CODE, {"code": wrong, "passphrase": SENTENCE})

    assert KeptDraft.objects.get().tries == 0
    assert client.post(CODE, {"code": code(), "passphrase": SENTENCE}).url == CHECK


def test_a_code_is_used_once_and_lives_for_a_quarter_of_an_hour(now) -> None:  # type: ignore[no-untyped-def]
    kept(answered(begun()))
    client, _response = opened()
    row = ReturnCode.objects.get()
    again = Client()
    again.cookies = client.cookies

    assert row.used_at is not None
    assert not row.is_alive(row.requested_at + timedelta(minutes=1))
    late = asked()
    now.shift(timedelta(minutes=16))
    assert late.get(CODE).url == RETURN


def test_three_codes_an_hour_are_enough() -> None:
    kept(answered(begun()))
    for _turn in range(5):
        asked()

    assert Message.objects.filter(kind="return_code").count() == 3


def test_saving_again_replaces_what_was_saved() -> None:
    client = kept(answered(begun(), until=4))
    client.post(QUESTION.format(5), POSTS[4])
    kept(client, sentence="En helt annan mening")

    assert KeptDraft.objects.count() == 1
    assert opened(sentence="En helt annan mening")[1].url == QUESTION.format(6)


def test_somebody_else_s_saving_with_the_same_phone_takes_nothing_over() -> None:
    kept(answered(begun(), until=4))
    kept(answered(begun(), until=1), sentence="Någon annans mening")

    assert opened()[1].url == QUESTION.format(5)


def test_sending_takes_it_away_and_the_old_browser_shows_no_second_form() -> None:
    first = kept(answered(begun()))
    client, response = opened()
    key = client.get(response.url).context["form"]["form_key"].value()

    client.post(CHECK, {"consent": "yes", "form_key": key})

    assert Referral.objects.count() == 1
    assert not KeptDraft.objects.exists()
    assert not Draft.objects.exists()
    assert first.get(QUESTION.format(3)).status_code == 410


def test_closing_here_keeps_it_there() -> None:
    client = kept(answered(begun(), until=4))

    page = client.post(KEPT).content.decode()

    assert "Stängt här, sparat hos oss" in page
    assert client.get(QUESTION.format(2)).url == "/egenremiss/"
    assert opened()[1].url == QUESTION.format(5)


def test_it_can_be_taken_away_from_here_and_with_a_code_alone() -> None:
    client = kept(answered(begun(), until=4))
    asks = client.get("/egenremiss/avbryt/").content.decode()
    client.post("/egenremiss/avbryt/")
    assert "Det du har sparat till senare tas också bort." in asks
    assert not KeptDraft.objects.exists()

    kept(answered(begun(), until=4))
    other = asked()
    wrong = f"{(int(code()) + 1) % 10**6:06}"
    refused = other.post(CODE, {"code": wrong, "remove": "1"})
    gone = other.post(CODE, {"code": code(), "remove": "1"})
    assert WRONG in refused.content.decode()
    assert "Dina svar är borttagna" in gone.content.decode()
    assert not KeptDraft.objects.exists()


def test_after_a_week_it_is_gone(now) -> None:  # type: ignore[no-untyped-def]
    kept(answered(begun(), until=4))
    now.shift(timedelta(days=7, hours=5))
    tasks.forget_abandoned_drafts()
    assert KeptDraft.objects.count() == 1

    now.shift(timedelta(hours=10))
    asked()
    assert not Message.objects.exists()
    tasks.forget_abandoned_drafts()
    assert not KeptDraft.objects.exists()
    assert ReturnCode.objects.count() == 1
    now.shift(timedelta(hours=2))
    tasks.forget_abandoned_drafts()
    assert not ReturnCode.objects.exists()


def test_the_way_back_stands_on_the_start_pages() -> None:
    for path in ("/", "/egenremiss/"):
        assert f'href="{RETURN}"' in Client().get(path).content.decode()


def test_a_changed_site_key_makes_it_unreadable_not_broken(settings) -> None:  # type: ignore[no-untyped-def]
    kept(answered(begun(), until=4))
    row = KeptDraft.objects.get()
    settings.SECRET_KEY = "another key altogether, and long enough to be one too"

    client = asked()

    assert client.get(CODE).status_code == 200
    assert not Message.objects.exists()
    assert KeptDraft.objects.get() == row


def test_too_many_savings_wait_and_lose_nothing() -> None:
    client = answered(begun(), until=2)
    for _turn in range(20):
        client.post(KEEP, {})

    response = client.post(KEEP, {"contact": PHONE, "passphrase": SENTENCE})

    assert response.status_code == 429
    assert PHONE in response.content.decode()


@pytest.mark.parametrize("path", [KEEP, KEPT])
def test_without_a_draft_there_is_nothing_to_save(path: str) -> None:
    assert Client().get(path).url == "/egenremiss/"
