"""What is shipped, loaded, and forms as a browser sends them."""

from typing import Any

import pytest
from django.forms import BoundField
from django.test import Client

from accounts.models import system_user
from tapering import actions
from tapering.models import EquivalenceTable, Policy, Product
from tests.factories import tapering as make


@pytest.fixture
def shipped(db: None) -> None:
    """Everything that is shipped, as drafts."""
    actions.load_reference(by=system_user(), at=make.AT)


@pytest.fixture
def cks(shipped: None) -> Policy:
    return Policy.objects.get(shipped_as="cks-diazepam-fast")


@pytest.fixture
def asam(shipped: None) -> Policy:
    return Policy.objects.get(shipped_as="asam-2025-slow")


@pytest.fixture
def table(shipped: None) -> EquivalenceTable:
    return EquivalenceTable.objects.get(shipped_as="helsedirektoratet-2021")


@pytest.fixture
def product(shipped: None) -> Product:
    return Product.objects.get(shipped_as="oxazepam/Sobril/15")


def _as_sent(field: BoundField) -> str:
    """A field's value as a browser sends it; nothing for what is not sent."""
    value = field.value()
    if value is True:
        return "on"
    if value is None or value is False:
        return ""
    return str(field.field.prepare_value(value))


def posted(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """What the form on the page holds, as a browser would send it, with changes."""
    sheet = client.get(url).context["sheet"]
    rows = [row for part in sheet.parts for row in part.formset]
    managers = [part.formset.management_form for part in sheet.parts]
    sent = {
        field.html_name: value
        for form in (sheet.form, *rows, *managers)
        for field in form
        if (value := _as_sent(field))
    }
    return {**sent, "go": "save", **changes}
