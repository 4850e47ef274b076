"""Whatever is posted to the engine ends in a plan, or in a place and a sentence."""

import copy
import json
import resource
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tapering.test_api import URL, body

pytestmark = pytest.mark.django_db

MEGABYTE = 1_000_000
# What the engine may use at most is 200 MB; Django and the tests stand beside it.
MOST_MB = 200
SECONDS = 5


def tablet(mg="10", parts=2, substance="oxazepam", **more):
    row = {"substance": substance, "form": "tablet", "strength_mg": mg, "parts": parts}
    return {**row, **more}


def band(size="10", above="0", of="mg", every_days=14, unit="mg"):
    return {
        "above": above,
        "unit": unit,
        "size": size,
        "of": of,
        "every_days": every_days,
    }


SWITCH = {
    "from": "lorazepam",
    "to": "diazepam",
    "from_mg": "1",
    "to_mg": "10",
    "table": "Ashton",
    "style": "daypart_by_daypart",
    "every_days": 7,
}
SWITCHED = {
    "start": "2026-12-01",
    "regimen": [{"substance": "lorazepam", "daypart": "night", "mg": "1"}],
    "taper": "diazepam",
    "products": [tablet("1", 2, "lorazepam"), tablet("5", 2, "diazepam")],
    "policy": {"bands": [band("2.5")]},
    "switch": SWITCH,
}
BY_HAND = body(
    steps=[
        {
            "from": "2026-12-01",
            "days": 14,
            "doses": [{"substance": "oxazepam", "daypart": "morning", "mg": "10"}],
        },
        {"from": "2026-12-15", "days": None, "doses": []},
    ]
)
LIQUID = body(
    products=[
        {
            "substance": "oxazepam",
            "form": "liquid",
            "mg_per_ml": "1",
            "smallest_ml": "0.1",
        }
    ]
)
PATCHES = {
    "start": "2026-12-01",
    "regimen": [{"substance": "buprenorfin", "ug_per_h": "20"}],
    "taper": "buprenorfin",
    "products": [
        {"substance": "buprenorfin", "form": "patch", "ug_per_h": "5", "worn_days": 7}
    ],
    "policy": {
        "bands": [
            {
                "above": "0",
                "unit": "ug_per_h",
                "size": "5",
                "of": "ug_per_h",
                "every_days": 14,
            }
        ]
    },
}
REQUESTS = [body(), SWITCHED, BY_HAND, LIQUID, PATCHES]

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.text(max_size=40),
    st.sampled_from(
        [
            *("0", "0.0001", "-5", "1e3", "10000", "10001", "999999.9999", "7,5"),
            *("7.5 mg", "10 mg/ml", "250 µg", "١٠", "1/2", "0x10", " 5", "5\n"),
            *("NaN", "Infinity", "", " ", "\x00", "oxa\x00zepam", "\ud800", "😀"),
            *("1900-01-01", "9999-12-31", "2026-02-30", "2026-13-01", "i morgon"),
            *("tablet", "liquid", "patch", "mg", "current", "occupancy", "faster"),
            *("diazepam", "oxazepam", "a" * 600),
        ]
    ),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=8), st.integers(), max_size=3),
)
WORDS = st.sampled_from(
    [
        *("start", "regimen", "taper", "products", "policy", "switch", "steps"),
        *("revise", "plan", "dispense_every_days", "mg", "ug_per_h", "parts", "form"),
    ]
)


def places(value, here=()):
    """Every place in a request, from the whole to the smallest part."""
    yield here
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*here, key))
    if isinstance(value, list):
        for at, member in enumerate(value):
            yield from places(member, (*here, at))


def put(whole, place, value):
    """The same with something else at one place."""
    if not place:
        return value
    at = whole
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    return whole


def get(whole, place):
    for key in place:
        whole = whole[key]
    return whole


@st.composite
def spoiled(draw):
    """A good request in which something is wrong in one to three places."""
    whole = copy.deepcopy(draw(st.sampled_from(REQUESTS)))
    for _time in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(list(places(whole))))
        there = get(whole, place)
        how = draw(st.sampled_from(["other", "more", "less", "twin"]))
        if how == "less" and isinstance(there, dict) and there:
            there.pop(draw(st.sampled_from(sorted(there))))
        elif how == "more" and isinstance(there, dict):
            there[draw(WORDS)] = draw(ODD)
        elif how == "twin" and isinstance(there, list):
            there *= draw(st.integers(2, 60))
        else:
            whole = put(whole, place, draw(ODD))
        if not isinstance(whole, dict | list):
            break
    return whole


@pytest.fixture
def post(nurse, signed_in):
    """Post bytes or values, quickly answered: 200 with steps or 400 with a place."""
    client = signed_in(nurse)
    client.raise_request_exception = False
    client.post(URL, body(), content_type="application/json")  # what loads, loads

    def send(what):
        raw = what if isinstance(what, bytes) else json.dumps(what).encode()
        began = time.process_time()
        response = client.generic("POST", URL, raw, content_type="application/json")
        assert time.process_time() - began < SECONDS
        assert response.status_code in {200, 400}, response.content[:500]
        answer = json.loads(response.content)
        if response.status_code == 400:
            error = answer["error"]
            assert isinstance(error["path"], str)
            assert error["message"]
            assert len(response.content) < 3000
        else:
            assert answer["steps"]
        return response.status_code, answer

    return send


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(what=spoiled())
def test_a_spoiled_request_gets_a_place_and_a_sentence(post, what):
    post(what)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(raw=st.binary(max_size=200))
def test_any_bytes_get_a_sentence(post, raw):
    assert post(raw)[0] == 400


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="broken"),
        pytest.param(b"null", id="null"),
        pytest.param(b'{"start": NaN}', id="not a number"),
        pytest.param(b'{"start": "\x00"}', id="NUL"),
        pytest.param(b'{"start": "\xff\xfe"}', id="not UTF-8"),
        pytest.param(json.dumps(body()).encode("utf-16"), id="UTF-16"),
        pytest.param(json.dumps(body()).encode("latin-1")[:-1] + b"\xe5", id="Latin"),
        pytest.param(b'{"\\ud800": 1}', id="half a pair"),
        pytest.param(b'{"start": ' + b"9" * 5000 + b"}", id="a number of 5,000 digits"),
        pytest.param(b"[" * 100_000 + b"]" * 100_000, id="deep lists"),
        pytest.param(b'{"a":' * 50_000 + b"1" + b"}" * 50_000, id="deep objects"),
        pytest.param(b'{"start": "x", ' + json.dumps(body()).encode()[1:], id="twice"),
    ],
)
def test_what_is_no_request_gets_a_sentence(post, raw):
    assert post(raw)[0] == 400


BIG = {
    "one long text": body(taper="x" * MEGABYTE),
    "one long key": {**body(), "k" * MEGABYTE: 1},
    "many medicines": body(
        regimen=[
            {"substance": f"s{n}", "daypart": "night", "mg": "1"} for n in range(17_000)
        ]
    ),
    "many tablets": body(products=[tablet(f"{n}") for n in range(1, 13_000)]),
    "many bands": {
        **body(),
        "policy": {"bands": [band(above=str(10_000 - n)) for n in range(10_000)]},
    },
    "many steps": {
        **body(),
        "steps": [{"from": "2026-12-01", "days": 1, "doses": []}] * 25_000,
    },
    "many small things": [{} for _n in range(333_000)],
    "two megabytes": [1] * MEGABYTE,
}


@pytest.mark.parametrize("name", BIG)
def test_a_megabyte_is_refused_within_the_memory_it_may_have(post, name):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    status, _answer = post(BIG[name])

    used = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert status == 400
    assert used < MOST_MB


def night(**what):
    return {"regimen": [{"substance": "oxazepam", "daypart": "night", **what}]}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        pytest.param({"regimen": []}, "regimen", id="no dose"),
        pytest.param(night(mg="0"), "regimen[0].mg", id="nothing"),
        pytest.param(night(mg="20000"), "regimen[0].mg", id="absurd"),
        pytest.param(night(), "regimen[0].mg", id="missing"),
        pytest.param(night(mg="7"), "regimen", id="no tablets make it"),
        pytest.param(night(mg=10), "regimen[0].mg", id="no text"),
        pytest.param(night(mg="10 mg/ml"), "regimen[0].mg", id="mg per ml"),
        pytest.param(night(ug="10000"), "regimen[0].ug", id="micrograms"),
        pytest.param({"products": []}, "products", id="no tablets"),
        pytest.param({"products": [tablet(parts=3)]}, "products[0].parts", id="thirds"),
        pytest.param({"start": "9999-12-31"}, "policy.bands", id="after all years"),
        pytest.param(
            {"policy": {"bands": [band("10", of="current")]}},
            "policy.bands",
            id="never ends",
        ),
        pytest.param(
            {"policy": {"bands": [band("1", above="5")]}},
            "policy.bands",
            id="stops above the goal",
        ),
    ],
)
def test_each_slip_is_refused_at_its_place(post, changes, path):
    status, answer = post(body(**changes))

    assert status == 400
    assert answer["error"]["path"].startswith(path)


def test_two_thousand_steps_come_whole_and_soon(post):
    request = body(
        regimen=[{"substance": "oxazepam", "daypart": "night", "mg": "1000"}],
        products=[tablet("1", 2), tablet("50", 1)],
        policy={"bands": [band("0.5", every_days=1)]},
    )

    status, answer = post(request)

    assert status == 200
    assert len(answer["steps"]) == 2001


def test_overlapping_steps_are_flagged_beside_the_step(post):
    steps = [
        {
            "from": "2026-12-01",
            "days": 20,
            "doses": [{"substance": "oxazepam", "daypart": "night", "mg": "15"}],
        },
        {"from": "2026-12-10", "days": None, "doses": []},
    ]

    _status, answer = post(body(steps=steps))

    found = {finding["code"]: finding for finding in answer["findings"]}
    assert found["dates"]["severity"] == "refuse"
    assert found["dates"]["step"] == 1
