"""The engine alone: a plan of three years, one of 2,000 steps, and its import."""

import subprocess
import sys
from fractions import Fraction
from statistics import median

from bench.measure import timed
from tapering import engine

DAYPARTS = ("morning", "noon", "evening", "night")
STRENGTHS = (("1", 2), ("2.5", 2), ("5", 4), ("10", 4), ("15", 2), ("25", 2))


def _request(bands, *, each="25"):  # type: ignore[no-untyped-def]
    return {
        "start": "2026-12-01",
        "taper": "oxazepam",
        "regimen": [
            {"substance": "oxazepam", "daypart": part, "mg": each} for part in DAYPARTS
        ],
        "products": [
            {
                "substance": "oxazepam",
                "form": "tablet",
                "strength_mg": mg,
                "parts": parts,
            }
            for mg, parts in STRENGTHS
        ],
        "policy": {"bands": bands, "goal_mg": "0", "take": "round_robin"},
    }


def _band(size, every_days, of="mg"):  # type: ignore[no-untyped-def]
    return {
        "above": "0",
        "unit": "mg",
        "size": size,
        "of": of,
        "every_days": every_days,
    }


def _pace():  # type: ignore[no-untyped-def]
    """Seconds that this machine takes, just now, for a fixed sum of fractions."""
    return min(timed(_sum) for _ in range(5))


def _sum():  # type: ignore[no-untyped-def]
    total = Fraction(0)
    for each in range(1, 20_001):
        total += Fraction(each % 97, 1 + each % 8)
    return total


# In paces of the machine, some three times what it takes when it has nothing else.
MOST_THREE_YEARS, MOST_TWO_THOUSAND, MOST_IMPORT = 1, 30, 8


def _told(name, request, told, runs, most):  # type: ignore[no-untyped-def]
    answer = engine.answer(request)
    steps = answer["steps"]
    seconds = median(timed(lambda: engine.answer(request)) for _ in range(runs))
    paces = seconds / _pace()
    told.append(
        f"engine, {name}: {seconds * 1000:.0f} ms for {len(steps)} steps, "
        f"{paces:.1f} paces"
    )
    assert paces <= most
    return answer


def test_a_plan_of_three_years(told):  # type: ignore[no-untyped-def]
    answer = _told(
        "3 years, 4 dayparts, 6 products (aim 20 ms)",
        _request([_band("2.5", 27)]),
        told,
        15,
        MOST_THREE_YEARS,
    )

    assert 38 <= len(answer["steps"]) <= 45


def test_a_plan_of_two_thousand_steps(told):  # type: ignore[no-untyped-def]
    answer = _told(
        "2,000 steps (aim 500 ms)",
        _request([_band("0.5", 1)], each="250"),
        told,
        3,
        MOST_TWO_THOUSAND,
    )

    assert len(answer["steps"]) >= 1999


def test_the_import(told):  # type: ignore[no-untyped-def]
    code = (
        "import sys, time; before = time.perf_counter(); import tapering.engine;"
        "print(time.perf_counter() - before)"
    )
    took = median(
        float(subprocess.check_output([sys.executable, "-c", code]))  # noqa: S603
        for _ in range(7)
    )

    paces = took / _pace()
    told.append(f"engine, import: {took * 1000:.0f} ms (aim 50 ms), {paces:.1f} paces")
    assert paces <= MOST_IMPORT
