"""Two people merge at the same moment, in either direction, or refer meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from accounts.refusals import Refused
from patients import actions
from patients.models import Patient, PatientMerge
from tests.factories import referrals
from tests.patients.test_merge import REAL, person, pointing_at

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(*attempts: Callable[[], object]) -> list[object]:
    """Each in its own thread and connection, from the same starting line."""
    line = Barrier(len(attempts))

    def run(attempt: Callable[[], object]) -> object:
        line.wait()
        try:
            return attempt()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def done(answers):
    return [answer for answer in answers if isinstance(answer, PatientMerge)]


@pytest.mark.parametrize("turned", [False, True], ids=["same_way", "both_ways"])
def test_one_of_two_who_merge_at_once_does_it(turned, coordinator, monday):
    for round_ in range(6):
        one, two = person(), person()
        referrals.from_clinic(
            identity=referrals.identity.parse(two.identity_number, today=monday.date())
        )

        others = (two, one) if turned else (one, two)
        attempts = [
            partial(
                actions.merge,
                kept,
                gone=gone,
                reason="Samma",
                by=coordinator,
                at=monday + timedelta(hours=round_),
            )
            for kept, gone in ((one, two), others)
        ]
        answers = at_once(*attempts)

        assert len(done(answers)) == 1
        gone = done(answers)[0].gone
        assert pointing_at(gone) == []
        assert Patient.objects.filter(pk__in=[one.pk, two.pk], merged_into=None)


def test_a_referral_that_comes_meanwhile_ends_at_the_kept_one(
    coordinator, referrer, monday
):
    for number in REAL[100:106]:
        identity = referrals.identity.parse(number, today=monday.date())
        kept, gone = person(), person(number)

        answers = at_once(
            lambda kept=kept, gone=gone: actions.merge(
                kept, gone=gone, reason="Samma", by=coordinator, at=monday
            ),
            lambda identity=identity: referrals.from_clinic(
                by=referrer, identity=identity
            ),
        )

        assert not [answer for answer in answers if isinstance(answer, Refused)]
        assert pointing_at(gone) == []
        assert kept.referrals.count() == 1
