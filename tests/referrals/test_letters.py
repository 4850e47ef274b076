"""Letters: from blocks to post, page or the agency that forwards."""

import io
import re
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from accounts.models import system_user
from accounts.refusals import ChangedMeanwhile, Refused
from accounts.roles import Role
from audit.models import Event
from messaging.models import Message
from patients.models import Task
from referrals import actions, letters
from referrals.models import Letter, LetterBlock
from referrals.pages.paper import letter_sheet, sheet_pdf
from tests.factories import accounts
from tests.factories import referrals as make
from ui import reading

AT = make.AT
LATER = AT + timedelta(minutes=11)


def begun(nurse, referral=None, **fields):  # type: ignore[no-untyped-def]
    """A draft about a clinic's referral."""
    said = {
        "kind": "confirmation",
        "audience": "patient",
        "language": "sv",
        "form_key": uuid.uuid4(),
        "by": nurse,
        "at": AT,
    }
    return actions.begin_letter(referral or make.from_clinic(), **{**said, **fields})


def sent(nurse, referral=None, **fields):  # type: ignore[no-untyped-def]
    """A letter on its way by post."""
    letter = begun(nurse, referral, **fields)
    letter = actions.change_letter(
        letter,
        channel=letter.channel,
        to_name=letter.to_name,
        to_address="" if letter.channel == "forwarded" else "Exempelgatan 1\n463 30 X",
        text=letter.text,
        by=nurse,
        at=AT,
    )
    return actions.send_letter(letter, by=nurse, at=AT)


def protected(nurse):  # type: ignore[no-untyped-def]
    """A referral of somebody whose address is nobody's business."""
    return make.from_clinic(is_protected=True)


# --------------------------------------------------------------------- the words


@pytest.mark.django_db
def test_a_letter_begins_with_the_blocks_and_what_is_known(nurse):
    letter = begun(nurse)

    assert letter.text.startswith("# Vi har fått din remiss")
    assert "Erik Sandberg" in letter.text
    assert letter.referral.shown_reference in letter.text
    assert "Sluta inte tvärt" in letter.text
    assert "112" in letter.text
    assert letters.unfilled_in(letter.text) == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_every_shipped_letter_has_words_that_we_stand_for(language):
    for kind, audiences in letters.shipped()[language].items():
        for audience, parts in audiences.items():
            text = letters.example(letters.text_of(list(parts.values())))
            found = reading.check(text, language)
            assert found.instead == (), (kind, audience)
            assert found.longest_words <= 25, found.longest
            assert letters.unknown_in("".join(parts.values())) == []


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_patients_always_read_not_to_stop_suddenly(language):
    words = {
        "sv": "Sluta inte tvärt",
        "nb": "Ikke slutt brått",
        "en": "not stop sudden",
    }

    to_patients = {
        kind: audiences["patient"]
        for kind, audiences in letters.shipped()[language].items()
        if "patient" in audiences
    }
    assert len(to_patients) == 7
    for kind, parts in to_patients.items():
        text = " ".join(parts.values())
        assert words[language] in text, kind
        assert "{emergency}" in text, kind


def test_every_language_has_the_same_letters_and_parts():
    def shape(language):  # type: ignore[no-untyped-def]
        return {
            (kind, audience, part)
            for kind, audiences in letters.shipped()[language].items()
            for audience, parts in audiences.items()
            for part in parts
        }

    assert shape("sv") == shape("nb") == shape("en")
    assert {part for *_rest, part in shape("sv")} <= set(LetterBlock.Part.values)


def test_what_fills_a_word_is_never_filled_again():
    said = letters.fill("Fråga: {question}", {"question": "{name} # {day}"})

    assert said == "Fråga: {name} # {day}"


def test_a_fact_cannot_become_a_heading():
    assert letters.fill("{reason}", {"reason": "# Stor\n## Rubrik"}) == "Stor\nRubrik"


def test_only_known_words_in_braces_wait_to_be_filled():
    assert letters.unfilled_in("{name} {abc} {}") == ["name"]
    assert letters.unknown_in("{name} {abc} {}") == ["abc", ""]


@pytest.mark.django_db
def test_a_question_and_its_day_stand_in_the_letter(nurse):
    referral = make.self_referral()
    day = make.TODAY + timedelta(days=14)
    actions.ask(
        referral, to="patient", text="Vilken dos?", reply_by=day, by=nurse, at=AT
    )

    letter = begun(nurse, referral, kind="question")

    assert "Vilken dos?" in letter.text
    assert "fredag 4 december 2026" in letter.text


@pytest.mark.django_db
def test_a_visit_fills_in_day_place_and_who(nurse):
    said = letters.Appointment(
        day="tisdag 1 december",
        time="10.30",
        length="60 minuter",
        place="Storgatan 1",
        who="Sara Nyberg",
        bring="dina läkemedel",
    )

    letter = begun(nurse, kind="appointment", appointment=said)

    assert "tisdag 1 december klockan 10.30" in letter.text
    assert letters.unfilled_in(letter.text) == []


# ------------------------------------------------------------------ blocks


BLOCK = {"kind": "confirmation", "audience": "patient", "language": "sv"}


@pytest.mark.django_db
def test_a_block_written_anew_keeps_the_old_one(administrator, nurse):
    actions.load_blocks(by=system_user(), at=AT)
    old = LetterBlock.objects.in_use(**BLOCK).get(part="5_contact")

    new = actions.write_block(
        **BLOCK,
        part="5_contact",
        text="Ring oss på {phone}.",
        instead_of=old,
        by=administrator,
        at=AT,
    )

    old.refresh_from_db()
    assert old.replaced_by == administrator
    assert LetterBlock.objects.in_use(**BLOCK).get(part="5_contact") == new
    assert "Ring oss på 031" in begun(nurse).text
    assert Event.objects.filter(kind="letterblock.written").count() == 1


@pytest.mark.django_db
def test_loading_twice_changes_nothing_that_somebody_wrote(administrator):
    first = actions.load_blocks(by=system_user(), at=AT)
    old = LetterBlock.objects.in_use(**BLOCK).get(part="5_contact")
    actions.write_block(
        **BLOCK, part="5_contact", text="Ring.", instead_of=old, by=administrator, at=AT
    )

    again = actions.load_blocks(by=system_user(), at=LATER)

    assert first > 100
    assert again == 0
    assert letters.parts_of(**BLOCK)["5_contact"] == "Ring."


@pytest.mark.django_db
def test_an_unknown_word_in_braces_is_refused_in_words(administrator):
    with pytest.raises(Refused, match=r"\{doktor\}"):
        actions.write_block(
            **BLOCK, part="4_who", text="Du möter {doktor}.", by=administrator, at=AT
        )


@pytest.mark.django_db
def test_two_administrators_do_not_overwrite_each_other(administrator):
    said = {**BLOCK, "part": "4_who", "by": administrator, "at": AT}
    actions.write_block(**said, text="Du möter {who}.")

    with pytest.raises(ChangedMeanwhile):
        actions.write_block(**said, text="Du möter oss.")


@pytest.mark.django_db
def test_an_emptied_block_is_left_out(administrator, nurse):
    actions.write_block(**BLOCK, part="8_why", text="", by=administrator, at=AT)

    assert "Därför får du brevet" not in begun(nurse).text


# ------------------------------------------------------------------ sending


@pytest.mark.django_db
def test_a_second_press_gives_the_same_letter(nurse):
    referral, key = make.from_clinic(), uuid.uuid4()

    first = begun(nurse, referral, form_key=key)
    second = begun(nurse, referral, form_key=key)

    assert first == second
    assert Letter.objects.count() == 1


@pytest.mark.django_db
def test_two_who_write_do_not_overwrite_each_other(nurse):
    letter = begun(nurse)
    said = {"channel": "post", "to_name": "Erik", "by": nurse, "at": AT}
    actions.change_letter(letter, text="# A\n\nEtt", edition=1, **said)

    with pytest.raises(ChangedMeanwhile):
        actions.change_letter(letter, text="# A\n\nTvå", edition=1, **said)


@pytest.mark.django_db
def test_a_letter_with_words_left_to_fill_in_does_not_leave(nurse):
    letter = begun(nurse, kind="appointment")

    with pytest.raises(Refused, match=r"\{day\}"):
        actions.send_letter(letter, by=nurse, at=AT)


@pytest.mark.django_db
def test_post_needs_an_address(nurse):
    with pytest.raises(Refused, match="adressen"):
        actions.send_letter(begun(nurse), by=nurse, at=AT)


@pytest.mark.django_db
def test_the_database_refuses_post_without_an_address(nurse):
    letter = begun(nurse)
    letter.state, letter.sent_at, letter.sent_by = "sent", AT, nurse
    letter.leaves_at = LATER

    with pytest.raises(IntegrityError, match="address"), transaction.atomic():
        letter.save()


@pytest.mark.django_db
def test_a_sent_letter_waits_ten_minutes_and_is_then_printed_and_posted(nurse):
    letter = sent(nurse)

    assert letter.leaves_at == AT + timedelta(minutes=10)
    task = Task.objects.get(kind="letter.post")
    assert letter.referral.shown_reference in task.title
    with pytest.raises(Refused):
        actions.mark_posted(letter, by=nurse, at=AT)

    actions.mark_posted(letter, by=nurse, at=LATER)
    actions.mark_posted(letter, by=nurse, at=LATER)

    letter.refresh_from_db()
    task.refresh_from_db()
    assert letter.posted_by == nurse
    assert task.done_at == LATER
    assert Event.objects.filter(kind="letter.posted").count() == 1


@pytest.mark.django_db
def test_a_letter_can_be_taken_back_for_ten_minutes(nurse):
    letter = actions.take_back_letter(sent(nurse), by=nurse, at=AT)

    assert letter.state == Letter.State.DRAFT
    assert not Task.objects.undone().filter(kind="letter.post").exists()
    again = actions.send_letter(letter, by=nurse, at=AT)
    with pytest.raises(Refused):
        actions.take_back_letter(again, by=nurse, at=LATER)


@pytest.mark.django_db
def test_what_was_sent_is_neither_changed_nor_thrown_away(nurse):
    letter = sent(nurse)

    with pytest.raises(Refused):
        actions.discard_letter(letter, by=nurse, at=AT)
    with pytest.raises(Refused):
        actions.change_letter(
            letter, channel="post", to_name="x", text="# x\n\ny", by=nurse, at=AT
        )


@pytest.mark.django_db
def test_a_second_press_of_send_is_one_letter(nurse):
    letter = sent(nurse)

    actions.send_letter(letter, by=nurse, at=LATER)

    letter.refresh_from_db()
    assert letter.sent_at == AT
    assert Event.objects.filter(kind="letter.sent").count() == 1


@pytest.mark.django_db
def test_a_page_needs_a_patient_who_signs_in(nurse):
    letter = begun(nurse)
    said = {"to_name": "Erik", "text": letter.text, "by": nurse, "at": AT}
    letter = actions.change_letter(letter, channel="page", **said)

    with pytest.raises(Refused, match="egna sidor"):
        actions.send_letter(letter, by=nurse, at=AT)


@pytest.mark.django_db
def test_a_letter_on_the_clinics_page_tells_the_clinic_without_a_word(nurse):
    referral = make.from_clinic()
    referral.sender_unit.email = "mottagning@example.org"
    referral.sender_unit.save()
    letter = begun(nurse, referral, audience="clinic")

    letter = actions.send_letter(letter, by=nurse, at=AT)

    told = Message.objects.get(subject_id=str(letter.pk))
    assert told.not_before >= letter.leaves_at
    assert "Erik" not in told.body


@pytest.mark.django_db
def test_the_database_refuses_what_is_posted_on_a_page(nurse):
    letter = begun(nurse)
    letter.channel, letter.posted_at, letter.posted_by = "page", AT, nurse

    with pytest.raises(IntegrityError, match="on_paper"), transaction.atomic():
        letter.save()


# ------------------------------------------------------------- protected identity


@pytest.mark.django_db
def test_a_protected_person_gets_post_through_the_agency_only(nurse):
    letter = sent(nurse, protected(nurse))

    assert letter.channel == Letter.Channel.FORWARDED
    assert letter.to_address == ""
    sheet = letter_sheet(letter, on=make.TODAY, shows_number=True)
    assert sheet.to[1] == letter.referral.patient.shown_number
    on_screen = letter_sheet(letter, on=make.TODAY)
    assert letter.referral.patient.shown_number not in str(on_screen)
    assert sheet.around[0].to[0] == "Skatteverket"
    assert letter.to_name not in " ".join(sheet.around[0].to)


@pytest.mark.django_db
def test_no_street_address_of_a_protected_person_is_kept(nurse):
    letter = begun(nurse, protected(nurse))

    letter = actions.change_letter(
        letter,
        channel="forwarded",
        to_name="x",
        to_address="Hemliga gatan 1",
        text=letter.text,
        by=nurse,
        at=AT,
    )

    assert letter.to_address == ""


@pytest.mark.django_db
def test_ordinary_post_to_a_protected_person_is_refused(nurse):
    letter = begun(nurse, protected(nurse))
    letter = actions.change_letter(
        letter,
        channel="post",
        to_name="x",
        to_address="Gatan 1",
        text=letter.text,
        by=nurse,
        at=AT,
    )

    with pytest.raises(Refused, match="skyddade"):
        actions.send_letter(letter, by=nurse, at=AT)


# ------------------------------------------------------------- decisions


@pytest.mark.django_db
def test_a_decision_that_nobody_can_text_becomes_a_letter_to_send(nurse):
    referral = make.from_clinic(phone="")
    referral.patient.address = "Exempelgatan 1\n463 30 Lilla Edet"
    referral.patient.save()

    actions.redirect(
        referral, reason="Smärtan först.", destination="Smärtenheten", by=nurse, at=AT
    )

    letter = Letter.objects.get()
    assert letter.state == Letter.State.DRAFT
    assert "Smärtenheten" in letter.text
    assert Task.objects.get(kind="letter.send").subject_id == str(letter.pk)
    assert not Task.objects.filter(kind="referral.call").exists()


@pytest.mark.django_db
def test_an_undone_decision_leaves_no_letter_about_it(nurse):
    referral = protected(nurse)
    actions.reject(referral, reason="Nej.", destination="Vc", by=nurse, at=AT)

    actions.undo(referral, by=nurse, at=AT + timedelta(minutes=5))

    assert Letter.objects.get().state == Letter.State.DISCARDED
    assert not Task.objects.undone().filter(kind__startswith="letter.").exists()


@pytest.mark.django_db
def test_a_letter_sent_about_an_undone_decision_does_not_leave(nurse):
    referral = protected(nurse)
    actions.reject(referral, reason="Nej.", destination="Vc", by=nurse, at=AT)
    actions.send_letter(Letter.objects.get(), by=nurse, at=AT + timedelta(minutes=1))

    actions.undo(referral, by=nurse, at=AT + timedelta(minutes=9))

    assert Letter.objects.get().state == Letter.State.DISCARDED


# ------------------------------------------------------------- the file


def printed(letter):  # type: ignore[no-untyped-def]
    """The file of a letter, read back."""
    return PdfReader(io.BytesIO(sheet_pdf(letter_sheet(letter, on=make.TODAY))))


def words(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "nb", "en"])
@pytest.mark.parametrize("kind", ["confirmation", "redirect", "reply", "question"])
def test_an_ordinary_letter_is_one_page(nurse, kind, language):
    letter = begun(nurse, kind=kind, language=language)
    letter.to_address = "Exempelgatan 1\n463 30 Lilla Edet"

    reader = printed(letter)

    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/Lang"] == language
    assert "Erik Sandberg" in words(reader)


@pytest.mark.django_db
def test_the_envelope_shows_a_neutral_sender_and_nothing_of_the_care(nurse, settings):
    settings.LETTER_SENDER = "Vården"
    letter = sent(nurse)

    sheet = letter_sheet(letter, on=make.TODAY)

    shown = " ".join([*sheet.sender, *sheet.to]).lower()
    assert sheet.sender[0] == "Vården"
    assert not re.search(r"nedtrapp|beroende|läkemedel|psyk|remiss", shown)
    assert letter.referral.patient.shown_number not in shown


@pytest.mark.django_db
def test_what_was_typed_is_text_in_the_file(nurse):
    letter = begun(nurse)
    letter.text = "# <script>\n\n<b>Hej</b> #set page() " + "Öl å äpple. " * 700

    reader = printed(letter)

    assert len(letter.text) > 8000
    assert "<b>Hej</b> #set page()" in words(reader)
    assert len(reader.pages) > 1


# ------------------------------------------------------------- who sees it


@pytest.mark.django_db
def test_a_clinic_sees_what_is_written_to_it_once_it_has_left(nurse, referrer):
    referral = make.from_clinic(by=referrer)
    to_patient = sent(nurse, referral)
    to_clinic = begun(nurse, referral, audience="clinic")

    assert list(Letter.objects.visible_to(referrer)) == []
    actions.send_letter(to_clinic, by=nurse, at=AT - timedelta(days=1))

    # By the database's own clock the letter of AT has left long ago or not yet.
    seen = set(Letter.objects.visible_to(referrer))
    assert to_patient not in seen
    assert seen <= {to_clinic}


@pytest.mark.django_db
def test_another_unit_sees_no_letter(nurse):
    sent(nurse)
    elsewhere = accounts.user(
        Role.NURSE, "Maja Holm", unit=accounts.unit("Smärtenheten", place="Borås")
    )

    assert list(Letter.objects.visible_to(elsewhere)) == []
