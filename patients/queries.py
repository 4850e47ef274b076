"""Who may be the same person: by number, and by what people say of themselves."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from patients.models import (
    ALIKE,
    Patient,
    PatientMerge,
    likeness,
)

# More than these nobody compares by eye; the most alike come first. A phone that
# hundreds share is a switchboard and says nothing.
MOST, MOST_KEYS = 20, 200
# Written out, because putting it together anew each time took longer than the answer.
# Each part has its index, and names are compared last: an index of names finds tens of
# thousands for the commonest ones, while a centre has few people of one year.
KEYS_ALIKE = """
SELECT id FROM patients_patient
WHERE phone = %(phone)s AND merged_into_id IS NULL
UNION
SELECT id FROM patients_patient
WHERE health_centre_id = ANY(%(centres)s::uuid[])
    AND birth_date BETWEEN %(first)s AND %(last)s
    AND merged_into_id IS NULL
    AND similarity(name_key, name_key(%(name)s)) >= %(alike)s
LIMIT %(most)s
"""


class Sign(TextChoices):
    """What two have in common."""

    NUMBER = "number", _("samma personnummer")
    PHONE = "phone", _("samma telefon")
    NAME = "name", _("liknande namn")
    YEAR = "year", _("samma födelseår")
    CENTRE = "centre", _("samma vårdcentral")


class Likely(TextChoices):
    """How sure the signs make us."""

    SURE = "sure", _("Samma person")
    PROBABLY = "probably", _("Troligen samma person")
    PERHAPS = "perhaps", _("Kanske samma person")


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What is known of somebody who may be known already."""

    name: str
    phone: str = ""
    birth_year: int | None = None
    centres: frozenset[uuid.UUID] = field(default_factory=frozenset)
    centre_names: frozenset[str] = field(default_factory=frozenset)


def signs(mine: Traits, theirs: Traits, *, alike: float) -> frozenset[Sign]:
    """What two have in common, besides a number."""
    common = {
        Sign.PHONE: bool(mine.phone) and mine.phone == theirs.phone,
        Sign.NAME: alike >= ALIKE,
        Sign.YEAR: mine.birth_year is not None and mine.birth_year == theirs.birth_year,
        Sign.CENTRE: bool(
            mine.centres & theirs.centres or mine.centre_names & theirs.centre_names
        ),
    }
    return frozenset(sign for sign, holds in common.items() if holds)


def judged(found: frozenset[Sign]) -> Likely | None:
    """Two signs with the phone among them; without it all the other three."""
    if Sign.NUMBER in found:
        return Likely.SURE
    if Sign.PHONE in found and len(found) > 1:
        return Likely.PROBABLY
    if found >= {Sign.NAME, Sign.YEAR, Sign.CENTRE}:
        return Likely.PERHAPS
    return None


def traits_of(patient: Patient) -> Traits:
    """What the register knows."""
    born, centre = patient.birth_date, patient.health_centre_id
    return Traits(
        name=patient.name,
        phone=patient.phone,
        birth_year=born.year if born else None,
        centres=frozenset({centre} if centre else ()),
    )


def year_of(year: int) -> tuple[date, date]:
    """The first and last day."""
    return date(year, 1, 1), date(year, 12, 31)


def patients_alike(
    user: User, traits: Traits, *, besides: Iterable[uuid.UUID] = ()
) -> list[Patient]:
    """Patients worth comparing, whom `user` may find; each says how alike (`alike`)."""
    keys = _keys_alike(traits) - set(besides)
    if not keys:
        return []
    rows = Patient.objects.findable_by(user).filter(pk__in=keys)
    return list(
        rows.annotate(alike=likeness(traits.name)).order_by("-alike", "pk")[:MOST]
    )


def _keys_alike(traits: Traits) -> set[uuid.UUID]:
    """By phone, or by name, year and centre."""
    first, last = year_of(traits.birth_year) if traits.birth_year else (None, None)
    wanted = {
        "phone": traits.phone or None,
        "name": traits.name,
        "alike": ALIKE,
        "centres": list(traits.centres),
        "first": first,
        "last": last,
        "most": MOST_KEYS,
    }
    with connection.cursor() as cursor:
        cursor.execute(KEYS_ALIKE, wanted)
        return {key for (key,) in cursor.fetchall()}


def merges_of(patient: Patient) -> list[PatientMerge]:
    """Every row that this person swallowed, and what those had swallowed before."""
    found: list[PatientMerge] = []
    waiting = [patient.pk]
    while waiting:
        rows = PatientMerge.objects.filter(kept__in=waiting, undone_at=None)
        layer = list(rows.select_related("kept", "gone", "merged_by"))
        found += layer
        waiting = [merge.gone_id for merge in layer]
    return found


def known_as(patient: uuid.UUID) -> "QuerySet[Patient, uuid.UUID]":
    """The keys under which the log knows the person."""
    rows = Patient.objects.filter(Q(pk=patient) | Q(merged_into=patient))
    return rows.order_by().values_list("pk", flat=True)
