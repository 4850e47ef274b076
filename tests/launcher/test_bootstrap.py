"""The shell part: which Python, which .venv, and plain words when there is none."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = "sh dirname cat cksum grep mkdir rm sleep"
ANSWERS = "#!/bin/sh\nexit 0\n"
OLD = "#!/bin/sh\nexit 1\n"
NEW_BUT_BARE = '#!/bin/sh\ncase "$2" in *version_info*) exit 0 ;; esac\nexit 1\n'
SAYS_RUN = '#!/bin/sh\n[ "$1" = -c ] || echo "launcher: $*"\n'


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A checkout with only what the shell part reads, and a machine with little."""
    for name in ("run", "test", "bootstrap.sh"):
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("requirements.lock", "requirements-test.lock"):
        (tmp_path / name).write_text("nothing==1\n")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS.split():
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    return tmp_path


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def start(clone: Path, name: str = "run") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(clone / name), "--port", "1"],
        env={"PATH": str(clone / "bin")},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


def test_an_old_python_is_said_in_one_line(clone: Path):
    program(clone / "bin" / "python3", OLD)

    done = start(clone)

    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "Python 3.11 or newer is needed" in line


def test_a_python_that_makes_no_environment_says_what_to_install(clone: Path):
    program(clone / "bin" / "python3", NEW_BUT_BARE)

    done = start(clone)

    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "apt-get install python3-venv" in line
    assert not (clone / ".venv.making").exists()


def test_a_venv_that_is_a_symlink_is_used_as_it_is(clone: Path):
    program(clone / "elsewhere" / "bin" / "python", SAYS_RUN)
    (clone / ".venv").symlink_to("elsewhere")

    done = start(clone)

    assert done.stdout == "launcher: -m nedtrappning run --port 1\n"
    assert done.returncode == 0


def with_fake_uv(clone: Path) -> None:
    """A `uv` that makes a Python that says what it was told, and counts installs."""
    program(clone / "bin" / "python3", ANSWERS)
    (clone / "bin" / "chmod").symlink_to(str(shutil.which("chmod")))
    program(
        clone / "bin" / "uv",
        "#!/bin/sh\n"
        'if [ "$1" = venv ]; then mkdir -p .venv/bin\n'
        f"cat > .venv/bin/python <<'E'\n{SAYS_RUN}E\n"
        "chmod 755 .venv/bin/python\n"
        'else for last; do :; done; echo "$last" >> installed; fi\n',
    )


def test_the_tests_add_to_the_venv_and_the_run_after_it_installs_nothing(clone: Path):
    with_fake_uv(clone)

    for name in ("run", "run", "test", "run", "test"):
        assert start(clone, name).returncode == 0

    installed = (clone / "installed").read_text().split()
    assert installed == ["requirements.lock", "requirements-test.lock"]


def test_a_venv_made_by_the_tests_serves_the_run(clone: Path):
    with_fake_uv(clone)

    for name in ("test", "run"):
        assert start(clone, name).returncode == 0

    assert (clone / "installed").read_text().split() == ["requirements-test.lock"]


def test_a_new_lock_makes_the_venv_anew(clone: Path):
    with_fake_uv(clone)
    start(clone)
    (clone / ".venv" / "old").touch()
    (clone / "requirements.lock").write_text("nothing==2\n")

    start(clone)

    assert not (clone / ".venv" / "old").exists()
    assert (clone / "installed").read_text().count("requirements.lock") == 2
