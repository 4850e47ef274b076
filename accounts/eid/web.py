"""Asking the provider over HTTP, with little patience and less trust."""

import contextlib
import http.client
import json
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from accounts.eid.refusals import NotProven, Why

SECONDS = 5
LONGEST = 256 * 1024
OK, TOO_MANY, SERVER_FAILED = 200, 429, 500
# The provider has nothing against the person; it does not know us as we show ourselves.
OUR_FAULT = {"invalid_client", "unauthorized_client"}
FORM = "application/x-www-form-urlencoded"
Answer = dict[str, Any]


def get(url: str, *, bearer: str = "") -> Answer:
    """Fetch an object; `bearer` is the token that opens it."""
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    return _ask("GET", url, headers=headers)


def post(url: str, fields: dict[str, str], *, headers: dict[str, str]) -> Answer:
    """Post a form and read the object that answers."""
    sent = {**headers, "Content-Type": FORM}
    return _ask("POST", url, body=urlencode(fields), headers=sent)


def _ask(
    method: str, url: str, *, headers: dict[str, str], body: str | None = None
) -> Answer:
    parts = urlsplit(url)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    try:
        with contextlib.closing(_line_to(url)) as line:
            sent = {"Accept": "application/json", **headers}
            line.request(method, path, body=body, headers=sent)
            answer = line.getresponse()
            content = answer.read(LONGEST + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotProven(Why.AWAY, type(error).__name__) from error
    return read(answer.status, content)


def read(status: int, content: bytes) -> Answer:
    """The object of an answer, or why it is none."""
    _check(status, content)
    return _object(content)


def _line_to(url: str) -> http.client.HTTPConnection:
    """A connection as safe as the one to the issuer, never a plainer one."""
    parts = urlsplit(url)
    wanted = urlsplit(settings.OIDC_ISSUER).scheme
    if parts.scheme != wanted or not parts.netloc:
        raise NotProven(Why.NOT_TRUE, "address")
    kind = (
        http.client.HTTPSConnection if wanted == "https" else http.client.HTTPConnection
    )
    return kind(parts.netloc, timeout=SECONDS)


def _check(status: int, content: bytes) -> None:
    if status >= SERVER_FAILED or status == TOO_MANY:
        raise NotProven(Why.AWAY, str(status))
    if status != OK and _error(content) in OUR_FAULT:
        raise NotProven(Why.AWAY, "the provider does not take our credentials")
    if status != OK or len(content) > LONGEST:
        raise NotProven(Why.NOT_TRUE, f"status {status}")


def _error(content: bytes) -> str:
    """The name of the fault, when the answer is one of the protocol's own."""
    try:
        return str(_object(content).get("error"))
    except NotProven:
        return ""


def _object(content: bytes) -> Answer:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotProven(Why.NOT_TRUE, "not JSON") from error
    if not isinstance(found, dict):
        raise NotProven(Why.NOT_TRUE, "not an object")
    return found
