"""The scanner's protocol, against a real clamd, the stand-in and rude listeners."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from nedtrappning import standins
from nedtrappning.standins import EICAR
from referrals import scanning
from tests.clamd import LARGEST


@pytest.fixture
def standin(tmp_path: Path, settings) -> Iterator[str]:
    with standins.serve(tmp_path, token="let-me-in") as addresses:
        settings.CLAMD_URL = addresses.clamd_url
        yield addresses.clamd_url


@pytest.mark.clamd
@pytest.mark.parametrize("content", [b"En vanlig text.", b"", b"\0" * 900_000])
def test_clamd_says_that_a_harmless_file_is_clean(scanner, content):
    assert scanning.scan(content).is_clean


@pytest.mark.clamd
@pytest.mark.parametrize("before", [0, 64 * 1024 - 10, 300_000])
def test_clamd_finds_the_test_file_also_across_two_pieces(scanner, before):
    verdict = scanning.scan(b" " * before + EICAR)

    assert not verdict.is_clean
    assert "EICAR" in verdict.found


@pytest.mark.clamd
def test_what_clamd_does_not_read_is_not_clean(scanner):
    with pytest.raises((scanning.NotScanned, scanning.ScannerAway)):
        scanning.scan(b"a" * (LARGEST + 200_000))


@pytest.mark.clamd
def test_clamd_answers_and_says_what_it_is(scanner):
    assert scanning.ping()
    assert scanning.version().startswith("ClamAV")


def test_the_stand_in_speaks_the_same_protocol(standin):
    assert scanning.ping()
    assert "Stand-in" in scanning.version()
    assert scanning.scan(b"En vanlig text." * 20_000).is_clean
    assert scanning.scan(b"x" + EICAR).found == "Eicar-Test-Signature"


def test_the_stand_in_reads_no_more_than_it_says(standin, monkeypatch):
    monkeypatch.setattr(standins, "LARGEST_FILE", 1000)

    with pytest.raises((scanning.NotScanned, scanning.ScannerAway)):
        scanning.scan(b"a" * 200_000)


def test_nobody_there_is_not_clean(settings):
    settings.CLAMD_URL = "unix:///nowhere/clamd.sock"

    assert not scanning.ping()
    with pytest.raises(scanning.ScannerAway):
        scanning.scan(b"text")


@contextlib.contextmanager
def answering(said: bytes) -> Iterator[str]:
    """Somebody who takes a whole file and says what it likes."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            line, _address = door.accept()
            with line:
                taken = b""
                while not taken.endswith(b"\0\0\0\0"):
                    taken += line.recv(65536)
                line.sendall(said)

        listening = threading.Thread(target=serve, daemon=True)
        listening.start()
        yield f"tcp://127.0.0.1:{door.getsockname()[1]}"
        listening.join(5)


@pytest.mark.parametrize("said", [b"", b"stream: OK", b"stream: "])
def test_half_an_answer_is_none(settings, said):
    with answering(said) as settings.CLAMD_URL, pytest.raises(scanning.ScannerAway):
        scanning.scan(b"text")


@pytest.mark.parametrize(
    "said",
    [b"ERROR\0", b"OK\0", b"stream: OKAY\0", b"INSTREAM size limit exceeded. ERROR\0"],
)
def test_only_the_very_words_mean_clean(settings, said):
    with answering(said) as settings.CLAMD_URL, pytest.raises(scanning.NotScanned):
        scanning.scan(b"text")


def test_a_finding_without_a_name_is_a_finding(settings):
    with answering(b"stream:  FOUND\0") as settings.CLAMD_URL:
        assert not scanning.scan(b"text").is_clean


def test_one_that_never_answers_is_given_up(settings, monkeypatch):
    monkeypatch.setattr(scanning, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as door:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{door.getsockname()[1]}"

        with pytest.raises(scanning.ScannerAway):
            scanning.scan(b"text")


def test_a_limit_said_while_the_file_is_still_coming_is_heard(settings):
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            line, _address = door.accept()
            with line:
                line.recv(100)
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")

        threading.Thread(target=serve, daemon=True).start()
        settings.CLAMD_URL = f"tcp://127.0.0.1:{door.getsockname()[1]}"

        with pytest.raises((scanning.NotScanned, scanning.ScannerAway)):
            scanning.scan(b"a" * 5_000_000)
