"""One person, two referrals: one pair waits to be compared, one is joined."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from jurisdictions import identity
from nedtrappning.demo.region import Region
from referrals import actions as referrals
from referrals.actions.same import join_same
from referrals.models import Referral, Source

# The stories take their numbers from years before this one.
BORN = 2006


def pair(region: Region, *, now: datetime) -> None:
    """A clinic has referred two who had asked for themselves already."""
    waiting = Referral.objects.undecided().filter(
        source=Source.SELF, patient=None, is_protected=False, status="received"
    )
    numbers = identity.synthetic_numbers(BORN)
    at = now - timedelta(hours=20)
    for own, is_joined in zip(waiting.order_by("sent_at"), (False, True), strict=False):
        came = _from_clinic(region, own, next(numbers), at)
        if is_joined:
            join_same(
                own,
                other=came,
                by=region.people["karin"],
                at=at + timedelta(hours=1),
                reason="Ringde. Det är samma person.",
            )


def _from_clinic(region: Region, own: Referral, number: str, at: datetime) -> Referral:
    """The same person, as the clinic writes them."""
    given, _space, family = own.name.rpartition(" ")
    return referrals.send(
        form_key=uuid.uuid5(own.pk, "demo pair"),
        person=referrals.Person(
            identity=identity.parse(number, today=timezone.localdate(at)),
            given_name=given,
            family_name=family.replace("k", "ck", 1),
            phone=own.phone,
        ),
        request=referrals.Request(
            goal="Patienten har bett om hjälp att trappa ned. Vi fortsätter förskriva.",
            issued_on=timezone.localdate(at),
            medicines=[
                {
                    "name": "oxazepam",
                    "strength": "tablett 10 mg",
                    "dose_per_day": Decimal(20),
                    "since_year": at.year - 5,
                }
            ],
            attempt="no",
            attempt_absence="Patienten vill ha stöd.",
            risks=["none_known"],
            told_and_willing=True,
        ),
        by=region.people["nils"],
        at=at,
    )
