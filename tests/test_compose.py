"""The production files: right by schema and linter, complete, and without secrets."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = ROOT / "docker-compose.yml"
SCRIPTS = ("run", "test", "bootstrap.sh", ".ci/run")
ASKED = re.compile(r"(?<!\$)\$\{(\w+)(?::([?-])([^}]*))?\}")
YAMLLINT = "{extends: default, rules: {line-length: {max: 88}}}"


def tool(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.prefix) / "bin" / name), *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def services(asked: bool = False) -> dict[str, Any]:
    """The services, with an example in the place of what the environment gives."""
    text = COMPOSE.read_text()
    if asked:
        text = ASKED.sub("example", text)
    return yaml.safe_load(text)["services"]


@pytest.mark.parametrize(
    "words",
    [
        ("check-jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE)),
        ("hadolint", "Dockerfile"),
        ("yamllint", "--strict", "-d", YAMLLINT, str(COMPOSE)),
        ("shellcheck", "-x", *SCRIPTS),
    ],
    ids=lambda words: words[0],
)
def test_the_linter_has_nothing_to_say(words: tuple[str, ...]):
    done = tool(*words)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_schema_sees_a_planted_fault(tmp_path: Path):
    path = tmp_path / "docker-compose.yml"
    path.write_text(COMPOSE.read_text().replace("depends_on:", "depend_on:"))

    done = tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", path)

    assert done.returncode == 1


@pytest.mark.skipif(not shutil.which("dash"), reason="dash is not on this machine")
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_plain_shell_can_read_the_script(script: str):
    done = subprocess.run(["dash", "-n", ROOT / script], check=False)

    assert done.returncode == 0


@pytest.mark.parametrize("script", ["run", "test", ".ci/run"])
def test_the_script_can_be_started(script: str):
    assert os.access(ROOT / script, os.X_OK)


def test_the_six_services_are_there_and_look_after_their_health():
    healthy = {name for name, one in services().items() if "healthcheck" in one}

    assert healthy == {"web", "worker", "beat", "db", "redis", "clamav"}


def test_everything_that_has_no_default_is_asked_for_in_a_sentence():
    for name, kind, words in ASKED.findall(COMPOSE.read_text()):
        assert kind == "-" or (kind == "?" and words.endswith(".")), name


def test_no_secret_stands_in_the_files():
    for service in services().values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|TOKEN|_URL|AUTH", name):
                assert ASKED.search(value), name


def test_only_the_one_that_prepares_knows_the_owner_of_the_database():
    knowing = {
        name
        for name, one in services().items()
        if "OWNER_DATABASE_URL" in one.get("environment", {})
    }

    assert knowing == {"prepare"}


def test_only_the_web_is_reached_from_outside():
    assert {name for name, one in services().items() if "ports" in one} == {"web"}


@pytest.mark.parametrize("name", ["web", "worker", "beat", "prepare"])
def test_the_settings_find_all_they_need(name: str):
    given = services(asked=True)[name]["environment"]

    done = subprocess.run(
        [sys.executable, "-c", "import nedtrappning.settings"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            **given,
            "SMTP_URL": "smtp://example",
            "CLAMD_URL": "tcp://clamav:3310",
            "OIDC_ISSUER": "https://id.example.se",
            # The secret or a key: what each of them needs is in test_settings.
            "OIDC_CLIENT_KEY_FILE": "",
            "SECRET_KEY": "k" * 64,
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_the_database_is_of_the_same_make_as_the_embedded_one():
    assert services()["db"]["image"] == "postgres:18"
    assert "builtin-locale=C.UTF-8" in str(services()["db"]["environment"])


def test_the_virus_scanner_is_there_and_named_to_all_that_ask_it():
    scanner = services()["clamav"]

    assert scanner["image"].startswith("clamav/clamav:")
    assert scanner["volumes"] == ["clamav:/var/lib/clamav"]
    for name in ("web", "worker", "beat"):
        address = services()[name]["environment"]["CLAMD_URL"]
        assert address == "${CLAMD_URL:-tcp://clamav:3310}"


def test_the_image_can_be_made_from_any_base():
    text = (ROOT / "Dockerfile").read_text()

    assert text.count("FROM ${BASE}") == 2
    assert "--require-hashes" in text
    assert re.search(r"^USER \d+$", text, re.M)


def test_the_image_gets_all_apps_and_no_tests():
    allowed = set((ROOT / ".dockerignore").read_text().split())
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}

    assert {f"!{app}" for app in apps} <= allowed
    assert "!tests" not in allowed
