"""How long a page takes, and how long its template takes on rows held in memory.

A page is the whole of what the web server calls: every middleware, the session, the
person, the questions to the database, the template. Only the network is left out.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.template import Context, loader
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

WARM_UP = 3
ROUNDS, TIMES = 15, 5


def timed(do: Callable[[], object]) -> float:
    """Seconds of one call."""
    began = perf_counter()
    do()
    return perf_counter() - began


def worked(do: Callable[[], object]) -> float:
    """Seconds of work of one call, here and in the database, without the waiting.

    That is how long it takes on a machine that does nothing else. Where the system does
    not tell (only Linux does), it is the time on the wall.
    """
    theirs = Path(f"/proc/{_backend()}/schedstat")
    if not theirs.exists():
        return timed(do)
    began = process_time() + _on_core(theirs)
    do()
    return process_time() + _on_core(theirs) - began


def _backend() -> int:
    """The process of the database that serves us."""
    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def _on_core(schedstat: Path) -> float:
    return int(schedstat.read_text().split()[0]) / 1e9


@dataclass
class Visitor:
    """Somebody's browser, as the web server sees it."""

    client: Client = field(default_factory=Client)
    handler: WSGIHandler = field(default_factory=WSGIHandler)

    def ask(
        self, path: str, data: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask for a page as gunicorn does, and read it to its end."""
        environ = self.client._base_environ(PATH_INFO=path.partition("?")[0])  # noqa: SLF001
        environ["QUERY_STRING"] = path.partition("?")[2]
        if data is not None:
            body = urlencode(data).encode()
            environ |= {
                "REQUEST_METHOD": "POST",
                "CONTENT_TYPE": "application/x-www-form-urlencoded",
                "CONTENT_LENGTH": str(len(body)),
                "wsgi.input": io.BytesIO(body),
            }
        told: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> None:
            told["status"], told["headers"] = int(status[:3]), dict(headers)
            for name, value in headers:
                if name == "Set-Cookie":
                    self.client.cookies.load(value)

        response = self.handler(environ, start)
        whole = b"".join(response)
        response.close()
        return told["status"], told["headers"], whole


@dataclass(frozen=True)
class InMemory:
    """A template with everything that it shows already in memory."""

    template: Any
    context: dict[str, Any]
    language: str

    def render(self) -> str:
        """The same page, with nothing left to ask for."""
        with translation.override(self.language):
            return str(self.template.render(Context(self.context)))


def in_memory(client: Client, path: str, language: str = "sv") -> InMemory:
    """Keep what a page's outermost template was given, when all of it is asked for."""
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    used = response.templates[0]
    context = response.context[0].flatten()
    template = loader.get_template(used.name).template
    held = InMemory(template, context, language)
    held.render()
    with CaptureQueriesContext(connection) as asked:
        again = held.render()
    assert len(asked) == 0, "rows were not in memory"
    assert abs(len(again) - len(response.content.decode())) < 200
    return held


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Seconds, round by round: the page at two sizes, and its template alone."""

    name: str
    small: list[float]
    large: list[float]
    template: list[float]
    queries: int
    in_database: float

    @property
    def to_template(self) -> float:
        """How much longer the page takes than its template, in the median round."""
        return _ratio(self.large, self.template)

    @property
    def to_small(self) -> float:
        """How much longer it takes at ten times the rows, in the median round."""
        return _ratio(self.large, self.small)

    def line(self) -> str:
        """One row of the report."""
        missed = "" if self.to_template <= TO_TEMPLATE else "  does not hold 2"
        small, large, template = (
            f"{median(seconds) * 1000:.1f} ms"
            for seconds in (self.small, self.large, self.template)
        )
        return (
            f"{self.name:<32}{small:>10}{large:>10}{self.to_small:8.2f}{template:>11}"
            f"{self.to_template:7.1f}{self.queries:6}{self.in_database * 1000:7.1f} ms"
            f"{missed}"
        )


def _ratio(these: list[float], those: list[float]) -> float:
    return median(one / other for one, other in zip(these, those, strict=True))


# What the project promises of a page.
TO_TEMPLATE, TO_SMALL = 2, 1.3
HEADING = (
    f"{'':<32}{'10,000':>10}{'100,000':>10}{'ratio':>8}{'template':>11}{'ratio':>7}"
    f"{'asks':>6}{'waits':>10}\n"
    f"{'  limit':<32}{'':>10}{'':>10}{TO_SMALL:>8}{'':>11}{TO_TEMPLATE:>7}"
)


class Places:
    """The same region in two databases: 10,000 referrals and 100,000."""

    def __init__(self, small: str, large: str) -> None:
        self.small, self.large = small, large

    @property
    def now(self) -> str:
        """The one that we talk to."""
        return str(connection.settings_dict["NAME"])

    def go(self, name: str) -> None:
        """Talk to one of the two from now on."""
        if self.now != name or connection.connection is None:
            connection.close()
            connection.settings_dict["NAME"] = name
            connection.ensure_connection()


def compare(
    name: str,
    places: Places,
    page: Callable[[], Callable[[], object]],
    template: Callable[[], InMemory],
) -> Figure:
    """Measure by turns, so that what else the machine does hits all three alike.

    Of each round the fastest counts: the slower ones measure the other programs.

    `page` prepares one look at the page and returns what is to be timed.
    """
    rounds: dict[str, list[float]] = {places.small: [], places.large: [], "": []}
    places.go(places.large)
    held = template()
    asked, in_database = questions_of(page)
    for _round in range(ROUNDS):
        for place in (places.small, places.large):
            places.go(place)
            for _time in range(WARM_UP):
                page()()
            rounds[place].append(min(timed(page()) for _time in range(TIMES)))
        rounds[""].append(min(timed(held.render) for _time in range(TIMES)))
    return Figure(
        name=name,
        small=rounds[places.small],
        large=rounds[places.large],
        template=rounds[""],
        queries=asked,
        in_database=in_database,
    )


def questions_of(page: Callable[[], Callable[[], object]]) -> tuple[int, float]:
    """How many questions a page asks, and how long it waits for the answers."""
    waits = []
    for _look in range(WARM_UP + 5):
        seconds: list[float] = []
        look = page()
        with connection.execute_wrapper(partial(_clocked, seconds)):
            look()
        waits.append((len(seconds), sum(seconds)))
    kept = waits[WARM_UP:]
    return max(asked for asked, _sum in kept), median(wait for _asked, wait in kept)


def _clocked(seconds: list[float], execute, sql, params, many, context):  # type: ignore[no-untyped-def]
    began = perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds.append(perf_counter() - began)
