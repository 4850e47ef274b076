"""Sending for real: a mail server, an SMS gateway, workers that die, brokers away."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

import pytest
import time_machine
from aiosmtpd.controller import Controller
from celery import Celery
from django.conf import settings as project
from django.db import connection

from messaging import tasks
from messaging.lifecycle import State, Why
from messaging.models import Message
from nedtrappning import standins
from patients.models import Task
from tests.factories import messaging as make
from tests.factories import patients

pytestmark = pytest.mark.django_db
HOST = "127.0.0.1"


class Gateway:
    """A local SMS gateway that answers as told and remembers every request."""

    def __init__(self) -> None:
        self.requests: list[dict[str, object]] = []
        self.answer: Callable[[BaseHTTPRequestHandler], None] = say(201)
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                body = json.loads(self.rfile.read(length))
                outer.requests.append({"headers": dict(self.headers), **body})
                outer.answer(self)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer((HOST, 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server.server_port}/messages"


def say(status: int, body: bytes = b'{"id": "g-1"}'):
    """Answer with a status."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """Take the message, then close the line without a word."""
    handler.connection.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def gateway(settings) -> Iterator[Gateway]:
    gateway = Gateway()
    settings.SMS_GATEWAY_URL = gateway.url
    settings.SMS_GATEWAY_TOKEN = "word"
    yield gateway
    gateway.server.shutdown()
    gateway.server.server_close()


@pytest.fixture
def mail_server(settings):
    """Start a real mail server whose answer to a mail is the one given."""
    servers = []

    def start(answer: str = "250 OK"):
        received = []

        class Box:
            async def handle_DATA(self, server, session, envelope):  # noqa: N802
                received.append(envelope)
                return answer

        server = Controller(Box(), hostname=HOST, port=free_port())
        server.start()
        servers.append(server)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, server.port
        return received

    yield start
    for server in servers:
        server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@pytest.fixture(autouse=True)
def _office_hours(monday):
    with time_machine.travel(monday, tick=True):
        yield


@pytest.fixture
def case(nurse):
    return patients.case(nurse, email="anna@example.se")


def sweep() -> Message:
    tasks.send_what_is_due()
    return Message.objects.newest_first()[0]


def test_an_sms_goes_to_the_gateway_with_token_and_its_own_key(case, monday, gateway):
    message = make.message(case, at=monday)

    sent = sweep()

    assert (sent.state, sent.provider_id) == (State.SENT, "g-1")
    [request] = gateway.requests
    assert request["to"] == case.patient.phone
    assert request["text"] == message.body
    assert request["sender"] == "Vården"
    assert request["headers"]["Authorization"] == "Bearer word"
    assert request["headers"]["Idempotency-Key"] == str(message.pk)


def test_a_mail_goes_through_a_real_server(case, monday, mail_server):
    received = mail_server()
    message = make.message(case, at=monday, channel="email", to="anna@example.se")

    assert sweep().state == State.SENT

    [envelope] = received
    assert envelope.rcpt_tos == ["anna@example.se"]
    assert str(message.pk).encode() in envelope.content
    assert b"Subject: Ett meddelande till dig" in envelope.content


def test_the_stand_ins_take_both(case, monday, settings, tmp_path):
    with standins.serve(tmp_path, token="local") as addresses:
        settings.SMS_GATEWAY_URL = addresses.sms_gateway_url
        settings.SMS_GATEWAY_TOKEN = "local"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = HOST
        settings.EMAIL_PORT = int(addresses.smtp_url.rsplit(":", 1)[1])
        make.message(case, at=monday)
        make.message(case, at=monday, channel="email", to="anna@example.se")

        tasks.send_what_is_due()

        assert sorted(one["kind"] for one in addresses.sent.all()) == ["email", "sms"]
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.parametrize(
    ("answer", "state", "why"),
    [
        (say(503), State.QUEUED, ""),
        (say(429), State.QUEUED, ""),
        (say(400), State.FAILED, Why.NOT_TAKEN),
        (say(401), State.FAILED, Why.NOT_TAKEN),
        (say(502), State.UNKNOWN, Why.LOST),
        (say(504), State.UNKNOWN, Why.LOST),
        (hang_up, State.UNKNOWN, Why.LOST),
        (say(201, b"not json"), State.SENT, ""),
    ],
    ids=["503", "429", "400", "401", "502", "504", "hangs up", "odd answer"],
)
def test_the_answer_of_the_gateway_decides(case, monday, gateway, answer, state, why):
    gateway.answer = answer
    make.message(case, at=monday)

    message = sweep()

    assert (message.state, message.error) == (state, why)
    assert len(gateway.requests) == 1


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("451 Try later", State.QUEUED),
        ("550 No such person", State.FAILED),
    ],
)
def test_the_answer_of_the_mail_server_decides(
    case, monday, mail_server, answer, state
):
    mail_server(answer)
    make.message(case, at=monday, channel="email", to="anna@example.se")

    assert sweep().state == state


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_a_stopped_server_is_tried_again_later(case, monday, settings, channel):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, free_port()
    settings.SMS_GATEWAY_URL = f"http://{HOST}:{free_port()}/messages"
    make.message(case, at=monday, channel=channel, to="070")

    message = sweep()

    assert (message.state, message.attempts) == (State.QUEUED, 1)
    assert message.not_before > monday + timedelta(seconds=59)


def test_after_three_tries_a_person_takes_over(case, monday, settings):
    settings.SMS_GATEWAY_URL = f"http://{HOST}:{free_port()}/messages"
    make.message(case, at=monday)

    for minutes in (0, 2, 30):
        with time_machine.travel(monday + timedelta(minutes=minutes)):
            message = sweep()

    assert (message.state, message.error) == (State.FAILED, Why.AWAY)
    assert Task.objects.get().title == "Ring eller skriv brev: ingen har fått veta"


def test_a_sweep_sends_everything_that_is_due(case, monday, gateway):
    for _message in range(5):
        make.message(case, at=monday)

    tasks.send_what_is_due()
    tasks.send_what_is_due()

    assert len(gateway.requests) == 5


WORKER = """
import datetime, time_machine, django
django.setup()
from messaging import tasks
with time_machine.travel(datetime.datetime.fromisoformat("{at}"), tick=True):
    tasks.send_what_is_due()
"""


def start_worker(at, gateway) -> "subprocess.Popen[bytes]":
    """Another process, that sends what is due in the test's own database."""
    used = connection.settings_dict
    who = f"{used['USER']}:{quote(used['PASSWORD'])}"
    place = f"postgres://{who}@:{used['PORT']}/{used['NAME']}"
    return subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", WORKER.format(at=at.isoformat())],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "nedtrappning.settings",
            "DATABASE_URL": f"{place}?host={used['HOST'] or HOST}",
            "SMS_GATEWAY_URL": gateway.url,
            "SMS_GATEWAY_TOKEN": "word",
        },
        cwd=project.BASE_DIR,
    )


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_worker_killed_between_sending_and_writing_leaves_unknown_and_a_task(
    case, monday, gateway
):
    taken, forever = threading.Event(), threading.Event()

    def take_and_say_nothing(handler: BaseHTTPRequestHandler) -> None:
        taken.set()
        forever.wait(30)

    gateway.answer = take_and_say_nothing
    make.message(case, at=monday)
    make.message(case, at=monday)
    worker = start_worker(monday, gateway)
    try:
        assert taken.wait(30)
        os.kill(worker.pid, signal.SIGKILL)
    finally:
        worker.wait(10)
        forever.set()

    gateway.answer = say(201)
    states = sorted(Message.objects.values_list("state", flat=True))
    assert states == [State.QUEUED, State.SENDING]
    with time_machine.travel(monday + timedelta(minutes=1)):
        tasks.find_lost()
        assert not Message.objects.filter(state=State.UNKNOWN).exists()
    with time_machine.travel(monday + timedelta(minutes=3)):
        tasks.find_lost()
        tasks.find_lost()
        tasks.send_what_is_due()
        tasks.send_what_is_due()

    states = sorted(Message.objects.values_list("state", flat=True))
    assert states == [State.SENT, State.UNKNOWN]
    assert Task.objects.get().title == "Ring: vi vet inte om meddelandet gick fram"
    ids = [request["id"] for request in gateway.requests]
    assert len(ids) == len(set(ids)) == 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_workers_at_once_send_each_message_once(case, monday, gateway):
    messages = {str(make.message(case, at=monday).pk) for _message in range(20)}

    def work(_number: int) -> None:
        tasks.send_what_is_due()
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    sent = [request["id"] for request in gateway.requests]
    assert sorted(sent) == sorted(messages)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_is_withdrawn_while_workers_run_is_sent_or_stopped_never_both(
    case, monday, gateway
):
    for _message in range(10):
        make.message(case, at=monday)

    def work(number: int) -> None:
        if number:
            tasks.send_what_is_due()
        else:
            make.actions.withdraw_for(case, by=case.owner, at=monday)
        connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))

    sent = {request["id"] for request in gateway.requests}
    stopped = Message.objects.filter(state=State.WITHDRAWN)
    assert not sent & {str(message.pk) for message in stopped}
    assert len(sent) + stopped.count() == 10


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_stopped_broker_neither_fails_nor_delays_the_request(
    case, monday, gateway, monkeypatch
):
    away = Celery(broker="redis+socket:///nowhere/valkey.sock")
    away.conf.broker_transport_options = project.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr("messaging.actions.queueing.current_app", away)
    began = time.monotonic()

    make.message(case, at=monday)

    # Without the limits it would try for as long as the broker is away.
    assert time.monotonic() - began < 5
    assert sweep().state == State.SENT
