"""Undo, where something has been done since: refused in words, and nothing is lost."""

from datetime import timedelta

import pytest

from accounts.refusals import Refused
from patients import actions as patients
from patients.lifecycle import Phase
from patients.models import Case, Patient
from referrals import actions
from referrals.models import Referral
from tests.factories import patients as people
from tests.factories import referrals as make
from tests.factories import visits
from visits import actions as booking

pytestmark = pytest.mark.django_db
AT = make.AT
SOON = AT + timedelta(minutes=5)


def test_a_visit_booked_meanwhile_is_cancelled_first(nurse):
    referral = make.accepted(nurse)
    visit = visits.visit(referral.case, at=AT, starts_at=AT + timedelta(days=3))

    with pytest.raises(Refused, match=r"Avboka besöket 2026-11-23 kl \d\d\.\d\d först"):
        actions.undo(referral, by=nurse, at=SOON)
    before = Referral.objects.get(pk=referral.pk).status
    booking.cancel(visit, reason="Ångrat beslut", by=nurse, at=SOON)
    actions.undo(referral, by=nurse, at=SOON)

    case = Case.objects.get()
    assert before == "accepted"
    assert Referral.objects.get().status == "received"
    assert (case.phase, case.closing) == ("closed", "undone")


def test_care_that_has_begun_is_not_undone(nurse):
    referral = make.accepted(nurse)
    patients.move(referral.case, to=Phase.PREPARATION, by=nurse, at=AT)

    with pytest.raises(Refused, match="redan börjat"):
        actions.undo(referral, by=nurse, at=SOON)

    assert Referral.objects.get().status == "accepted"


def test_parts_stay_joined_when_the_decision_is_undone(nurse):
    lead, part = make.from_clinic(), make.self_referral()
    actions.join(part, to=lead, by=nurse, at=AT)
    actions.accept(lead, owner=nurse, first_contact_on=make.TODAY, by=nurse, at=AT)

    actions.undo(lead, by=nurse, at=SOON)

    part.refresh_from_db()
    lead.refresh_from_db()
    assert (part.status, part.joined_to) == ("joined", lead)
    assert lead.status == "received"
    assert not lead.replies.answers().readable(AT + timedelta(days=1)).exists()
    again = actions.accept(
        lead, owner=nurse, first_contact_on=make.TODAY, by=nurse, at=SOON
    )
    assert again.status == "accepted"


def test_a_self_referral_joined_to_a_clinics_part_is_accepted_with_nothing_typed(
    signed_in, nurse
):
    lead, part = make.self_referral(), make.from_clinic()
    actions.join(part, to=lead, by=nurse, at=AT)
    page = f"/app/referrals/{lead.shown_reference}/accept"
    client = signed_in(nurse)

    form = client.get(page).context["form"]
    client.post(
        page,
        {
            "owner": str(form["owner"].value()),
            "first_contact_on": form["first_contact_on"].value().isoformat(),
            "edition": form["edition"].value(),
        },
    )

    lead.refresh_from_db()
    assert set(form.fields) == {"owner", "first_contact_on", "edition"}
    assert lead.status == "accepted"
    assert lead.patient == part.patient


def test_a_proven_identity_needs_no_number_either(signed_in, nurse):
    referral = make.self_referral(is_proven=True, patient=people.patient())
    page = f"/app/referrals/{referral.shown_reference}/accept"

    form = signed_in(nurse).get(page).context["form"]

    assert set(form.fields) == {"owner", "first_contact_on", "edition"}
    assert Patient.objects.count() == 1
