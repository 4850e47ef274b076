"""Pages of what plans rest on: drafts, faults and questions that no list leads to."""

from collections.abc import Iterator

import pytest

from accounts.models import User, system_user
from tapering import actions
from tapering.models import EquivalenceTable, Policy, Product
from tests.accessibility.looking import Looker
from tests.browsing import Opens
from tests.factories import tapering as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def look(opens: Opens, administrator: User) -> Iterator[Looker]:
    """An administrator, with everything that is shipped."""
    actions.load_reference(by=system_user(), at=make.AT)
    visitor = opens()
    visitor.is_signed_in_as(administrator)
    looker = Looker(visitor)
    yield looker
    assert looker.faults == []


def test_a_draft_its_form_and_its_faults(look: Looker) -> None:
    rule = Policy.objects.get(shipped_as="cdc-2022-weeks")
    look.opens("tapering:kept", "rules", rule.pk)
    look.opens("tapering:kept_edit", "rules", rule.pk)
    look.types("band-0-size", "tolv")
    look.presses()
    look.opens("tapering:discard", "rules", rule.pk)


def test_a_table_and_its_form(look: Looker) -> None:
    table = EquivalenceTable.objects.get(shipped_as="cdc-2022")
    look.opens("tapering:kept", "tables", table.pk)
    look.opens("tapering:kept_edit", "tables", table.pk)


def test_a_product_and_a_register(look: Looker) -> None:
    product = Product.objects.get(shipped_as="fentanyl/Durogesic/12")
    look.opens("tapering:kept", "products", product.pk)
    look.opens("tapering:kept_edit", "products", product.pk)
    look.opens("tapering:load_products")
    look.types("rows", "substance;atc;form;strength;source\nx;N05BA04;tablet;5;A")
    look.presses("main form .knapp")
    look.opens("tapering:load_products")
    look.types("rows", "substance;atc;form;strength\nx;N05BA04;pill;5")
    look.presses("main form .knapp")


def test_the_switch_when_it_is_off(look: Looker, administrator: User) -> None:
    actions.switch_calculator_off(by=administrator, at=make.AT)
    look.opens("tapering:calculator")
    look.presses()
