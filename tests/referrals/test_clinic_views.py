"""The clinic's pages: who gets in, what is asked, what is never lost."""

import uuid
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from jurisdictions.identity import synthetic_numbers
from patients.models import Task
from referrals import actions
from referrals.models import ClinicDraft, Question, Referral
from tests.factories import referrals as make
from tests.factories.clinic_forms import NEW, filled

pytestmark = pytest.mark.django_db


def test_a_referral_is_checked_and_then_sent(clinic):
    answers = filled()

    check = clinic.post(NEW, answers, follow=True)
    sent = clinic.post(NEW, {**answers, "step": "send"}, follow=True)

    assert "Granska remissen" in check.content.decode()
    assert "Skicka remissen" in check.content.decode()
    referral = Referral.objects.get()
    assert referral.shown_reference in sent.content.decode()
    assert str(referral.medicines.get().dose_per_day) == "25.0000"


@pytest.mark.parametrize("key", ["", "ab\x00", "9" * 400, "\u202eabc", "1e999"])
def test_a_form_with_a_spoiled_key_comes_back_with_all_that_was_typed(clinic, key):
    answers = {**filled(number="1990"), "goal": "Kunna sova."}

    page = clinic.post(NEW, {**answers, "form_key": key})

    assert page.status_code == 200
    assert "Kunna sova." in page.content.decode()
    assert not Referral.objects.exists()


def test_a_second_press_and_the_back_button_show_the_same_receipt(clinic):
    answers = filled(step="send")

    first = clinic.post(NEW, answers)
    second = clinic.post(NEW, answers)
    back = clinic.post(NEW, {**answers, "step": "check"})

    assert first.url == second.url == back.url
    assert first.url.endswith("/kvitto/")
    assert Referral.objects.count() == 1


def test_checking_sends_nothing_and_keeps_nothing_readable(clinic):
    clinic.post(NEW, filled())

    assert not Referral.objects.exists()
    assert b"lastbil" not in bytes(ClinicDraft.objects.get().sealed)


def test_back_to_the_check_page_after_sending_shows_the_receipt(clinic):
    answers = filled()
    check = clinic.post(NEW, answers).url
    receipt = clinic.post(NEW, {**answers, "step": "send"}).url

    back = clinic.get(check)

    assert back.url == receipt
    assert not ClinicDraft.objects.exists()


def test_a_check_page_without_its_draft_begins_anew_with_a_sentence(clinic):
    url = reverse("referrals_public:clinic_check", args=[uuid.uuid4()])

    page = clinic.get(url, follow=True)

    assert "Skriv remissen igen" in page.content.decode()


def test_an_answer_written_while_somebody_decided_is_kept_and_read(
    clinic, referrer, coordinator, monday
):
    referral = make.from_clinic(by=referrer, at=monday)
    question = actions.ask(
        referral,
        to=Question.To.REFERRER,
        text="Har hon haft kramper?",
        reply_by=monday.date(),
        by=coordinator,
        at=monday,
    )
    url = reverse(
        "referrals_public:clinic_answer", args=[referral.shown_reference, question.pk]
    )
    assert clinic.get(url).status_code == 200
    actions.accept(
        referral,
        owner=coordinator,
        first_contact_on=monday.date(),
        by=coordinator,
        at=monday,
    )

    answered = clinic.post(url, {"text": "Hon krampade i går."})

    assert answered.status_code == 302
    assert Question.objects.get().answer == "Hon krampade i går."
    task = Task.objects.get(kind="referral.answered_late")
    assert task.subject_id == str(referral.pk)
    assert clinic.get(url).status_code == 403


def test_two_referrals_are_written_side_by_side(clinic):
    one, two = filled(goal="Det ena målet."), filled(goal="Det andra målet.")
    first, second = clinic.post(NEW, one).url, clinic.post(NEW, two).url

    assert "Det ena målet." in clinic.get(first).content.decode()
    assert "Det andra målet." in clinic.get(second).content.decode()


def test_changing_brings_everything_back(clinic):
    page = clinic.post(NEW, filled(step="change")).content.decode()

    assert "Vill köra lastbil igen." in page
    assert "oxazepam tablett 10 mg" in page
    assert "Det är något som behöver rättas" not in page


def test_one_more_medicine_without_javascript(clinic):
    page = clinic.post(NEW, filled(step="add")).content.decode()

    assert "medicines-1-name" in page
    assert "Det är något som behöver rättas" not in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": "19900201-2393"}, "Sista siffran stämmer inte"),
        ({"number": "1990"}, "siffror"),
        ({"number": ""}, "Skriv personnumret"),
        ({"number": "20991231-2390"}, "framtiden"),
        ({"issued_on": "2999-01-01"}, "Datumet ligger i framtiden"),
        ({"issued_on": "2020-01-01"}, "mer än ett år gammal"),
        ({"medicines-0-dose": "två"}, "Skriv dosen som ett tal"),
        ({"medicines-0-dose": "-5"}, "Skriv dosen"),
        ({"medicines-0-dose": "250"}, "Menade du 25"),
        ({"medicines-0-since_year": "3018"}, "Skriv året med fyra siffror"),
        ({"phone": "12"}, "Telefonnumret är för kort"),
        ({"risks": ["none_known", "alcohol"]}, "Välj det ena"),
        ({"attempt": "no"}, "Skriv varför ni inte har försökt"),
        ({"attempt": ""}, "Välj om ni har försökt"),
        ({"goal": ""}, "Skriv vad ni och patienten"),
        ({"goal": "x" * 1_000_000}, "Skriv högst 8000 tecken"),
        ({"medicines-0-name": "", "medicines-0-dose": ""}, "Skriv vilket läkemedel"),
    ],
)
def test_what_cannot_be_right_is_met_with_a_sentence(clinic, changes, sentence):
    page = clinic.post(NEW, filled(**changes)).content.decode()

    assert sentence in page
    assert "Minskade till 15 mg." in page
    assert not Referral.objects.exists()


def test_a_strange_dose_can_be_confirmed(clinic):
    answers = filled(step="send", **{"medicines-0-dose": "250"})

    clinic.post(NEW, {**answers, "medicines-0-dose_is_right": "on"})

    assert Referral.objects.get().medicines.get().dose_per_day == 250


@pytest.mark.parametrize("dose", ["7,5", "7.5", " 7,50 mg"])
def test_comma_and_point_mean_the_same(clinic, dose):
    clinic.post(
        NEW,
        filled(
            step="send",
            **{"medicines-0-name": "zopiklon 7,5 mg", "medicines-0-dose": dose},
        ),
    )

    assert str(Referral.objects.get().medicines.get().dose_per_day) == "7.5000"


def test_an_empty_post_says_what_is_needed(clinic):
    page = clinic.post(NEW, {}).content.decode()

    assert "Skriv personnumret" in page
    assert "Varför saknas uppgifter?" in page


def test_what_is_missing_can_be_sent_with_a_reason(clinic):
    clinic.post(
        NEW,
        filled(
            step="send",
            phone="",
            attempt="",
            goal="",
            risks=[],
            told_and_willing="",
            incomplete_reason="Patienten hade bråttom.",
            **{
                "medicines-0-name": "",
                "medicines-0-dose": "",
                "medicines-0-since_year": "",
            },
        ),
    )

    referral = Referral.objects.get()
    assert referral.incomplete_reason == "Patienten hade bråttom."
    assert referral.attempt == "not_asked"


def test_emoji_and_script_are_words_like_any_other(clinic):
    words = "<script>alert(1)</script> 🙂"

    page = clinic.post(NEW, filled(goal=words), follow=True).content.decode()
    clinic.post(NEW, filled(step="send", goal=words))

    assert "<script>alert" not in page
    assert "🙂" in page
    assert Referral.objects.get().goal == words


def test_under_age_and_other_region_help_and_may_be_sent_with_a_reason(clinic):
    child = next(synthetic_numbers(timezone.localdate().year - 15))
    answers = filled(number=child, municipality="elsewhere")

    helping = clinic.post(NEW, answers, follow=True).content.decode()
    empty = clinic.post(NEW, {**answers, "step": "although"}).content.decode()
    seen = ClinicDraft.objects.get().edition
    reason = {**answers, "sent_although": "Fyller 18 snart.", "seen": seen}
    check = clinic.post(NEW, {**reason, "step": "although"}, follow=True)
    clinic.post(NEW, {**reason, "step": "send"})

    assert "under 18 år" in helping
    assert "utanför regionen" in helping
    assert "Fyll i" in empty
    assert "Skicka remissen" in check.content.decode()
    referral = Referral.objects.get()
    assert referral.sent_although == "Fyller 18 snart."
    assert referral.lives_elsewhere


def test_a_referral_already_here_is_shown_to_its_own_clinic_only(
    clinic, signed_in, other_referrer
):
    clinic.post(NEW, filled(step="send"))

    own = clinic.post(NEW, filled(), follow=True)
    other = signed_in(other_referrer).post(NEW, filled(), follow=True)

    assert "redan en öppen remiss" in own.content.decode()
    assert "redan en öppen remiss" not in other.content.decode()


@pytest.mark.parametrize("who", ["nurse", "manager", "administrator"])
@pytest.mark.parametrize("path", ["/remiss/", NEW])
def test_only_people_at_clinics_refer(signed_in, request, who, path):
    assert signed_in(request.getfixturevalue(who)).get(path).status_code == 403


def test_another_clinics_referral_does_not_exist(signed_in, other_referrer, clinic):
    clinic.post(NEW, filled(step="send"))
    reference = Referral.objects.get().shown_reference

    stranger = signed_in(other_referrer)

    for page in ("clinic_detail", "clinic_receipt", "clinic_withdraw"):
        url = reverse(f"referrals_public:{page}", args=[reference])
        assert stranger.get(url).status_code == 404


@pytest.mark.parametrize("reference", ["AAAA-AAAA", "x", "<script>"])
def test_a_wrong_reference_is_not_found(clinic, reference):
    url = reverse("referrals_public:clinic_detail", args=[reference])

    assert clinic.get(url).status_code == 404


def test_opening_is_logged_and_answering_puts_it_back(clinic, nurse):
    clinic.post(NEW, filled(step="send"))
    referral = Referral.objects.get()
    question = actions.ask(
        referral,
        to="referrer",
        text="Vilken dos?",
        reply_by=date(2027, 1, 1),
        by=nurse,
        at=make.AT,
    )
    detail = reverse("referrals_public:clinic_detail", args=[referral.shown_reference])
    answer = reverse(
        "referrals_public:clinic_answer", args=[referral.shown_reference, question.pk]
    )

    page = clinic.get(detail).content.decode()
    empty = clinic.post(answer, {"text": ""}).content.decode()
    clinic.post(answer, {"text": "25 mg"})
    again = clinic.post(answer, {"text": "30 mg"})

    assert "Vilken dos?" in page
    assert "Fyll i" in empty
    assert "redan besvarad" in again.content.decode()
    referral.refresh_from_db()
    assert referral.status == "received"
    assert Event.objects.filter(kind="referral.opened").count() == 1


def test_the_clinic_takes_it_back_with_a_reason(clinic):
    clinic.post(NEW, filled(step="send"))
    referral = Referral.objects.get()
    url = reverse("referrals_public:clinic_withdraw", args=[referral.shown_reference])

    clinic.post(url, {"reason": "Patienten flyttar."})
    again = clinic.post(url, {"reason": "Patienten flyttar."})

    referral.refresh_from_db()
    assert referral.status == "withdrawn"
    assert again.url.endswith("/tillbakatagen/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_a_fixed_number_of_questions(
    clinic, referrer, rows, django_assert_num_queries
):
    for _row in range(rows):
        make.from_clinic(by=referrer)

    with django_assert_num_queries(8):
        page = clinic.get("/remiss/")

    assert page.content.decode().count("Sandberg") == rows


def test_an_empty_list_says_so(clinic):
    assert "Ni har inga remisser här." in clinic.get("/remiss/").content.decode()
