"""Steps written by hand: every button is a round trip, and nothing is lost on it."""

import html as markup
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tapering import actions, forms, hand
from tapering.lifecycle import State
from tapering.models import PlanVersion
from tapering.queries import grid as ops
from tapering.queries.grid import Grid, HandRow
from tests.factories import tapering as make
from tests.tapering.test_forms_of_medicine import patches
from tests.tapering.test_views import chosen, text

SLOTS = (("oxazepam", "morning"), ("oxazepam", "night"))


@pytest.fixture
def plan(team):
    return make.plan(make.prepared(team))


@pytest.fixture
def desk(plan, nurse, signed_in, on_day):
    """The nurse at the builder, with the example filled in."""
    return Desk(signed_in(nurse), plan)


class Desk:
    """The form as a browser without scripts has it: every field goes back."""

    def __init__(self, client, plan, **fields):
        self.client, self.plan = client, plan
        self.fields = chosen(plan, **fields)
        self.html = ""

    def presses(self, wish, **typed):
        response = self.client.post(
            reverse("tapering:edit", args=[self.plan.pk]),
            self.fields | typed | {"go": wish},
        )
        self.html = response.content.decode()
        self.fields = {
            name: value
            for name, value in self.fields.items()
            if not name.startswith(("cell-", "steps", "undo", "at"))
        } | dict(self._inputs())
        return self

    def _inputs(self):
        for tag in re.findall(r"<input[^>]*>", self.html):
            name = re.search(r' name="([^"]*)"', tag)
            value = re.search(r' value="([^"]*)"', tag)
            if name and name[1].startswith(("cell-", "steps", "undo", "at", "seen")):
                yield name[1], markup.unescape(value[1]) if value else ""

    @property
    def steps(self):
        return self.fields["steps"]

    @property
    def grid(self):
        return ops.loaded(self.steps)

    @property
    def text(self):
        return " ".join(self.html.split())


@pytest.mark.django_db
def test_the_rule_s_steps_become_rows_to_write_in(desk):
    desk.presses("hand")

    assert len(desk.grid.rows) == 6
    assert desk.grid.rows[1] == HandRow(
        starts="2027-01-12", days="42", doses=("5", "", "", "15")
    )
    assert desk.fields["cell-1-0"] == "5"
    assert not PlanVersion.objects.exists()


@pytest.mark.django_db
def test_a_step_is_split_from_doses_that_can_be_made(desk):
    desk.fields["products"] = [str(each.pk) for each in make.products(("5", 2))]
    desk.presses("hand").presses("remove-1")
    before = desk.grid

    desk.presses("split-1")

    assert len(desk.grid.rows) == len(before.rows) + 1
    between = sum(hand.doses_of(desk.grid, 1).values())
    assert sum(hand.doses_of(desk.grid, 2).values()) < between < 25
    assert [row.doses for row in desk.grid.rows[2:]] == [
        row.doses for row in before.rows[1:]
    ]


@pytest.mark.django_db
def test_what_cannot_be_split_says_so_and_changes_nothing(desk):
    desk.presses("hand")
    before = desk.steps

    desk.presses("split-1")

    assert desk.steps == before
    assert "Steget går inte att dela." in desk.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wish", ["later-2-7", "pause-1", "add-3", "remove-2", "later-0-3"]
)
def test_undo_brings_back_the_same_bytes(desk, wish):
    desk.presses("hand")
    before = desk.steps

    desk.presses(wish)
    assert desk.steps != before
    desk.presses("undo")

    assert desk.steps == before


@pytest.mark.django_db
def test_what_was_typed_is_kept_and_can_be_undone(desk):
    desk.presses("hand")
    before = desk.steps

    desk.presses("count", **{"cell-1-3": "mycket", "cell-2-days": "0"})

    assert desk.fields["cell-1-3"] == "mycket"
    assert "Skriv dosen som ett tal" in desk.text
    assert "Skriv antal dagar" in desk.text
    assert "Rätta det som är markerat i stegen." in desk.text
    assert desk.presses("undo").steps == before


@pytest.mark.django_db
def test_a_dose_that_cannot_be_made_names_the_cell_and_the_nearest(desk):
    desk.presses("hand").presses("count", **{"cell-1-0": "7,3"})

    assert 'id="cell-1-0-fel"' in desk.html
    assert "Steg 1, morgon: 7,3" in desk.text.replace("\u00a0", " ")
    assert "Närmast går 5 mg eller 10 mg." in desk.text.replace("\u00a0", " ")


@pytest.mark.django_db
def test_a_dose_above_the_start_stops_the_decision(plan, prescriber, signed_in, on_day):
    desk = Desk(signed_in(prescriber), plan)
    desk.presses("hand").presses("count", **{"cell-1-0": "100"})

    assert "högre än startdosen" in desk.text
    desk.presses("decide")

    assert "går inte att besluta" in desk.text
    assert PlanVersion.objects.get().state == State.DRAFT


@pytest.mark.django_db
def test_steps_by_hand_are_saved_as_they_were_written(
    plan, prescriber, signed_in, on_day
):
    desk = Desk(signed_in(prescriber), plan)
    desk.presses("hand").presses("later-1-7")
    desk.presses("decide")

    version = PlanVersion.objects.get()
    assert version.state == State.DECIDED
    assert version.steps.get(n=1).from_on.isoformat() == "2027-01-19"
    assert version.steps.get(n=0).days == 49


@pytest.mark.django_db
def test_a_draft_by_hand_opens_by_hand_again(desk):
    desk.presses("hand").presses("later-1-7").presses("save")

    page = desk.client.get(reverse("tapering:edit", args=[desk.plan.pk]))

    assert 'value="2027-01-19"' in text(page)
    assert "Stegen för hand" in text(page)


@pytest.mark.django_db
def test_going_back_to_the_rule_leaves_the_steps_to_come_back_to(desk):
    desk.presses("hand").presses("later-1-7")
    written = desk.steps

    desk.presses("rule")
    assert "steps" not in desk.fields
    desk.presses("undo")

    assert desk.steps == written


@pytest.mark.django_db
def test_two_thousand_steps_are_shown_a_page_at_a_time(desk):
    row = ["2026-12-01", "1", "10", "", "", "15"]
    grid = Grid(
        slots=tuple(("oxazepam", p) for p in ("morning", "noon", "evening", "night")),
        rows=tuple(
            HandRow(starts=row[0], days="1", doses=tuple(row[2:])) for _ in range(2000)
        ),
    )
    text_of = ops.dumped(ops.in_a_row(grid)).replace('"1","10"', '"1","10"')

    desk.presses("count", steps=text_of)

    assert desk.html.count("data-grid-row") == hand.SHOWN_ROWS
    assert "Steg 0–59 av 2000" in desk.text
    assert len(desk.grid.rows) == 2000


@pytest.mark.django_db
@pytest.mark.parametrize("steps", ["", "[", "{}", '{"slots":[],"rows":[]}', "[" * 9999])
def test_steps_that_are_none_are_no_steps(desk, steps):
    response = desk.client.post(
        reverse("tapering:edit", args=[desk.plan.pk]),
        desk.fields | {"steps": steps, "undo": steps, "go": "count"},
    )

    assert response.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wish", ["split-9", "later-9-7", "split", "later-x", "add-999999"]
)
def test_a_button_of_a_step_that_is_gone_says_so(desk, wish):
    desk.presses("hand").presses(wish)

    assert len(desk.grid.rows) in {6, 7}


# --- whatever is written -------------------------------------------------------------

cells = st.text(st.sampled_from('0123456789,.- abcåö½µ"\\'), max_size=12)
days = st.dates(min_value=forms.grid.date(2026, 1, 1)).map(str) | cells
lengths = st.integers(1, 400).map(str) | cells
hand_rows = st.builds(HandRow, starts=days, days=lengths, doses=st.tuples(cells, cells))
grids = st.builds(
    Grid,
    slots=st.just(SLOTS),
    rows=st.lists(hand_rows, min_size=1, max_size=6).map(tuple),
)


@given(grids)
def test_a_grid_is_the_same_after_a_round_trip(grid):
    again = ops.loaded(ops.dumped(grid))

    assert again == grid
    assert ops.dumped(again) == ops.dumped(grid)


@given(grids, st.integers(0, 5), st.integers(1, 60))
def test_no_button_changes_the_doses_of_another_step(grid, n, size):
    n = min(n, len(grid.rows) - 1)
    doses = [row.doses for row in grid.rows]

    inserted = ops.inserted(grid, n, ("1", "2"), size)

    assert [row.doses for row in ops.later(grid, n, size).rows] == doses
    assert [row.doses for row in ops.paused(grid, n, size).rows] == doses
    assert [row.doses for row in inserted.rows] == [*doses[:n], ("1", "2"), *doses[n:]]
    if len(doses) > 1:
        left = [row.doses for row in ops.removed(grid, n).rows]
        assert left == [*doses[:n], *doses[n + 1 :]]


@given(grids, st.integers(0, 5), st.integers(1, 60))
def test_nothing_before_a_pause_is_moved(grid, n, size):
    n = min(n, len(grid.rows) - 1)

    paused = ops.paused(grid, n, size)

    assert [row.starts for row in paused.rows[: n + 1]] == [
        row.starts for row in grid.rows[: n + 1]
    ]


@pytest.mark.django_db
def test_patches_are_written_by_hand_in_micrograms_an_hour(
    team, nurse, signed_in, on_day
):
    case = make.prepared(team)
    line = actions.Line(substance="fentanyl", doses={"": Decimal(50)})
    actions.write_mapping(case, lines=[line], by=nurse, at=make.AT)
    known = patches("25", "50", "12")
    rule = {
        "bands": [
            {"above": "0", "unit": "mg", "size": "25", "of": "mg", "every_days": 21}
        ]
    }
    plan = make.plan(case, "fentanyl")
    desk = Desk(
        signed_in(nurse),
        plan,
        policy=make.policy(rule=rule),
        products=[str(each.pk) for each in known],
        morning="",
        night="",
        patch="50",
    )

    desk.presses("hand")
    assert [row.doses for row in desk.grid.rows] == [("50",), ("25",), ("",)]
    desk.presses("split-2")

    assert [row.doses for row in desk.grid.rows] == [("50",), ("25",), ("12",), ("",)]
    assert "µg/h" in desk.text
