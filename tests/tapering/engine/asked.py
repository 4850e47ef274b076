"""Requests for tests, and strategies that draw them."""

import json
import math
from pathlib import Path

from hypothesis import assume
from hypothesis import strategies as st

from tapering import engine

HERE = Path(__file__).parent
STARTS = "2026-12-01"


def example():
    """Return the request of the contract's example."""
    return json.loads((HERE / "example_request.json").read_text())


def tablet(substance, mg, parts):
    """Return a tablet."""
    return {
        "substance": substance,
        "form": "tablet",
        "strength_mg": mg,
        "parts": parts,
    }


def liquid(substance, mg_per_ml, smallest_ml):
    """Return a liquid."""
    return {
        "substance": substance,
        "form": "liquid",
        "mg_per_ml": mg_per_ml,
        "smallest_ml": smallest_ml,
    }


def patch(substance, ug_per_h, worn_days):
    """Return a patch."""
    return {
        "substance": substance,
        "form": "patch",
        "ug_per_h": ug_per_h,
        "worn_days": worn_days,
    }


def regimen(substance, **dayparts):
    """Return doses: `regimen("oxazepam", morning="10")`."""
    return [
        {"substance": substance, "daypart": daypart, "mg": mg}
        for daypart, mg in dayparts.items()
    ]


def band(above, size, of="mg", every_days=14, unit="mg"):
    """Return a band."""
    return {
        "above": above,
        "unit": unit,
        "size": size,
        "of": of,
        "every_days": every_days,
    }


def request(doses, products, bands, **policy):
    """Return a request that tapers the first substance of `doses`."""
    return {
        "start": STARTS,
        "regimen": doses,
        "taper": doses[0]["substance"],
        "products": products,
        "policy": {"bands": bands, **policy},
    }


def hand_step(starts, days, *doses):
    """Return a hand-made step."""
    return {"from": starts, "days": days, "doses": list(doses)}


def revised(request, answer, **revise):
    """Return the answer after a revision of `answer`."""
    plan = {"request": request, "answer": answer}
    return engine.answer({"revise": revise, "plan": plan})


def without_messages(answer):
    """Return `answer` with the findings' messages taken out."""
    findings = [
        {key: value for key, value in finding.items() if key != "message"}
        for finding in answer["findings"]
    ]
    return answer | {"findings": findings}


STRENGTHS = ("1", "2", "2.5", "3", "5", "7.5", "10", "15")
MOST_SPLITS = 1000
DAYPARTS = ("morning", "noon", "evening", "night")


@st.composite
def products(draw, *, most=3):
    """Draw one to three tablets of different strengths."""
    chosen = draw(
        st.lists(st.sampled_from(STRENGTHS), min_size=1, max_size=most, unique=True)
    )
    return [tablet("a", mg, draw(st.sampled_from([1, 2, 4]))) for mg in chosen]


@st.composite
def doses(draw, tablets):
    """Draw one to three dayparts, each made of a few pieces of `tablets`."""
    chosen = draw(
        st.lists(st.sampled_from(DAYPARTS), min_size=1, max_size=3, unique=True)
    )
    found = {}
    for daypart in chosen:
        pieces = draw(st.lists(st.sampled_from(tablets), min_size=1, max_size=3))
        # Ten-thousandths of a mg, so that a quarter of 2.5 stays whole.
        mg = sum(
            int(float(piece["strength_mg"]) * 10_000)
            * draw(st.integers(1, piece["parts"]))
            // piece["parts"]
            for piece in pieces
        )
        found[daypart] = f"{mg // 10_000}.{mg % 10_000:04}".rstrip("0").rstrip(".")
    return regimen("a", **found)


@st.composite
def bands(draw):
    """Draw bands that end in mg."""
    wait = st.integers(1, 30)
    last = band("0", draw(st.sampled_from(["1", "2.5", "4"])), "mg", draw(wait))
    first = [
        band("8", draw(st.sampled_from(["10", "25"])), "current", draw(wait)),
        band("50", "12.5", "start", draw(wait), unit="percent_of_start"),
    ]
    return [*draw(st.sampled_from([[], first[:1], first[1:]])), last]


@st.composite
def requests(draw):
    """Draw a small request of one substance in tablets."""
    tablets = draw(products())
    found = request(draw(doses(tablets)), tablets, draw(bands()))
    assume(_splits(found) < MOST_SPLITS)
    found["policy"] |= {
        "take": draw(st.sampled_from(["even", "round_robin", "one_at_a_time"])),
        "rounding": draw(st.sampled_from(["slower", "faster", "nearest"])),
        "goal_mg": draw(st.sampled_from(["0", "0", "2.5"])),
        "stop_below_mg": draw(st.sampled_from(["0", "2", "6"])),
        "order": list(draw(st.permutations(DAYPARTS)))[: draw(st.integers(0, 4))],
        "limits": draw(st.lists(limits(), max_size=2)),
    }
    if draw(st.booleans()):
        found["dispense_every_days"] = draw(st.integers(7, 60))
    return found


def _splits(found):
    """Return about how many splits a naive search has to look at."""
    least = min(
        float(each["strength_mg"]) / each["parts"] for each in found["products"]
    )
    return math.prod(float(dose["mg"]) / least + 1 for dose in found["regimen"])


@st.composite
def limits(draw):
    """Draw a limit."""
    return {
        "size": draw(st.sampled_from(["10", "25"])),
        "of": draw(st.sampled_from(["current", "start", "mg"])),
        "days": draw(st.integers(1, 40)),
        "severity": draw(st.sampled_from(["reason", "note"])),
        "source": draw(st.sampled_from(["S1", "S2"])),
    }
