"""One person, two referrals: one pair waits to be compared, one is joined."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice

from django.utils import timezone

from jurisdictions import identity
from nedtrappning.demo.region import Region
from referrals import actions
from referrals.models import Referral, Source

# The stories take every 37th number of a year.
SIXTH = 5


def pair(region: Region, *, now: datetime) -> None:
    """A clinic refers two who had asked for themselves already."""
    by_self = Referral.objects.filter(source=Source.SELF, is_protected=False)
    at = now - timedelta(hours=20)
    waiting = by_self.filter(status="received", patient=None)
    if own := waiting.order_by("is_risk", "sent_at").first():
        numbers = identity.synthetic_numbers(own.birth_year or 1990)
        _from_clinic(region, own, next(islice(numbers, SIXTH, None)), at)
    accepted = by_self.filter(status="accepted", case__closed_at=None)
    if own := accepted.order_by("sent_at").select_related("patient").first():
        number = own.patient.identity_number if own.patient else ""
        actions.join(
            _from_clinic(region, own, number or "", at),
            to=own,
            by=region.people["karin"],
            at=at + timedelta(hours=1),
            reason="Ringde. Det är samma person.",
        )


def _from_clinic(region: Region, own: Referral, number: str, at: datetime) -> Referral:
    """The same person, as the clinic writes them."""
    given, _space, family = own.name.rpartition(" ")
    return actions.send(
        form_key=uuid.uuid5(own.pk, "demo pair"),
        person=actions.Person(
            identity=identity.parse(number, today=timezone.localdate(at)),
            given_name=f"{given}-Marie",
            family_name=family,
            phone=own.phone,
        ),
        request=actions.Request(
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
            agrees_to_sms=True,
        ),
        by=region.people["nils"],
        at=at,
    )
