"""Two people, one letter: what one does holds, the other hears about it."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.refusals import Refused
from referrals import actions
from referrals.models import Letter, LetterBlock
from tests.factories import referrals as make
from tests.referrals.test_letters import AT, BLOCK, begun, sent

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*doings: Callable[[], object]) -> list[str]:
    """Run them at the same time; what each was refused with, or nothing."""
    gate, refusals = threading.Barrier(len(doings)), [""] * len(doings)

    def run(number: int, do: Callable[[], object]) -> None:
        gate.wait()
        try:
            do()
        except Refused as refused:
            refusals[number] = str(refused.sentence)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(number, do))
        for number, do in enumerate(doings)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals


def test_two_who_save_a_draft_do_not_overwrite_each_other(nurse, coordinator):
    letter = begun(nurse)

    def saves(by, text):  # type: ignore[no-untyped-def]
        return lambda: actions.change_letter(
            letter,
            channel="post",
            to_name="Erik",
            text=f"# A\n\n{text}",
            edition=1,
            by=by,
            at=AT,
        )

    refusals = at_once(saves(nurse, "Ett"), saves(coordinator, "Två"))

    letter.refresh_from_db()
    assert sorted(map(bool, refusals)) == [False, True]
    assert letter.edition == 2


def test_a_letter_is_either_sent_or_thrown_away(nurse, coordinator):
    letter = begun(nurse)
    Letter.objects.update(to_address="Exempelgatan 1")

    refusals = at_once(
        lambda: actions.send_letter(letter, by=nurse, at=AT),
        lambda: actions.discard_letter(letter, by=coordinator, at=AT),
    )

    assert sorted(map(bool, refusals)) == [False, True]


def test_posted_twice_is_one_event(nurse, coordinator):
    letter = sent(nurse)
    later = AT.replace(hour=20)

    refusals = at_once(
        lambda: actions.mark_posted(letter, by=nurse, at=later),
        lambda: actions.mark_posted(letter, by=coordinator, at=later),
    )

    assert refusals == ["", ""]
    assert Letter.objects.get().posted_by in {nurse, coordinator}


def test_the_first_wording_of_a_part_is_written_once(administrator):
    def writes(text):  # type: ignore[no-untyped-def]
        return lambda: actions.write_block(
            **BLOCK, part="4_who", text=text, by=administrator, at=AT
        )

    refusals = at_once(writes("Du möter {who}."), writes("Du möter oss."))

    assert sorted(map(bool, refusals)) == [False, True]
    assert LetterBlock.objects.count() == 1


def test_the_same_reply_sent_from_two_tabs_is_one(nurse):
    referral = make.from_clinic()

    def answers():  # type: ignore[no-untyped-def]
        return actions.answer_clinic(
            referral, kind="part", text="Hej.", by=nurse, at=AT
        )

    assert at_once(answers, answers) == ["", ""]
    assert referral.replies.answers().count() == 1
