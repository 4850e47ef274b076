"""One door to a patient's rows: nobody comes in another way.

Every list, search and page of the project is opened by every role, for one patient
that the person has no business with: without a care relation, blocked from the
person's unit, or referred by another clinic. The name must not stand anywhere.
"""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.roles import Role
from patients import actions
from patients.models import CareRelation, Case, Patient
from tests.factories import accounts
from tests.factories import patients as make

SECRET_NAME = "Hemlighetsson"
ROLES = sorted(set(Role) - {Role.SYSTEM})


def addresses(
    patterns: list[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[str]:
    """Every address of the project that takes no argument."""
    for entry in patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, path)
        elif "<" not in path and "^" not in path and "(" not in path:
            yield "/" + path


def lists() -> list[str]:
    """Pages to look into: all without an argument, the sign-in library's left out."""
    found = set(addresses(get_resolver().url_patterns))
    return sorted(path for path in found if not path.startswith("/account/"))


def doors() -> list[type[models.Model]]:
    """Every model whose rows are reached through `visible_to`."""
    return [
        model
        for model in apps.get_models()
        if hasattr(model._default_manager.all(), "visible_to")
    ]


@pytest.fixture
def secret_case(nurse: User) -> Case:
    """A case that only Sara Nyberg takes part in."""
    person = make.patient(family_name=SECRET_NAME, phone="+46701740699")
    return make.case(nurse, patient=person)


def shown(client: Client, path: str) -> str:
    """What the page says of its own accord, the question that was asked left out."""
    response = client.get(path, {"q": SECRET_NAME}, follow=True)
    body = response.content.decode().replace(f'value="{SECRET_NAME}"', "")
    return body.replace(f"q={SECRET_NAME}", "")


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_no_list_shows_a_patient_to_somebody_without_business(
    role, secret_case, signed_in
):
    somebody = accounts.user(role, "Obehörig Person")
    findable = role in {Role.NURSE, Role.COORDINATOR, Role.PSYCHIATRIST}
    findable |= role in {Role.PHYSIOTHERAPIST, Role.SOCIAL_WORKER}
    told = []

    for path in lists():
        # A search may say that the patient exists, to be opened with a reason; it
        # shows nothing of the care.
        may_name = findable and "search" in path
        secret = "0701740699" if may_name else SECRET_NAME
        if secret in shown(signed_in(somebody), path):
            told.append(path)

    assert told == []


@pytest.mark.django_db
def test_no_list_or_search_shows_a_blocked_patient_to_another_unit(
    secret_case, outsider, nurse, signed_in, monday
):
    patient = secret_case.patient
    actions.block(patient, unit=nurse.unit, by=nurse, at=monday)
    actions.relate(
        patient, user=outsider, kind=CareRelation.Kind.TEAM, by=nurse, at=monday
    )

    told = [path for path in lists() if SECRET_NAME in shown(signed_in(outsider), path)]

    assert told == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_no_model_lets_a_row_out_to_somebody_without_business(role, secret_case):
    somebody = accounts.user(role, "Obehörig Person")

    let_out = {
        model._meta.label: list(model._default_manager.visible_to(somebody))
        for model in doors()
    }

    assert {label: rows for label, rows in let_out.items() if rows} == {}


@st.composite
def situations(draw: st.DrawFn) -> dict[str, bool]:
    """Any mix of relation, its end, a block and its lifting, and own unit."""
    names = ("related", "ended", "blocked", "lifted", "same_unit")
    return {name: draw(st.booleans()) for name in names}


@pytest.mark.django_db
@given(case_=situations())
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_case_is_seen_exactly_by_those_related_and_not_blocked(
    case_, nurse, stranger, outsider, monday
):
    user = stranger if case_["same_unit"] else outsider
    case = make.case(nurse, patient=make.patient())
    _arrange(case, user, nurse, case_, monday)

    seen = Case.objects.visible_to(user).filter(pk=case.pk).exists()

    related = case_["related"] and not case_["ended"]
    kept_out = case_["blocked"] and not case_["lifted"] and not case_["same_unit"]
    assert seen == (related and not kept_out)
    assert seen == Patient.objects.visible_to(user).filter(pk=case.patient.pk).exists()


def _arrange(
    case: Case, user: User, nurse: User, how: dict[str, bool], at: datetime
) -> None:
    """Bring about the drawn situation, through the actions."""
    if how["related"]:
        actions.relate(
            case.patient,
            user=user,
            kind=CareRelation.Kind.TEAM,
            by=nurse,
            at=make.AT,
            until=make.AT if how["ended"] else None,
        )
    if how["blocked"]:
        block = actions.block(case.patient, unit=nurse.unit, by=nurse, at=at)
        if how["lifted"]:
            actions.lift_block(block, by=nurse, at=at)
