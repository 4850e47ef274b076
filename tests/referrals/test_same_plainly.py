"""The fast way to who may be the same, beside a plain one that reads everybody."""

import random
import re
import unicodedata
import uuid
from datetime import date
from functools import cache

import pytest

from patients.models import Case, Patient
from patients.queries import Sign, judged, signs, traits_of
from referrals.models import Referral
from referrals.queries import same
from tests.factories import accounts
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
# The commonest of Sweden, some that differ by a letter, and some from elsewhere.
GIVEN = (
    *("Anna", "Anne", "Maria", "Marie", "Lars", "Karl", "Carl", "Eva"),
    *("Åsa", "Ása", "Örjan", "José", "Fatima", "Søren"),
)
FAMILY = (
    *("Andersson", "Anderson", "Johansson", "Jonsson", "Karlsson", "Carlsson"),
    *("Nilsson", "Nielsen", "Eriksson", "Ericsson", "Larsson", "Olsson", "Persson"),
    *("Svensson", "Gustafsson", "Gustavsson", "Pettersson", "Ek", "Lindström"),
    *("Lindqvist", "Lindkvist", "Sjöström", "Hussein", "Sæther", "Kowalska-Berg"),
)
YEARS = (1990, 1991, 1992)
FIRST_AND_LAST_DAYS = ((1, 1), (6, 9), (12, 31))
PEOPLE, BY_SELF, IN_OWN_WORDS, BY_CLINIC, ASKED = 120, 100, 40, 80, 60


def phone(chance):
    """One of few, or none."""
    return chance.choice([f"+4670174{number:04}" for number in range(605, 665)] + [""])


def written(chance, given, family):
    """A name as people write it: in any order, in any letters."""
    ways = [f"{given} {family}", f"{family}, {given}", f"{given} {family}".upper()]
    return chance.choice(ways)


def copied(row, **different):
    """The row once more, with other facts."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.generated
    }
    return type(row)(**{**values, "id": uuid.uuid4(), **different})


def crowd(chance, coordinator):
    """Many people who could be taken for one another."""
    clinics = [accounts.clinic(f"Vårdcentral {letter}").pk for letter in "ABC"]
    texts = ["Björkens vårdcentral", "BJÖRKENS VÅRDCENTRAL", "Lindens läkarhus"]
    accepted = make.accepted(coordinator)
    people = [
        copied(
            accepted.patient,
            identity_number=None,
            identity_kind="",
            given_name=chance.choice(GIVEN),
            family_name=chance.choice(FAMILY),
            birth_date=date(chance.choice(YEARS), *chance.choice(FIRST_AND_LAST_DAYS)),
            phone=phone(chance),
            health_centre_id=chance.choice(clinics),
        )
        for _one in range(PEOPLE)
    ]
    Patient.objects.bulk_create(people)
    # The others have no case yet, so that only their referrals can be found.
    Case.objects.bulk_create(
        copied(accepted.case, patient_id=person.pk) for person in people[::2]
    )
    own, clinics_own = make.self_referral(), make.from_clinic()
    rows = []
    for number in range(BY_SELF + IN_OWN_WORDS):
        in_words = number >= BY_SELF
        rows.append(
            copied(
                own,
                name=written(chance, chance.choice(GIVEN), chance.choice(FAMILY)),
                phone=phone(chance),
                birth_year=chance.choice([*YEARS, None]),
                health_centre_id=None if in_words else chance.choice(clinics),
                health_centre_text=chance.choice(texts) if in_words else "",
            )
        )
    rows += [
        copied(
            clinics_own,
            patient_id=person.pk,
            name=written(chance, person.given_name, person.family_name),
            phone=person.phone or phone(chance),
            sender_unit_id=person.health_centre_id,
        )
        for person in chance.choices(people, k=BY_CLINIC)
    ]
    for number, row in enumerate(rows):
        row.reference, row.form_key = str(10_000_000 + number), uuid.uuid4()
    Referral.objects.bulk_create(rows)
    return chance.sample(rows, ASKED)


@cache
def pieces(name):
    """The three-letter pieces of a name, as the documentation of Postgres says."""
    plain = name.translate(str.maketrans("øØæÆđĐðÐłŁ", "oOaAdDdDlL"))
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", plain)
        if not unicodedata.combining(letter)
    )
    words = [f"  {word} " for word in re.findall(r"\w+", plain.lower())]
    return frozenset(
        word[start : start + 3] for word in words for start in range(len(word) - 2)
    )


def alike(one, other):
    return len(pieces(one) & pieces(other)) / len(pieces(one) | pieces(other))


def plainly(row, mine, others):
    """Everybody for whom the rule holds, one by one."""
    found = {}
    for other, theirs in others:
        shared = signs(mine, theirs, alike=alike(mine.name, theirs.name))
        if row.patient_id and row.patient_id == getattr(other, "patient_id", None):
            shared |= {Sign.NUMBER}
        if likely := judged(shared):
            found[other.pk] = likely
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_the_fast_way_finds_whom_the_plain_way_finds(seed, coordinator):
    asked = crowd(random.Random(seed), coordinator)
    rows = list(Referral.objects.select_related("patient"))
    referrals = [(row, same.traits(row)) for row in rows]
    findable = Patient.objects.findable_by(coordinator)
    patients = [(row, traits_of(row)) for row in findable]
    by_key = {row.pk: row for row in rows}
    pairs = 0

    for key in [row.pk for row in asked]:
        row = by_key[key]
        mine = same.traits(row)
        found = same.candidates(coordinator, row)
        own = {row.patient_id}
        expected = plainly(row, mine, [(o, t) for o, t in referrals if o.pk != row.pk])
        people = plainly(row, mine, [(o, t) for o, t in patients if o.pk not in own])
        covered = {by_key[one].patient_id for one in expected}
        expected |= {one: how for one, how in people.items() if one not in covered}
        pairs += len(found)

        assert {one.key: one.likely for one in found} == expected

    assert pairs > ASKED
