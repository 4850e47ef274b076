"""./run as a person meets it: real servers, real signals, nothing pretended."""

import json
import os
import signal
import socket
import stat
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from nedtrappning.launcher.state import State
from tests.launcher.starts import Start, command, left_of, nothing_left_within

needs_proc = pytest.mark.skipif(
    sys.platform != "linux", reason="looks for processes in /proc"
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    start = Start(tmp_path_factory.mktemp("run") / "state", "--port", "0")
    try:
        yield start.wait_until_ready()
    finally:
        start.end(signal.SIGINT)


def owner(start: Start) -> "psycopg2.extensions.connection":
    secrets = json.loads((start.state / "secrets.json").read_text())
    return psycopg2.connect(
        host=str(State(start.state).sockets()),
        dbname="nedtrappning",
        user="nedtrappning_owner",
        password=secrets["owner"],
    )


def test_the_site_answers_where_the_ready_line_says(running: Start):
    with urllib.request.urlopen(f"{running.url}/health/") as answer:
        assert answer.status == 200


def test_a_second_start_says_where_the_first_one_is(running: Start):
    done = command("run", "--port", "0", "--state", str(running.state))

    assert done.returncode == 1
    assert f"Already running at {running.url}" in done.stderr


def test_fresh_is_refused_while_running(running: Start):
    done = command("run", "--port", "0", "--fresh", "--state", str(running.state))

    assert done.returncode == 1
    assert "Already running" in done.stderr
    assert (running.state / "pg").exists()


def test_passwords_are_for_one_person_only(running: Start):
    folder = stat.S_IMODE(running.state.stat().st_mode)
    secrets = stat.S_IMODE((running.state / "secrets.json").stat().st_mode)

    assert (folder, secrets) == (0o700, 0o600)


def test_the_database_has_no_port(running: Start):
    with owner(running) as connection, connection.cursor() as cursor:
        cursor.execute("SHOW listen_addresses")

        assert cursor.fetchone() == ("",)


@needs_proc
def test_a_broker_that_falls_is_started_again(running: Start):
    (pid,) = [
        folder.name
        for folder in Path("/proc").glob("[0-9]*")
        if (folder / "comm").exists()
        and (folder / "comm").read_text().strip() == "valkey-server"
        and os.fsencode(running.state) in (folder / "cmdline").read_bytes()
    ]

    os.kill(int(pid), signal.SIGKILL)

    deadline = time.monotonic() + 10
    while "Valkey stopped unexpectedly" not in running.output:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_taken_port_is_said_plainly(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        done = command("run", "--port", port, "--state", str(tmp_path / "state"))

    assert done.returncode == 1
    assert f"Port {port} cannot be used" in done.stderr
    assert "--port" in done.stderr


def test_the_local_start_does_not_exist_in_production(tmp_path: Path):
    state = tmp_path / "state"

    done = command("run", "--state", str(state), MODE="production")

    assert done.returncode == 2
    assert "MODE=production" in done.stderr
    assert not state.exists()


def test_fresh_leaves_another_server_alone(tmp_path: Path):
    done = command(
        *("run", "--fresh", "--state", str(tmp_path / "state")),
        DATABASE_URL="postgres://somebody@elsewhere/theirs",
    )

    assert done.returncode == 2
    assert "--fresh empties only" in done.stderr


def test_the_servers_in_the_environment_are_used_instead(tmp_path: Path):
    names = ("DATABASE_URL", "OWNER_DATABASE_URL", "REDIS_URL")
    given = {name: os.environ[name] for name in names}
    state = tmp_path / "state"

    start = Start(state, "--port", "0", **given).wait_until_ready()
    code = start.end(signal.SIGINT)

    assert code == 0
    assert not (state / "pg").exists()
    assert not (state / "valkey").exists()


@needs_proc
def test_a_killed_start_leaves_no_process_and_no_damage(tmp_path: Path):
    state = tmp_path / "state"
    killed = Start(state, "--port", "0").wait_until_ready()
    with owner(killed) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 7 AS seven")
    connection.close()
    assert len(left_of(state)) > 4

    killed.end(signal.SIGKILL)

    assert nothing_left_within(5, state), left_of(state)
    again = Start(state, "--port", "0").wait_until_ready()
    with owner(again) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT seven FROM kept")
        assert cursor.fetchone() == (7,)
    connection.close()
    assert again.end(signal.SIGINT) == 0
    assert left_of(state) == []
    assert not (state / "sockets").exists()
