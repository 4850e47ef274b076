"""The patient's own part of what a clinic began: a code in, nothing out."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User, system_user
from accounts.refusals import Refused
from audit.models import Event
from messaging import actions as messages
from messaging.lifecycle import Channel
from messaging.models import Message
from messaging.queries import why_not_sent
from patients import actions as patients
from patients.models import Consent
from referrals import actions
from referrals.actions import own_part
from referrals.models import OwnPart, PartRequest, Referral
from tests.factories import referrals as make

CODE, WRITE, SENT = "/din-del/", "/din-del/skriv/", "/din-del/klart/"
NO = "Koden går inte att använda."


@pytest.fixture
def now(monday: datetime):  # type: ignore[no-untyped-def]
    with time_machine.travel(monday, tick=False) as clock:
        yield clock


@pytest.fixture
def referral(db: None, now: object, monday: datetime) -> Referral:
    return make.from_clinic(at=monday)


def asked(referral: Referral, by: User, at: datetime) -> str:
    return own_part.ask_patient(referral, by=by, at=at)


def opened(code: str) -> Client:
    client = Client()
    response = client.post(CODE, {"code": code})
    assert response.status_code == 302, response.content.decode()
    assert response.url == WRITE
    return client


def posted(client: Client, **said: str):  # type: ignore[no-untyped-def]
    key = client.get(WRITE).context["form"]["form_key"].value()
    return client.post(WRITE, {"form_key": key, **said})


def test_a_clinic_s_referral_asks_the_patient_by_itself(referral: Referral) -> None:
    request, message = PartRequest.objects.get(), Message.objects.get(kind="own_part")

    assert request.referral == referral
    assert message.to == referral.phone
    code = re.search(r"\w{4}-\w{4}-\w{4}", message.body)[0]  # type: ignore[index]
    assert own_part.opened_with(code.replace("-", ""), at=request.asked_at)
    assert code.replace("-", "") not in str(request.__dict__)
    for word in ("Erik", "Sandberg", "oxazepam", "läkemedel", "http"):
        assert word not in message.body


@pytest.mark.parametrize(
    "fields",
    [
        {"phone": "+46313900612"},
        {"phone": ""},
        {"agrees_to_sms": False},
        {"is_protected": True},
    ],
    ids=str,
)
def test_who_cannot_be_texted_is_not_asked_by_itself(
    db: None, monday: datetime, fields: dict[str, object]
) -> None:
    make.from_clinic(at=monday, **fields)

    assert not PartRequest.objects.exists()
    assert not Message.objects.filter(kind="own_part").exists()


def test_a_colleague_may_ask_on_the_phone_and_reads_the_message_aloud(
    db: None,
    now: object,
    coordinator: User,
    signed_in: Callable[[User], Client],
    monday: datetime,
) -> None:
    referral = make.from_clinic(at=monday, agrees_to_sms=False)
    client = signed_in(coordinator)
    address = f"/app/referrals/{referral.shown_reference}/ask-patient"

    html = client.get(address).content.decode()
    client.post(address)
    assert not Message.objects.filter(kind="own_part").exists()
    client.post(address, {"agrees_to_sms": "on"})

    assert "Vi vill veta vad som är viktigt för dig." in html
    assert Message.objects.get(kind="own_part").to == referral.phone
    said = Event.objects.filter(kind="referral.patient_asked")
    assert sorted(event.details["agrees_to_sms"] for event in said) == [False, True]


@pytest.mark.parametrize(
    "fields", [{"phone": "+46313900612"}, {"is_protected": True}], ids=str
)
def test_where_no_message_can_go_nobody_is_asked_for_a_yes(
    db: None,
    now: object,
    coordinator: User,
    signed_in: Callable[[User], Client],
    monday: datetime,
    fields: dict[str, object],
) -> None:
    referral = make.from_clinic(at=monday, **fields)
    address = f"/app/referrals/{referral.shown_reference}/ask-patient"

    client = signed_in(coordinator)
    html = client.get(address).content.decode()
    client.post(address, {"agrees_to_sms": "on"})

    assert "agrees_to_sms" not in html
    assert not Message.objects.filter(kind="own_part").exists()


def test_a_no_to_text_messages_stops_it_even_later(
    referral: Referral, monday: datetime
) -> None:
    message = Message.objects.get(kind="own_part")
    assert why_not_sent(message, at=monday) is None

    patients.consent(
        referral.patient,
        purpose=Consent.Purpose.SMS,
        answer=Consent.Answer.NO,
        by=system_user(),
        at=monday,
    )

    assert why_not_sent(message, at=monday) == "no_consent"
    assert not own_part.can_be_reached(referral)


def test_once_sent_the_code_is_not_kept(referral: Referral, monday: datetime) -> None:
    by = system_user()
    claimed = messages.claim_next(worker="one", by=by, at=monday)
    messages.note_sent(claimed, provider_id="1", by=by, at=monday)

    message = Message.objects.get(kind="own_part")
    assert not re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", message.body)


def test_the_code_leads_to_three_questions_that_show_nothing(
    referral: Referral, nurse: User, monday: datetime
) -> None:
    client = opened(asked(referral, nurse, monday).lower().replace("-", " "))

    page = client.get(WRITE).content.decode()

    for secret in ("Erik", "Sandberg", "oxazepam", "lastbil", referral.reference):
        assert secret not in page


def test_what_is_written_is_read_by_those_who_assess(
    referral: Referral, nurse: User, monday: datetime
) -> None:
    client = opened(asked(referral, nurse, monday))

    done = posted(client, goals="Sova hela natten", best_time="morning")

    part, request = OwnPart.objects.get(), PartRequest.objects.waiting().first()
    assert done.url == SENT
    assert (part.goals, part.best_time) == ("Sova hela natten", "Förmiddag")
    assert part.referral == referral
    assert request is None
    receipt = client.get(SENT).content.decode()
    assert "Tack, vi har fått din del" in receipt
    assert "Sova hela natten" not in receipt
    assert Event.objects.filter(kind="referral.part_given").count() == 1


def test_one_of_three_is_enough_and_one_is_needed(
    referral: Referral, nurse: User, monday: datetime
) -> None:
    client = opened(asked(referral, nurse, monday))

    empty = posted(client, best_time="any").content.decode()
    done = posted(client, worries="Att få kramper igen")

    assert "Skriv något på minst en av frågorna." in empty
    assert done.url == SENT


def test_two_presses_are_one_part(
    referral: Referral, nurse: User, monday: datetime
) -> None:
    client = opened(asked(referral, nurse, monday))
    key = client.get(WRITE).context["form"]["form_key"].value()
    post = {"form_key": key, "goals": "Sova"}

    urls = [client.post(WRITE, post).url for _turn in range(2)]

    assert urls == [SENT, SENT]
    assert OwnPart.objects.count() == 1


def test_a_used_code_an_old_one_and_a_made_up_one_get_one_sentence(
    referral: Referral, nurse: User, monday: datetime, now
) -> None:  # type: ignore[no-untyped-def]
    code = asked(referral, nurse, monday)
    newer = asked(referral, nurse, monday)
    taken_back = Client().post(CODE, {"code": code}).content.decode()
    posted(opened(newer), goals="Sova")
    used = Client().post(CODE, {"code": newer}).content.decode()
    unknown = Client().post(CODE, {"code": "0000-0000-0000"}).content.decode()
    last = asked(referral, nurse, monday)
    now.shift(timedelta(days=31))
    old = Client().post(CODE, {"code": last}).content.decode()

    shown = {
        re.sub(r'value="[^"]*"', "", page) for page in (taken_back, used, unknown, old)
    }
    assert NO in used
    assert len(shown) == 1


def test_only_the_last_text_message_leaves(
    referral: Referral, nurse: User, monday: datetime
) -> None:
    asked(referral, nurse, monday)
    asked(referral, nurse, monday)

    states = list(
        Message.objects.filter(kind="own_part").values_list("state", flat=True)
    )
    assert sorted(states) == ["queued", "withdrawn", "withdrawn"]
    assert PartRequest.objects.waiting().count() == 1


def test_what_was_typed_when_the_code_ended_is_still_there(
    referral: Referral, nurse: User, monday: datetime
) -> None:
    client = opened(asked(referral, nurse, monday))
    key = client.get(WRITE).context["form"]["form_key"].value()
    asked(referral, nurse, monday)

    late = client.post(WRITE, {"form_key": key, "goals": "Orka med barnen <b>"})

    assert late.status_code == 403
    assert "Orka med barnen &lt;b&gt;" in late.content.decode()
    assert not OwnPart.objects.exists()


def test_another_s_form_key_writes_nothing_over(
    referral: Referral, nurse: User, monday: datetime
) -> None:
    other = make.from_clinic(at=monday)
    client = opened(asked(referral, nurse, monday))
    key = client.get(WRITE).context["form"]["form_key"].value()
    own_part.give_signed_in(
        other, form_key=key, by=nurse, at=monday, goals="Någon annans"
    )

    response = client.post(WRITE, {"form_key": key, "goals": "Mina"})

    assert response.status_code == 409
    assert OwnPart.objects.get().referral == other


def test_ten_thousand_signs_are_counted_and_kept(
    referral: Referral, nurse: User, monday: datetime
) -> None:
    client = opened(asked(referral, nurse, monday))

    page = posted(client, goals="å" * 10_000).content.decode()

    assert "Skriv högst 4000 tecken. Nu är det 10000." in page
    assert "å" * 10_000 in page


def test_after_a_no_nobody_is_asked_and_no_code_opens(
    referral: Referral, nurse: User, monday: datetime
) -> None:
    code = asked(referral, nurse, monday)
    actions.reject(referral, reason="Skäl", destination="Annan", by=nurse, at=monday)

    assert NO in Client().post(CODE, {"code": code}).content.decode()
    with pytest.raises(Refused):
        asked(referral, nurse, monday)


@pytest.mark.parametrize("path", [WRITE, SENT])
def test_without_the_code_nothing_opens(db: None, path: str) -> None:
    assert Client().get(path).url == CODE
    assert Client().get(path, follow=True).status_code == 200


def test_guessing_is_slow(db: None, now: object) -> None:
    client = Client()
    for _turn in range(20):
        client.post(CODE, {"code": "0000-0000-0000"})

    assert client.post(CODE, {"code": "0000-0000-0000"}).status_code == 429


@pytest.mark.parametrize("typed", ["", "hej", "ABCD-EFGH", "ÅÄÖ"])
def test_what_is_no_code_gets_a_sentence(db: None, typed: str) -> None:
    page = Client().post(CODE, {"code": typed}).content.decode()

    assert "<title>Fel:" in page


def test_staff_make_a_code_that_is_shown_once(
    referral: Referral, nurse: User, signed_in
) -> None:  # type: ignore[no-untyped-def]
    client = signed_in(nurse)
    path = f"/app/referrals/{referral.shown_reference}/ask-patient"

    before = client.get(path).content.decode()
    after = client.post(path).content.decode()
    again = client.get(path).content.decode()

    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", after)[0]  # type: ignore[index]
    assert "Sms" in before or "sms" in before
    assert code not in again
    assert opened(code)


def test_who_does_not_assess_makes_no_code(
    referral: Referral, referrer: User, signed_in
) -> None:  # type: ignore[no-untyped-def]
    path = f"/app/referrals/{referral.shown_reference}/ask-patient"

    assert signed_in(referrer).post(path).status_code == 403


def test_the_message_goes_by_day_and_to_the_patient(
    referral: Referral, monday: datetime
) -> None:
    message = Message.objects.get(kind="own_part")

    assert (message.channel, message.patient) == (Channel.SMS, referral.patient)
    assert message.expires_at == monday + timedelta(days=30)
