"""Two people at the same moment: each in a thread and a connection of its own."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import connection, transaction

from accounts.refusals import Refused

Doing = Callable[[], object]
# How long somebody rests after each lock, so that the other one gets in between.
REST = 0.005
WAITS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def _slowly(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    done = execute(sql, params, many, context)
    if " FOR " in sql and "UPDATE" in sql:
        time.sleep(REST)
    return done


def _outcome(doing: Doing) -> object:
    """What came of it; a refusal is an answer, everything else a fault."""
    try:
        return doing()
    except Refused as refused:
        return refused


def at_once(*doings: Doing, slowly: bool = True) -> list[object]:
    """Run them from the same starting line, resting a little after each lock."""
    line = threading.Barrier(len(doings))

    def run(doing: Doing) -> object:
        line.wait()
        resting = connection.execute_wrapper(_slowly) if slowly else nullcontext()
        try:
            with resting:
                return _outcome(doing)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(run, doings))


@contextmanager
def meanwhile(doing: Doing) -> Iterator[list[object]]:
    """Begin `doing` when the block has run; it goes on once the block is committed.

    The block is one transaction. What came of the other one stands in the list.
    """
    came_of: list[object] = []

    def run() -> None:
        try:
            came_of.append(_outcome(doing))
        except Exception as fault:
            came_of.append(fault)
        finally:
            connection.close()

    other = threading.Thread(target=run)
    with transaction.atomic():
        yield came_of
        other.start()
        _until_it_waits(other)
    other.join()


def _until_it_waits(other: threading.Thread) -> None:
    deadline = time.monotonic() + 3
    while other.is_alive() and time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(WAITS)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
