"""One medicine exchanged for another: the tables, the choice, the plan, its changes."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from accounts.models import system_user
from accounts.refusals import Refused
from patients.models import Task
from tapering import actions, pages, queries
from tapering.lifecycle import Answer, Gate, TableUse
from tapering.models import EquivalenceTable, PlanVersion
from tests.factories import tapering as make

pytestmark = pytest.mark.django_db

CODES = {
    "oxazepam": "N05BA04",
    "diazepam": "N05BA01",
    "lorazepam": "N05BA06",
    "oxikodon": "N02AA05",
    "morfin": "N02AA01",
}


def row(
    substance: str, amount: str, *, high: str = "", equals: str = "10", top: str = ""
) -> dict[str, object]:
    return {
        "substance": substance,
        "atc": CODES[substance],
        "amount_low": Decimal(amount),
        "amount_high": Decimal(high or amount),
        "equals_low": Decimal(equals),
        "equals_high": Decimal(top or equals),
    }


def table(
    name: str,
    *rows: dict[str, object],
    reference: str = "diazepam",
    use: str = TableUse.SWITCH,
) -> EquivalenceTable:
    draft = actions.write_table(
        name=name,
        use=use,
        reference=reference,
        source=f"{name}, läst 2026-11-21",
        rows=rows,
        by=system_user(),
        at=make.AT,
    )
    return actions.approve(draft, by=make.approver(), at=make.AT)


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


def told(name: str, dose: str = "45", new: str = "diazepam") -> queries.Equivalent:
    found = queries.equivalents("oxazepam", new, Decimal(dose))
    return next(each for each in found if each.table.name == name)


def choice(name: str, **fields: object) -> queries.SwitchChoice:
    defaults: dict[str, object] = {
        "equivalent": told(name, "25"),
        "factor": Decimal(1),
        "at_once": False,
        "order": ["night", "morning"],
        "every_days": 14,
        "products": make.products(substance="diazepam"),
    }
    return queries.SwitchChoice(**{**defaults, **fields})  # type: ignore[arg-type]


def switched(case, by, name: str = "Ashton 2002", **fields: object) -> PlanVersion:
    """A signed plan that exchanges 10 + 15 mg oxazepam for diazepam."""
    version = make.draft(case, switch=choice(name, **fields))
    reasons = {
        concern.key: "Enligt samtal."
        for concern in queries.weigh(
            version.plan,
            version.request,
            version.answer,
            make.ON,
            prescribers=[],
        )
        if concern.wants_reason
    }
    return actions.decide(version, by=by, at=make.AT, reasons=reasons)


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
