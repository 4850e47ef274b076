"""Who prescribes a version, and the letter that goes with the signature."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.refusals import Refused
from accounts.roles import Role
from audit.models import Event
from patients import actions as patients_actions
from patients.models import Task
from tapering import actions, forms, letters, pages, queries
from tapering.lifecycle import SentBy
from tapering.models import PlanLetter, Prescribing
from tapering.queries import Prescriber
from tests.factories import accounts, patients, referrals
from tests.factories import tapering as make
from tests.factories.switching import choice, row, table

pytestmark = pytest.mark.django_db
CENTRE = "Lyckans vårdcentral"


def nils(**days: object) -> Prescriber:
    return Prescriber(name="Nils Åberg", care_unit=accounts.clinic(CENTRE), **days)


def britt(**days: object) -> Prescriber:
    return Prescriber(name="Britt Sand", **days)


def draft(case, *rows: Prescriber, **fields: object):
    return actions.make_draft(
        make.plan(make.prepared(case)),
        outline=make.outline(**fields),
        reasons=make.REASON,
        patient_agrees=True,
        prescribers=rows,
        on=make.ON,
        by=case.owner,
        at=make.AT,
    )


def decided(case, by, *rows: Prescriber):
    return actions.decide(draft(case, *rows), by=by, at=make.AT)


def words(text: str) -> str:
    return text.replace("\xa0", " ")


# --- who prescribes ---------------------------------------------------------------


def test_whoever_referred_is_the_likely_prescriber(coordinator):
    referral = referrals.accepted(coordinator)

    (who,) = queries.usual_prescribers(make.plan(referral.case))

    assert (who.name, who.care_unit) == (referral.sender.name, referral.sender_unit)
    assert (who.from_on, who.until_on) == (None, None)


def test_a_new_version_is_prescribed_as_the_one_before(case, prescriber):
    first = decided(
        case,
        prescriber,
        nils(until_on=date(2027, 1, 31)),
        britt(from_on=date(2027, 2, 1)),
    )

    again = queries.usual_prescribers(first.plan)

    assert [(who.name, who.until_on) for who in again] == [
        ("Nils Åberg", date(2027, 1, 31)),
        ("Britt Sand", None),
    ]


def test_days_without_a_prescriber_want_a_reason(case, prescriber):
    version = draft(case, nils(until_on=date(2027, 1, 31)))
    type(version).objects.filter(pk=version.pk).update(
        reasons={"cut_over_limit-25-current-14": "Små styrkor."}
    )

    with pytest.raises(Refused, match="Det saknas 1"):
        actions.decide(version, by=prescriber, at=make.AT)

    (gap,) = queries.gaps(queries.prescribers_of(version), version.answer)
    # The goal is nothing: the day it begins needs no prescription.
    assert (gap.from_on, gap.until_on) == (date(2027, 2, 1), date(2027, 6, 7))


def test_two_at_a_time_are_refused_in_words_and_by_the_database(case):
    with pytest.raises(Refused, match="samma dagar"):
        draft(case, nils(), britt(from_on=date(2027, 2, 1)))

    version = draft(case, nils())
    with (
        pytest.raises(IntegrityError, match="one_prescriber_a_day"),
        transaction.atomic(),
    ):
        Prescribing.objects.create(
            version=version, name="Britt Sand", from_on=date(2027, 2, 1)
        )


def test_who_prescribes_is_signed_with_the_version(case, prescriber):
    version = decided(case, prescriber, nils())

    for change in (
        lambda: version.prescribing.update(name="Någon annan"),
        lambda: version.prescribing.all().delete(),
        lambda: Prescribing.objects.create(
            version=version,
            name="Britt",
            from_on=date(2020, 1, 1),
            until_on=date(2020, 1, 2),
        ),
    ):
        with (
            pytest.raises(IntegrityError, match="part of what was signed"),
            transaction.atomic(),
        ):
            change()


def test_a_pause_is_prescribed_as_before_and_asks_when_the_days_run_out(
    case, prescriber
):
    version = decided(case, prescriber, nils(until_on=date(2027, 6, 7)))

    held = actions.hold(
        version.plan,
        days=14,
        because="Flytt",
        by=prescriber,
        at=make.AT + make.days(20),
    )

    assert [who.name for who in queries.prescribers_of(held)] == ["Nils Åberg"]
    task = Task.objects.undone().get(kind="plan.prescriber")
    assert "tisdag 8 juni 2027" in task.why


# --- the letter ------------------------------------------------------------------


def test_each_prescriber_gets_one_letter_with_their_own_days(case, prescriber):
    version = decided(
        case,
        prescriber,
        nils(until_on=date(2027, 1, 31)),
        britt(from_on=date(2027, 2, 1)),
    )

    first, second = version.letters.order_by("written_at", "to_name")
    assert {first.to_name, second.to_name} == {"Nils Åberg", "Britt Sand"}
    to_nils = letters.read(version.letters.get(to_name="Nils Åberg").text)
    by_heading = {section.heading: section for section in to_nils.sections}
    assert words(by_heading["Det här ber vi dig göra"].sentences[0]) == (
        "Du förskriver oxazepam från tisdag 1 december 2026 till och med "
        "söndag 31 januari 2027."
    )
    assert [words(item) for item in by_heading["Stegen"].items] == [
        "Steg 0 från tis 1 dec 2026, 42 dagar: oxazepam 25 mg per dygn "
        "(morgon 1 av 10 mg, natt 1 av 15 mg)",
        "Steg 1 från tis 12 jan 2027, 42 dagar: oxazepam 20 mg per dygn "
        "(morgon ½ av 10 mg, natt 1 av 15 mg)",
    ]
    assert words(by_heading["Mängder per uthämtning"].items[0]) == (
        "tis 1 dec 2026 till mån 28 dec 2026: oxazepam 28 tabletter 10 mg, "
        "oxazepam 28 tabletter 15 mg"
    )
    assert list(by_heading)[-1] == "Därför får du brevet"


def test_the_letter_says_what_stands_unchanged_beside(case, prescriber):
    make.prepared(case)
    lines = [
        actions.Line(
            substance=name, doses={part: Decimal(dose)}, why="sömn", since="2019"
        )
        for name, part, dose in (
            ("oxazepam", "night", "25"),
            ("zopiklon", "night", "7.5"),
            ("fentanyl", "", "12"),
        )
    ]
    actions.write_mapping(case, lines=lines, by=case.owner, at=make.AT)
    version = draft(case, nils())

    (page,) = pages.coming_letters(version)

    beside = {s.heading: s for s in page.content.sections}["Övriga läkemedel"]
    assert [words(item) for item in beside.items] == [
        "oförändrat: fentanyl 12 µg/h",
        "oförändrat: zopiklon 7,5 mg till natten",
    ]


def test_the_text_that_is_kept_reads_as_what_was_composed(case, prescriber):
    version = decided(case, prescriber, nils())
    (kept,) = version.letters.all()

    read = letters.read(kept.text)

    assert read.text == kept.text
    assert "Anna" not in kept.text
    with (
        pytest.raises(IntegrityError, match="letter is never changed"),
        transaction.atomic(),
    ):
        PlanLetter.objects.update(text="Något annat")


def test_a_new_version_replaces_letters_that_nobody_sent(case, prescriber):
    version = decided(case, prescriber, nils())
    held = actions.hold(
        version.plan,
        days=14,
        because="Influensa",
        by=prescriber,
        at=make.AT + make.days(20),
    )

    (old,), (new,) = version.letters.all(), held.letters.all()
    waiting = Task.objects.undone().filter(kind="plan.letter")
    assert [task.subject_id for task in waiting] == [str(new.pk)]
    changed = {s.heading: s for s in letters.read(new.text).sections}[
        "Det här är ändrat sedan version 1"
    ]
    assert "Influensa" in changed.sentences[0]
    assert "22 juni 2027" in words(" ".join(changed.sentences))
    assert old.sent_at is None


def test_who_no_longer_prescribes_is_told(case, nurse, prescriber):
    version = decided(case, prescriber, nils())
    later = make.AT + make.days(1)
    second = actions.make_draft(
        version.plan,
        outline=make.outline(),
        reasons=make.REASON,
        what_changed="Britt tar över.",
        patient_agrees=True,
        prescribers=[britt()],
        on=later.date(),
        by=nurse,
        at=later,
    )

    second = actions.decide(second, by=prescriber, at=later)

    farewell = second.letters.get(to_name="Nils Åberg").text
    assert "Förskriv inte mer enligt den gamla planen." in farewell


def test_a_letter_is_sent_once_and_its_task_is_done(case, nurse, prescriber):
    (letter,) = decided(case, prescriber, nils()).letters.all()

    for how in (SentBy.POST, SentBy.HAND):
        actions.mark_letter_sent(letter, how=how, by=nurse, at=make.AT)

    letter.refresh_from_db()
    assert (letter.sent_how, letter.sent_by) == ("post", nurse)
    assert not Task.objects.undone().filter(kind="plan.letter").exists()
    assert Event.objects.filter(kind="plan_letter.sent").count() == 1


def test_without_a_prescriber_a_letter_waits_for_whoever_it_is(case, prescriber):
    (letter,) = make.decided(case, prescriber).letters.all()

    assert letter.to_name == "den som förskriver"
    assert Task.objects.undone().filter(kind="plan.letter").exists()


# --- both taken --------------------------------------------------------------------


def with_opioid(case) -> None:
    lines = [
        actions.Line(substance=name, doses={"night": Decimal(dose)})
        for name, dose in (("oxazepam", "25"), ("oxikodon", "10"))
    ]
    actions.write_mapping(case, lines=lines, by=case.owner, at=make.AT)


def test_opioid_and_sedative_bring_naloxone_and_a_review_every_three_months(
    case, nurse, prescriber
):
    make.prepared(case)
    with_opioid(case)
    plan = decided(case, prescriber, nils()).plan

    review = Task.objects.undone().get(kind="plan.review")
    assert Task.objects.undone().filter(kind="plan.naloxone").count() == 1
    assert review.due_on == date(2027, 2, 22)
    done_at = make.AT + make.days(80)
    patients_actions.complete_task(review, by=nurse, at=done_at)
    for _sweep in range(2):
        actions.keep_weighing(plan, on=done_at.date(), by=nurse, at=done_at)

    again = Task.objects.undone().get(kind="plan.review")
    assert again.due_on == timezone.localdate(done_at) + make.days(91)
    actions.hold(plan, days=7, because="Vila", by=prescriber, at=done_at)
    assert Task.objects.filter(kind="plan.naloxone").count() == 1


# --- pages -------------------------------------------------------------------------


def test_the_letter_is_read_printed_and_marked(
    team, nurse, prescriber, signed_in, on_day
):
    version = decided(team, prescriber, nils())
    (letter,) = version.letters.all()
    client, page = signed_in(nurse), reverse("tapering:letter", args=[letter.pk])

    shown = client.get(page).content.decode()
    assert team.patient.shown_number in shown
    assert "Därför får du brevet" in shown
    assert client.post(page, {}).status_code == 200
    assert client.post(page, {"how": "post"}, follow=True).status_code == 200

    letter.refresh_from_db()
    assert letter.sent_at is not None
    assert "med post" in client.get(page).content.decode()


def test_strangers_find_no_letter(
    team, prescriber, stranger, referrer, signed_in, on_day
):
    (letter,) = decided(team, prescriber, nils()).letters.all()
    page = reverse("tapering:letter", args=[letter.pk])

    assert signed_in(stranger).get(page).status_code == 404
    assert signed_in(referrer).get(page).status_code in {403, 404}


def test_the_version_page_previews_the_letters_until_they_are_written(
    team, nurse, prescriber, signed_in, on_day
):
    version = draft(team, nils())
    client, page = signed_in(nurse), reverse("tapering:version", args=[version.pk])

    assert "Så blir brevet till Nils Åberg" in client.get(page).content.decode()
    actions.decide(version, by=prescriber, at=make.AT)

    shown = client.get(page).content.decode()
    assert "Brev till Nils Åberg" in shown
    assert "inte skickat" in shown


def test_the_version_page_asks_as_much_for_three_letters_as_for_one(
    team, nurse, prescriber, signed_in, on_day
):
    one = decided(team, prescriber, nils())
    later = make.AT + make.days(1)
    three = actions.make_draft(
        one.plan,
        outline=make.outline(),
        reasons=make.REASON,
        patient_agrees=True,
        prescribers=[
            nils(until_on=date(2027, 1, 10)),
            britt(from_on=date(2027, 1, 11), until_on=date(2027, 2, 10)),
            Prescriber(name="Hanna Ek", from_on=date(2027, 2, 11)),
        ],
        on=later.date(),
        by=nurse,
        at=later,
    )
    actions.decide(three, by=prescriber, at=later)
    client = signed_in(nurse)

    asked = []
    for version in (one, three):
        with CaptureQueriesContext(connection) as queries_made:
            client.get(reverse("tapering:version", args=[version.pk]))
        asked.append(len(queries_made))

    # The one that replaced another reads that one as well.
    assert asked[1] <= asked[0] + 2


def test_rows_are_added_without_script_and_kept(team, nurse, signed_in, on_day):
    plan = make.plan(make.prepared(team))
    client, page = signed_in(nurse), reverse("tapering:edit", args=[plan.pk])
    rows = {
        "prescriber-TOTAL_FORMS": "1",
        "prescriber-INITIAL_FORMS": "0",
        "prescriber-0-name": "Nils Åberg",
        "prescriber-0-care_unit": str(accounts.clinic(CENTRE).pk),
        "prescriber-0-from_on": "",
        "prescriber-0-until_on": "2027-01-31",
    }

    shown = client.post(page, rows | {"go": "more_prescribers"}).content.decode()

    assert 'name="prescriber-1-name"' in shown
    assert "Nils Åberg" in shown
    assert not Prescribing.objects.exists()


def test_overlapping_rows_are_marked_at_the_field():
    formset = forms.prescribing_formset(
        {
            "prescriber-TOTAL_FORMS": "2",
            "prescriber-INITIAL_FORMS": "0",
            "prescriber-0-name": "Nils Åberg",
            "prescriber-0-until_on": "2027-01-31",
            "prescriber-1-name": "Britt Sand",
            "prescriber-1-from_on": "2027-01-31",
        },
        known=[],
    )

    assert not formset.is_fine
    assert "redan någon annans" in str(formset.forms[1].errors["from_on"])


# --- at once -----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_plans_race_for_one_medicine():
    sara = accounts.user(Role.NURSE, "Sara Nyberg")
    eva = accounts.user(Role.PSYCHIATRIST, "Eva Lindqvist")
    case = patients.case(sara)
    table("Ashton 2002", row("oxazepam", "20"))
    version = make.draft(case, switch=choice("Ashton 2002"))
    barrier = Barrier(2)

    def press(action) -> str:
        try:
            barrier.wait(timeout=10)
            action()
        except Refused as refusal:
            return str(refusal.sentence)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(
            pool.map(
                press,
                [
                    lambda: actions.decide(
                        version, by=eva, at=make.AT, reasons=make.REASON
                    ),
                    lambda: actions.open_plan(
                        case, substance="diazepam", by=sara, at=make.AT
                    ),
                ],
            )
        )

    assert "done" in said
    assert len([each for each in said if "ingår redan i planen" in each]) == 1
