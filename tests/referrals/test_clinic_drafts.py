"""What a clinic writes is never lost, and never written over unasked."""

import json
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referrals import tasks
from referrals.models import ClinicDraft, Referral
from tests.factories import accounts
from tests.factories.clinic_forms import NEW, filled

pytestmark = pytest.mark.django_db
KEEP = "/remiss/utkast/spara/"


def page_of(key):
    return reverse("referrals_public:clinic_draft", args=[key])


def test_what_is_typed_is_kept_by_itself_and_gone_on_with(clinic):
    answers = filled(goal="Halva frågan")

    said = clinic.post(KEEP, answers).json()
    page = clinic.get(said["url"]).content.decode()

    assert said["says"].startswith("Utkastet sparades ")
    assert said["url"] == page_of(answers["form_key"])
    assert "Halva frågan" in page
    assert said["seen"] in page
    assert not Referral.objects.exists()


def test_a_draft_cannot_be_read_from_the_table(clinic):
    clinic.post(KEEP, filled())

    assert b"Sandberg" not in bytes(ClinicDraft.objects.get().sealed)


def test_saving_again_goes_on_from_the_edition_that_was_shown(clinic):
    answers = filled()
    first = clinic.post(KEEP, answers).json()

    second = clinic.post(KEEP, {**answers, "seen": first["seen"], "goal": "Mer."})

    assert second.status_code == 200
    assert ClinicDraft.objects.get().written()["goal"] == ["Mer."]


def test_two_tabs_never_write_over_each_other_unasked(clinic):
    answers = filled()
    shown = clinic.post(KEEP, answers).json()["seen"]
    clinic.post(KEEP, {**answers, "seen": shown, "goal": "Den ena fliken."})

    other = {**answers, "seen": shown, "goal": "Den andra fliken."}
    by_itself = clinic.post(KEEP, other)
    by_hand = clinic.post(NEW, {**other, "step": "save"}).content.decode()
    checked = clinic.post(NEW, {**other, "step": "check"}).content.decode()
    sent = clinic.post(NEW, {**other, "step": "send"}).content.decode()

    assert by_itself.status_code == 409
    assert "i en annan flik" in by_itself.json()["says"]
    for page in (by_hand, checked, sent):
        assert "Utkastet har ändrats i en annan flik" in page
        assert "Den andra fliken." in page
    assert ClinicDraft.objects.get().written()["goal"] == ["Den ena fliken."]
    assert not Referral.objects.exists()


def test_the_second_press_after_the_warning_is_the_writer_s_own_choice(clinic):
    answers = filled()
    shown = clinic.post(KEEP, answers).json()["seen"]
    clinic.post(KEEP, {**answers, "seen": shown, "goal": "Den ena fliken."})
    warned = clinic.post(
        NEW, {**answers, "seen": shown, "goal": "Den andra.", "step": "save"}
    )

    again = warned.context["seen"]
    clinic.post(NEW, {**answers, "seen": again, "goal": "Den andra.", "step": "save"})

    assert ClinicDraft.objects.get().written()["goal"] == ["Den andra."]


def test_without_script_a_button_saves_and_says_when(clinic):
    page = clinic.post(NEW, filled(step="save"), follow=True).content.decode()

    assert "Utkastet sparades " in page
    assert "Vill köra lastbil igen." in page
    assert "Det är något som behöver rättas" not in page


def test_the_same_press_twice_is_one_draft(clinic):
    answers = filled()

    clinic.post(KEEP, answers)
    again = clinic.post(KEEP, answers)

    assert again.status_code == 200
    assert ClinicDraft.objects.count() == 1


def test_a_number_alone_is_nothing_to_keep(clinic):
    answers = {"form_key": str(uuid.uuid4()), "number": filled()["number"]}

    assert clinic.post(KEEP, answers).json() == {}
    assert not ClinicDraft.objects.exists()


def test_an_unreadable_key_is_not_found(clinic):
    assert clinic.post(KEEP, filled(form_key="x")).status_code == 404


def test_sending_ends_the_draft_and_the_old_tab_is_told(clinic):
    answers = filled()
    clinic.post(KEEP, answers)
    clinic.post(NEW, {**answers, "step": "send"})

    late = clinic.post(KEEP, {**answers, "goal": "En flik till."})
    page = clinic.get(page_of(answers["form_key"]))

    assert not ClinicDraft.objects.exists()
    assert late.status_code == 409
    assert "redan skickad" in late.json()["says"]
    assert page.url.endswith("/kvitto/")


def test_signed_out_the_words_come_back_and_a_new_log_in_goes_on(clinic, referrer):
    answers = filled()
    clinic.post(KEEP, answers)
    clinic.logout()

    by_itself = clinic.post(KEEP, answers)
    by_hand = clinic.post(NEW, {**answers, "step": "save"}).content.decode()
    clinic.force_login(referrer)
    token = clinic.get(KEEP).json()["token"]

    assert by_itself.status_code == 403
    assert "Vill köra lastbil igen." in by_hand
    assert "Logga in i en ny flik" in by_hand
    assert token
    assert clinic.post(KEEP, {**answers, "goal": "Mer."}).status_code == 409
    assert (
        "Vill köra lastbil igen."
        in clinic.get(page_of(answers["form_key"])).content.decode()
    )


def test_after_a_log_in_elsewhere_the_new_token_is_enough(referrer, nurse):
    client = Client(enforce_csrf_checks=True)
    client.force_login(referrer)

    refused = client.post(KEEP, filled())
    token = client.get(KEEP).json()["token"]
    kept = client.post(KEEP, {**filled(), "csrfmiddlewaretoken": token})

    assert refused.status_code == 403
    assert kept.status_code == 200


def test_somebody_else_at_the_same_screen_neither_reads_nor_writes_it(
    clinic, signed_in, nurse, referrer
):
    answers = filled()
    clinic.post(KEEP, answers)
    colleague = signed_in(
        accounts.user(Role.REFERRER, "Kollega Persson", unit=referrer.unit)
    )

    assert colleague.get(page_of(answers["form_key"])).status_code == 404
    assert colleague.post(KEEP, {**answers, "goal": "Annat."}).status_code == 409
    assert "Sandberg" not in colleague.get("/remiss/?view=drafts").content.decode()
    away = reverse("referrals_public:clinic_draft_away", args=[answers["form_key"]])
    assert colleague.get(away).status_code == 404
    colleague.post(away)
    assert ClinicDraft.objects.count() == 1


@pytest.mark.parametrize("key", [uuid.uuid4()])
def test_an_unknown_draft_is_not_found(clinic, key):
    assert clinic.get(page_of(key)).status_code == 404


def test_a_draft_is_thrown_away_after_a_question(clinic):
    answers = filled()
    clinic.post(KEEP, answers)
    url = reverse("referrals_public:clinic_draft_away", args=[answers["form_key"]])

    asked = clinic.get(url).content.decode()
    gone = clinic.post(url, follow=True).content.decode()
    again = clinic.post(url)

    assert "Erik Sandberg" in asked
    assert "Utkastet är borta." in gone
    assert again.status_code == 302
    assert not ClinicDraft.objects.exists()


def test_after_thirty_days_a_draft_is_forgotten(clinic):
    old, fresh = filled(), filled()
    with time_machine.travel(timezone.now() - timedelta(days=31)):
        clinic.post(KEEP, old)
    clinic.post(KEEP, fresh)

    hidden = clinic.get(page_of(old["form_key"]))
    tasks.forget_old_clinic_drafts()

    assert hidden.status_code == 404
    assert str(ClinicDraft.objects.get().pk) == fresh["form_key"]


def test_a_draft_sealed_with_another_key_is_empty_and_can_be_thrown_away(clinic):
    answers = filled()
    clinic.post(KEEP, answers)
    ClinicDraft.objects.update(sealed=b"x")

    page = clinic.get(page_of(answers["form_key"])).content.decode()
    rows = clinic.get("/remiss/?view=drafts").content.decode()

    assert "Vill köra lastbil igen." not in page
    assert "Utan namn" in rows


def test_markup_in_a_draft_is_text(clinic):
    answers = filled(name="<script>alert(1)</script> Ek", goal="<b>hej</b>")
    clinic.post(KEEP, answers)

    pages = [
        clinic.get(page_of(answers["form_key"])),
        clinic.get("/remiss/?view=drafts"),
    ]

    for page in pages:
        assert "<script>alert" not in page.content.decode()
        assert "<b>hej" not in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_drafts_tab_asks_a_fixed_number_of_questions(
    clinic, rows, django_assert_num_queries
):
    for _row in range(rows):
        clinic.post(KEEP, filled())

    with django_assert_num_queries(8):
        page = clinic.get("/remiss/?view=drafts").content.decode()

    assert page.count("Erik Sandberg") == rows
    assert f"<small>{rows}</small>" in page


def test_only_people_at_clinics_keep_drafts(signed_in, nurse):
    assert signed_in(nurse).post(KEEP, filled()).status_code == 403
    assert signed_in(nurse).get(KEEP).status_code == 403


def test_the_answer_is_json_that_holds_no_words_of_the_referral(clinic):
    body = clinic.post(KEEP, filled()).content.decode()

    assert set(json.loads(body)) == {"says", "seen", "url"}
    assert "Sandberg" not in body
