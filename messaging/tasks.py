"""Sweeps that send what is due and find what got lost."""

import os
import socket
import uuid

from celery import shared_task
from django.utils.timezone import now

from accounts.models import system_user
from messaging import actions, gateways
from messaging.actions.sending import lost_before
from messaging.lifecycle import State, Why
from messaging.models import Message

# A sweep ends well within the broker's patience; the next one goes on.
MOST_PER_SWEEP = 50


@shared_task
def send_what_is_due() -> None:
    """Send one message after the other until nothing is due."""
    worker = f"{socket.gethostname()[:50]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    for _turn in range(MOST_PER_SWEEP):
        message = actions.claim_next(worker=worker, by=system_user(), at=now())
        if message is None:
            return
        if message.state == State.SENDING:
            _deliver(message)


def _deliver(message: Message) -> None:
    """Hand the message over, outside any transaction, and write down the outcome."""
    by = system_user()
    try:
        name = gateways.send(message)
    except gateways.NotNow:
        actions.try_later(message, by=by, at=now())
    except gateways.NotTaken:
        actions.fail(message, why=Why.NOT_TAKEN, by=by, at=now())
    except gateways.NobodyKnows:
        actions.lose(message, by=by, at=now())
    else:
        actions.note_sent(message, provider_id=name, by=by, at=now())


@shared_task
def find_lost() -> None:
    """Find messages whose worker died between sending and writing it down."""
    at = now()
    for message in Message.objects.filter(lost_before(at)):
        actions.lose(message, by=system_user(), at=at)
