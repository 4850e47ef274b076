"""The calculator's switch: off until somebody has approved its intended use."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from accounts.models import system_user
from accounts.refusals import Refused
from tapering import actions, intended_use, queries
from tapering.models import CalculatorApproval
from tests.factories import tapering as make
from tests.tapering.test_api import body, post

pytestmark = pytest.mark.django_db

URL = "/app/calculator"


@pytest.fixture
def switched_off() -> None:
    CalculatorApproval.objects.all().delete()


def test_it_is_off_until_somebody_approves(switched_off):
    assert not queries.calculator_is_on()
    assert "för hand" in queries.why_not_calculate()


def test_an_administrator_names_who_approved(switched_off, administrator, signed_in):
    client = signed_in(administrator)

    client.post(URL, {"approver": "Eva Lindqvist", "has_read": "on", "go": "on"})

    approval = queries.calculator_approval()
    assert approval is not None
    assert approval.approver == "Eva Lindqvist"
    assert approval.intended_use == intended_use.VERSION
    assert "Eva Lindqvist" in client.get(URL).content.decode()


@pytest.mark.parametrize("lacking", ["approver", "has_read"])
def test_a_name_and_a_reading_are_needed(
    switched_off, administrator, signed_in, lacking
):
    data = {"approver": "Eva Lindqvist", "has_read": "on", "go": "on", lacking: ""}

    response = signed_in(administrator).post(URL, data)

    assert response.status_code == 200
    assert not queries.calculator_is_on()


def test_only_administrators_switch(nurse, prescriber, signed_in):
    for somebody in (nurse, prescriber):
        assert signed_in(somebody).get(URL).status_code == 200
        assert signed_in(somebody).post(URL, {"go": "off"}).status_code == 403
        with pytest.raises(Refused):
            actions.switch_calculator_off(by=somebody, at=make.AT)
    assert queries.calculator_is_on()


def test_it_is_switched_off_again(administrator, signed_in):
    signed_in(administrator).post(URL, {"go": "off"})

    assert not queries.calculator_is_on()
    assert CalculatorApproval.objects.get().off_by == administrator


def test_a_new_intended_use_wants_a_new_approval(administrator, monkeypatch):
    for module in ("queries.calculator", "actions.calculator"):
        monkeypatch.setattr(f"tapering.{module}.VERSION", "99")
    assert not queries.calculator_is_on()

    actions.switch_calculator_on(approver="Eva", by=administrator, at=make.AT)

    assert queries.calculator_is_on()
    assert CalculatorApproval.objects.filter(off_at=None).count() == 1


def test_it_is_approved_once(administrator):
    with pytest.raises(IntegrityError, match="calculator_is_approved_once"):
        CalculatorApproval.objects.create(
            approver="Eva", intended_use="1", on_by=system_user(), on_at=make.AT
        )


def test_switched_off_the_preview_judges_only_typed_steps(
    switched_off, nurse, signed_in
):
    client = signed_in(nurse)
    steps = [
        {
            "from": "2026-12-01",
            "days": 14,
            "doses": [
                {"substance": "oxazepam", "daypart": "night", "mg": "10"},
            ],
        },
        {"from": "2026-12-15", "days": None, "doses": []},
    ]

    counted = post(client, body())
    typed = post(client, body(steps=steps))

    assert counted.status_code == 403
    assert "för hand" in counted.json()["detail"]
    assert typed.status_code == 200


def test_the_page_says_what_it_is_for(nurse, signed_in):
    page = signed_in(nurse).get(reverse("tapering:calculator")).content.decode()

    assert "Resultatet är ett utkast" in page
