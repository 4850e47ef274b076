"""Files while a referral is being written: kept beside the form, nothing typed lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from referrals.models import Attachment, Referral
from tests.factories import attachments as make
from tests.factories.clinic_forms import NEW, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(signed_in, referrer, nurse):
    return signed_in(referrer)


def upload(name="svar.pdf", content=make.PDF):
    return SimpleUploadedFile(name, content)


def test_attaching_keeps_the_file_and_all_that_was_typed(clinic):
    answers = filled(step="attach", attachments=[upload()])

    page = clinic.post(NEW, answers).content.decode()

    assert "1 fil är bifogad." in page
    assert "svar.pdf" in page
    assert "Vill köra lastbil igen." in page
    assert "oxazepam tablett 10 mg" in page
    assert not Referral.objects.exists()


def test_a_file_chosen_and_not_attached_comes_along_when_going_on(clinic):
    answers = filled(attachments=[upload()])

    check = clinic.post(NEW, answers, follow=True).content.decode()
    assert "svar.pdf (1 kB)" in check
    clinic.post(NEW, {**filled(step="send"), "form_key": answers["form_key"]})

    assert Referral.objects.get().attachments.get().name == "svar.pdf"


@pytest.mark.parametrize("step", ["attach", "check", "send"])
@pytest.mark.parametrize("content", [b"MZ", make.pdf_of(11_000_000)])
def test_a_file_that_is_refused_stops_nothing_but_itself(clinic, step, content):
    answers = filled(step=step, attachments=[upload(content=content), upload("b.pdf")])

    page = clinic.post(NEW, answers).content.decode()

    assert "svar.pdf" in page
    assert "Vill köra lastbil igen." in page
    assert Attachment.objects.get().name == "b.pdf"
    assert not Referral.objects.exists()


def test_a_file_is_taken_away_and_what_was_typed_stays(clinic):
    answers = filled(step="attach", attachments=[upload()])
    clinic.post(NEW, answers)
    kept = Attachment.objects.get()

    del answers["step"]
    page = clinic.post(
        NEW, {**answers, "attachments": [], "detach": str(kept.pk)}
    ).content.decode()

    assert not Attachment.objects.exists()
    assert "Vill köra lastbil igen." in page


@pytest.mark.parametrize(
    "typed", ["", "nonsens", "00000000-0000-0000-0000-000000000000"]
)
def test_a_file_that_is_not_there_cannot_be_taken_away(clinic, typed):
    assert clinic.post(NEW, filled(step="attach", detach=typed)).status_code == 200


def test_the_file_of_another_clinic_is_not_taken_away(
    clinic, other_referrer, signed_in
):
    answers = filled(step="attach", attachments=[upload()])
    clinic.post(NEW, answers)
    kept = Attachment.objects.get()

    signed_in(other_referrer).post(NEW, filled(step="attach", detach=str(kept.pk)))

    assert Attachment.objects.exists()


def test_the_form_takes_files_without_javascript(clinic):
    page = clinic.get(NEW).content.decode()

    assert 'enctype="multipart/form-data"' in page
    assert 'type="file"' in page
    assert "7,50 MB får plats" in page
