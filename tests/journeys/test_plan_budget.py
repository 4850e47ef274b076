"""T4: from "Gör plan" to the printed sheet, at the table with the patient."""

from datetime import datetime, timedelta

import pytest
import time_machine

from accounts.models import User
from patients import actions as patients
from patients.models import Case
from tapering.lifecycle import State
from tapering.models import PlanVersion
from tests.browsing import Opens
from tests.factories import referrals as make_referrals
from tests.factories import tapering as make_plans

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_ENTRIES, MOST_CLICKS = 5, 6
# Small cuts of what the tablets can make: nothing to give reasons for.
EASY = {
    "bands": [
        {"above": "0", "unit": "mg", "size": "2.5", "of": "mg", "every_days": 14}
    ],
    "goal_mg": "0",
}


@pytest.fixture
def ready(nurse: User, prescriber: User) -> Case:
    """Mapped, asked about everything, and in preparation."""
    referral = make_referrals.accepted(nurse)
    case = make_plans.prepared(Case.objects.get(pk=referral.case_id))
    patients.relate(
        case.patient, user=prescriber, kind="team", by=nurse, at=make_plans.AT
    )
    make_plans.products()
    make_plans.policy(name="Lugna steg", rule=EASY)
    return case


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_plan_is_made_signed_and_printed_within_its_budget(
    opens: Opens, ready: Case, prescriber: User, monday: datetime, has_scripts: bool
) -> None:
    with time_machine.travel(make_plans.AT + timedelta(hours=1)):
        eva = opens(java_script_enabled=has_scripts)
        eva.is_signed_in_as(prescriber)
        eva.goes_to(f"/app/patients/{ready.pk}/plan")

        eva.presses("Gör plan", exact=False)
        eva.types("Från", "2026-12-01")
        eva.chooses("Lugna steg")
        if has_scripts:
            eva.page.get_by_text("Så blir planen").wait_for()
        else:
            eva.presses("Räkna")
        eva.chooses("Patienten är med på planen")
        eva.presses("Besluta plan")
        eva.follows("Skriv ut 28 dagar", exact=False)

        assert PlanVersion.objects.get().state == State.DECIDED
        eva.reads("1 december")
        assert eva.answers <= MOST_ENTRIES
        assert eva.taps <= MOST_CLICKS
