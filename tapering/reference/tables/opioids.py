"""Opioids, as mg of morphine by mouth; patches per microgram an hour."""

from tapering.lifecycle import TableUse, Unit
from tapering.reference.facts import Row, Table
from tapering.reference.tables.shared import ALWAYS, CODES

OXYCODONE = (
    "Oxikodon räknas som 1,5 (CDC, Helsedirektoratet) eller 2 (Uppsala, Eksjö): 80 mg "
    "är 120 eller 160 mg morfin."
)
TAPENTADOL = (
    "Tapentadol 300 mg är 60 (Helsedirektoratet), 90 (Uppsala) eller 120 mg (CDC)."
)
FENTANYL = (
    "Fentanylplåster 100 µg/h är 240 (CDC, Helsedirektoratet) eller 210 mg (Uppsala)."
)


def _stands_for(
    substance: str,
    equals: str | tuple[str, str],
    *,
    amount: str = "1",
    usual: str | None = None,
    unit: str = Unit.MG,
    note: str = "",
) -> Row:
    """So much of an opioid stands for so many mg of oral morphine."""
    low, high = equals if isinstance(equals, tuple) else (equals, equals)
    return Row(
        substance=substance,
        atc=CODES[substance],
        low=amount,
        high=amount,
        equals_low=low,
        equals_high=high,
        usual=usual,
        unit=unit,
        note=note,
    )


AS_OXYCODONE = "Räknas som oxikodon."
ON_CODEINE = "Räknas på kodeinet."
BY_BODY = "Omvandlas olika hos olika människor (CYP2D6)."
PATCH = Unit.UG_PER_H

HALF = "Vid byte mellan opioider: börja på omkring 50 % av tabellens dos. "
OPIOIDS = (
    Table(
        key="cdc-2022",
        name="CDC 2022 (bara risk)",
        reference="morfin",
        use=TableUse.RISK,
        rows=(
            _stands_for("morfin", "1"),
            _stands_for("oxikodon", "1.5"),
            _stands_for("oxikodon/naloxon", "1.5", note=AS_OXYCODONE),
            _stands_for("hydromorfon", "5"),
            _stands_for("kodein", "0.15", note=BY_BODY),
            _stands_for("kodein/paracetamol", "0.15", note=ON_CODEINE),
            _stands_for("tramadol", "0.2", note=BY_BODY),
            _stands_for("tapentadol", "0.4"),
            _stands_for("fentanyl", "2.4", unit=PATCH, note="Per µg/h."),
        ),
        words="Faktorerna är gjorda för att bedöma risk, inte för att byta läkemedel "
        "hos en människa. Buprenorfin är undantaget av källan.",
        source="CDC 2022, implementeringsguide (CQL). "
        "https://github.com/cqframework/opioid-mme-r4",
        jurisdiction="US",
        disagrees=f"{OXYCODONE} {TAPENTADOL} {FENTANYL}",
    ),
    Table(
        key="helsedirektoratet-omeq",
        name="Helsedirektoratet OMEQ",
        reference="morfin",
        rows=(
            _stands_for("morfin", "1"),
            _stands_for("oxikodon", ("1.3", "2"), usual="1.5"),
            _stands_for(
                "oxikodon/naloxon", ("1.3", "2"), usual="1.5", note=AS_OXYCODONE
            ),
            _stands_for("hydromorfon", ("3.6", "8"), usual="5"),
            _stands_for("kodein", ("0.05", "0.15"), usual="0.1", note=BY_BODY),
            _stands_for(
                "kodein/paracetamol", ("0.05", "0.15"), usual="0.1", note=ON_CODEINE
            ),
            _stands_for("tramadol", ("0.1", "0.2"), usual="0.15", note=BY_BODY),
            _stands_for("tapentadol", ("0.1", "0.4"), usual="0.2"),
            _stands_for("ketobemidon", "1"),
            _stands_for("petidin", "0.1", note="Rektalt. Bör undvikas."),
            _stands_for(
                "fentanyl",
                "2.4",
                unit=PATCH,
                note="Per µg/h; 12,5 µg/h är 30 mg, kvot 100.",
            ),
            _stands_for(
                "buprenorfin",
                "2.2",
                unit=PATCH,
                note="Plåster, per µg/h; 13,5 µg/h är 30 mg, kvot 75–110.",
            ),
            _stands_for(
                "buprenorfin",
                ("33", "60"),
                usual="48",
                note="Under tungan. Inte för doser vid opioidberoende.",
            ),
        ),
        words=f"{HALF}Spannen är källans egna.",
        source="Helsedirektoratet, konvertering av opioiddoser (OMEQ). "
        "https://www.helsedirektoratet.no/veiledere/vanedannende-legemidler/"
        "pasientinformasjon-og-verktoy/konvertering-av-opioiddoser",
        jurisdiction="NO",
        disagrees=f"{OXYCODONE} {TAPENTADOL} {FENTANYL}",
    ),
    Table(
        key="uppsala-2020",
        name="Region Uppsala 2020",
        reference="morfin",
        rows=(
            _stands_for("morfin", "30", amount="30"),
            _stands_for("oxikodon", "30", amount="15"),
            _stands_for("oxikodon/naloxon", "30", amount="15", note=AS_OXYCODONE),
            _stands_for("hydromorfon", "30", amount="4"),
            _stands_for(
                "tapentadol", "30", amount="100", note="Inte över 450 mg om dagen."
            ),
            _stands_for("ketobemidon", "30", amount="20"),
            _stands_for(
                "fentanyl",
                ("30", "40"),
                amount="12",
                unit=PATCH,
                note="Gäller bara plåstret 12 µg/h, inte proportionellt: 25 är 60, "
                "50 är 90, 75 är 150 och 100 µg/h är 210 mg.",
            ),
            _stands_for(
                "buprenorfin",
                "30",
                amount="15",
                unit=PATCH,
                note="Plåster. Inte över 40 µg/h.",
            ),
            _stands_for(
                "buprenorfin",
                "30",
                amount="0.6",
                note="Under tungan. Inte för doser vid opioidberoende.",
            ),
        ),
        words=f"{HALF}Raden för 30 mg morfin är läst.",
        source="Region Uppsala, dosekvivalenser för opioider, oktober 2020. "
        "https://regionuppsala.se/samverkanswebben/for-vardgivare/kunskapsstod/"
        "lakemedel/forskrivarstod/dosekvivalenstabeller/opioider-dosekvivalens",
        jurisdiction="SE",
        disagrees=f"{OXYCODONE} {TAPENTADOL} {FENTANYL} Hydromorfon är 7,5 här, 5 hos "
        "CDC och Helsedirektoratet.",
    ),
    Table(
        key="eksjo",
        name="Eksjö (Höglandssjukhuset)",
        reference="morfin",
        rows=(
            _stands_for("morfin", "30", amount="30"),
            _stands_for("oxikodon", "30", amount="15"),
            _stands_for("oxikodon/naloxon", "30", amount="15", note=AS_OXYCODONE),
            _stands_for("kodein", "30", amount="300", note=BY_BODY),
            _stands_for("kodein/paracetamol", "30", amount="300", note=ON_CODEINE),
            _stands_for("tramadol", "30", amount="300", note=BY_BODY),
            _stands_for("fentanyl", "30", amount="12", unit=PATCH, note="Plåster."),
            _stands_for("buprenorfin", "30", amount="15", unit=PATCH, note="Plåster."),
        ),
        words=f"{ALWAYS} En föreläsningsbild som bygger på sjukhusets tabell.",
        source="Ekvianalgetiska doser, bild efter Höglandssjukhuset. "
        "http://slidegur.com/doc/25169/ekvianalgetiska-doser",
        jurisdiction="SE",
        disagrees=OXYCODONE,
    ),
)
