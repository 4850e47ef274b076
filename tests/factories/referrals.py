"""Referrals of both kinds, made through the actions."""

import itertools
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

from accounts.models import User, system_user
from accounts.roles import Role
from jurisdictions import identity
from referrals import actions
from referrals.actions import versions
from referrals.lifecycle import Status
from referrals.models import Medicine, Referral, ReferralVersion
from tests.factories import accounts

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
TODAY = date(2026, 11, 20)
# Everybody is born in 1991. No test has 730 people, but all tests together do.
_numbers = itertools.cycle(identity.synthetic_numbers(1991))


def number() -> identity.Identity:
    """A test number that no other test person has."""
    return identity.parse(next(_numbers), today=TODAY)


def person(**fields: object) -> actions.Person:
    """Somebody that a clinic writes about."""
    defaults: dict[str, object] = {
        "given_name": "Erik",
        "family_name": "Sandberg",
        "phone": "+46701740631",
        "municipality": accounts.municipality("Uddevalla"),
    }
    if "identity" not in fields:
        defaults["identity"] = number()
    return actions.Person(**{**defaults, **fields})


def request(**fields: object) -> actions.Request:
    """What a clinic asks for, nothing missing."""
    defaults: dict[str, object] = {
        "goal": "Kunna köra lastbil igen.",
        "issued_on": date(2026, 11, 19),
        "medicines": [
            {
                "name": "oxazepam tablett 10 mg",
                "dose_per_day": Decimal(25),
                "since_year": 2018,
            }
        ],
        "attempt": "yes",
        "attempt_year": 2024,
        "attempt_outcome": "Minskade till 15 mg på sex veckor.",
        "risks": ["none_known"],
        "told_and_willing": True,
        "agrees_to_sms": True,
    }
    return actions.Request(**{**defaults, **fields})


def from_clinic(
    by: User | None = None, at: datetime = AT, **fields: object
) -> Referral:
    """A clinic's referral, received."""
    _unit()
    known = {name: fields.pop(name) for name in list(fields) if name in PERSON}
    return actions.send(
        form_key=uuid.uuid4(),
        person=person(**known),
        request=request(**fields),
        by=by or accounts.user(Role.REFERRER, "Nils Åberg", title="läkare"),
        at=at,
    )


PERSON = set(actions.Person.__dataclass_fields__)


def self_referral(at: datetime = AT, **fields: object) -> Referral:
    """A self-referral, received; nobody has settled who the person is."""
    _unit()
    defaults: dict[str, object] = {
        "reference": actions.new_reference(),
        "form_key": uuid.uuid4(),
        "source": "self",
        "status": Status.SENT,
        "unit": actions.receiving_unit(),
        "issued_on": at.date(),
        "clock_from": at.date(),
        "sent_at": at,
        "name": "Maria Ek",
        "phone": "+46701740622",
        "goal": "Jag vill bli av med dem långsamt.",
        "clinic_consent": "ask_first",
        "how_long": "over_5_years",
        "dose_change": "as_usual",
        "kinds": ["calming"],
    }
    referral = Referral.objects.create(**{**defaults, **fields})
    Medicine.objects.create(referral=referral, name="alprazolam", kind="calming")
    versions.write(referral, ReferralVersion.Change.NEW, by=system_user(), at=at)
    return actions.receive(referral, by=system_user(), at=at)


def accepted(by: User, at: datetime = AT, **fields: object) -> Referral:
    """A clinic's referral that `by` has accepted and owns."""
    return actions.accept(
        from_clinic(at=at, **fields),
        owner=by,
        first_contact_on=date(2026, 11, 25),
        by=by,
        at=at,
    )


def _unit() -> None:
    accounts.unit()
