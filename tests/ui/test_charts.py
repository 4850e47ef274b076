"""The chart is true to its values, to the eye and to the ear."""

import re
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from ui.charts import Chart, Course, Dose, Hold, Symptom, step_chart
from ui.charts.scales import ticks
from ui.samples import course

START = date(2026, 1, 1)


def plan(*amounts: int | Fraction, every: int = 14) -> tuple[Dose, ...]:
    return tuple(
        Dose(on=START + timedelta(days=every * n), amount=Fraction(amount))
        for n, amount in enumerate(amounts)
    )


def places(path: str) -> list[tuple[str, float]]:
    return [(k, float(v)) for k, v in re.findall(r"([HV])(-?[\d.]+)", path)]


def plan_of(chart: Chart) -> str:
    return chart.panels[0].line("d-plan")


def shown(**changes: object) -> str:
    return render_to_string(
        "components/step_chart.html",
        {"chart": step_chart(replace(course(), **changes))},
    )


def test_a_dose_holds_until_the_day_it_changes() -> None:
    chart = step_chart(Course(substance="oxazepam", planned=plan(20, 10, 0)))

    assert re.fullmatch(r"M[\d.]+ [\d.]+(H[\d.]+V[\d.]+){2}H[\d.]+", plan_of(chart))


def test_half_the_dose_is_drawn_at_half_the_height() -> None:
    chart = step_chart(Course(substance="oxazepam", planned=plan(20, 10, 0)))
    panel = chart.panels[0]
    heights = [value for kind, value in places(plan_of(chart)) if kind == "V"]

    assert heights == [(panel.top + panel.bottom) / 2, panel.bottom]


def test_time_is_true_to_scale() -> None:
    doses = (
        Dose(on=START, amount=Fraction(3)),
        Dose(on=START + timedelta(days=10), amount=Fraction(2)),
        Dose(on=START + timedelta(days=30), amount=Fraction(1)),
    )
    chart = step_chart(Course(substance="zopiklon", planned=doses))
    left = chart.panels[0].left
    first, second = [value for kind, value in places(plan_of(chart)) if kind == "H"][:2]

    assert (second - left) / (first - left) == pytest.approx(3, rel=0.01)


def test_the_axis_begins_at_nothing_and_reaches_the_highest_dose() -> None:
    chart = step_chart(course())

    assert [tick.text for tick in chart.panels[0].grid] == [
        "0",
        "10",
        "20",
        "30",
        "40",
        "50",
    ]


def test_the_plan_goes_on_from_the_dose_of_today() -> None:
    chart = step_chart(course())

    now = chart.panels[0].now

    assert now is not None
    assert plan_of(chart).startswith(f"M{now.x:g} {now.y:g}H")
    assert chart.panels[0].line("d-tagen").endswith(f"H{now.x:g}")


def test_without_a_today_only_the_plan_is_drawn() -> None:
    chart = step_chart(Course(substance="oxazepam", planned=plan(20, 10)))

    assert chart.panels[0].line("d-tagen") == ""
    assert (chart.panels[0].now, chart.today_x) == (None, None)


def test_symptoms_have_a_panel_of_their_own() -> None:
    chart = step_chart(course())
    dose, symptoms = chart.panels

    assert symptoms.top > dose.bottom
    felt = re.findall(r"[ML][\d.]+ ([\d.]+)", symptoms.line("d-besvar"))
    assert len(felt) == len(course().symptoms)
    assert all(symptoms.top <= float(y) <= symptoms.bottom for y in felt)
    assert [tick.text for tick in symptoms.grid] == ["0", "5", "10"]


def test_a_pause_runs_through_both_panels() -> None:
    chart = step_chart(course())

    assert [len(panel.pauses) for panel in chart.panels] == [1, 1]
    assert chart.panels[0].pauses[0].x == chart.panels[1].pauses[0].x


def test_a_pause_without_an_end_reaches_today() -> None:
    held = replace(course(), holds=(Hold(starts_on=date(2026, 11, 10)),))
    chart = step_chart(held)
    box = chart.panels[0].pauses[0]

    assert chart.today_x is not None
    assert box.x + box.width == pytest.approx(chart.today_x, abs=0.2)


def test_the_table_has_every_point_of_the_chart() -> None:
    drawn = course()
    table = step_chart(drawn).table
    column = {name: n for n, name in enumerate(table.headings)}
    points = {
        *(dose.on for dose in drawn.doses),
        *(hold.starts_on for hold in drawn.holds),
        *(hold.ends_on for hold in drawn.holds if hold.ends_on),
        *(contact.on for contact in drawn.contacts),
        *(felt.on for felt in drawn.symptoms),
        drawn.today,
    }
    of_day = {row.on: row.cells for row in table.rows}

    assert list(of_day) == sorted(points, key=str)
    for dose in drawn.taken:
        said = of_day[dose.on][column["Tagen dos"]]
        assert said == f"{dose.amount}\u00a0mg"
    assert of_day[date(2026, 10, 13)][column["Händelse"]] == "Paus börjar"
    assert of_day[date(2026, 10, 20)] == (
        "30\u00a0mg",
        "",
        "25\u00a0mg",
        "5 av 10",
        "",
    )


def test_the_picture_has_a_name_and_a_sentence_made_from_its_points() -> None:
    html = shown()

    assert 'role="img" aria-labelledby="dos-t dos-d"' in html
    assert '<title id="dos-t">Oxazepam, mg per dygn</title>' in html
    assert "Dosen var 50\u00a0mg tis 21 juli 2026 och är 20\u00a0mg i dag." in html


def test_lines_are_told_apart_without_colour() -> None:
    html = shown()

    assert {"d-tagen", "d-plan", "d-forsta"} <= set(
        re.findall(r'class="(d-\w+)"', html)
    )


def test_coordinates_have_a_point_in_every_language() -> None:
    assert not re.search(r'\s(x|y|cx|cy|x1|width|data-x)="[\d]+,', shown())


def test_the_patient_sees_one_panel_with_today_the_next_step_and_the_goal() -> None:
    chart = step_chart(course(), for_patient=True)

    assert [panel.grid for panel in chart.panels] == [()]
    assert [word.text for word in chart.labels if word.text != "Paus"] == [
        "I dag 20\u00a0mg",
        "Mål 0\u00a0mg",
        "24 nov: 15\u00a0mg",
    ]


def test_every_word_stays_inside_the_drawing() -> None:
    for chart in (step_chart(course()), step_chart(course(), for_patient=True)):
        assert all(0 <= word.x <= chart.width for word in chart.labels)
        assert all(0 < word.y <= chart.height for word in chart.labels)


def test_a_single_dose_can_be_drawn() -> None:
    chart = step_chart(
        Course(
            substance="oxazepam",
            planned=(),
            taken=plan(5),
            today=START,
            symptoms=(Symptom(on=START, score=0),),
        )
    )

    assert chart.panels[0].now is not None
    assert chart.height > 0


@given(st.fractions(min_value=Fraction(1, 8), max_value=2000, max_denominator=8))
def test_the_axis_always_reaches_the_dose_with_few_lines(highest: Fraction) -> None:
    levels = ticks(highest)

    assert levels[0] == 0
    assert levels[-1] >= highest
    assert 2 <= len(levels) <= 8


@given(
    st.lists(
        st.fractions(min_value=0, max_value=400, max_denominator=4),
        min_size=1,
        max_size=40,
    )
)
def test_no_line_leaves_the_panel(amounts: list[Fraction]) -> None:
    chart = step_chart(Course(substance="x", planned=plan(*amounts)))
    panel = chart.panels[0]

    for kind, value in places(plan_of(chart)):
        low, high = (
            (panel.left, panel.right) if kind == "H" else (panel.top, panel.bottom)
        )
        assert low <= value <= high
