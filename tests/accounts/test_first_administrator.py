"""A new installation's first log-in, and only the first."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.factories import accounts

pytestmark = pytest.mark.django_db
WORDS = {
    "name": "Per Wallin",
    "unit": "Nedtrappningsenheten i Väst",
    "hsa_id": "SE0000000000-NY1",
    "municipality": "Lilla Edet",
}


def test_the_first_administrator_gets_a_temporary_password(capsys):
    accounts.municipality("Lilla Edet")

    call_command("first_administrator", "per", **WORDS)

    person = User.objects.get(username="per")
    password = capsys.readouterr().out.split(": ")[-1].strip()
    assert person.check_password(password)
    assert person.has_temporary_password
    assert person.unit.kind == "unit"


def test_there_is_no_second_first_administrator(administrator):
    with pytest.raises(CommandError, match="already"):
        call_command("first_administrator", "eva", **WORDS)


def test_without_municipalities_it_says_what_to_do():
    with pytest.raises(CommandError, match="prepare"):
        call_command("first_administrator", "per", **WORDS)
