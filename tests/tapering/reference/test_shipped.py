"""What is shipped: the numbers of the sources, nothing that is merely remembered."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import system_user
from accounts.refusals import Refused
from tapering import actions, queries
from tapering.lifecycle import Evidence, Standing, TableUse
from tapering.models import EquivalenceRow, EquivalenceTable, Policy, Product
from tapering.reference import POLICIES, PRODUCTS, TABLES, Fact, Rule, Table
from tests.factories import tapering as make


def rule(key: str) -> Rule:
    return next(each for each in POLICIES if each.key == key)


def table(key: str) -> Table:
    return next(each for each in TABLES if each.key == key)


def of(substance: str, brand: str | None = None) -> list[Fact]:
    return [
        each
        for each in PRODUCTS
        if each.substance == substance and brand in {None, each.brand}
    ]


# What clinical.md marks as recalled: none of it may be found in the data.
RECALLED_PRODUCTS = [
    ("Oxascand", None),
    ("Temesta", None),
    ("Xanor", None),
    ("OxyNorm", None),
    ("Dolcontin", None),
    ("Nobligan", None),
    ("Palexia Depot", None),
    ("Palladon", None),
    ("Lyrica", None),
    ("", "3.75"),
    ("Xanor Depot (Norge)", "1"),
    ("Xanor Depot (Norge)", "2"),
]
RECALLED_SUBSTANCES = ["lorazepam", "morfin", "tramadol", "pregabalin", "gabapentin"]


@pytest.mark.parametrize(("brand", "strength"), RECALLED_PRODUCTS)
def test_no_recalled_product_is_shipped(brand, strength):
    found = [
        each
        for each in PRODUCTS
        if each.brand == brand
        and (strength is None or each.strength_mg == Decimal(strength))
    ]

    assert found == []


@pytest.mark.parametrize("substance", RECALLED_SUBSTANCES)
def test_no_substance_with_recalled_strengths_only_is_shipped(substance):
    assert of(substance) == []


@pytest.mark.parametrize(
    ("substance", "brand"),
    [
        ("diazepam", ""),
        ("oxazepam", "Sobril (Norge)"),
        ("alprazolam", "Xanor Depot (Norge)"),
        ("zopiklon", "Imovane"),
        ("zopiklon", "Zopiklon (Norge)"),
        ("zolpidem", "Stilnoct"),
        ("oxikodon", ""),
        ("kodein/paracetamol", "Citodon"),
        ("sertralin", "Zoloft (Norge)"),
    ],
)
def test_a_score_that_is_recalled_or_unread_divides_nothing(substance, brand):
    assert {each.parts for each in of(substance, brand)} == {1}


@pytest.mark.parametrize(
    ("substance", "brand", "parts"),
    [
        ("oxazepam", "Sobril", {"5": 2, "10": 2, "15": 1}),
        ("klonazepam", "Iktorivil", {"0.5": 2, "2": 1}),
        ("nitrazepam", "", {"2.5": 2, "5": 2}),
        ("zolpidem", "Zolpidem Sandoz", {"5": 2}),
        ("zolpidem", "", {"10": 2}),
        ("zopiklon", "", {"5": 1, "7.5": 2}),
        (
            "oxikodon/naloxon",
            "Oxycodone/Naloxone Depot Sandoz",
            {"5": 1, "10": 1, "20": 2, "40": 1},
        ),
    ],
)
def test_a_tablet_is_divided_where_that_was_read(substance, brand, parts):
    found = {str(each.strength_mg): each.parts for each in of(substance, brand)}

    assert found == parts


@pytest.mark.parametrize(
    ("brand", "strengths", "days"),
    [
        ("Durogesic", ["12", "25", "50", "75", "100"], 3),
        ("Norspan", ["5", "10", "15", "20"], 7),
        ("Buprenorfin 3–4 dygn", ["35", "52.5", "70"], 4),
    ],
)
def test_patches_have_their_strengths_and_days(brand, strengths, days):
    found = [each for each in PRODUCTS if each.brand == brand]

    assert [str(each.ug_per_h) for each in found] == strengths
    assert {each.worn_days for each in found} == {days}


def test_methadone_and_clonazepam_drops_are_nowhere():
    said = {row.substance for each in TABLES for row in each.rows}

    assert not {"metadon", "methadone"} & (said | {f.substance for f in PRODUCTS})
    assert {each.form for each in of("klonazepam")} == {"tablet"}


# The cells of clinical.md 3.1: mg that stand for 10 mg diazepam.
CELLS_31 = {
    "ashton-2002": {
        "diazepam": "10", "oxazepam": "20", "lorazepam": "1", "alprazolam": "0.5",
        "klonazepam": "0.5", "nitrazepam": "10", "flunitrazepam": "1",
        "triazolam": "0.5", "temazepam": "20", "bromazepam": "5-6", "klobazam": "20",
        "klordiazepoxid": "25", "lormetazepam": "1-2", "zopiklon": "15",
        "zolpidem": "20", "zaleplon": "20",
    },
    "va-dod-2021": {
        "diazepam": "10", "oxazepam": "30", "lorazepam": "2", "alprazolam": "1",
        "klonazepam": "1", "triazolam": "0.25", "temazepam": "15",
        "klordiazepoxid": "25",
    },
    "helsedirektoratet-2021": {
        "diazepam": "10", "oxazepam": "30-50", "alprazolam": "0.5-1",
        "klonazepam": "0.5-1", "nitrazepam": "10", "flunitrazepam": "0.5-1",
        "zopiklon": "7.5-10", "zolpidem": "10-20",
    },
    "jonkoping-2019": {
        "diazepam": "10", "oxazepam": "30", "lorazepam": "2", "alprazolam": "1",
        "klonazepam": "0.5", "nitrazepam": "5", "flunitrazepam": "1",
        "triazolam": "0.5",
    },
    "metodebok": {
        "diazepam": "10", "oxazepam": "20", "lorazepam": "1", "alprazolam": "0.5",
        "klonazepam": "0.5",
    },
    "nsw": {
        "diazepam": "10", "oxazepam": "30", "lorazepam": "2", "alprazolam": "1",
        "klonazepam": "0.5", "nitrazepam": "10", "flunitrazepam": "1",
        "temazepam": "20", "bromazepam": "6", "klobazam": "20",
    },
    "medscape": {
        "diazepam": "5-10", "oxazepam": "15-30", "lorazepam": "1-2",
        "alprazolam": "0.5-1", "klonazepam": "0.25-0.5", "nitrazepam": "2.5-10",
        "triazolam": "0.25-0.5", "temazepam": "10-20", "bromazepam": "3-6",
        "klordiazepoxid": "10-25",
    },
}  # fmt: skip
# The factors of clinical.md 3.2, mg of oral morphine for one mg (patches: one µg/h).
FACTORS_32 = {
    "cdc-2022": {
        "morfin": "1", "oxikodon": "1.5", "hydromorfon": "5", "kodein": "0.15",
        "tramadol": "0.2", "tapentadol": "0.4", "fentanyl µg/h": "2.4",
    },
    "helsedirektoratet-omeq": {
        "morfin": "1", "oxikodon": "1.5 (1.3-2)", "hydromorfon": "5 (3.6-8)",
        "kodein": "0.1 (0.05-0.15)", "tramadol": "0.15 (0.1-0.2)",
        "tapentadol": "0.2 (0.1-0.4)", "ketobemidon": "1", "petidin": "0.1",
        "fentanyl µg/h": "2.4", "buprenorfin µg/h": "2.2",
        "buprenorfin": "48 (33-60)",
    },
    "uppsala-2020": {
        "morfin": "1", "oxikodon": "2", "hydromorfon": "7.5", "tapentadol": "0.3",
        "ketobemidon": "1.5", "fentanyl µg/h": "2.5-3.33", "buprenorfin µg/h": "2",
        "buprenorfin": "50",
    },
    "eksjo": {
        "morfin": "1", "oxikodon": "2", "kodein": "0.1", "tramadol": "0.1",
        "fentanyl µg/h": "2.5", "buprenorfin µg/h": "2",
    },
}  # fmt: skip


def plain(amount: Decimal) -> str:
    return f"{amount.quantize(Decimal('0.0001')).normalize():f}"


def span(low: str, high: str) -> str:
    return low if low == high else f"{low}-{high}"


@pytest.mark.parametrize("key", list(CELLS_31))
def test_the_benzodiazepine_tables_are_those_of_the_sources(key):
    found = {row.substance: span(row.low, row.high) for row in table(key).rows}
    equals = {(row.equals_low, row.equals_high) for row in table(key).rows}

    assert found == CELLS_31[key]
    assert equals == ({("5", "10")} if key == "medscape" else {("10", "10")})


@pytest.mark.parametrize("key", list(FACTORS_32))
def test_the_opioid_tables_are_those_of_the_sources(key):
    found = {}
    for row in table(key).rows:
        ends = [
            plain(Decimal(equals) / Decimal(row.low))[:4].rstrip(".")
            for equals in (row.equals_low, row.equals_high)
        ]
        words = span(*ends)
        name = f"{row.substance} µg/h" if row.unit == "ug_per_h" else row.substance
        found[name] = f"{row.usual} ({words})" if row.usual else words

    assert found.pop("oxikodon/naloxon") == found["oxikodon"]
    assert found.pop("kodein/paracetamol", None) == found.get("kodein")
    assert found == FACTORS_32[key]


def test_the_only_tables_are_those_and_only_the_american_one_is_for_risk():
    assert {each.key for each in TABLES} == set(CELLS_31) | set(FACTORS_32)
    assert [e.key for e in TABLES if e.use == TableUse.RISK] == ["cdc-2022"]


@pytest.mark.parametrize(
    ("key", "bands"),
    [
        ("asam-2025-slow", [("5", "current", 28, "0")]),
        ("asam-2025-fast", [("10", "current", 14, "0")]),
        (
            "cks-diazepam-slow",
            [
                ("2", "mg", 14, "20"),
                ("1", "mg", 14, "10"),
                ("1", "mg", 14, "5"),
                ("0.5", "mg", 14, "0"),
            ],
        ),
        (
            "cks-diazepam-fast",
            [
                ("4", "mg", 7, "20"),
                ("2", "mg", 7, "10"),
                ("1", "mg", 7, "5"),
                ("1", "mg", 7, "0"),
            ],
        ),
        ("maudsley-diazepam-slow-28", [("1.3", "occupancy", 28, "0")]),
        ("maudsley-diazepam-moderate-7", [("2.5", "occupancy", 7, "0")]),
        ("maudsley-diazepam-fast-7", [("5", "occupancy", 7, "0")]),
        ("scotland-diazepam-slow", [("1", "mg", 28, "0")]),
        ("scotland-diazepam-fast", [("1", "mg", 14, "0")]),
        ("casn-mg-slow", [("5", "mg", 7, "20"), ("1", "mg", 7, "0")]),
        ("casn-mg-fast", [("5", "mg", 7, "20"), ("2", "mg", 7, "0")]),
        ("nsw-slow", [("10", "current", 14, "0")]),
        ("nsw-fast", [("10", "current", 10, "0")]),
        ("norway-detox-slow", [("10", "start", 7, "0")]),
        ("norway-detox-fast", [("20", "start", 7, "0")]),
        ("va-slowest-slow", [("2", "start", 56, "0")]),
        ("va-slowest-fast", [("10", "start", 28, "0")]),
        ("va-slower-slow", [("5", "start", 28, "0")]),
        ("va-slower-fast", [("20", "start", 28, "0")]),
        ("va-faster-slow", [("10", "start", 7, "0")]),
        ("va-faster-fast", [("20", "start", 7, "0")]),
        ("cdc-2022-year", [("10", "start", 30, "0")]),
        ("racgp-opioid", [("10", "start", 7, "0")]),
        ("fife-gabapentin", [("300", "mg", 7, "0")]),
        ("fife-pregabalin", [("75", "mg", 7, "0")]),
        ("maudsley-antidepressant-slow", [("10", "current", 28, "0")]),
        ("maudsley-antidepressant-fast", [("25", "current", 14, "0")]),
    ],
)
def test_a_rule_has_the_numbers_of_its_source(key, bands):
    found = [(b.size, b.of, b.every_days, b.above) for b in rule(key).bands]

    assert found == bands


# Parts that are only recalled, by rule: the place must be empty.
@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("cdc-2022-weeks", "band-0-above"),
        ("canada-bzra-2018", "band-0-above"),
        ("surviving-antidepressants", "band-0-every_days"),
        ("trappned-slow", "band-0-every_days"),
        ("finland", "band-0-every_days"),
        ("ashton-slow", "band-0-of"),
        ("australia-opioid-long-slow", "band-0-of"),
        ("jonkoping-opioid-fast", "band-0-of"),
        ("asam-2025-slow", "stop_below_mg"),
        ("nsw-fast", "stop_below_mg"),
        ("maudsley-antidepressant-slow", "stop_below_mg"),
    ],
)
def test_what_no_source_says_is_left_to_the_unit(key, place):
    found = rule(key)
    draft = Policy(rule=found.as_rule, source=found.source, atc=list(found.atc))

    assert place in {gap.field for gap in queries.rule_lacks(draft)}


@pytest.mark.django_db
@pytest.mark.parametrize("found", POLICIES, ids=lambda each: each.key)
def test_a_shipped_rule_answers_or_says_what_is_missing(found):
    draft = Policy(rule=found.as_rule, source=found.source, atc=list(found.atc))
    gaps = queries.missing_in(draft)

    if gaps:
        assert all(gap.field.startswith(("band-", "stop_below")) for gap in gaps)
    else:
        answer = queries.try_rule(draft.rule)
        assert set(answer["steps"][-1]["total_mg"].values()) == {"0"}
    assert found.words
    assert found.source
    assert found.disagrees
    assert found.jurisdiction


def test_the_cks_corners_take_20_and_70_weeks_from_40_mg():
    weeks = {
        key: queries.weeks_of(queries.try_rule(rule(key).as_rule))
        for key in ("cks-diazepam-fast", "cks-diazepam-slow")
    }

    assert weeks == {"cks-diazepam-fast": 20, "cks-diazepam-slow": 70}


def test_occupancy_is_only_for_the_medicine_that_was_measured():
    measured = [each for each in POLICIES if each.occupancy]

    assert {each.atc for each in measured} == {("N05BA01",)}
    assert {each.occupancy["half_dose_mg"] for each in measured} == {"24.7"}


@pytest.mark.django_db
def test_everything_is_loaded_as_a_draft_and_loading_again_adds_nothing():
    actions.load_reference(by=system_user(), at=make.AT)
    actions.load_reference(by=system_user(), at=make.AT)

    assert Policy.objects.count() == len(POLICIES)
    assert Product.objects.count() == len(PRODUCTS)
    assert EquivalenceTable.objects.count() == len(TABLES)
    for model in (Policy, Product, EquivalenceTable):
        assert set(model.objects.values_list("standing", flat=True)) == {Standing.DRAFT}


@pytest.mark.django_db
def test_second_hand_is_shown_as_second_hand():
    actions.load_reference(by=system_user(), at=make.AT)

    read = Policy.objects.get(shipped_as="asam-2025-slow")
    quoted = Policy.objects.get(shipped_as="cks-diazepam-slow")

    assert read.evidence == Evidence.READ
    assert quoted.is_second_hand


@pytest.mark.django_db
def test_loading_again_leaves_what_people_have_done(administrator, prescriber):
    actions.load_reference(by=system_user(), at=make.AT)
    edited = Policy.objects.get(shipped_as="asam-2025-slow")
    away = Policy.objects.get(shipped_as="rusinfo")
    approved = Policy.objects.get(shipped_as="cks-diazepam-slow")
    actions.edit(edited, edition=0, name="Vår regel", by=administrator, at=make.AT)
    actions.discard(away, by=administrator, at=make.AT)
    actions.approve(approved, by=prescriber, at=make.AT)

    actions.load_reference(by=system_user(), at=make.AT)

    assert Policy.objects.count() == len(POLICIES)
    assert Policy.objects.get(pk=edited.pk).name == "Vår regel"
    assert Policy.objects.get(pk=away.pk).standing == Standing.DISCARDED
    assert Policy.objects.get(pk=approved.pk).is_usable


@pytest.mark.django_db
def test_the_database_keeps_a_fact_once_and_a_usual_figure_in_its_range():
    actions.load_reference(by=system_user(), at=make.AT)
    row = EquivalenceTable.objects.get(shipped_as="eksjo").rows.first()

    with (
        pytest.raises(IntegrityError, match="policy_is_shipped_once"),
        transaction.atomic(),
    ):
        Policy.objects.filter(shipped_as="finland").update(shipped_as="rusinfo")
    with pytest.raises(IntegrityError, match="usual_equivalent_lies_in_its_range"):
        EquivalenceRow.objects.filter(pk=row.pk).update(
            equals_usual=row.equals_high + 1
        )


@pytest.mark.django_db
def test_a_draft_without_its_tail_is_not_approved(prescriber):
    actions.load_policies(by=system_user(), at=make.AT)
    draft = Policy.objects.get(shipped_as="nsw-slow")

    with pytest.raises(Refused, match="Skriv under vilken dos"):
        actions.approve(draft, by=prescriber, at=make.AT)
