"""A reserve number that turns out to be somebody: linked, and never lost."""

from datetime import date

import pytest

from accounts.refusals import Refused
from audit.models import Event
from jurisdictions import identity
from jurisdictions.identity import reserve_numbers, synthetic_numbers
from patients import actions
from patients.models import Patient, PatientNumber
from tests.factories import patients as make
from tests.factories import referrals

pytestmark = pytest.mark.django_db
RESERVE = list(reserve_numbers(date(1993, 3, 9)))
REAL = list(synthetic_numbers(1993))


def read(number):
    return identity.parse(number, today=date(2026, 11, 21), accept_reserve=True)


def with_number(number, **fields):
    found = read(number)
    return make.patient(
        identity_number=found.number, identity_kind=str(found.kind), **fields
    )


def link(patient, number, by, at):
    return actions.link_number(
        patient, identity=read(number), reason="Visade pass", by=by, at=at
    )


def test_the_old_number_still_leads_to_the_person(nurse, monday):
    patient = with_number(RESERVE[0])

    link(patient, REAL[0], nurse, monday)

    patient.refresh_from_db()
    assert (patient.identity_number, patient.identity_kind) == (REAL[0], "personnummer")
    assert patient.birth_date == date(1993, 1, 1)
    kept = PatientNumber.objects.get()
    assert (kept.number, kept.kind, kept.reason) == (
        RESERVE[0],
        "reservnummer",
        "Visade pass",
    )
    for number in (RESERVE[0], REAL[0]):
        assert Patient.objects.with_number(number).get() == patient
    event = Event.objects.get(kind="patient.number_linked")
    assert event.details == {"from": "reservnummer", "to": "personnummer"}
    assert RESERVE[0] not in str(vars(event))


def test_a_referral_with_the_old_number_is_about_the_same_person(nurse, monday):
    patient = with_number(RESERVE[0])
    link(patient, REAL[0], nurse, monday)

    referral = referrals.from_clinic(identity=read(RESERVE[0]))

    assert referral.patient == patient
    assert Patient.objects.count() == 1


def test_a_second_press_changes_nothing(nurse, monday):
    patient = with_number(RESERVE[0])

    link(patient, REAL[0], nurse, monday)
    link(patient, REAL[0], nurse, monday)

    assert PatientNumber.objects.count() == 1
    assert Event.objects.filter(kind="patient.number_linked").count() == 1


@pytest.mark.parametrize("is_old", [False, True])
def test_a_number_that_another_patient_has_or_had_leads_to_merging(
    is_old, nurse, monday
):
    other = with_number(RESERVE[1])
    if is_old:
        link(other, REAL[1], nurse, monday)
    patient = with_number(RESERVE[0])

    with pytest.raises(actions.BelongsToAnother) as caught:
        link(patient, RESERVE[1], nurse, monday)

    assert caught.value.other == other
    patient.refresh_from_db()
    assert patient.identity_number == RESERVE[0]


def test_a_real_number_is_not_exchanged_for_a_reserve_number(nurse, monday):
    patient = with_number(REAL[0])

    with pytest.raises(Refused, match="riktigt nummer"):
        link(patient, RESERVE[0], nurse, monday)


def test_a_samordningsnummer_may_become_a_personnummer(nurse, monday):
    patient = with_number("202601612381")

    link(patient, REAL[0], nurse, monday)

    assert Patient.objects.with_number("202601612381").get() == patient


def test_a_patient_without_a_number_gets_one_and_nothing_is_put_aside(nurse, monday):
    patient = make.patient()

    link(patient, REAL[0], nurse, monday)

    assert PatientNumber.objects.count() == 0
    assert Patient.objects.with_number(REAL[0]).get() == patient
