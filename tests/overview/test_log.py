"""Reading who has opened and done what."""

import re
from pathlib import Path

from accounts.roles import Role
from audit.models import Event
from overview.sentences import SENTENCES
from tests.factories import accounts
from tests.factories import patients as make
from tests.factories import referrals as make_referrals

ROOT = Path(__file__).resolve().parents[2]


def test_those_in_the_care_see_who_has_opened_the_record(nurse, signed_in):
    case = make.case(nurse)
    client = signed_in(nurse)
    client.get(f"/app/patients/{case.pk}")

    html = client.get(f"/app/patients/{case.pk}/access").content.decode()

    assert "öppnade patientöversikten" in html
    assert "Sara Nyberg" in html


def test_a_stranger_does_not(nurse, stranger, signed_in):
    case = make.case(nurse)

    response = signed_in(stranger).get(f"/app/patients/{case.pk}/access")

    assert response.status_code == 404


def test_the_reviewer_sees_a_code_until_a_patient_is_chosen(nurse, signed_in):
    case = make.case(nurse, patient=make.patient(family_name="Synlig"))
    client = signed_in(accounts.user(Role.LOG_REVIEWER, "Olle Gran"))

    whole = client.get("/app/log").content.decode()
    chosen = client.get(f"/app/log?patient={case.patient.pk}").content.decode()

    assert str(case.patient.pk)[:8] in whole
    assert "Synlig" not in whole
    assert "Synlig" in chosen
    assert Event.objects.filter(kind="patient.opened").count() == 1


def test_the_log_is_narrowed_to_a_person_and_to_readings(nurse, signed_in, prescriber):
    case = make.case(nurse)
    signed_in(nurse).get(f"/app/patients/{case.pk}")
    client = signed_in(accounts.user(Role.LOG_REVIEWER, "Olle Gran"))

    reads = client.get(f"/app/log?person={nurse.pk}&kind=reads").content.decode()
    nobody = client.get(f"/app/log?person={prescriber.pk}").content.decode()

    assert "öppnade patientöversikten" in reads
    assert "öppnade vårdärendet" not in reads
    assert "Inga träffar" in nobody


def test_a_referral_of_nobodys_patient_is_known_by_its_reference(nurse, signed_in):
    referral = make_referrals.self_referral()
    signed_in(nurse).get(f"/app/referrals/{referral.shown_reference}")
    client = signed_in(accounts.user(Role.LOG_REVIEWER, "Olle Gran"))

    whole = client.get("/app/log").content.decode()

    assert referral.patient is None
    assert referral.shown_reference in whole
    assert referral.name not in whole


def test_nobody_else_reads_the_whole_log(nurse, manager, administrator, signed_in):
    for user in (nurse, manager, administrator):
        assert signed_in(user).get("/app/log").status_code == 403


def test_an_address_made_up_shows_the_whole_log(signed_in, db):
    client = signed_in(accounts.user(Role.LOG_REVIEWER, "Olle Gran"))

    response = client.get("/app/log?person=x&patient=%00&kind=y&page=-1")

    assert response.status_code == 200


def test_every_event_that_an_action_records_has_its_sentence() -> None:
    recorded = set()
    for path in ROOT.glob("*/actions*/**/*.py"):
        recorded |= _recorded(path.read_text())
    for path in ROOT.glob("*/actions.py"):
        recorded |= _recorded(path.read_text())

    assert sorted(recorded - set(SENTENCES)) == []


def _recorded(code: str) -> set[str]:
    """Kinds of events in calls of `audit.record` and of its helpers, as written."""
    calls = re.findall(r"audit\.record\((.*?)\n\s*\)", code, re.DOTALL)
    found = re.findall(r'kind="([a-z_]+\.[a-z_]+)"', "\n".join(calls))
    by_helper = re.findall(r'(?:_record|note)\(\s*"([a-z_]+\.[a-z_]+)"', code)
    return {*found, *by_helper}
