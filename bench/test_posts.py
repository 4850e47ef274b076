"""Fifty people press "send" every second, and the web server dies in the middle.

A real gunicorn behind a real socket, the limiter on, a draft for each press. Whoever
gets no answer presses again, as people do; nobody's referral may be lost or doubled.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils.timezone import now

from referrals.models import Draft, Referral
from referrals.views.visitor import DRAFT
from tests.factories import self_referrals

ADDRESSES, EACH = 50, 10
AIM = 50
LONGEST = 60
CSRF = "a" * 32
SENT = {302}


class Press(NamedTuple):
    """One person before the last button."""

    token: str
    form_key: str


class Web:
    """A gunicorn that can be killed; its socket outlives it."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self.socket.getsockname()[1]
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        name = connection.settings_dict["NAME"]
        return subprocess.Popen(  # noqa: S603
            [
                *(sys.executable, "-m", "gunicorn", "nedtrappning.wsgi"),
                *("--bind", f"fd://{self.socket.fileno()}"),
                *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
                *("--no-control-socket", "--log-level", "critical"),
            ],
            env={
                **os.environ,
                "DATABASE_URL": _with_name(str(name)),
                "PROXY_HOPS": "1",
            },
            pass_fds=(self.socket.fileno(),),
            start_new_session=True,
        )

    def dies_and_comes_back(self) -> None:
        """As when the machine kills it: no goodbye, and a new one at once."""
        self.stop()
        self.process = self._start()

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _with_name(name: str) -> str:
    """The address of the same server, with the bench's own database."""
    given = os.environ["DATABASE_URL"]
    head, mark, query = given.partition("?")
    return head[: head.rindex("/") + 1] + name + mark + query


@contextmanager
def serving() -> Iterator[Web]:
    web = Web()
    try:
        _until_it_answers(web)
        yield web
    finally:
        web.stop()
        web.socket.close()


def _until_it_answers(web: Web) -> None:
    ends = time.monotonic() + LONGEST
    while time.monotonic() < ends:
        try:
            talk = http.client.HTTPConnection("127.0.0.1", web.port, timeout=5)
            talk.request("GET", "/health/", headers={"X-Forwarded-For": "192.0.2.250"})
            if talk.getresponse().status < 500:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The web server does not answer.")


def drafts(number: int) -> list[Press]:
    """Everybody has answered the seven questions."""
    made = [self_referrals.draft(now()) for _person in range(number)]
    return [Press(draft.token, str(draft.row.form_key)) for draft in made]


def press(talk: http.client.HTTPConnection, one: Press, address: str) -> int:
    """The last button; the status of the answer."""
    body = {
        "csrfmiddlewaretoken": CSRF,
        "consent": "ask_first",
        "form_key": one.form_key,
    }
    talk.request(
        "POST",
        reverse("referrals_public:check"),
        urlencode(body),
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"csrftoken={CSRF}; {DRAFT}={one.token}",
            "X-Forwarded-For": address,
        },
    )
    answer = talk.getresponse()
    answer.read()
    return answer.status


def person(web: Web, mine: list[Press], address: str, done: "SimpleQueue[int]") -> None:
    """One address: a press at a time, again when no answer came."""
    talk = http.client.HTTPConnection("127.0.0.1", web.port, timeout=10)
    for one in mine:
        ends = time.monotonic() + LONGEST
        while time.monotonic() < ends:
            try:
                status = press(talk, one, address)
            except (OSError, http.client.HTTPException):
                talk.close()
                time.sleep(0.05)
                continue
            if status in SENT:
                done.put(status)
                break
            time.sleep(0.05)


def everybody(web: Web, waiting: list[Press], *, dies_after: int | None) -> float:
    """All addresses at once. Returns the seconds that it took."""
    done: SimpleQueue[int] = SimpleQueue()
    people = [
        threading.Thread(
            target=person,
            args=(web, waiting[place::ADDRESSES], f"192.0.2.{place + 1}", done),
        )
        for place in range(ADDRESSES)
    ]
    began = time.perf_counter()
    for one in people:
        one.start()
    if dies_after is not None:
        _wait_for(done, dies_after)
        web.dies_and_comes_back()
    for one in people:
        one.join()
    return time.perf_counter() - began


def _wait_for(done: "SimpleQueue[int]", number: int) -> None:
    for _press in range(number):
        try:
            done.get(timeout=LONGEST)
        except Empty:
            return


@pytest.mark.parametrize("dies_after", [None, 150])
def test_posts(places, told, dies_after) -> None:  # type: ignore[no-untyped-def]
    places.go(places.small)
    cache.clear()
    waiting = drafts(ADDRESSES * EACH)
    keys = {one.form_key for one in waiting}

    with serving() as web:
        seconds = everybody(web, waiting, dies_after=dies_after)

    arrived = Referral.objects.filter(form_key__in=keys)
    rate = len(waiting) / seconds
    what = "killed after 150" if dies_after else "undisturbed"
    told.append(
        f"{len(waiting)} final self-referral posts from {ADDRESSES} addresses, {what}: "
        f"{rate:.0f} a second (aim {AIM}), {arrived.count()} arrived, limiter on"
    )
    assert arrived.count() == len(waiting)
    assert arrived.filter(status="received", received_at__isnull=False).count() == len(
        waiting
    )
    assert not Draft.objects.filter(form_key__in=keys).exists()
