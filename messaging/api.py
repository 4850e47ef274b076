"""What the SMS gateway tells us afterwards: whether the phone got the message."""

import hashlib
import hmac
import json
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.models import system_user
from accounts.refusals import ImpossibleMove
from messaging import actions
from messaging.lifecycle import State, Why
from messaging.models import Message


@csrf_exempt
@login_not_required
@require_POST
def receipt(request: HttpRequest) -> HttpResponse:
    """Note what became of one message. Signed by the gateway; safe to say twice.

    The body is `{"id": ..., "status": "delivered" | "failed"}`, and `X-Signature` the
    HMAC-SHA256 of it with the gateway's token.
    """
    if not _is_signed(request):
        return HttpResponse("The signature is missing or wrong.", status=401)
    key, status = _read(request.body)
    if key is None or status not in {"delivered", "failed"}:
        return HttpResponse("A receipt needs 'id' and 'status'.", status=400)
    message = get_object_or_404(Message, pk=key)
    try:
        _note(message, status)
    except ImpossibleMove:
        return HttpResponse("The message cannot have had that fate.", status=409)
    return HttpResponse(status=204)


def _note(message: Message, status: str) -> None:
    """Write down the fate; what is said twice is written once."""
    at, by = now(), system_user()
    if status == "delivered":
        actions.note_delivered(message, by=by, at=at)
    elif message.state != State.FAILED:
        actions.fail(message, why=Why.NOT_TAKEN, by=by, at=at)


def _is_signed(request: HttpRequest) -> bool:
    """Tell whether whoever sent this knows the gateway's token."""
    token = settings.SMS_GATEWAY_TOKEN.encode()
    expected = hmac.new(token, request.body, hashlib.sha256).hexdigest()
    given = request.headers.get("X-Signature", "")
    return hmac.compare_digest(given.encode(), expected.encode())


def _read(body: bytes) -> tuple[uuid.UUID | None, str]:
    """The message's key and its fate, or nothing that can be used."""
    try:
        said: Any = json.loads(body)
        return uuid.UUID(str(said["id"])), str(said["status"])
    except (ValueError, KeyError, TypeError):
        return None, ""
