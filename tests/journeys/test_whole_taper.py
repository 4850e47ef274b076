"""A plan from the first choice to the last tablet, as each of those in it sees it."""

import io
import os
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from accounts.models import User, system_user
from accounts.roles import Role
from patients import actions as patients
from patients.models import Case
from tapering import actions
from tapering.models import Plan, PlanLetter, PlanVersion
from tests.browsing import DESK, PHONE, Opens, Visitor
from tests.factories import accounts
from tests.factories import patients as make_patients
from tests.factories import tapering as make
from tests.journeys import unit
from tests.journeys.clock import Calendar

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANNA = "BERG, Anna"
DIAZEPAM_RULE, SLEEP_RULE = "Diazepam, 2 mg i taget", "Zopiklon, halva tabletter"
PICTURES = os.environ.get("PICTURES", "")


def pictured(visitor: Visitor, name: str) -> None:
    """The page at both widths, for whoever wants to look at it afterwards."""
    if PICTURES:
        before = visitor.page.viewport_size
        assert before is not None
        for size in (DESK, PHONE):
            visitor.page.set_viewport_size(size)
            path = Path(PICTURES) / f"{name}-{size['width']}.png"
            visitor.page.screenshot(path=path, full_page=True)
        visitor.page.set_viewport_size(before)


def band(size: str, every_days: int) -> dict[str, str | int]:
    return {
        "above": "0",
        "unit": "mg",
        "size": size,
        "of": "mg",
        "every_days": every_days,
    }


@pytest.fixture
def case(calendar: Calendar, nurse: User, prescriber: User) -> Case:
    """Anna, assessed and prepared; she takes oxazepam and zopiclone."""
    make.calculator()
    for substance in ("oxazepam", "diazepam", "zopiklon"):
        make.products(substance=substance)
    rule = {"take": "one_at_a_time", "order": ["morning", "night"]}
    make.policy(
        name=DIAZEPAM_RULE,
        atc=["N05BA"],
        rule={"bands": [band("2", 14)], **rule},
        hold_days=14,
        confirm_each_step=False,
    )
    make.policy(
        name=SLEEP_RULE,
        atc=["N05CF"],
        rule={"bands": [band("3.75", 28)]},
        confirm_each_step=False,
    )
    table = actions.write_table(
        name="Ashton 2002",
        use="switch",
        reference="diazepam",
        source="Ashton 2002, läst 2026-11-21",
        rows=[
            {
                "substance": substance,
                "atc": atc,
                **dict.fromkeys(("amount_low", "amount_high"), Decimal(amount)),
                **dict.fromkeys(("equals_low", "equals_high"), Decimal(10)),
            }
            for substance, atc, amount in (
                ("oxazepam", "N05BA04", 20),
                ("diazepam", "N05BA01", 10),
            )
        ],
        by=system_user(),
        at=make.AT,
    )
    actions.approve(table, by=make.approver(), at=make.AT)
    case = make_patients.case(nurse, given_name="Anna")
    patients.relate(case.patient, user=prescriber, kind="team", by=nurse, at=make.AT)
    case = make.assessed(case)
    lines = [
        actions.Line(
            substance="oxazepam",
            product="Sobril",
            strength_mg=Decimal(5),
            doses={"morning": Decimal(10), "night": Decimal(20)},
            why="oro",
            since="2019",
        ),
        actions.Line(
            substance="zopiklon",
            product="",
            strength_mg=Decimal("7.5"),
            doses={"night": Decimal("7.5")},
            why="sömn",
            since="2020",
        ),
    ]
    actions.write_mapping(case, lines=lines, by=nurse, at=make.AT)
    return actions.begin_preparation(case, by=nurse, at=make.AT)


# What comes of it, counted by hand. 30 mg oxazepam is 15 mg diazepam by the table;
# night is exchanged first, a week apart; then 2 mg every second week: 13, 11, 9, 7, 5,
# 3, 1, 0. Tablets of 2, 5 and 10 mg that are not divided make no 3 and no 1: the dose
# above is taken, 4 and 2.
SIGNED = [
    ("2026-12-01", "30", "0"),
    ("2026-12-08", "10", "10"),
    ("2026-12-15", "0", "15"),
    ("2026-12-29", "0", "13"),
    ("2027-01-12", "0", "11"),
    ("2027-01-26", "0", "9"),
    ("2027-02-09", "0", "7"),
    ("2027-02-23", "0", "5"),
    ("2027-03-09", "0", "4"),
    ("2027-03-23", "0", "2"),
    ("2027-04-06", "0", "0"),
]
# Two weeks' pause on 4 January (13 mg) and on 15 February (9 mg), and on 29 March from
# 5 mg up to 7 mg for two weeks; from there again 2 mg every second week: 5, 3, 1, 0.
LIVED = [
    ("2026-12-01", "30", "0"),
    ("2026-12-08", "10", "10"),
    ("2026-12-15", "0", "15"),
    ("2026-12-29", "0", "13"),
    ("2027-01-26", "0", "11"),
    ("2027-02-09", "0", "9"),
    ("2027-03-09", "0", "7"),
    ("2027-03-23", "0", "5"),
    ("2027-03-29", "0", "7"),
    ("2027-04-12", "0", "5"),
    ("2027-04-26", "0", "4"),
    ("2027-05-10", "0", "2"),
    ("2027-05-24", "0", "0"),
]


def steps_of(version: PlanVersion) -> list[tuple[str, str, str]]:
    """Day, oxazepam and diazepam of every step."""
    return [
        (
            step.from_on.isoformat(),
            step.totals.get("oxazepam", "0"),
            step.totals.get("diazepam", "0"),
        )
        for step in version.steps.all()
    ]


def opens_the_plan(somebody: Visitor, case: Case, user: User) -> None:
    """With a session of today: the clock has jumped past the one before."""
    somebody.is_signed_in_as(user)
    somebody.goes_to(f"/app/patients/{case.pk}/plan")


def chooses_the_switch(sara: Visitor) -> None:
    """From oxazepam to diazepam by Ashton's table, night first."""
    sara.presses("Gör plan oxazepam", exact=False)
    sara.follows("Byt till ett annat läkemedel")
    sara.types("Från", "2026-12-01")
    sara.picks("Byt till", "diazepam")
    sara.presses("Visa tabeller och styrkor")
    sara.never_reads("Det är något som behöver rättas")
    sara.chooses("Sobril 10\u00a0mg, går att halvera")
    sara.chooses("Ashton 2002")
    sara.types("Säkerhetsfaktor", "1")
    sara.chooses("en tid på dygnet åt gången")
    sara.picks("I ordningen", "natt, morgon")
    sara.types("Dagar mellan bytena", "7")
    for strength in ("2", "5", "10"):
        sara.chooses(f"{strength}\u00a0mg, delas inte")
    sara.chooses(DIAZEPAM_RULE)
    sara.types("Namn", "Nils Åberg")
    sara.presses("Räkna")


def pauses(eva: Visitor, days: str) -> None:
    """Two clicks, a number and a reason."""
    eva.follows("Pausa")
    eva.types("Hur många dagar", days)
    eva.chooses("Påfrestande tid")
    eva.presses("Pausa")


def read_file(visitor: Visitor, path: str) -> PdfReader:
    """A file that the page leads to, as the browser gets it."""
    answer = visitor.page.request.get(visitor.address + path)
    assert answer.headers["content-type"] == "application/pdf"
    if PICTURES:
        (Path(PICTURES) / "journey-sheet.pdf").write_bytes(answer.body())
    return PdfReader(io.BytesIO(answer.body()))


def test_a_switch_two_pauses_and_a_step_back(
    calendar: Calendar, opens: Opens, case: Case, nurse: User, prescriber: User
) -> None:
    # Given Anna, who takes oxazepam and zopiclone
    sara, eva, anna = opens(), opens(), opens(PHONE, has_touch=True)
    sara.signs_in(nurse)
    unit.opens_the_patient(sara, ANNA, "Plan")

    # When Sara chooses a switch to diazepam
    chooses_the_switch(sara)

    # Then every number of the way stands there, and what the tables say
    sara.reads("30 mg oxazepam × 10 mg / 20 mg = 15 mg diazepam per dygn")
    sara.reads("Slut tisdag 6 april 2027")
    sara.reads("Oxazepam: 28 tabletter 10 mg", "Diazepam: 21 tabletter 10 mg")
    pictured(sara, "journey-1-switch")

    # When she proposes it and Eva signs
    unit.gives_reasons(sara, "Pratat igenom med Anna.")
    unit.proposes(sara, "Eva Lindqvist")
    eva.signs_in(prescriber)
    unit.decides(eva)
    pictured(eva, "journey-2-decided")

    # Then the steps are those counted by hand, and whoever prescribes has a letter
    plan = Plan.objects.get()
    assert steps_of(plan.versions.get()) == SIGNED
    eva.follows("Brev till Nils Åberg", exact=False)
    eva.reads("diazepam", "Nils Åberg")
    pictured(eva, "journey-3-letter")

    # When two hard weeks come, and two more, and then one cut too many
    calendar.turns_to("2027-01-04")
    opens_the_plan(eva, case, prescriber)
    pauses(eva, "14")
    calendar.turns_to("2027-02-15")
    opens_the_plan(eva, case, prescriber)
    pauses(eva, "14")
    calendar.turns_to("2027-03-29")
    opens_the_plan(eva, case, prescriber)
    eva.follows("Gå upp ett steg")
    eva.never_reads("Steg 1, oxazepam")
    eva.chooses("Steg 6, diazepam 7\u00a0mg per dygn")
    eva.types("Hur många dagar", "14")
    eva.chooses("Svåra besvär")
    pictured(eva, "journey-4-step-back")
    eva.presses("Gå upp")

    # Then the plan goes on from there, and all that was agreed before is kept
    versions = list(plan.versions.order_by("number"))
    assert [version.change for version in versions] == [
        *("plan", "hold", "hold", "step_back")
    ]
    assert steps_of(versions[-1]) == LIVED
    assert steps_of(versions[0]) == SIGNED
    opens_the_plan(eva, case, prescriber)
    pictured(eva, "journey-5-plan")
    eva.page.locator("summary", has_text="Versioner").click()
    eva.reads(*(f"Version {number}" for number in (1, 2, 3, 4)), "Paus 14 dagar.")
    letters = PlanLetter.objects.filter(version__plan=plan, to_name="Nils Åberg")
    assert letters.count() == len(versions)

    # When Anna reads it on her phone
    user = accounts.user(Role.PATIENT, "Anna Berg")
    patients.connect_user(case.patient, user=user, by=nurse, at=case.phase_since)
    anna.is_signed_in_as(user)
    anna.goes_to("/min/")

    # Then she sees today's tablets without a tap and without a sideways scroll
    anna.reads("Måndag 29 mars", "7 mg", "måndag 12 april", "version 4")
    assert anna.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    pictured(anna, "journey-6-today")
    anna.goes_to("/min/plan/")
    anna.reads("diazepam 2 mg", "måndag 24 maj 2027")
    assert anna.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    pictured(anna, "journey-7-my-plan")

    # And the printed sheet says the same: all medicines, then four weeks on one page
    sheet = read_file(eva, f"/app/plan-versions/{versions[-1].pk}/print.pdf")
    every, weeks = (page.extract_text() for page in sheet.pages)
    assert "diazepam, 7 mg" in every
    assert "zopiklon" in every
    assert "oxazepam" not in every + weeks
    for words in ("Plan version 4", "Ersätter version 3", "Sluta inte tvärt"):
        assert words in weeks
    assert weeks.count("1 × 5 mg") == 28
    assert weeks.count("1 × 2 mg") == 14

    # When the last tablet is taken, zopiclone gets a plan of its own
    calendar.turns_to("2027-05-31")
    opens_the_plan(sara, case, nurse)
    sara.presses("Gör plan zopiklon", exact=False)
    pictured(sara, "journey-8-zopiclone")
    sara.types("Från", "2027-06-07")
    for box in sara.page.locator("input[name=products]").all():
        if not box.is_checked():
            sara.ticks(box)
    sara.chooses(SLEEP_RULE)
    sara.presses("Räkna")
    sara.reads("3,75", "Slut måndag 2 augusti 2027")
