"""The clinic adds to what it sent, while nobody has decided; each wording stays."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.refusals import ChangedMeanwhile, Refused
from audit.models import Event
from patients.models import Task
from referrals import actions
from referrals.actions import versions
from referrals.models import Medicine, Referral
from tests.factories import referrals as make
from tests.factories.clinic_forms import NEW, filled, page, untouched

pytestmark = pytest.mark.django_db
AT = make.AT + timedelta(hours=1)


@pytest.fixture
def sent(clinic):
    clinic.post(NEW, filled(step="send"))
    return Referral.objects.get()


def test_what_is_added_is_a_version_and_the_first_one_stays(clinic, sent):
    clinic.post(page(sent, "clinic_complete"), untouched(sent, goal="Vill köra buss."))

    sent.refresh_from_db()
    first, second = sent.versions.all()
    assert sent.goal == "Vill köra buss."
    assert (second.change, second.number, sent.version) == ("AR", 2, 2)
    assert first.content["goal"] == "Vill köra lastbil igen."
    assert second.content["goal"] == "Vill köra buss."
    assert Event.objects.filter(kind="referral.completed").count() == 1


def test_the_page_of_versions_says_what_is_new_and_what_stood_before(
    clinic, sent, signed_in, coordinator
):
    clinic.post(page(sent, "clinic_complete"), untouched(sent, goal="Vill köra buss."))

    own = clinic.get(page(sent, "clinic_versions")).content.decode()
    staff = signed_in(coordinator).get(
        reverse("referrals:versions", args=[sent.shown_reference])
    )

    for shown in (own, staff.content.decode()):
        assert "Version 2: Ändrad remiss" in shown
        assert "Version 1: Ny remiss" in shown
        assert "Vill köra buss." in shown
        assert "Vill köra lastbil igen." in shown


def test_medicines_are_changed_added_and_left_out_and_no_row_is_gone(clinic, sent):
    more = {
        "medicines-TOTAL_FORMS": "2",
        "medicines-0-dose": "20",
        "medicines-1-name": "zopiklon 7,5 mg",
        "medicines-1-dose": "7,5",
    }
    clinic.post(page(sent, "clinic_complete"), untouched(sent, **more))
    sent.refresh_from_db()
    clinic.post(
        page(sent, "clinic_complete"),
        untouched(
            sent, **{"medicines-0-name": "zopiklon 7,5 mg", "medicines-0-dose": "7,5"}
        ),
    )

    [left] = sent.medicines.all()
    assert left.name == "zopiklon 7,5 mg"
    assert left.dose_per_day == Decimal("7.5")
    assert Medicine._base_manager.filter(referral=sent).count() == 2
    doses = [
        [line["dose_per_day"] for line in row.content["medicines"]]
        for row in sent.versions.all()
    ]
    assert doses == [["25.0000"], ["20.0000", "7.5000"], ["7.5000"]]


def test_nothing_changed_writes_nothing_and_says_so(clinic, sent):
    shown = clinic.post(page(sent, "clinic_complete"), untouched(sent)).content.decode()

    assert "Det står redan så i remissen." in shown
    assert sent.versions.count() == 1


def test_the_page_itself_posted_back_is_no_change(clinic, referrer):
    """What stands in the fields is exactly what was sent: strengths, tiny doses."""
    sent = make.from_clinic(
        by=referrer,
        medicines=[
            {
                "name": "klonazepam",
                "strength": "droppar 2,5 mg/ml",
                "dose_per_day": Decimal("0.0625"),
                "since_year": None,
            }
        ],
        goal="Rad ett\nrad två",
    )
    whole = clinic.get(page(sent, "clinic_complete")).context["whole"]
    [line, *_empty] = whole.medicines
    posted = {
        "edition": str(sent.edition),
        "medicines-TOTAL_FORMS": "1",
        "goal": "Rad ett\r\nrad två",
        "medicines-0-dose_is_right": "on",
        **{
            f"medicines-0-{name}": line[name].value() or ""
            for name in ("name", "dose", "since_year")
        },
        **{name: whole.patient[name].value() for name in ("phone", "interpreter")},
        **{
            name: whole.rest[name].value() or ""
            for name in ("attempt", "attempt_year", "attempt_outcome", "risks")
        },
        "told_and_willing": "on",
    }

    shown = clinic.post(page(sent, "clinic_complete"), posted).content.decode()

    assert "Det står redan så i remissen." in shown


@pytest.mark.parametrize(
    "tampered",
    [
        {"number": "19900101-2384"},
        {"given_name": "Nils"},
        {"name": "Nils Ek"},
        {"issued_on": "2020-01-01"},
        {"sender_unit": "1"},
        {"patient": "1"},
        {"reference": "AAAA-AAAA"},
    ],
)
def test_what_is_locked_is_refused_in_words_with_400(clinic, sent, tampered):
    response = clinic.post(page(sent, "clinic_complete"), untouched(sent, **tampered))

    assert response.status_code == 400
    assert "Det går inte att ändra" in response.content.decode()
    assert sent.versions.count() == 1


@pytest.mark.parametrize("name", [*versions.LOCKED_FIELDS, "status", "due_on"])
def test_the_action_itself_changes_nothing_that_is_locked(referrer, name):
    sent = make.from_clinic(by=referrer)

    with pytest.raises(actions.LockedField):
        actions.complete(sent, changes={name: "x"}, by=referrer, at=AT)

    assert sent.versions.count() == 1


def test_every_locked_field_has_a_word():
    for name in versions.LOCKED_FIELDS:
        with pytest.raises(actions.LockedField):
            actions.refuse_locked([name])


def test_only_the_clinic_that_sent_it_completes_it(
    sent, signed_in, other_referrer, nurse
):
    with pytest.raises(Refused):
        actions.complete(sent, changes={"goal": "x"}, by=other_referrer, at=AT)
    with pytest.raises(Refused):
        actions.complete(sent, changes={"goal": "x"}, by=nurse, at=AT)

    stranger = signed_in(other_referrer)
    assert stranger.get(page(sent, "clinic_complete")).status_code == 404
    assert (
        stranger.post(page(sent, "clinic_complete"), untouched(sent)).status_code == 404
    )
    assert stranger.get(page(sent, "clinic_versions")).status_code == 404


def test_what_is_decided_is_not_completed(clinic, sent, nurse):
    actions.accept(
        sent,
        owner=nurse,
        first_contact_on=timezone.localdate() + timedelta(days=2),
        by=nurse,
        at=timezone.now(),
    )

    late = clinic.post(
        page(sent, "clinic_complete"), untouched(sent, edition="2", goal="Nytt")
    )

    assert clinic.get(page(sent, "clinic_complete")).status_code == 403
    assert late.status_code == 200
    assert "redan bedömd" in late.content.decode()
    assert sent.versions.count() == 1


def test_two_who_complete_at_once_do_not_overwrite_each_other(clinic, sent):
    one = untouched(sent, goal="Den ena.")
    other = untouched(sent, goal="Den andra.")
    clinic.post(page(sent, "clinic_complete"), one)

    late = clinic.post(page(sent, "clinic_complete"), other).content.decode()

    sent.refresh_from_db()
    assert sent.goal == "Den ena."
    assert "Någon annan har ändrat remissen" in late
    assert "Den andra." in late
    with pytest.raises(ChangedMeanwhile):
        actions.complete(sent, changes={"goal": "x"}, by=sent.sender, at=AT, edition=1)


def test_a_gap_needs_a_reason_and_a_row_more_keeps_what_is_typed(clinic, sent):
    gap = clinic.post(
        page(sent, "clinic_complete"), untouched(sent, goal="")
    ).content.decode()
    row = clinic.post(
        page(sent, "clinic_complete"), untouched(sent, goal="Halvt", step="add")
    )
    reason = {"goal": "", "incomplete_reason": "Svarar nästa vecka."}
    clinic.post(page(sent, "clinic_complete"), untouched(sent, **reason))

    assert "Varför saknas uppgifter?" in gap
    assert "Halvt" in row.content.decode()
    assert "medicines-1-name" in row.content.decode()
    sent.refresh_from_db()
    assert (sent.goal, sent.incomplete_reason) == ("", "Svarar nästa vecka.")


def test_new_danger_pins_it_and_whoever_has_read_it_is_told(clinic, sent, coordinator):
    actions.assign(sent, to=coordinator, reason="Min vecka.", by=coordinator, at=AT)
    sent.refresh_from_db()

    clinic.post(page(sent, "clinic_complete"), untouched(sent, risks=["suicide"]))

    sent.refresh_from_db()
    assert sent.is_risk
    assert Task.objects.filter(kind="referral.risk").count() == 1
    assert Task.objects.get(kind="referral.completed").owner == coordinator


def test_a_question_still_waits_after_a_completion(clinic, sent, nurse):
    actions.ask(
        sent,
        to="referrer",
        text="Vilken dos?",
        reply_by=date(2027, 1, 1),
        by=nurse,
        at=timezone.now(),
    )
    sent.refresh_from_db()

    clinic.post(page(sent, "clinic_complete"), untouched(sent, goal="Nytt mål."))

    sent.refresh_from_db()
    assert sent.status == "waiting_info"
    assert sent.questions.get().answered_at is None
    assert Task.objects.filter(kind="referral.completed").count() == 1


def test_a_part_of_a_case_is_completed_and_its_lead_is_pinned(clinic, sent):
    lead = make.self_referral()
    actions.join(sent, to=lead, by=sent.sender, at=timezone.now())
    sent.refresh_from_db()

    clinic.post(page(sent, "clinic_complete"), untouched(sent, risks=["seizures"]))

    lead.refresh_from_db()
    sent.refresh_from_db()
    assert (sent.status, sent.version) == ("joined", 2)
    assert lead.is_risk


def test_markup_in_versions_is_text(clinic, sent):
    clinic.post(
        page(sent, "clinic_complete"), untouched(sent, goal="<script>alert(1)</script>")
    )

    shown = clinic.get(page(sent, "clinic_versions")).content.decode()

    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


def test_a_protected_phone_is_not_among_the_versions_of_staff(
    referrer, signed_in, coordinator
):
    sent = make.from_clinic(by=referrer, is_protected=True)

    shown = signed_in(coordinator).get(
        reverse("referrals:versions", args=[sent.shown_reference])
    )

    assert "174 06 31" not in shown.content.decode()


@pytest.mark.parametrize("changes", [1, 3])
def test_the_versions_ask_a_fixed_number_of_questions(
    clinic, referrer, changes, django_assert_num_queries
):
    sent = make.from_clinic(by=referrer)
    for turn in range(changes):
        actions.complete(sent, changes={"goal": f"Mål {turn}"}, by=referrer, at=AT)

    with django_assert_num_queries(6):
        shown = clinic.get(page(sent, "clinic_versions")).content.decode()

    assert shown.count("Ändrad remiss") == changes
