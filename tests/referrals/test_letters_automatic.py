"""What leaves by itself is written in blocks, and no block stops it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import system_user
from accounts.roles import Role
from messaging.models import Message
from patients import actions as patients
from referrals import actions, letters
from referrals.models import Letter, LetterBlock, Reply
from tests.factories import accounts
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
AT = make.AT
TURNED = {"reason": "Smärtan behöver vård först.", "destination": "Smärtenheten."}
# How each decision is told to the clinic, and in whose words.
TOLD = {
    "accepted": "BEK",
    "redirect": "VID",
    "refused": "AVV",
    "cancelled": "AVB",
    "confirmation": "MOT",
}


def written(kind, text, *, part="1_about", audience="clinic", language="sv"):  # type: ignore[no-untyped-def]
    """A block as it stands in the table, whoever wrote it and however wrong it is."""
    return LetterBlock.objects.create(
        kind=kind,
        audience=audience,
        language=language,
        part=part,
        text=text,
        written_at=AT,
        written_by=system_user(),
    )


def decided(kind, nurse, referral=None):  # type: ignore[no-untyped-def]
    """A referral about which the clinic has been told that."""
    referral = referral or make.from_clinic()
    if kind == "accepted":
        day = make.TODAY + timedelta(days=7)
        actions.accept(referral, owner=nurse, first_contact_on=day, by=nurse, at=AT)
    elif kind == "redirect":
        actions.redirect(referral, **TURNED, by=nurse, at=AT)
    elif kind == "refused":
        actions.reject(referral, **TURNED, by=nurse, at=AT)
    elif kind == "cancelled":
        actions.withdraw(referral, reason="Flyttar.", by=nurse, at=AT)
    return referral


def told(referral, kind) -> Reply:  # type: ignore[no-untyped-def]
    found: Reply = referral.replies.get(confirms=TOLD[kind])
    return found


# ------------------------------------------------------------------ the clinic


@pytest.mark.parametrize("kind", TOLD)
def test_what_an_administrator_writes_is_what_the_clinic_reads(kind, nurse):
    written(kind, "# Hej\nTack, {clinic}. Nummer {reference}.")

    referral = decided(kind, nurse)

    clinic, number = referral.sender_unit.name, referral.shown_reference
    text = told(referral, kind).text
    assert text.startswith(f"Tack, {clinic}. Nummer {number}.")
    assert "#" not in text


@pytest.mark.parametrize("kind", TOLD)
@pytest.mark.parametrize("part", ["1_about", "2_to_do"])
def test_a_block_that_nothing_can_fill_never_stops_the_message(kind, part, nurse):
    shipped = letters.shipped()["sv"][kind]["clinic"][part]
    written(kind, "Planen: {plan} {doktor}", part=part)

    text = told(decided(kind, nurse), kind).text

    assert "{" not in text
    assert "Planen" not in text
    assert shipped.strip().splitlines()[-1].split("{")[0] in text


@pytest.mark.parametrize("kind", TOLD)
def test_a_letter_emptied_whole_is_the_shipped_one(kind, nurse):
    for part in letters.shipped()["sv"][kind]["clinic"]:
        written(kind, "", part=part)

    text = told(decided(kind, nurse), kind).text

    assert "tvärt" in text
    assert "{" not in text


@pytest.mark.parametrize("text", ["# Rubrik", "## Rubrik", "{reason}", "\n \n"])
def test_a_letter_that_says_nothing_is_the_shipped_one(text, nurse):
    for part in letters.shipped()["sv"]["cancelled"]["clinic"]:
        written("cancelled", text, part=part)

    referral = actions.withdraw(make.from_clinic(), by=nurse, at=AT)

    assert "Remissen är återtagen." in told(referral, "cancelled").text


def test_a_sentence_that_nothing_fills_is_left_out_with_its_heading(nurse):
    written("cancelled", "## Skäl\nSkälet är {reason}.\n## Nummer\n{reference}.")

    referral = actions.withdraw(make.from_clinic(), by=nurse, at=AT)

    text = told(referral, "cancelled").text
    assert text.startswith(f"Nummer:\n{referral.shown_reference}.\n\nDet här ber")
    assert "Skäl" not in text


def test_clinics_are_written_to_in_the_language_of_the_country(nurse, settings):
    settings.JURISDICTION = "norway"

    referral = decided("redirect", nurse)

    assert "Vi henviser videre til: Smärtenheten." in told(referral, "redirect").text
    assert "Vi har tatt imot henvisning" in told(referral, "confirmation").text


def test_the_decision_is_in_the_language_of_the_reader_not_of_the_writer(nurse):
    with override("en"):
        referral = decided("refused", nurse)

    assert "Vi kan inte ta emot remissen." in told(referral, "refused").text


def test_each_clinic_of_a_case_reads_its_own_number(nurse, other_referrer):
    number = make.number()
    lead = make.from_clinic(identity=number)
    part = make.from_clinic(identity=number, by=other_referrer)
    actions.join(part, to=lead, by=nurse, at=AT, reason="Samma person.")

    decided("accepted", nurse, lead)

    assert lead.shown_reference in told(lead, "accepted").text
    assert part.shown_reference in told(part, "accepted").text


def test_whoever_sent_it_reads_the_receipt_at_once_and_gets_no_mail(nurse):
    clinic = accounts.clinic()
    type(clinic).objects.filter(pk=clinic.pk).update(email="vc@example.se")

    referral = make.from_clinic()

    receipt = told(referral, "confirmation")
    assert not Message.objects.filter(channel="email").exists()

    assert receipt.readable_from == AT
    assert receipt.sent_by == system_user()
    assert referral.shown_reference in receipt.text


def test_the_receipt_is_no_answer_in_the_list_of_what_has_had_none(referrer, signed_in):
    referral = make.from_clinic(by=referrer)
    client = signed_in(referrer)

    silent = client.get(reverse("referrals_public:clinic_list"), {"view": "silent"})
    page = client.get(
        reverse("referrals_public:clinic_detail", args=[referral.shown_reference])
    )

    assert referral.shown_reference in silent.content.decode()
    receipt = told(referral, "confirmation")
    args = [referral.shown_reference, receipt.pk]
    assert reverse("referrals_public:clinic_reply", args=args) in page.content.decode()


def test_the_page_after_sending_leads_to_the_confirmation(referrer, signed_in):
    referral = make.from_clinic(by=referrer)
    url = reverse("referrals_public:clinic_receipt", args=[referral.shown_reference])

    page = signed_in(referrer).get(url).content.decode()

    args = [referral.shown_reference, told(referral, "confirmation").pk]
    assert reverse("referrals_public:clinic_reply", args=args) in page


@given(text=st.text(alphabet="#- {}.\nabcnreason", max_size=80))
def test_whatever_stands_in_a_block_the_text_is_whole(text):
    LetterBlock.objects.all().delete()
    written("redirect", text)
    facts = {"reason": "För långt bort.", "destination": "Smärtenheten"}

    said = letters.complete("redirect", "clinic", "sv", facts)

    assert said.strip()
    assert letters.unfilled_in(said) == []


# ------------------------------------------------------------------ the person


@pytest.fixture
def with_pages(nurse):
    """A clinic's referral about somebody who signs in, and who that is."""
    first = make.from_clinic()
    user = accounts.user(Role.PATIENT, "Erik Sandberg")
    patients.connect_user(first.patient, user=user, by=nurse, at=AT)
    actions.withdraw(first, by=nurse, at=AT)
    number = first.patient.identity_number
    return make.from_clinic(identity=make.identity.parse(number, today=make.TODAY))


def test_whoever_has_own_pages_reads_there_that_it_came(with_pages):
    letter = Letter.objects.get(referral=with_pages)

    assert (letter.kind, letter.channel) == ("confirmation", "page")
    assert (letter.state, letter.leaves_at) == ("sent", AT)
    assert "Vi har fått din remiss" in letter.text
    assert letters.unfilled_in(letter.text) == []


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("accepted", "Vi hör av oss senast"),
        ("redirect", "kan hjälpa dig bättre: Smärtenheten."),
        ("refused", "Vi kan inte ta emot dig här."),
    ],
)
def test_whoever_has_own_pages_reads_the_decision_when_it_stands(
    kind, says, nurse, with_pages
):
    decided(kind, nurse, with_pages)

    letter = Letter.objects.get(referral=with_pages, kind=kind, channel="page")
    assert letter.leaves_at == AT + timedelta(minutes=10)
    assert says in letter.text


def test_an_undone_decision_is_read_by_nobody(nurse, with_pages):
    decided("refused", nurse, with_pages)

    actions.undo(with_pages, by=nurse, at=AT + timedelta(minutes=5))

    states = dict(Letter.objects.values_list("kind", "state"))
    assert states["refused"] == Letter.State.DISCARDED
    assert states["confirmation"] == Letter.State.SENT


def test_the_letter_is_in_the_persons_language(nurse, with_pages):
    type(with_pages.patient).objects.update(language="nb")
    with_pages.patient.refresh_from_db()

    decided("redirect", nurse, with_pages)

    letter = Letter.objects.get(referral=with_pages, kind="redirect", channel="page")
    assert letter.language == "nb"
    assert "Ikke slutt brått" in letter.text


def test_whoever_has_no_pages_gets_no_letter_by_itself(nurse):
    decided("accepted", nurse)

    assert not Letter.objects.exists()


# ------------------------------------------------------------------ the pages


def block(kind, audience, part="1_about"):  # type: ignore[no-untyped-def]
    return reverse("referrals:letter_block", args=[kind, audience, "sv", part])


def test_a_word_that_only_a_person_fills_in_is_refused_where_nobody_reads_first(
    administrator, signed_in
):
    client = signed_in(administrator)
    data = {"do": "save", "text": "Planen är {plan}."}

    automatic = client.post(block("accepted", "clinic"), data)
    by_hand = client.post(block("reply", "clinic"), data)

    assert "{plan}" in automatic.context["form"].errors["text"][0]
    assert by_hand.status_code == 302
    assert "{plan}" not in str(automatic.context["placeholders"])


def test_the_page_says_what_leaves_by_itself_and_when_our_own_words_do(
    administrator, signed_in
):
    written("accepted", "Planen är {plan}.")
    client = signed_in(administrator)

    def page(*args: str) -> str:
        url = reverse("referrals:letter_block_kind", args=[*args, "sv"])
        return client.get(url).content.decode()

    assert "skickas av sig självt" in page("accepted", "clinic")
    assert "Systemets egen text går ut i stället" in page("accepted", "clinic")
    assert "Vi har antagit remissen" in page("accepted", "clinic")
    assert "Systemets egen text går ut" not in page("refused", "clinic")
    assert "skickas av sig självt" not in page("final", "clinic")
