"""Benzodiazepines and z-drugs, as equals of 10 mg diazepam by mouth."""

from tapering.lifecycle import Evidence
from tapering.reference.facts import Row, Table
from tapering.reference.tables.shared import ALWAYS, CODES

DOUBLED = "Källan räknar per 5 mg diazepam; här är allt dubblat till 10 mg. "
OXAZEPAM = (
    "10 mg diazepam är 20 mg oxazepam hos Ashton och metodebok.no, 30 mg hos VA/DoD, "
    "Jönköping och NSW, 30–50 mg hos Helsedirektoratet. 45 mg oxazepam blir alltså "
    "22,5, 15 eller 9–15 mg diazepam."
)
Z_DRUGS = (
    "Zopiklon 7,5 mg är 5 mg diazepam hos Ashton och 7,5–10 mg hos Helsedirektoratet; "
    "NSW räknar inte om zopiklon och zolpidem alls."
)


def _per_ten(**amounts: str | tuple[str, str]) -> tuple[Row, ...]:
    """Rows that stand for 10 mg diazepam: one figure, or the two ends of a range."""
    rows = []
    for substance, amount in amounts.items():
        low, high = amount if isinstance(amount, tuple) else (amount, amount)
        rows.append(
            Row(
                substance=substance,
                atc=CODES[substance],
                low=low,
                high=high,
                equals_low="10",
                equals_high="10",
            )
        )
    return tuple(rows)


SEDATIVES = (
    Table(
        key="ashton-2002",
        name="Ashton 2002",
        reference="diazepam",
        rows=(
            *_per_ten(
                diazepam="10",
                oxazepam="20",
                lorazepam="1",
                alprazolam="0.5",
                klonazepam="0.5",
                temazepam="20",
                triazolam="0.5",
                klordiazepoxid="25",
            ),
            *_per_ten(
                nitrazepam="10",
                flunitrazepam="1",
                bromazepam=("5", "6"),
                klobazam="20",
                lormetazepam=("1", "2"),
                zopiklon="15",
                zolpidem="20",
                zaleplon="20",
            ),
        ),
        words=f"{ALWAYS} Siffrorna är lästa hos ASAM (tabell 7) och ADFD, som "
        "återger Ashton. Omräkning av z-läkemedel är osäker.",
        source="Ashton 2002, återgiven i ASAM 2025 tabell 7 "
        "(https://eguideline.guidelinecentral.com/i/1532950) och av ADFD "
        "(https://github.com/ADFD/adfd)",
        jurisdiction="UK",
        evidence=Evidence.SECOND_HAND,
        disagrees=f"{OXAZEPAM} {Z_DRUGS} Den danska myndigheten har skrivit av "
        "klonazepam fel: 0,5 mg som 5 mg diazepam i stället för 10.",
    ),
    Table(
        key="va-dod-2021",
        name="VA/DoD 2021",
        reference="diazepam",
        rows=_per_ten(
            diazepam="10",
            oxazepam="30",
            lorazepam="2",
            alprazolam="1",
            klonazepam="1",
            triazolam="0.25",
            temazepam="15",
            klordiazepoxid="25",
        ),
        words=f"{ALWAYS} Läst hos ASAM (tabell 7), som återger VA/DoD.",
        source="VA/DoD 2021, återgiven i ASAM 2025 tabell 7. "
        "https://eguideline.guidelinecentral.com/i/1532950",
        jurisdiction="US",
        evidence=Evidence.SECOND_HAND,
        disagrees=f"{OXAZEPAM} Lorazepam, alprazolam och klonazepam är dubbelt så "
        "mycket som hos Ashton.",
    ),
    Table(
        key="helsedirektoratet-2021",
        name="Helsedirektoratet 2021",
        reference="diazepam",
        rows=_per_ten(
            diazepam="10",
            oxazepam=("30", "50"),
            alprazolam=("0.5", "1"),
            klonazepam=("0.5", "1"),
            nitrazepam="10",
            flunitrazepam=("0.5", "1"),
            zopiklon=("7.5", "10"),
            zolpidem=("10", "20"),
        ),
        words=f"{DOUBLED}{ALWAYS}",
        source="Helsedirektoratet, ekvipotenser for benzodiazepiner og z-hypnotika, "
        "2021-05-10. https://www.helsedirektoratet.no/veiledere/ordinering-av-"
        "vanedannende-legemidler-versjon-09/pasientinformasjon-og-verktoy/"
        "ekvipotenser-for-benzodiazepiner-og-z-hypnotika",
        jurisdiction="NO",
        disagrees=f"{OXAZEPAM} {Z_DRUGS}",
    ),
    Table(
        key="jonkoping-2019",
        name="Region Jönköping 2019",
        reference="diazepam",
        rows=_per_ten(
            diazepam="10",
            oxazepam="30",
            lorazepam="2",
            alprazolam="1",
            klonazepam="0.5",
            nitrazepam="5",
            flunitrazepam="1",
            triazolam="0.5",
        ),
        words=f"{DOUBLED}{ALWAYS}",
        source="Region Jönköping, bensodiazepintabell 2019. "
        "https://plus.rjl.se/infopage.jsf?nodeId=39803&childId=24881",
        jurisdiction="SE",
        disagrees=f"{OXAZEPAM} Nitrazepam 5 mg här är 10 mg hos Ashton, "
        "Helsedirektoratet och NSW.",
    ),
    Table(
        key="metodebok",
        name="metodebok.no",
        reference="diazepam",
        rows=_per_ten(
            diazepam="10",
            oxazepam="20",
            lorazepam="1",
            alprazolam="0.5",
            klonazepam="0.5",
        ),
        words=ALWAYS,
        source="metodebok.no. "
        "https://metodebok.no/index.php?action=topic&item=ELM8ESw7",
        jurisdiction="NO",
        disagrees=OXAZEPAM,
    ),
    Table(
        key="nsw",
        name="NSW",
        reference="diazepam",
        rows=_per_ten(
            diazepam="10",
            oxazepam="30",
            lorazepam="2",
            alprazolam="1",
            klonazepam="0.5",
            nitrazepam="10",
            flunitrazepam="1",
            temazepam="20",
            bromazepam="6",
            klobazam="20",
        ),
        words="Vilken dos diazepam som källan räknar mot syntes inte i det som lästes: "
        "5 mg är en slutsats, och allt är dubblat till 10 mg. Omräkning av lorazepam "
        f"och från klonazepam kräver särskild försiktighet. {ALWAYS}",
        source="NSW Health, återgiven i ett öppet beslutsstöds tester "
        "(källkoden är inte namngiven)",
        jurisdiction="AU",
        evidence=Evidence.SECOND_HAND,
        disagrees=f"{OXAZEPAM} {Z_DRUGS}",
    ),
    Table(
        key="medscape",
        name="Medscape",
        reference="diazepam",
        rows=tuple(
            Row(
                substance=substance,
                atc=CODES[substance],
                low=low,
                high=high,
                equals_low="5",
                equals_high="10",
            )
            for substance, low, high in (
                ("diazepam", "5", "10"),
                ("oxazepam", "15", "30"),
                ("lorazepam", "1", "2"),
                ("alprazolam", "0.5", "1"),
                ("klonazepam", "0.25", "0.5"),
                ("nitrazepam", "2.5", "10"),
                ("triazolam", "0.25", "0.5"),
                ("temazepam", "10", "20"),
                ("bromazepam", "3", "6"),
                ("klordiazepoxid", "10", "25"),
            )
        ),
        words="Källan anger spann som svarar mot 5–10 mg diazepam, ände mot ände. "
        f"{ALWAYS}",
        source="Medscape, benzodiazepine equivalency. "
        "https://emedicine.medscape.com/article/2172250-overview",
        jurisdiction="US",
        disagrees=OXAZEPAM,
    ),
)
