"""The pages of letters, blocks and replies, by whoever opens them."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from accounts.roles import Role
from audit.models import Event
from patients import actions as patients
from referrals import actions
from referrals.models import Letter, LetterBlock
from tests.factories import accounts
from tests.factories import referrals as make
from tests.referrals.test_letters import AT, LATER, begun, protected, sent

pytestmark = pytest.mark.django_db
ADDRESS = "Exempelgatan 1\n463 30 Lilla Edet"


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(AT, tick=False):
        yield


def draft_data(letter: Letter, **fields: str) -> dict[str, str]:
    """What the page posts when nobody has changed anything."""
    heading, _newline, body = letter.text.partition("\n")
    known = {
        "edition": str(letter.edition),
        "channel": letter.channel,
        "to_name": letter.to_name,
        "to_address": letter.to_address,
        "heading": heading.removeprefix("# "),
        "body": body.strip(),
    }
    return {**known, **fields}


def page_of(letter: Letter) -> str:
    return reverse("referrals:letter", args=[letter.pk])


def test_a_letter_is_begun_from_a_referral(nurse, signed_in):
    referral = make.from_clinic()
    client = signed_in(nurse)
    url = reverse("referrals:letter_new", args=[referral.shown_reference])
    key = client.get(url).context["form"]["form_key"].value()
    data = {"form_key": key, "kind": "redirect", "audience": "patient"}

    first = client.post(url, {**data, "language": "en"})
    second = client.post(url, {**data, "language": "en"})

    assert first.status_code == 302
    assert first.url == second.url
    assert "We think that somebody else" in Letter.objects.get().text


def test_an_appointment_is_not_written_to_a_clinic(nurse, signed_in):
    referral = make.from_clinic()
    client = signed_in(nurse)
    url = reverse("referrals:letter_new", args=[referral.shown_reference])
    key = client.get(url).context["form"]["form_key"].value()
    data = {"form_key": key, "kind": "appointment", "audience": "clinic"}

    response = client.post(url, {**data, "language": "sv"})

    assert "skrivs bara till patienten" in response.content.decode()
    assert not Letter.objects.exists()


def test_a_draft_is_saved_and_sent_and_opening_it_is_an_event(nurse, signed_in):
    letter = begun(nurse)
    client = signed_in(nurse)
    page = client.get(page_of(letter))
    assert "a4-till" in page.content.decode()
    assert Event.objects.filter(kind="letter.opened").count() == 1

    kept = client.post(page_of(letter), draft_data(letter, do="save", body="Hej."))
    letter.refresh_from_db()
    gone = client.post(
        page_of(letter), draft_data(letter, do="send", to_address=ADDRESS)
    )

    letter.refresh_from_db()
    assert (kept.status_code, gone.status_code) == (302, 302)
    assert letter.state == Letter.State.SENT
    assert letter.text.endswith("\n\nHej.")


def test_a_missing_address_is_said_at_the_field(nurse, signed_in):
    letter = begun(nurse)

    response = signed_in(nurse).post(page_of(letter), draft_data(letter, do="send"))

    assert "Skriv adressen" in response.context["form"].errors["to_address"][0]


def test_words_left_to_fill_in_are_said_at_the_field(nurse, signed_in):
    letter = begun(nurse, kind="appointment")
    data = draft_data(letter, do="send", to_address=ADDRESS)

    response = signed_in(nurse).post(page_of(letter), data)

    assert "{day}" in response.context["form"].errors["body"][0]


def test_forbidden_words_are_a_hint_and_stop_nothing(nurse, signed_in):
    letter = begun(nurse)
    data = draft_data(letter, body="Du har ett missbruk.", to_address=ADDRESS)
    client = signed_in(nurse)

    shown = client.post(page_of(letter), {**data, "do": "show"})
    gone = client.post(page_of(letter), {**data, "do": "send"})

    assert "kroppen har vant sig" in shown.content.decode()
    assert gone.status_code == 302


def test_somebody_elses_change_is_not_overwritten(nurse, signed_in):
    letter = begun(nurse)
    old = draft_data(letter, do="save", body="Min text.")
    actions.change_letter(
        letter, channel="post", to_name="x", text="# A\n\nB", by=nurse, at=AT
    )

    response = signed_in(nurse).post(page_of(letter), old)

    assert response.status_code == 409
    assert "Min text." in response.content.decode()
    letter.refresh_from_db()
    assert letter.text == "# A\n\nB"


def test_the_preview_follows_what_is_typed_and_saves_nothing(nurse, signed_in):
    letter = begun(nurse)
    url = reverse("referrals:letter_preview", args=[letter.pk])

    response = signed_in(nurse).post(url, draft_data(letter, body="<b>Ny</b> {day}"))

    body = response.content.decode()
    assert "&lt;b&gt;Ny&lt;/b&gt;" in body
    assert "Fyll i innan du skickar" in body
    letter.refresh_from_db()
    assert letter.edition == 1


def test_a_half_written_form_can_be_looked_at(nurse, signed_in):
    letter = begun(nurse)
    url = reverse("referrals:letter_preview", args=[letter.pk])

    response = signed_in(nurse).post(url, {"body": "Bara text."})

    assert "Bara text." in response.content.decode()


def test_the_file_is_what_the_page_shows(nurse, signed_in):
    letter = sent(nurse)

    response = signed_in(nurse).get(reverse("referrals:letter_pdf", args=[letter.pk]))

    said = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert response["Content-Type"] == "application/pdf"
    assert "Vi har fått din remiss" in said
    assert "Exempelgatan 1" in said


def test_the_lists_follow_a_letter_from_draft_to_posted(nurse, signed_in):
    letter, client = sent(nurse), signed_in(nurse)

    def stands_in(view: str) -> bool:
        page = client.get(reverse("referrals:letters"), {"view": view})
        return str(letter.pk) in page.content.decode()

    assert stands_in("leaving") or stands_in("print")
    assert not stands_in("drafts")
    with time_machine.travel(LATER, tick=False):
        client.post(reverse("referrals:letter_posted", args=[letter.pk]))
    assert not stands_in("print")


@pytest.mark.parametrize("view", ["drafts", "sent"])
def test_a_list_of_letters_has_a_fixed_number_of_queries(
    view, nurse, signed_in, django_assert_num_queries, django_assert_max_num_queries
):
    client, url = signed_in(nurse), reverse("referrals:letters")
    begun(nurse)
    client.get(url, {"view": view})
    with django_assert_max_num_queries(12) as first:
        client.get(url, {"view": view})
    begun(nurse)
    begun(nurse, make.self_referral())

    with django_assert_num_queries(len(first)):
        client.get(url, {"view": view})


def test_undo_and_discard_by_the_buttons(nurse, signed_in):
    letter, client = sent(nurse), signed_in(nurse)

    client.post(reverse("referrals:letter_undo", args=[letter.pk]))
    client.post(reverse("referrals:letter_discard", args=[letter.pk]))

    letter.refresh_from_db()
    assert letter.state == Letter.State.DISCARDED
    assert "Kastat" in client.get(page_of(letter)).content.decode()


def test_somebody_without_business_sees_no_letter(nurse, signed_in):
    letter = begun(nurse)
    other = accounts.user(Role.PHYSIOTHERAPIST, "Johan Lind")
    manager = accounts.user(Role.MANAGER, "Lena Frid")

    assert signed_in(other).get(page_of(letter)).status_code == 404
    assert signed_in(manager).get(page_of(letter)).status_code == 403
    assert signed_in(manager).get(reverse("referrals:letters")).status_code == 403


def test_no_address_of_a_protected_person_stands_on_the_page(nurse, signed_in):
    referral = protected(nurse)
    referral.patient.address = "Hemliga gatan 9"
    referral.patient.save()
    letter = begun(nurse, referral)

    body = signed_in(nurse).get(page_of(letter)).content.decode()

    assert "Hemliga gatan" not in body
    assert 'value="post"' not in body
    assert "Skatteverket" in body


def test_the_number_of_a_protected_person_is_printed_by_few_and_logged(
    nurse, signed_in
):
    referral = protected(nurse)
    letter = sent(nurse, referral)
    number = referral.patient.shown_number
    curator = accounts.user(Role.SOCIAL_WORKER, "Maja Holm")
    patients.relate(
        referral.patient, user=curator, kind=patients.Kind.TEAM, by=nurse, at=AT
    )
    url = reverse("referrals:letter_pdf", args=[letter.pk])

    page = signed_in(nurse).get(page_of(letter)).content.decode()
    file = PdfReader(io.BytesIO(signed_in(nurse).get(url).content))

    assert number not in page
    assert number in file.pages[1].extract_text()
    assert Event.objects.filter(kind="letter.opened").exclude(reason="").count() == 1
    assert signed_in(curator).get(url).status_code in {403, 404}


# ------------------------------------------------------------- the patient's own


@pytest.fixture
def own(nurse):
    """A letter on the patient's page, and the patient who signs in."""
    referral = make.from_clinic()
    user = accounts.user(Role.PATIENT, "Erik Sandberg")
    patients.connect_user(referral.patient, user=user, by=nurse, at=AT)
    referral.refresh_from_db()
    letter = begun(nurse, referral)
    actions.change_letter(
        letter, channel="page", to_name="Erik", text=letter.text, by=nurse, at=AT
    )
    # The database has a clock of its own, so the letter left long ago by it.
    actions.send_letter(letter, by=nurse, at=AT - timedelta(days=3000))
    return user, letter


def test_a_patient_reads_the_own_letters(own, signed_in):
    user, letter = own
    client = signed_in(user)

    pages = [
        client.get(reverse("referrals_public:my_letters")),
        client.get(reverse("referrals_public:my_letter", args=[letter.pk])),
        client.get(reverse("referrals_public:my_letter_pdf", args=[letter.pk])),
    ]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert str(letter.pk) in pages[0].content.decode()
    assert "Vi har fått din remiss" in pages[1].content.decode()
    assert Event.objects.filter(kind="letter.opened", actor_id=user.pk).count() == 2


def test_staff_see_that_the_letter_was_read(own, nurse, signed_in):
    user, letter = own
    signed_in(user).get(reverse("referrals_public:my_letter", args=[letter.pk]))

    assert "Läst" in signed_in(nurse).get(page_of(letter)).content.decode()


def test_another_patient_and_a_visitor_see_nothing(own, signed_in, client):
    _user, letter = own
    url = reverse("referrals_public:my_letter", args=[letter.pk])
    other = accounts.user(Role.PATIENT, "Maria Ek")

    assert signed_in(other).get(url).status_code == 404
    assert client.get(url).status_code == 302


def test_a_letter_that_has_not_left_is_not_read(own, nurse, signed_in):
    user, letter = own
    Letter.objects.update(leaves_at=AT + timedelta(days=36500))

    url = reverse("referrals_public:my_letter", args=[letter.pk])
    assert signed_in(user).get(url).status_code == 404


# ------------------------------------------------------------- blocks


KIND = ["confirmation", "patient", "sv"]


def test_an_administrator_edits_a_block_and_sees_the_history(administrator, signed_in):
    client = signed_in(administrator)
    url = reverse("referrals:letter_block", args=[*KIND, "5_contact"])
    assert "som den kom med systemet" in client.get(url).content.decode()

    first = client.post(url, {"do": "save", "text": "Ring {phone}."})
    block = LetterBlock.objects.get()
    second = client.post(
        url, {"do": "save", "replaces": str(block.pk), "text": "Ring oss, {phone}."}
    )

    assert (first.status_code, second.status_code) == (302, 302)
    body = client.get(url).content.decode()
    assert "Ring {phone}." in body
    assert "gäller nu" in body


def test_an_unknown_placeholder_is_said_at_the_field(administrator, signed_in):
    url = reverse("referrals:letter_block", args=[*KIND, "4_who"])

    response = signed_in(administrator).post(url, {"do": "save", "text": "{doktor}"})

    assert "{doktor}" in response.context["form"].errors["text"][0]
    assert not LetterBlock.objects.exists()


def test_a_block_is_looked_at_with_examples(administrator, signed_in):
    url = reverse("referrals:letter_block_preview", args=[*KIND, "1_about"])

    response = signed_in(administrator).post(url, {"text": "# Hej {name}\n\nMissbruk."})

    body = response.content.decode()
    assert "Hej Erik Sandberg" in body
    assert "Därför får du brevet" in body
    assert "Ord att byta" in body


@pytest.mark.parametrize(
    "args",
    [["x", "patient", "sv"], ["appointment", "clinic", "sv"], [*KIND[:2], "fi"]],
)
def test_a_letter_that_there_is_not_is_not_found(args, administrator, signed_in):
    url = reverse("referrals:letter_block_kind", args=args)

    assert signed_in(administrator).get(url).status_code == 404


def test_only_an_administrator_keeps_the_blocks(nurse, signed_in):
    client = signed_in(nurse)

    assert client.get(reverse("referrals:letter_blocks")).status_code == 403
    url = reverse("referrals:letter_block_kind", args=KIND)
    assert client.get(url).status_code == 403


@pytest.mark.parametrize("language", ["sv", "nb", "en", "x"])
def test_every_kind_of_letter_is_listed_and_shown(language, administrator, signed_in):
    client = signed_in(administrator)

    page = client.get(reverse("referrals:letter_blocks"), {"language": language})

    assert page.status_code == 200
    assert len(page.context["rows"]) == 15
    for row in page.context["rows"]:
        args = [row.kind, row.audience, page.context["language"]]
        url = reverse("referrals:letter_block_kind", args=args)
        assert "a4-till" in client.get(url).content.decode()
