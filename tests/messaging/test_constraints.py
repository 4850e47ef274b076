"""What the database refuses about a message."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from messaging.models import Message
from tests.factories import messaging as make
from tests.factories import patients

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "gone"}, "message_state_is_known"),
        ({"state": "sending"}, "message_being_sent_has_worker_and_time"),
        ({"state": "sent"}, "message_has_sent_time_when_it_was_sent"),
        ({"state": "failed"}, "message_that_told_nobody_says_why"),
        ({"state": "unknown"}, "message_that_told_nobody_says_why"),
        ({"attempts": 4}, "message_is_tried_a_few_times_only"),
        ({"channel": "pigeon"}, "message_channel_is_known"),
    ],
)
def test_the_database_refuses_a_message_that_cannot_be(
    nurse, monday, fields, constraint
):
    message = make.message(patients.case(nurse), at=monday)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**fields)


def test_the_database_refuses_a_time_of_sending_on_what_waits(nurse, monday):
    message = make.message(patients.case(nurse), at=monday)

    with (
        pytest.raises(IntegrityError, match="message_has_sent_time"),
        transaction.atomic(),
    ):
        Message.objects.filter(pk=message.pk).update(sent_at=monday)


def test_the_database_refuses_the_same_message_twice(nurse, monday):
    case = patients.case(nurse)
    first = make.message(case, at=monday)
    second = make.message(case, at=monday + timedelta(minutes=1))

    with pytest.raises(IntegrityError, match="queued_once"), transaction.atomic():
        Message.objects.filter(pk=second.pk).update(version=first.version)


def test_the_database_refuses_half_a_handling(nurse, monday):
    message = make.message(patients.case(nurse), at=monday)

    with pytest.raises(IntegrityError, match="handling"), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(handled_at=monday)
