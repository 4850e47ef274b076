"""The way through a self-referral, page by page, without JavaScript."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from audit.models import Event
from messaging.models import Message
from patients.models import Task
from referrals.models import Draft, Referral
from tests.factories import accounts
from tests.factories.answering import CHECK, POSTS, QUESTION, answered, begun
from tests.pages import flat

RECEIPT = "/egenremiss/klart/"
SAFETY = "/egenremiss/trygghet/"


@pytest.fixture(autouse=True)
def _unit(db: None) -> None:
    accounts.unit()


def sent(client: Client, consent: str = "ask_first") -> Referral:
    page = client.get(CHECK)
    key = page.context["form"]["form_key"].value()
    response = client.post(CHECK, {"consent": consent, "form_key": key})
    assert response.url == RECEIPT
    return Referral.objects.get(form_key=key)


def test_seven_questions_and_a_yes_become_a_referral() -> None:
    client = answered(begun())

    referral = sent(client)

    page = client.get(RECEIPT).content.decode()
    assert referral.shown_reference in page
    assert (referral.source, referral.status) == ("self", "received")
    assert (referral.name, referral.phone) == ("Anna Berg", "+46701740615")
    assert referral.kinds == ["calming"]
    assert [medicine.name for medicine in referral.medicines.all()] == ["Sobril 10 mg"]
    assert referral.clinic_consent == "ask_first"
    assert not referral.may_leave_voicemail
    assert not referral.is_risk


def test_the_journey_takes_seventeen_taps_and_nine_answers() -> None:
    # Start, begin, two taps for each of six questions, one for the free text, two last.
    taps = 1 + 1 + 2 * 6 + 1 + 2
    client = begun()
    required = []
    for number in range(1, 8):
        form = client.get(QUESTION.format(number)).context["form"]
        required += [
            name
            for name, field in form.fields.items()
            if field.required and not field.initial
        ]
    required += ["consent"]

    assert taps == 17
    assert len(required) == 9


def test_sending_takes_the_draft_away_and_tells_by_a_neutral_text_message() -> None:
    client = answered(begun())

    referral = sent(client)

    message = Message.objects.get()
    assert not Draft.objects.exists()
    assert message.to == referral.phone
    assert "läkemedel" not in message.body
    assert referral.name not in message.body
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"referral.sent", "referral.received", "message.queued"} <= kinds


def test_a_second_press_gives_the_same_receipt() -> None:
    client = answered(begun())
    key = client.get(CHECK).context["form"]["form_key"].value()
    post = {"consent": "yes", "form_key": key}

    first = client.post(CHECK, post)
    second = client.post(CHECK, post)

    assert (first.url, second.url) == (RECEIPT, RECEIPT)
    assert Referral.objects.count() == 1


def test_back_after_sending_shows_the_receipt() -> None:
    client = answered(begun())
    sent(client)

    assert client.get(QUESTION.format(3)).url == RECEIPT
    assert client.post(QUESTION.format(3), POSTS[2]).url == RECEIPT
    assert client.get(CHECK).url == RECEIPT


def test_back_before_sending_shows_what_was_answered() -> None:
    client = answered(begun(), until=4)

    page = flat(client.get(QUESTION.format(2)))

    assert 'value="Sobril 10 mg"' in page
    assert 'value="calming" id="id_kinds_0" checked' in page


def test_change_returns_straight_to_the_check_page() -> None:
    client = answered(begun())

    assert "?return=check" in client.get(CHECK).content.decode()
    response = client.post(
        QUESTION.format(3) + "?return=check", {"how_long": "unknown"}
    )

    assert response.url == CHECK
    assert "Jag vet inte" in client.get(CHECK).content.decode()


@pytest.mark.parametrize("path", [QUESTION.format(5), CHECK, SAFETY, RECEIPT])
def test_a_deep_link_leads_to_the_start_where_the_help_lines_are(path: str) -> None:
    response = Client().get(path, follow=True)

    page = response.content.decode()
    assert response.redirect_chain[-1][0] == "/egenremiss/"
    assert all(number in page for number in ("112", "1177", "90101"))


def test_the_check_page_leads_to_what_is_not_answered() -> None:
    client = answered(begun(), until=3)

    assert client.get(CHECK).url == QUESTION.format(4)


@pytest.mark.parametrize(
    ("question", "post", "risk"),
    [
        ("q4", {"dose_change": "reduced"}, "Du har minskat"),
        ("q4", {"dose_change": "stopped"}, "Du har slutat"),
        ("q5", {"risks": ["seizures"]}, "Krampanfall"),
        ("q5", {"risks": ["pregnancy"]}, "Gravid eller ammar"),
        ("q5", {"risks": ["alcohol"]}, "Alkohol varje dag"),
        ("q5", {"risks": ["suicide", "none_known"]}, "Tankar på att ta ditt liv"),
    ],
)
def test_a_danger_gets_advice_at_once_and_is_pinned(
    question: str, post: dict[str, object], risk: str
) -> None:
    number = int(question[1])
    client = answered(begun(), until=number - 1)

    response = client.post(QUESTION.format(number), post)
    advice = client.get(SAFETY).content.decode()
    onward = client.post(SAFETY)
    for later in range(number + 1, 8):
        client.post(QUESTION.format(later), POSTS[later - 1])
    referral = sent(client)

    assert response.url == SAFETY
    assert risk in advice
    assert 'href="tel:112"' in advice
    assert onward.url == QUESTION.format(number + 1)
    assert referral.is_risk
    assert Task.objects.get().is_urgent


def test_advice_that_was_read_is_not_shown_again() -> None:
    client = answered(begun(), until=3)
    client.post(QUESTION.format(4), {"dose_change": "stopped"})
    client.post(SAFETY)

    again = client.post(QUESTION.format(4), {"dose_change": "stopped"})

    assert again.url == QUESTION.format(5)


def test_who_thinks_of_dying_may_ask_for_a_call_today() -> None:
    client = answered(begun(), until=4)
    client.post(QUESTION.format(5), {"risks": ["suicide"]})
    advice = client.get(SAFETY).content.decode()
    client.post(SAFETY, {"call_today": "yes"})
    client.post(QUESTION.format(6), POSTS[5])
    client.post(QUESTION.format(7), POSTS[6])

    assert "90101" in advice
    assert "Vi kan inte lova" in advice
    assert sent(client).wants_call_today


@pytest.mark.parametrize("answer", ["under_18", "elsewhere", "not_prescribed"])
def test_nobody_is_turned_away_by_software(answer: str) -> None:
    client = begun()

    response = client.post(QUESTION.format(1), {"fits": answer})
    page = client.get(response.url).content.decode()
    for number in range(2, 8):
        client.post(QUESTION.format(number), POSTS[number - 1])
    referral = sent(client)

    assert response.url == "/egenremiss/bra-att-veta/"
    assert "Fortsätt med egenremissen" in page
    assert 'href="/egenremiss/fraga/2/"' in page
    assert referral.answers["fits"] == answer
    assert referral.lives_elsewhere == (answer == "elsewhere")


def test_after_an_hour_the_page_says_so_and_keeps_what_was_posted() -> None:
    client = answered(begun(), until=6)
    Draft.objects.update(touched_at=Draft.objects.get().touched_at - timedelta(hours=2))

    response = client.post(QUESTION.format(7), {"goal": "Orka med barnen igen"})
    page = response.content.decode()
    client.post("/egenremiss/borja/", {"expired": "7", "goal": "Orka med barnen igen"})

    assert response.status_code == 410
    assert "Det har gått mer än en timme" in page
    assert "Orka med barnen igen" in page
    assert "Orka med barnen igen" in client.get(QUESTION.format(7)).content.decode()


def test_answers_can_be_taken_away_at_once() -> None:
    client = answered(begun(), until=3)

    page = client.get("/egenremiss/avbryt/").content.decode()
    client.post("/egenremiss/avbryt/")

    assert "Ta bort dina svar?" in page
    assert not Draft.objects.exists()


def test_two_people_have_two_drafts() -> None:
    first, second = answered(begun(), until=2), begun()

    assert "Sobril 10 mg" in first.get(QUESTION.format(2)).content.decode()
    assert "Sobril 10 mg" not in second.get(QUESTION.format(2)).content.decode()


def test_the_sweep_forgets_what_nobody_goes_on_with(monday: datetime) -> None:
    with time_machine.travel(monday, tick=False):
        answered(begun(), until=3)
    with time_machine.travel(monday + timedelta(minutes=30), tick=False):
        begun()
    from referrals.tasks import forget_abandoned_drafts  # noqa: PLC0415

    with time_machine.travel(monday + timedelta(minutes=61), tick=False):
        forget_abandoned_drafts()

    assert Draft.objects.count() == 1


def test_nobody_can_read_a_draft_in_the_database() -> None:
    answered(begun())

    sealed = bytes(Draft.objects.get().sealed)

    assert b"Sobril" not in sealed
    assert b"Anna" not in sealed


def test_the_cookie_is_kept_from_scripts_and_other_sites() -> None:
    client = begun()

    cookie = client.cookies["egenremiss"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]


def test_too_many_posts_from_one_address_wait_and_lose_nothing() -> None:
    client = begun()
    for _turn in range(60):
        client.post(QUESTION.format(1), {})

    response = client.post(QUESTION.format(7), {"goal": "Orka med barnen"})

    page = response.content.decode()
    assert response.status_code == 429
    assert "Vänta en stund" in page
    assert "Orka med barnen" in page


def test_without_redis_nobody_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(cache, "add", away)

    assert begun().get(QUESTION.format(1)).status_code == 200


def test_every_page_asks_the_database_a_fixed_number_of_times(
    django_assert_max_num_queries,
) -> None:
    client = answered(begun())

    with django_assert_max_num_queries(1):
        client.get(QUESTION.format(2))
    with django_assert_max_num_queries(1):
        client.get(CHECK)
    key = client.get(CHECK).context["form"]["form_key"].value()
    with django_assert_max_num_queries(32):
        client.post(CHECK, {"consent": "no", "form_key": key})
    with django_assert_max_num_queries(1):
        client.get(RECEIPT)


def test_saying_that_one_is_there_begins_the_hour_anew(monday: datetime) -> None:
    with time_machine.travel(monday, tick=False):
        client = answered(begun(), until=2)
    with time_machine.travel(monday + timedelta(minutes=55), tick=False):
        stayed = client.post("/egenremiss/kvar/")
    with time_machine.travel(monday + timedelta(minutes=110), tick=False):
        page = client.get(QUESTION.format(2))
    with time_machine.travel(monday + timedelta(minutes=120), tick=False):
        too_late = client.post("/egenremiss/kvar/")

    assert stayed.status_code == 204
    assert page.status_code == 200
    assert too_late.status_code == 410
