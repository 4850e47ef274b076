"""One medicine exchanged for another: the tables, the choice, the plan, its changes."""

import re
import uuid
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.refusals import Refused
from patients.models import Task
from tapering import actions, letters, pages, queries
from tapering.lifecycle import Answer, Change, Gate, TableUse
from tapering.models import EquivalenceTable, PlanVersion
from tests.factories import tapering as make
from tests.factories.switching import choice, row, switched, table, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def ashton() -> EquivalenceTable:
    return table(
        "Ashton 2002",
        row("oxazepam", "20"),
        row("diazepam", "10"),
        row("lorazepam", "1"),
    )


@pytest.fixture
def norway() -> EquivalenceTable:
    return table("Helsedirektoratet", row("oxazepam", "30", high="50"))


# --- what the tables say --------------------------------------------------------


def test_the_worked_disagreement_is_said_in_one_sentence(ashton, norway):
    table("Jönköping 2019", row("oxazepam", "30"))

    shown = pages.disagreement(queries.equivalents("oxazepam", "diazepam", Decimal(45)))

    sentence = shown.sentence.replace("\xa0", " ")
    assert sentence == (
        "Oxazepam 45 mg per dygn = 22,5 mg diazepam enligt Ashton 2002, "
        "9–15 mg enligt Helsedirektoratet, 15 mg enligt Jönköping 2019."
    )


def test_a_table_that_goes_through_a_reference_computes_both_ends(ashton):
    via = told("Ashton 2002", "40", new="lorazepam")

    assert via.via == "diazepam"
    assert (via.span.low, via.span.high) == (Fraction(2), Fraction(2))
    assert via.in_reference.low == 20


def test_the_lower_of_the_old_goes_over_the_upper_of_the_new():
    table(
        "OMEQ",
        row("oxikodon", "1", equals="1.3", top="2"),
        row("morfin", "1", equals="1"),
        reference="kodein",
    )
    (found,) = queries.equivalents("oxikodon", "morfin", Decimal(80))

    assert (found.span.low, found.span.high) == (Fraction(104), Fraction(160))
    assert (
        "försiktigast"
        in pages.saying_in_words(found, pages.saying_of(found, is_opioid=True)).lower()
    )


def test_the_sources_own_figure_is_shown_beside_its_range_and_never_chosen():
    table(
        "OMEQ",
        row("oxikodon", "1", equals="1.3", top="2") | {"equals_usual": Decimal("1.5")},
        reference="morfin",
    )
    (found,) = queries.equivalents("oxikodon", "morfin", Decimal(80))

    assert found.usual == 120
    assert "Källans eget tal: 120" in pages.saying_in_words(
        found, pages.saying_of(found)
    )
    assert found.ratio(None)[1] != 120


def test_tables_ask_two_questions_however_many(
    ashton, norway, django_assert_num_queries
):
    with django_assert_num_queries(2):
        queries.equivalents("oxazepam", "diazepam", Decimal(45))
    table("Jönköping 2019", row("oxazepam", "30"))
    with django_assert_num_queries(2):
        assert len(queries.equivalents("oxazepam", "diazepam", Decimal(45))) == 3


# --- what cannot be chosen --------------------------------------------------------


def test_a_risk_table_is_shown_and_refused_by_the_action_and_the_database(case):
    risk = table("Riskmått", row("oxazepam", "20"), use=TableUse.RISK)
    make.products()

    assert not told("Riskmått").can_be_chosen
    assert queries.switchable("oxazepam") == []
    with pytest.raises(Refused, match="riskbedömning"):
        make.draft(case, switch=choice("Riskmått"))
    version = make.draft(case)
    with pytest.raises(IntegrityError, match="made for it"), transaction.atomic():
        PlanVersion.objects.filter(pk=version.pk).update(table=risk, conversion={})


def test_a_range_wants_a_figure_within_it(case, norway):
    for figure in (None, Decimal("4.9"), Decimal("8.4")):
        with pytest.raises(Refused, match="inom tabellens spann"):
            make.draft(case, switch=choice("Helsedirektoratet", figure=figure))

    version = make.draft(case, switch=choice("Helsedirektoratet", figure=Decimal(7)))

    assert version.conversion["range"] == ["5", "25/3"]
    assert (version.conversion["from_mg"], version.conversion["to_mg"]) == ("25", "7")


def test_methadone_is_never_converted(case, ashton):
    methadone = choice("Ashton 2002")
    object.__setattr__(methadone.equivalent, "new", "metadon")

    with pytest.raises(Refused, match="Metadon räknas aldrig om"):
        make.draft(case, switch=methadone)


def test_a_table_retired_before_the_decision_stops_it(case, prescriber, ashton):
    version = make.draft(case, switch=choice("Ashton 2002"))
    actions.retire(ashton, by=prescriber, at=make.AT)

    with pytest.raises(Refused, match="används inte längre"):
        actions.decide(version, by=prescriber, at=make.AT)


# --- the plan ---------------------------------------------------------------------


def test_one_time_of_the_day_at_a_time(case, prescriber, ashton):
    version = switched(case, prescriber)

    rows = [(s.from_on, s.totals) for s in version.steps.order_by("n")[:3]]
    assert rows == [
        (date(2026, 12, 1), {"oxazepam": "25", "diazepam": "0"}),
        (date(2026, 12, 15), {"oxazepam": "10", "diazepam": "7"}),
        (date(2026, 12, 29), {"oxazepam": "0", "diazepam": "12"}),
    ]
    assert version.substances == ["oxazepam", "diazepam"]
    assert version.table == ashton
    assert version.conversion["by_name"] == case.owner.name


def test_the_formula_shows_every_number_and_its_source(case, prescriber, ashton):
    version = switched(case, prescriber)

    shown = pages.derivation_of_version(version)

    lines = [line.replace("\xa0", " ") for line in shown.lines]
    assert lines == [
        "Tabellen: 20 mg oxazepam = 10 mg diazepam.",
        "25 mg oxazepam × 10 mg / 20 mg = 12,5 mg diazepam per dygn.",
        "12,5 mg × säkerhetsfaktor 1 = 12,5 mg diazepam per dygn.",
        "Morgon: 10 mg blir 5 mg.",
        "Natt: 15 mg blir 7,5 mg, avrundat nedåt till 7 mg.",
    ]
    assert "Ashton 2002, läst" in shown.source


def test_every_switch_day_is_followed_up(case, prescriber, ashton):
    version = switched(case, prescriber)

    tasks = Task.objects.filter(kind="plan.switch_review").order_by("due_on")
    assert [task.due_on for task in tasks] == [date(2026, 12, 21), date(2027, 1, 4)]
    steps = [str(step.pk) for step in version.steps.filter(n__in=[1, 2]).order_by("n")]
    assert [task.subject_id for task in tasks] == steps


def test_liver_and_frailty_want_a_reason(case, ashton):
    make.assessed(
        make.prepared(case),
        gates=make.gates(**{Gate.LIVER: Answer.YES, Gate.FRAIL: Answer.YES}),
    )
    version = make.draft(case, switch=choice("Ashton 2002"))

    codes = {
        concern.code: concern.severity
        for concern in queries.weigh(
            version.plan, version.request, version.answer, make.ON
        )
    }

    assert codes["switch_liver"] == codes["switch_frail"] == "reason"
    assert codes["switch_review"] == "note"


# --- one plan moves a medicine ------------------------------------------------------


def test_the_new_medicine_belongs_to_the_plan_from_the_signature(
    case, nurse, prescriber, ashton
):
    switched(case, prescriber)

    with pytest.raises(Refused, match="Diazepam ingår redan i planen för oxazepam"):
        actions.open_plan(case, substance="diazepam", by=nurse, at=make.AT)


def test_a_switch_to_what_another_plan_moves_is_refused(case, nurse, ashton):
    make.prepared(case)
    actions.open_plan(case, substance="diazepam", by=nurse, at=make.AT)

    with pytest.raises(Refused, match="Diazepam ingår redan i planen för diazepam"):
        make.draft(case, switch=choice("Ashton 2002"))


def test_also_when_the_other_plan_came_between_draft_and_signature(
    case, nurse, prescriber, ashton
):
    version = make.draft(case, switch=choice("Ashton 2002"))
    actions.open_plan(case, substance="diazepam", by=nurse, at=make.AT)

    with pytest.raises(Refused, match="Diazepam ingår redan"):
        actions.decide(version, by=prescriber, at=make.AT, reasons=REASONS)


REASONS = {"cut_over_limit-25-current-14": "Små styrkor."}


# --- afterwards ---------------------------------------------------------------------


def test_midway_the_plan_can_be_held_and_nothing_else(case, nurse, prescriber, ashton):
    version = switched(case, prescriber)
    midway = make.AT + make.days(25)

    held = actions.hold(
        version.plan, days=7, because="Influensa", by=prescriber, at=midway
    )

    assert (held.table, held.conversion) == (version.table, version.conversion)
    assert held.substances == ["oxazepam", "diazepam"]
    assert held.steps.get(n=2).from_on == date(2027, 1, 5)
    assert pages.derivation_of_version(held).lines == (
        pages.derivation_of_version(version).lines
    )
    reviews = Task.objects.undone().filter(kind="plan.switch_review")
    assert date(2027, 1, 11) in {task.due_on for task in reviews}
    with pytest.raises(Refused, match="Bytet pågår"):
        actions.make_draft(
            version.plan,
            outline=make.outline(start=midway.date()),
            on=midway.date(),
            by=nurse,
            at=midway,
        )


def test_after_the_switch_a_new_plan_lowers_the_new_medicine(case, prescriber, ashton):
    plan = switched(case, prescriber).plan
    later = make.AT + make.days(60)

    assert queries.tapered_now(plan, make.ON) == "oxazepam"
    assert queries.tapered_now(plan, later.date()) == "diazepam"
    version = actions.make_draft(
        plan,
        outline=make.outline(
            start=later.date(),
            doses={"morning": Decimal(5), "night": Decimal(7)},
            products=make.products(substance="diazepam"),
        ),
        on=later.date(),
        by=prescriber,
        at=later,
    )

    assert version.substances == ["diazepam"]
    assert (version.table, version.conversion) == (None, None)


# --- the page -----------------------------------------------------------------------


def target(name: str = "diazepam") -> str:
    products = {each.substance: each for each in queries.switchable("oxazepam")}
    return str(products[name].pk)


def chosen(**fields: object) -> dict[str, object]:
    """What a prescriber fills in on the page."""
    old, new = make.products(("10", 2), ("15", 1)), make.products(substance="diazepam")
    known = EquivalenceTable.objects.usable().filter(use=TableUse.SWITCH).first()
    return {
        "form_key": str(uuid.uuid4()),
        "start": "2026-12-01",
        "morning": "10",
        "night": "15",
        "products": [str(each.pk) for each in old],
        "to": target(),
        "table": str(known.pk),
        "figure": "",
        "factor": "1",
        "style": "daypart_by_daypart",
        "order": "night,morning",
        "every_days": "14",
        "new_products": [str(each.pk) for each in new],
        "policy": str(make.policy().pk),
        "take": "rule",
        "first": "rule",
        "patient_agrees": "on",
        "reason-cut_over_limit-25-current-14": "Små styrkor.",
        "reason-no_prescriber": "Enheten förskriver.",
        **fields,
    }


@pytest.fixture
def plan(team):
    return make.plan(make.prepared(team))


def text(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_nothing_is_chosen_beforehand_but_what_is_taken(
    plan, nurse, signed_in, on_day, ashton
):
    make.products()
    page = text(signed_in(nurse).get(reverse("tapering:switch", args=[plan.pk])))

    assert 'value="10"' in page
    assert "Välj läkemedel" in page
    assert 'name="factor"' not in page


def test_the_tables_are_compared_once_a_medicine_is_chosen(
    plan, nurse, signed_in, on_day, ashton, norway
):
    table("Riskmått", row("oxazepam", "10"), use=TableUse.RISK)
    asked = {"morning": "15", "night": "30", "to": "", "go": "count"}
    make.products()
    page = text(
        signed_in(nurse).post(
            reverse("tapering:switch", args=[plan.pk]), asked | {"to": target()}
        )
    )

    assert (
        "22,5 mg diazepam enligt Ashton 2002, 9–15 mg enligt Helsedirektoratet" in page
    )
    assert "riskbedömning, kan inte väljas" in page
    assert page.count('name="table"') == 2
    assert 'name="factor" value' not in page


def test_a_switch_is_seen_saved_opened_again_and_signed(
    plan, prescriber, signed_in, on_day, ashton
):
    client, page = signed_in(prescriber), reverse("tapering:switch", args=[plan.pk])
    asked = chosen()
    shown = text(client.post(page, asked | {"go": "count"}))
    assert "Natt: 15 mg blir 7,5 mg, avrundat nedåt till 7 mg." in shown
    assert PlanVersion.objects.count() == 0
    seen = re.search(r'name="seen" value="(\w+)"', shown).group(1)

    client.post(page, asked | {"go": "save"})
    draft = PlanVersion.objects.get()
    again = text(client.get(page))
    assert f'value="{draft.table_id}"' in again
    assert 'value="night,morning" selected' in again
    assert "Gör planen utan byte" in again
    response = client.post(
        page, asked | {"go": "decide", "seen": seen, "edition": "1"}, follow=True
    )

    draft.refresh_from_db()
    assert draft.state == "decided", text(response)
    assert "Så är bytet uträknat" in text(response)
    assert draft.letters.count() == 1


def test_nobody_signs_a_switch_that_was_not_shown(
    plan, prescriber, signed_in, on_day, ashton
):
    page = reverse("tapering:switch", args=[plan.pk])

    answer = text(signed_in(prescriber).post(page, chosen() | {"go": "decide"}))

    assert "Planen är ändrad sedan den visades" in answer
    assert PlanVersion.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"factor": ""}, "Välj en säkerhetsfaktor, också när den är 1."),
        ({"factor": "1,5"}, "Skriv ett tal över 0, högst 1."),
        ({"factor": "0"}, "Skriv ett tal över 0, högst 1."),
        ({"order": ""}, "Välj i vilken ordning tiderna byts."),
        ({"every_days": ""}, "Skriv hur många dagar det är mellan bytena."),
        ({"style": ""}, "Välj hur bytet görs."),
        ({"start": "2020-01-01"}, "Skriv i dag eller en dag som kommer."),
        ({"morning": "10 ml"}, "inte i ml"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_the_field(
    plan, nurse, signed_in, on_day, ashton, fields, sentence
):
    page = reverse("tapering:switch", args=[plan.pk])

    answer = text(signed_in(nurse).post(page, chosen(**fields) | {"go": "save"}))

    assert sentence in answer
    assert PlanVersion.objects.count() == 0


def test_a_figure_is_asked_for_where_the_table_has_a_range(
    plan, nurse, signed_in, on_day, norway
):
    client, page = signed_in(nurse), reverse("tapering:switch", args=[plan.pk])

    for figure, sentence in (
        ("", "Tabellen ger ett spann. Välj en dos inom det."),
        ("12", "Välj en dos inom tabellens spann."),
    ):
        answer = text(client.post(page, chosen(figure=figure) | {"go": "save"}))
        assert sentence in answer
    client.post(page, chosen(figure="8,33") | {"go": "save"})

    assert PlanVersion.objects.get().conversion["figure"] == "8.33"


def test_a_risk_table_posted_by_hand_is_no_choice(
    plan, nurse, signed_in, on_day, ashton
):
    risk = table("Riskmått", row("oxazepam", "20"), use=TableUse.RISK)
    page = reverse("tapering:switch", args=[plan.pk])

    signed_in(nurse).post(page, chosen(table=str(risk.pk)) | {"go": "save"})

    assert PlanVersion.objects.count() == 0


def test_strangers_do_not_find_the_page(
    plan, stranger, outsider, referrer, signed_in, on_day
):
    for name in ("tapering:switch", "tapering:switch_preview"):
        page = reverse(name, args=[plan.pk])
        for person in (stranger, outsider, referrer):
            assert signed_in(person).get(page).status_code in {403, 404}


def test_the_fragment_stores_nothing(plan, nurse, signed_in, on_day, ashton):
    page = reverse("tapering:switch_preview", args=[plan.pk])

    answer = text(signed_in(nurse).post(page, chosen()))

    assert "Så är bytet uträknat" in answer
    assert "<html" not in answer
    assert PlanVersion.objects.count() == 0


# --- after the switch, the plan is changed ------------------------------------------


def test_slower_back_and_a_new_goal_carry_the_switch_along(case, prescriber, ashton):
    version = switched(case, prescriber)
    at = make.AT + make.days(75)
    now = queries.running(version.plan, at.date())
    assert now.step.totals["oxazepam"] == "0"

    goal = actions.change_plan(
        version.plan,
        wish=queries.Wish(change=Change.GOAL, goal=Decimal(2)),
        because="Patienten vill stanna på en låg dos.",
        by=prescriber,
        at=at,
    )

    assert goal.substances == ["oxazepam", "diazepam"]
    assert goal.table == ashton
    assert goal.steps.order_by("n").last().totals["diazepam"] == "2"
    assert pages.derivation_of_version(goal) is not None
    (letter,) = goal.letters.all()
    said = queries.weigh(goal.plan, goal.request, goal.answer, at.date())
    assert "switch_review" not in {concern.code for concern in said}
    # The switch is done: the letter is about what is taken from now on.
    assert "Patienten trappar ned diazepam tillsammans med oss." in letter.text
    assert "oxazepam" not in letters.read(letter.text).title
