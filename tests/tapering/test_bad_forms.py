"""Whatever is posted to the pages of a plan ends in a page, never in a fault.

The fields of each form are read off the page itself, so that new ones are tried too.
"""

import re
import time
from collections.abc import Iterable
from functools import cache
from html import unescape

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tapering.models import PlanVersion, Step
from tests.factories import tapering as make

pytestmark = pytest.mark.django_db

# Of our own work, so that a busy machine tells nothing else.
SECONDS = 8
# A page, a redirect, or a page that says why not.
ANSWERS = {200, 302, 400, 403, 404, 409}
TAG = re.compile(r"<(input|select|textarea|button)\b([^>]*)>", re.IGNORECASE)
NAME = re.compile(r'\bname="([^"]*)"')
VALUE = re.compile(r'\bvalue="([^"]*)"')
OPTION = re.compile(r'<option value="([^"]+)"')

ODD = [
    *("", " ", "0", "-5", "1e9", "10001", "99999999999", "0,00001", "7,5", "7.5"),
    *("7,5 mg", "10 mg/ml", "250 µg", "1/2", "½", "١٠", "NaN", "Infinity", "0x10"),
    *("1900-01-01", "2020-02-30", "9999-12-31", "i morgon", "2026-12-01"),
    *(
        "\x00",
        "oxa\x00zepam",
        "😀",
        "<script>",
        "%s %(a)s {{ x }}",
        "å" * 400,
    ),
    *("9" * 5000, "x" * 20_000, "[]", "{}", "[[[[", '{"slots": 1}', "null", '["a"]'),
    *("[" * 5000, "2026-12-01;14;10", "decide", "propose", "save", "count", "hand"),
    *("split-1", "split-99999", "pause--1", "later-1-99999999999", "remove-0"),
    *("turn-999999999999999999999", "undo", "rule", "align", "add-x", "split-"),
    "00000000-0000-0000-0000-000000000000",
]


often = settings(
    max_examples=25,
    deadline=None,
    # What fails is seen at once; making it smaller would take minutes of pages.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def fields(html: str) -> list[tuple[str, str]]:
    """Names and values of everything that the page's forms would post."""
    found = []
    for _tag, rest in TAG.findall(html):
        name, value = NAME.search(rest), VALUE.search(rest)
        if name and name.group(1) != "csrfmiddlewaretoken":
            found.append((unescape(name.group(1)), unescape(value[1] if value else "")))
    return found


@pytest.fixture
def plan(team, prescriber):
    return make.decided(team, prescriber).plan


@pytest.fixture
def pages(plan, on_day) -> dict[str, str]:
    """Pages with a form, while the plan runs."""
    on_day(make.START + make.days(50))
    step = Step.objects.filter(version__plan=plan, n=2).get()
    return {
        "edit": reverse("tapering:edit", args=[plan.pk]),
        "preview": reverse("tapering:preview", args=[plan.pk]),
        "switch": reverse("tapering:switch", args=[plan.pk]),
        "switch_preview": reverse("tapering:switch_preview", args=[plan.pk]),
        "hold": reverse("tapering:hold", args=[plan.pk]),
        "confirm": reverse("tapering:confirm_step", args=[step.pk]),
        "mapping": reverse("tapering:mapping", args=[plan.case_id]),
        "assessment": reverse("tapering:assessment", args=[plan.case_id]),
        "even_out": reverse("tapering:even_out", args=[plan.case_id]),
        "symptom": reverse("tapering:symptom", args=[plan.case_id]),
    }


def spoil(draw, known: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """What the page would post, with something wrong in one to five fields."""
    posted: dict[str, list[str]] = {}
    for name, value in known:
        if name != "go" or not posted.get("go"):
            posted.setdefault(name, []).append(value)
    names = sorted(posted) or ["x"]
    for _time in range(draw(st.integers(1, 5))):
        name = draw(st.sampled_from([*names, "go", "cell-0-0", "cell-0-from", "steps"]))
        how = draw(st.sampled_from(["odd", "odd", "odd", "gone", "twice"]))
        if how == "gone":
            posted.pop(name, None)
        elif how == "twice":
            posted[name] = posted.get(name, [""]) * draw(st.integers(2, 30))
        else:
            posted[name] = [draw(st.sampled_from(ODD))]
    return posted


def _send(client, method, path, data):
    began = time.process_time()
    response = getattr(client, method)(path, data)
    assert time.process_time() - began < SECONDS
    assert response.status_code in ANSWERS, response.content[:300]
    assert "Traceback" not in response.content.decode(errors="replace")
    return response


@pytest.fixture
def known(pages, prescriber, signed_in):
    """What each page would post, read once: every try begins with the same page."""
    client = signed_in(prescriber)

    @cache
    def read(name: str) -> tuple[tuple[str, str], ...]:
        return tuple(fields(client.get(pages[name]).content.decode()))

    return read


@often
@pytest.mark.parametrize(
    "name",
    [
        *("edit", "switch", "hold", "confirm", "mapping", "assessment"),
        *("even_out", "symptom"),
    ],
)
@given(data=st.data())
def test_a_spoiled_form_gets_a_page(
    pages, plan, known, prescriber, signed_in, name, data
):
    asked = known(name)
    # Each try begins with the same page, whatever the one before has saved.
    with transaction.atomic():
        client = signed_in(prescriber)
        client.raise_request_exception = False
        signed = [version.answer for version in PlanVersion.objects.signed()]

        _send(client, "post", pages[name], spoil(data.draw, asked))

        kept = PlanVersion.objects.signed().order_by("number")[: len(signed)]
        assert [version.answer for version in kept] == signed
        transaction.set_rollback(True)


@often
@pytest.mark.parametrize(("page", "name"), [("edit", "preview"), ("switch",) * 2])
@given(data=st.data())
def test_a_spoiled_preview_gets_a_page(
    pages, known, prescriber, signed_in, page, name, data
):
    client = signed_in(prescriber)
    client.raise_request_exception = False
    path = pages[name if name == "preview" else "switch_preview"]

    for method in ("get", "post"):
        began = time.process_time()
        response = getattr(client, method)(path, spoil(data.draw, known(page)))
        assert time.process_time() - began < SECONDS
        assert response.status_code in ANSWERS | {405}


@pytest.fixture
def by_hand(pages, known, prescriber, signed_in) -> dict[str, str]:
    """What the page of steps by hand would post."""
    opened = signed_in(prescriber).post(
        pages["edit"], {**dict(known("edit")), "go": "hand"}
    )
    assert opened.status_code == 200
    found = fields(opened.content.decode())
    return {name: value for name, value in found if name != "go"}


@settings(often, max_examples=60)
@given(data=st.data())
def test_spoiled_steps_by_hand_get_a_page(pages, by_hand, prescriber, signed_in, data):
    with transaction.atomic():
        client = signed_in(prescriber)
        client.raise_request_exception = False

        spoiled = spoil(data.draw, list(by_hand.items()))
        spoiled.setdefault("go", [data.draw(st.sampled_from([*ODD, "count"]))])

        _send(client, "post", pages["edit"], spoiled)
        transaction.set_rollback(True)


def test_a_megabyte_of_words_gets_a_page(pages, prescriber, signed_in):
    client = signed_in(prescriber)
    client.raise_request_exception = False

    for name in ("steps", "what_changed", "undo", "reason-x", "morning"):
        _send(client, "post", pages["edit"], {name: "5" * 1_000_000, "go": "count"})


def test_bytes_that_are_no_text_get_a_page(pages, prescriber, signed_in):
    client = signed_in(prescriber)
    client.raise_request_exception = False

    response = client.generic(
        "POST",
        pages["edit"],
        b"morning=\xff\xfe&steps=%ff%fe&go=count",
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code in ANSWERS
