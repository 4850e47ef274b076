"""What the start page weighs: the page and what it asks for, as gunicorn sends it."""

import gzip
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.db import connection

MOST_BYTES, MOST_REQUESTS = 50_000, 4
HTML = re.compile(r'<(?:link|script|img|source)\b[^>]*?\b(?:href|src)="([^"#]+)"[^>]*>')
FETCHED = ("stylesheet", "preload", "icon", "modulepreload", "manifest")


@pytest.fixture
def site(whole, tmp_path) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """The web server as `./run` starts it, on files as it collects them."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    database = connection.settings_dict
    env = {
        **os.environ,
        "MODE": "demo",
        "STATIC_ROOT": str(tmp_path / "static"),
        "STATE_DIR": str(tmp_path),
        "SECRET_KEY": "bench",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": f"postgres://{database['USER']}:{database['PASSWORD']}@/"
        f"{database['NAME']}?host={database['HOST']}&port={database['PORT'] or 5432}",
        "REDIS_URL": settings.REDIS_URL,
        "SITE_URL": f"http://127.0.0.1:{port}",
    }
    python = [sys.executable]
    subprocess.run(  # noqa: S603
        [*python, "manage.py", "collectstatic", "--noinput", "-v0"], env=env, check=True
    )
    server = subprocess.Popen(  # noqa: S603
        [*python, "-m", "gunicorn", "nedtrappning.wsgi", "-b", f"127.0.0.1:{port}"],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str) -> None:
    for _try in range(100):
        try:
            urllib.request.urlopen(url + "/health/").close()  # noqa: S310
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the web server does not answer")


def _fetch(url: str) -> tuple[bytes, str]:
    """The bytes as they travel, and the text."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        raw = answer.read()
        packed = answer.headers.get("Content-Encoding") == "gzip"
    if url.endswith(".woff2"):
        return raw, ""
    return raw, (gzip.decompress(raw) if packed else raw).decode()


def _asked_by(page: str) -> list[str]:
    """What a browser fetches because the page says so, each once."""
    found = {}
    for tag in HTML.finditer(page):
        is_link = tag.group(0).startswith("<link")
        kind = re.search(r'\brel="([^"]+)"', tag.group(0))
        if not is_link or (kind and kind.group(1) in FETCHED):
            found[tag.group(1)] = None
    return list(found)


def test_the_start_page_is_light(site, told):  # type: ignore[no-untyped-def]
    raw, page = _fetch(f"{site}/")
    sizes = {"/": len(raw)}
    for address in _asked_by(page):
        if not address.startswith("data:"):
            sizes[address] = len(_fetch(urljoin(site, address))[0])

    told.append(
        f"start page: {sum(sizes.values()) / 1000:.1f} kB in {len(sizes)} requests: "
        + ", ".join(f"{name} {size / 1000:.1f}" for name, size in sizes.items())
    )
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    assert len(sizes) <= MOST_REQUESTS, sizes
