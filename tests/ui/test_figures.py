"""Whole figures: several medicines, long plans, words that keep apart."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.charts import (
    Chart,
    Contact,
    Course,
    Curve,
    Dose,
    Hold,
    Model,
    Symptom,
    compare_chart,
    stacked_chart,
    step_chart,
)
from ui.charts.placing import area, meet
from ui.charts.scales import Amount, Time
from ui.samples import course

START = date(2026, 1, 1)
LARGEST = 60_000


def day(number: int) -> date:
    return START + timedelta(days=number)


def doses(
    *amounts: Fraction | int, every: int = 14, since: int = 0
) -> tuple[Dose, ...]:
    return tuple(
        Dose(on=day(since + every * n), amount=Fraction(amount))
        for n, amount in enumerate(amounts)
    )


def switch() -> list[Course]:
    """From oxazepam to diazepam, with a pause, a step back and how it felt."""
    return [
        Course(
            substance="oxazepam",
            taken=doses(30, 20, 10),
            as_planned=doses(30, 20, 10),
            planned=doses(0, since=50),
            first_plan=doses(20, 10, 0, since=14),
            today=day(40),
            holds=(Hold(starts_on=day(20)),),
            step_backs=(day(14),),
            symptoms=tuple(Symptom(on=day(n), score=3 + n % 5) for n in range(40)),
            contacts=(Contact(on=day(10)), Contact(on=day(60), is_booked=True)),
        ),
        Course(
            substance="diazepam",
            taken=doses(0, 5, 10),
            planned=doses(15, 12, 10, 8, 6, 4, 2, 0, since=50),
            earlier_plan=doses(5, 10, 10, 8, 5, 0, since=14),
        ),
    ]


def long_course(steps: int = 2000) -> Course:
    """A little less every day for years, with all that can be drawn."""
    amounts = [Fraction(40 * (steps - n), steps) for n in range(steps)]
    half = steps // 2
    return Course(
        substance="diazepam",
        taken=doses(*amounts[:half], every=1),
        planned=doses(*amounts[half:], 0, every=1, since=half),
        first_plan=doses(*(amount * Fraction(3, 4) for amount in amounts), every=1),
        earlier_plan=doses(*(amount * Fraction(4, 5) for amount in amounts), every=1),
        today=day(half - 1),
        holds=tuple(
            Hold(starts_on=day(60 * n), ends_on=day(60 * n + 20)) for n in range(9)
        ),
        symptoms=tuple(Symptom(on=day(n), score=n * n // 7 % 11) for n in range(half)),
        contacts=tuple(
            Contact(on=day(5 * n), is_booked=5 * n >= half) for n in range(300)
        ),
    )


def drawing_of(chart: Chart) -> str:
    html = render_to_string("components/step_chart.html", {"chart": chart})
    return html[html.index("<svg") : html.index("</svg>")]


def overlaps(chart: Chart) -> list[tuple[str, str]]:
    size = 15 if chart.is_for_patient else 13
    return [
        (one.text, other.text)
        for one, other in combinations(chart.labels, 2)
        if meet(area(one, size), area(other, size))
    ]


def test_a_switch_has_a_panel_for_each_medicine_and_one_for_how_it_felt() -> None:
    chart = stacked_chart(switch())
    words = [word.text for word in chart.labels if word.role == "d-rubrik"]

    assert words == [
        "Oxazepam, mg per dygn",
        "Diazepam, mg per dygn",
        "Besvär enligt patienten, 0–10",
    ]
    assert chart.title == "Oxazepam och diazepam, dos per dygn"
    tops = [panel.top for panel in chart.panels]
    assert tops == sorted(tops)
    assert len({(panel.left, panel.right) for panel in chart.panels}) == 1
    assert all(len(panel.pauses) == 1 for panel in chart.panels)


def test_a_days_row_says_what_was_taken_and_planned_of_both_medicines() -> None:
    table = stacked_chart(switch()).table
    (row,) = [row for row in table.rows if row.on == day(14)]
    said = dict(zip(table.headings, row.cells, strict=True))

    assert said["Oxazepam: tagen"] == "20\u00a0mg"
    assert said["Diazepam: tagen"] == "5\u00a0mg"
    assert said["Oxazepam: planerad"] == "20\u00a0mg"
    assert said["Besvär"] == "7 av 10"
    assert said["Händelse"] == "Steg tillbaka"


def test_what_was_taken_is_not_said_of_days_to_come() -> None:
    table = stacked_chart(switch()).table
    taken = table.headings.index("Diazepam: tagen")

    assert all(row.cells[taken] == "" for row in table.rows if row.on > day(40))


def test_a_step_back_is_marked_where_it_was_made() -> None:
    words = [word.text for word in stacked_chart(switch()).labels]

    assert "Steg tillbaka" in words


def test_without_a_cited_model_there_is_no_panel_for_it() -> None:
    words = " ".join(word.text for word in stacked_chart(switch()).labels)

    assert "Modell" not in words


def test_a_model_says_that_it_is_one_and_where_it_comes_from() -> None:
    model = Model(half_dose=Fraction(247, 10), emax=Fraction(100), source="Källan 2024")
    first, second = switch()
    chart = stacked_chart([first, replace(second, model=model)])

    assert any(
        word.text.startswith("Modell: andel receptorer (inte uppmätt)")
        for word in chart.labels
    )
    assert chart.source == "Källan 2024"
    assert len(chart.panels) == 4


def test_plans_of_one_page_share_their_scale() -> None:
    span = (day(-10), day(400))
    short = step_chart(Course(substance="a", planned=doses(5, 0)), span=span)
    long = step_chart(
        Course(substance="b", planned=doses(*range(20, -1, -1))), span=span
    )

    assert [tick.x for tick in short.months] == [tick.x for tick in long.months]


def test_years_of_small_steps_stay_small() -> None:
    assert len(drawing_of(step_chart(long_course()))) < LARGEST
    assert len(drawing_of(step_chart(long_course(), for_patient=True))) < LARGEST


def test_thousands_of_points_that_go_up_and_down_stay_small() -> None:
    restless = [Fraction(n * n % 41) for n in range(5000)]
    chart = step_chart(Course(substance="x", planned=doses(*restless, every=1)))

    assert len(drawing_of(chart)) < LARGEST


@pytest.mark.parametrize(
    "chart",
    [
        step_chart(course()),
        step_chart(course(), for_patient=True),
        stacked_chart(switch()),
        step_chart(long_course()),
        step_chart(long_course(), for_patient=True),
        step_chart(Course(substance="x", planned=doses(5))),
        step_chart(Course(substance="x", planned=doses(5, 0)), width=500),
    ],
)
def test_no_word_lies_on_another(chart: Chart) -> None:
    assert overlaps(chart) == []


amounts = st.lists(
    st.decimals(min_value=0, max_value=400, places=2).map(Decimal),
    min_size=2,
    max_size=60,
)
days = st.integers(min_value=0, max_value=700)


@settings(max_examples=60, deadline=None)
@given(
    amounts,
    st.integers(min_value=1, max_value=30),
    st.lists(days, max_size=12),
    st.lists(st.tuples(days, st.integers(0, 10)), max_size=80),
    st.booleans(),
)
def test_every_level_is_a_dose_and_no_word_lies_on_another(
    levels: list[Decimal],
    every: int,
    holds: list[int],
    felt: list[tuple[int, int]],
    for_patient: bool,
) -> None:
    half = len(levels) // 2
    points = doses(*map(Fraction, levels), every=every)
    drawn = Course(
        substance="oxazepam",
        taken=points[:half],
        planned=points[half:],
        today=points[half].on - timedelta(days=1),
        holds=tuple(Hold(starts_on=day(n), ends_on=day(n + 14)) for n in holds),
        symptoms=tuple(Symptom(on=day(n), score=score) for n, score in felt),
    )
    chart = step_chart(drawn, for_patient=for_patient)
    panel = chart.panels[0]
    top = (
        max(map(Fraction, levels)) or Fraction(1)
        if for_patient
        else Fraction(panel.grid[-1].text.replace(",", ".").replace("\u00a0", ""))
    )
    y = Amount(top, panel.top, panel.bottom)
    known = {y(Fraction(level)) for level in levels}

    for line in panel.lines:
        heights = re.findall(r"(?:V|M[\d.]+ )([\d.]+)", line.d)
        assert {float(height) for height in heights} <= known
        across = [float(at) for at in re.findall(r"[MH]([\d.]+)", line.d)]
        assert across == sorted(across)
    assert overlaps(chart) == []


def test_merged_turns_keep_the_highest_and_the_lowest() -> None:
    restless = [Fraction(n * 7 % 10) for n in range(4000)]
    chart = step_chart(Course(substance="x", planned=doses(*restless, every=1)))
    panel = chart.panels[0]
    heights = [float(h) for h in re.findall(r"V([\d.]+)", panel.line("d-plan"))]

    assert max(heights) == panel.bottom
    assert min(heights) == Amount(Fraction(10), panel.top, panel.bottom)(9)


def test_two_rules_are_drawn_in_one_chart_each_with_its_name() -> None:
    a = Curve(name="Snabb", doses=doses(20, 10, 0))
    b = Curve(name="Långsam", doses=doses(20, 15, 10, 5, 0))
    chart = compare_chart(a, b, substance="oxazepam")
    panel = chart.panels[0]

    assert {word.text for word in chart.labels} >= {"Snabb", "Långsam"}
    assert panel.line("d-jamfor-a") != panel.line("d-jamfor-b")
    assert chart.table.headings == ("Snabb", "Långsam")
    assert overlaps(chart) == []


def test_a_day_outside_the_drawing_is_not_drawn() -> None:
    x = Time(day(0), day(10), 0, 100)

    assert not x.has(day(11))
    assert x.has(day(10))
