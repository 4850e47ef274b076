"""The state folder: ours alone, and never anybody else's."""

from pathlib import Path

import pytest

from nedtrappning.launcher.refusal import Refusal
from nedtrappning.launcher.state import LONGEST_SOCKET_FOLDER, State


def test_a_folder_with_other_things_is_refused(tmp_path: Path):
    (tmp_path / "letter.txt").write_text("Dear aunt")
    before = tmp_path.stat().st_mode

    with pytest.raises(Refusal, match="holds other things"), State(tmp_path):
        pass

    assert tmp_path.stat().st_mode == before


def test_a_file_is_refused(tmp_path: Path):
    path = tmp_path / "state"
    path.write_text("")

    with pytest.raises(Refusal, match="is not a folder"), State(path):
        pass


def test_the_second_holder_is_refused_and_the_third_comes_in(tmp_path: Path):
    folder = tmp_path / "state"

    with State(folder) as first:
        first.announce("http://127.0.0.1:8000")
        with pytest.raises(Refusal, match="Already running at http://127"):
            State(folder).__enter__()

    with State(folder) as third:
        assert third.folder == folder


def test_clearing_removes_only_what_the_launcher_made(tmp_path: Path):
    with State(tmp_path / "state") as state:
        state.secrets()
        state.log("web")
        (state.folder / "pg").mkdir()
        (state.folder / "notes.txt").write_text("mine")

        state.clear()

        assert {path.name for path in state.folder.iterdir()} == {
            "lock",
            "lock.servers",
            "notes.txt",
        }


def test_passwords_are_made_once(tmp_path: Path):
    with State(tmp_path / "state") as state:
        assert state.secrets() == state.secrets()
        assert len(set(state.secrets().values())) == len(state.secrets())


def test_a_long_path_gets_a_short_place_for_sockets(tmp_path: Path):
    with State(tmp_path / ("long" * 30)) as state:
        folder = state.sockets()

        assert len(str(folder)) <= LONGEST_SOCKET_FOLDER
        assert folder.stat().st_mode & 0o777 == 0o700
        folder.rmdir()
