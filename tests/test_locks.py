"""The two locks: whole, pinned by hash, and silent about where packages come from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-test.lock")
PIN = re.compile(
    r"^(\S+)==(\S+?)(?: ; (.*?))? \\\n((?:    --hash=\S+(?: \\)?\n)+)", re.M
)


def text(name: str) -> str:
    return (ROOT / name).read_text()


def pins(name: str) -> dict[tuple[str, str], str]:
    """(package, marker): version and hashes."""
    return {
        (found[1], found[3] or ""): found[2] + found[4]
        for found in PIN.finditer(text(name))
    }


def wanted(*, test: bool) -> set[str]:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    lines = project["dependencies"]
    if test:
        lines = lines + project["optional-dependencies"]["test"]
    return {canonicalize_name(Requirement(line).name) for line in lines}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host(name: str):
    assert "://" not in text(name)
    assert not re.search(r"^\s*--(?!hash=)", text(name), re.M)
    assert not re.search(r"\b(pypi|pythonhosted|index-url|find-links)\b", text(name))


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_is_a_pin_with_hashes_or_a_comment(name: str):
    rest = PIN.sub("", text(name))

    assert [x for x in rest.splitlines() if x and not x.lstrip().startswith("#")] == []


@pytest.mark.parametrize(("name", "test"), [(LOCKS[0], False), (LOCKS[1], True)])
def test_a_lock_has_every_package_the_project_asks_for(name: str, test: bool):
    assert {package.split("[")[0] for package, _ in pins(name)} >= wanted(test=test)


def test_the_test_lock_holds_the_same_versions_and_more():
    run, test = (pins(name) for name in LOCKS)

    assert run.items() <= test.items()
    assert len(test) > len(run)
