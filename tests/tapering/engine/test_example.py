"""The example of the contract, whole and exact, and through the command."""

import ast
import copy
import json
import subprocess
import sys
from pathlib import Path

from tapering import engine
from tests.tapering.engine.asked import example, without_messages

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def run(text):
    """Run the command on `text`; return its exit code and what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "tapering.engine"],
        input=text.encode(),
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert done.stderr == b""
    return done.returncode, done.stdout.decode()


def test_the_example_comes_out_byte_for_byte():
    expected = json.loads((HERE / "example_answer.json").read_text())

    answer = without_messages(engine.answer(example()))

    assert json.dumps(answer) == json.dumps(expected)


def test_every_finding_says_something():
    answer = engine.answer(example())

    assert all(finding["message"] for finding in answer["findings"])


def test_the_request_is_left_as_it_was():
    request = example()
    before = copy.deepcopy(request)

    engine.answer(request)

    assert request == before


def test_the_command_prints_the_answer():
    code, printed = run((HERE / "example_request.json").read_text())

    assert code == 0
    assert json.loads(printed) == engine.answer(example())


def test_the_command_refuses_with_a_path():
    request = example()
    request["policy"]["bands"][0]["size"] = 10.0

    code, printed = run(json.dumps(request))

    assert code == 2
    error = json.loads(printed)["error"]
    assert error["path"] == "policy.bands[0].size"
    assert error["message"]


def test_the_command_refuses_a_key_that_is_given_twice():
    text = json.dumps(example()).replace('"take":', '"take": "even", "take":')

    code, printed = run(text)

    assert code == 2
    assert json.loads(printed)["error"]["path"] == "policy.take"


def test_the_command_refuses_what_is_no_json():
    for text in ("", "{", "[" * 100_000, '{"start": NaN}', "9" * 5000):
        code, printed = run(text)

        assert code == 2
        assert set(json.loads(printed)["error"]) == {"path", "message"}


def test_the_engine_knows_neither_floats_nor_the_clock():
    for module in (ROOT / "tapering" / "engine").glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            assert not (isinstance(node, ast.Constant) and type(node.value) is float)
            assert getattr(node, "id", "") not in {"float", "round"}
            called = getattr(node, "func", None)
            assert getattr(called, "attr", "") not in {"today", "now", "utcnow"}


def test_the_engine_loads_fast_and_alone():
    listed = subprocess.run(  # noqa: S603
        [
            *(sys.executable, "-c"),
            "import sys, tapering.engine; print(*sorted(sys.modules))",
        ],
        capture_output=True,
        cwd=ROOT,
        check=True,
    )

    modules = listed.stdout.decode().split()
    assert "tapering.engine.plans" in modules
    assert not {"django", "celery", "rest_framework", "asyncio"} & set(modules)
