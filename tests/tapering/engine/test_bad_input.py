"""Absurd input: a refusal or an answer, soon, in little room, and never a crash."""

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tapering import engine
from tests.tapering.engine.asked import (
    DAYPARTS,
    band,
    example,
    liquid,
    regimen,
    request,
    tablet,
)

ROOT = Path(__file__).parents[3]
SOON = 2  # seconds of processor time: longer is a hang
ROOM = 200  # MB
MEGABYTE = 1_000_000
MANY = "9" * 10_000


# A small process starts the command: a child counts its parent's room as its own.
WATCHED = """
import json, os, subprocess, sys
process = subprocess.Popen([sys.executable, "-m", "tapering.engine"])
_, status, used = os.wait4(process.pid, 0)
code, seconds = os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
os.write(int(sys.argv[1]), json.dumps([code, seconds, used.ru_maxrss]).encode())
"""


def run(body):
    """Run the command on bytes: exit code, what it printed, seconds and kB."""
    told, tell = os.pipe()
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", WATCHED, str(tell)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=[tell],
        cwd=ROOT,
    ) as process:
        os.close(tell)
        with suppress(BrokenPipeError):  # it reads no more than it allows
            process.stdin.write(body)
            process.stdin.close()
        printed = process.stdout.read()
    with open(told) as line:  # noqa: PTH123 - a pipe has no path
        code, seconds, room = json.load(line)
    return code, printed, seconds, room


def words(**changed):
    return json.dumps({**example(), **changed}).encode()


def replaced(old, new):
    text = json.dumps(example())
    assert old in text
    return text.replace(old, new).encode()


def nested(times):
    """Return a revision of a revision of a revision ..."""
    found = example()
    for _ in range(times):
        hold = {"kind": "hold", "from_step": 0, "on": "2026-12-01", "days": 1}
        found = {"revise": hold, "plan": {"request": found, "answer": {}}}
    return json.dumps(found).encode()


REFUSED = {
    "nothing": (b"", ""),
    "no JSON": (b"{", ""),
    "no object": (b"null", ""),
    "NaN": (replaced('"parts": 2', '"parts": NaN'), ""),
    "infinity": (b"[-Infinity]", ""),
    "not UTF-8": ('{"start": "å"}'.encode("latin-1"), ""),
    "UTF-16": (json.dumps(example()).encode("utf-16"), ""),
    "half a character": (replaced("oxazepam", "\\ud800"), ""),
    "deep lists": (b"[" * 500_000, ""),
    "deep objects": (b'{"a":' * 200_000, ""),
    "10,000 digits": (replaced('"parts": 2', f'"parts": {MANY}'), ""),
    "10,000 digits as text": (
        replaced('"mg": "10"', f'"mg": "{MANY}"'),
        "regimen[0].mg",
    ),
    "1 MB of text": (words(taper="x" * MEGABYTE), "taper"),
    "1 MB of doses": (words(regimen=example()["regimen"][:1] * 15_000), "regimen"),
    "1 MB of keys": (
        json.dumps({str(each): 1 for each in range(80_000)}).encode(),
        "0",
    ),
    "4 MB of objects": (b'[{"":0}' + b',{"":0}' * 570_000 + b"]", ""),
    "more than 4 MB": (b"[1" + b",1" * 3_000_000 + b"]", ""),
    "a key twice": (replaced('"taper"', '"start": "2026-12-01", "taper"'), "start"),
    "a float": (replaced('"parts": 2', '"parts": 2.0'), "products[0].parts"),
    "a plan changed 300 times": (nested(300), "plan"),
    "the last days there are": (words(start="9999-12-30"), "policy.bands"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_command_refuses_it_at_its_place(name):
    body, path = REFUSED[name]

    code, printed, seconds, kilobytes = run(body)

    error = json.loads(printed)["error"]
    assert (code, error["path"]) == (2, path)
    assert error["message"]
    assert seconds < SOON
    assert kilobytes < ROOM * 1024


def test_a_long_request_that_says_little_is_answered():
    code, printed, seconds, kilobytes = run(b" " * MEGABYTE + words())

    assert code == 0
    assert json.loads(printed) == engine.answer(example())
    assert seconds < SOON
    assert kilobytes < ROOM * 1024


def daily(mgs, products, bands, **policy):
    doses = regimen("a", **dict(zip(DAYPARTS, mgs, strict=False)))
    return request(doses, products, bands, **policy)


def crowded(*, form):
    """Return forty substances, each with four doses of very many small parts."""
    names = ["a", *(f"s{each}" for each in range(39))]
    products = [
        tablet(name, "0.001", 4) if form == "tablet" else liquid(name, "1", "0.001")
        for name in names
    ]
    doses = [
        dose
        for name in names
        for dose in regimen(name, **dict.fromkeys(DAYPARTS, "100"))
    ]
    return request(doses, products, [band("0", "0.1", "mg", 1)])


SLOW = [band("0", "0.3", "mg", 1)]
COPRIME = [f"{each}.{each * 37 % 100:02}" for each in range(1, 40)]
PERCENT = [band("0", "0.1", "current", 1)]
HEAVY = {
    "strengths that leave gaps": daily(
        ["481.2"] * 4, [tablet("a", "4.01", 1), tablet("a", "4.02", 1)], SLOW
    ),
    "gaps, to the nearest": daily(
        ["481.2"] * 4,
        [tablet("a", "4.01", 1), tablet("a", "4.02", 1)],
        SLOW,
        rounding="nearest",
    ),
    "40 tablets in quarters": daily(
        ["200"] * 4, [tablet("a", mg, 4) for mg in (*COPRIME, "50")], SLOW
    ),
    "40 liquids": daily(
        ["200"] * 4,
        [liquid("a", mg, "0.1") for mg in COPRIME] + [liquid("a", "50", "1")],
        SLOW,
    ),
    "tablets and liquids": daily(
        ["200"] * 4,
        [tablet("a", str(mg), 4) for mg in (*range(20, 39), 50)]
        + [liquid("a", f"{mg}.3", "0.1") for mg in range(1, 20)],
        SLOW,
    ),
    "40 substances": crowded(form="tablet"),
    "40 substances as liquids": crowded(form="liquid"),
    "10,000 steps with 100 limits": daily(
        ["2500"] * 4,
        [tablet("a", "1", 1)],
        [band("0", "1", "mg", 1)],
        limits=[{"size": "0.0001", "of": "mg", "days": 700}] * 100,
    ),
    "9,000 steps of many halves": daily(
        ["102.02"], [tablet("a", "0.04", 2)], [band("0", "0.0113", "mg", 1)]
    ),
    "a thousandth of the current dose": daily(
        ["2500"] * 4, [tablet("a", "1", 1)], PERCENT, stop_below_mg="0.5"
    ),
    "a share that hardly takes anything": daily(
        ["2500"] * 4,
        [tablet("a", "1", 1)],
        [band("0", "0.0001", "current", 1)],
        stop_below_mg="1",
    ),
    "a drop a day by hand": {
        **daily(["100"], [tablet("a", "1", 4)], SLOW),
        "steps": [
            {"from": "2026-12-01", "days": 730, "doses": regimen("a", noon="1.1")}
            for _ in range(9_999)
        ],
        "dispense_every_days": 1,
    },
}


@pytest.mark.parametrize("name", HEAVY)
def test_heavy_work_is_done_soon_or_refused(name):
    code, printed, seconds, kilobytes = run(json.dumps(HEAVY[name]).encode())

    assert code in (0, 2)
    assert ("error" in json.loads(printed)) == (code == 2)
    assert seconds < SOON
    assert kilobytes < ROOM * 1024


UNITS = {
    "a liquid's strength for a dose": (
        regimen("a", night="2.5"),
        liquid("a", "10", "1"),
    ),
    "micrograms for milligrams": (regimen("a", night="500"), tablet("a", "0.3", 2)),
    "a dose far too small": (regimen("a", night="0.0001"), tablet("a", "5", 2)),
}


@pytest.mark.parametrize("name", UNITS)
def test_doses_that_the_products_cannot_make_are_refused_where_they_stand(name):
    doses, product = UNITS[name]

    with pytest.raises(engine.Refusal) as refusal:
        engine.answer(request(doses, [product], [band("0", "1", "mg", 7)]))

    assert refusal.value.path == "regimen[0].mg"


def test_patches_in_milligrams_are_refused_where_they_stand():
    asked = example()
    asked["products"][0] |= {"form": "patch"}

    with pytest.raises(engine.Refusal) as refusal:
        engine.answer(asked)

    assert refusal.value.path.startswith("products[0]")


def test_two_thousand_steps_by_hand_are_counted_soon():
    doses = regimen("a", morning="1", noon="2", evening="2", night="5")
    asked = request(doses, [tablet("a", "1", 2)], [band("0", "1", "mg", 7)])
    asked["steps"] = [
        {"from": f"{2027 + at // 365}-01-01", "days": 1, "doses": doses}
        for at in range(2_000)
    ]

    began = time.process_time()
    answer = engine.answer(asked)

    assert len(answer["steps"]) == 2_000
    assert time.process_time() - began < SOON
