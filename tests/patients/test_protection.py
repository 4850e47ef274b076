"""Protected identity: hidden, logged when shown, and kept up to date."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from messaging import actions as messaging
from messaging.lifecycle import State
from messaging.models import Message
from patients import actions as patients
from patients import tasks
from patients.models import CareRelation, Case, Patient, Protection, Task
from tests.factories import accounts
from tests.factories import messaging as make_message
from tests.factories import patients as make
from tests.factories import referrals as make_referrals
from tests.factories import visits as make_visits

pytestmark = pytest.mark.django_db
# What may stand nowhere until somebody asks for it: phone, street, place, number.
SECRETS = ("0701740655", "070-174 06 55", "701740655", "Granvägen", "2385", "Borås")


@pytest.fixture
def hidden(nurse) -> Case:
    """A protected patient with a visit, a task, a referral and a message."""
    person = make.patient(
        given_name="Dolda",
        family_name="Skyddsson",
        protection=Protection.MARKED,
        phone="+46701740655",
        address="Granvägen 3",
        identity_number="199001012385",
        identity_kind="personnummer",
        municipality=accounts.municipality("Borås"),
    )
    return make.case(nurse, patient=person)


def take_part(case: Case, user: User) -> None:
    patients.relate(
        case.patient, user=user, kind=CareRelation.Kind.TEAM, by=case.owner, at=make.AT
    )


def protect(case: Case, by, at, **changed) -> Patient:
    values = {
        "level": Protection.REGISTERED_ELSEWHERE,
        "source": "Folkbokföringen",
        "checked_on": at.date(),
    }
    return messaging.protect(case.patient, by=by, at=at, **{**values, **changed})


def links(html: str) -> set[str]:
    """Addresses on our own site that a reader can go to."""
    found = re.findall(r'href="([^"#]+)', html)
    return {
        urlsplit(one)._replace(fragment="").geturl()
        for one in found
        if one.startswith(("/app/", "?"))
    }


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.NURSE, Role.PHYSIOTHERAPIST])
def test_no_page_that_a_link_leads_to_shows_where_the_person_is(
    hidden, nurse, signed_in, monday, role
):
    """Every page from the day page on, three steps deep, by somebody in the team."""
    member = accounts.user(role, "Teamet Ivarsson")
    take_part(hidden, member)
    make_visits.visit(hidden)
    referral = make_referrals.from_clinic(
        is_protected=True,
        phone="+46701740655",
        municipality=accounts.municipality("Borås"),
        family_name="Skyddsson",
        identity=None,
    )
    client = signed_in(member)
    seen: set[str] = set()
    ahead = {"/app/today", "/app/patients", "/app/referrals", "/app/search?q=Skyddsson"}
    reached_the_patient = False

    for _step in range(3):
        pages = {path for path in ahead - seen if "log-out" not in path}
        ahead = set()
        for path in sorted(pages):
            seen.add(path)
            response = client.get(path)
            if "html" not in response.headers.get("Content-Type", ""):
                continue
            # What can be chosen says nothing about anybody.
            html = re.sub(r"<option.*?</option>", "", response.content.decode())
            reached_the_patient |= str(hidden.pk) in path
            shown = [secret for secret in SECRETS if secret in html]
            assert not shown, f"{path} shows {shown}"
            ahead |= {
                link if link.startswith("/") else urlsplit(path).path + link
                for link in links(html)
            }

    assert reached_the_patient
    assert referral.patient.is_protected


def test_only_a_few_may_ask_for_it_and_that_is_logged(hidden, nurse, signed_in):
    helper = accounts.user(Role.SOCIAL_WORKER, "Kajsa Kurator")
    take_part(hidden, helper)
    url = reverse("overview:reveal", args=[hidden.pk])

    refused = signed_in(helper).post(url)
    shown = signed_in(nurse).post(url)

    assert refused.status_code == 403
    assert "så få som möjligt" in refused.content.decode()
    assert "070-174 06 55" in shown.content.decode()
    seen_by = Event.objects.filter(kind="patient.contact_revealed")
    assert [event.actor_id for event in seen_by] == [nurse.pk]


def test_protecting_stops_what_is_on_its_way(nurse, monday):
    case = make.case(nurse)
    message = make_message.message(case, at=monday)

    protect(case, nurse, monday)

    message.refresh_from_db()
    assert message.state == State.WITHDRAWN
    assert not Message.objects.filter(state=State.QUEUED).exists()


@pytest.mark.parametrize("level", ["registered_elsewhere", "new_identity"])
def test_no_street_is_kept_of_those_whose_mail_is_forwarded(
    hidden, nurse, monday, level
):
    patient = protect(hidden, nurse, monday, level=Protection(level))

    assert patient.address == ""
    with pytest.raises(IntegrityError, match="forwarded_has_no_address"):
        Patient.objects.filter(pk=patient.pk).update(address="Granvägen 3")


def test_the_page_writes_level_source_and_day(nurse, signed_in):
    case = make.case(nurse)
    url = reverse("overview:protection", args=[case.pk])

    response = signed_in(nurse).post(
        url,
        {
            "level": "marked",
            "source": "Patientens intyg",
            "checked_on": localdate().isoformat(),
        },
    )

    case.patient.refresh_from_db()
    assert response.status_code == 302
    assert case.patient.protection == Protection.MARKED
    assert case.patient.protection_source == "Patientens intyg"
    assert Event.objects.filter(kind="patient.protection_set").count() == 1


def test_lifting_needs_a_reason(hidden, nurse, signed_in):
    url = reverse("overview:protection", args=[hidden.pk])
    data = {
        "level": "none",
        "source": "Folkbokföringen",
        "checked_on": localdate().isoformat(),
    }

    refused = signed_in(nurse).post(url, data)
    lifted = signed_in(nurse).post(url, {**data, "reason": "Skyddet har upphört."})

    hidden.patient.refresh_from_db()
    assert "Skriv varför skyddet tas bort" in refused.content.decode()
    assert lifted.status_code == 302
    assert not hidden.patient.is_protected


def test_those_who_may_not_see_it_may_not_set_it(hidden, signed_in):
    helper = accounts.user(Role.PHYSIOTHERAPIST, "Frida Fysio")
    take_part(hidden, helper)

    response = signed_in(helper).get(reverse("overview:protection", args=[hidden.pk]))

    assert response.status_code == 403


def test_a_protection_is_looked_up_again_each_month(hidden, nurse, monday):
    protect(hidden, nurse, monday)

    for days in (10, 30, 31):
        with time_machine.travel(monday + timedelta(days=days), tick=False):
            tasks.watch_protection()
    raised = Task.objects.filter(kind="patient.protection_check")
    count = raised.count()
    protect(hidden, nurse, monday + timedelta(days=31))

    assert count == 1
    assert raised.get().owner == hidden.owner
    assert raised.get().done_at is not None
