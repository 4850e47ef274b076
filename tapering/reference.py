"""Products that somebody has read about, and where. Facts, no advice.

Only strengths that were read in a source stand here, and a tablet may be divided only
where the text that was read speaks of a score or of equal parts; a score that is merely
remembered counts as none. A unit checks them against the national product register.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

READ_ON = date(2026, 11, 21)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One strength of one product."""

    substance: str
    brand: str
    atc: str
    strength_mg: Decimal
    parts: int
    source: str


def _rows(
    substance: str, brand: str, atc: str, source: str, strengths: dict[str, int]
) -> list[Fact]:
    """One row per strength; the figure beside it is the number of equal parts."""
    return [
        Fact(
            substance=substance,
            brand=brand,
            atc=atc,
            strength_mg=Decimal(strength),
            parts=parts,
            source=source,
        )
        for strength, parts in strengths.items()
    ]


WHOLE_OXYCODONE = dict.fromkeys(["5", "10", "15", "20", "30", "40", "60", "80"], 1)
READ_OF_ZOLPIDEM = "Produktresumé för ett 10 mg generikum (docplayer): två lika delar"
READ_OF_ZOPICLONE = "Produktresumé för en 7,5 mg tablett (docplayer): skåra"

PRODUCTS: list[Fact] = [
    *_rows(
        "diazepam",
        "",
        "N05BA01",
        "vardpassagen.se, diazepam: styrkor; brytskåra inte läst",
        {"2": 1, "5": 1, "10": 1},
    ),
    *_rows(
        "oxazepam",
        "Sobril",
        "N05BA04",
        "FASS, produktresumé Sobril: 5 och 10 mg har skåra, 15 mg inte",
        {"5": 2, "10": 2, "15": 1},
    ),
    *_rows(
        "klonazepam",
        "Iktorivil",
        "N03AE01",
        "FASS, Iktorivil: 0,5 mg har skåra; skåra på 2 mg inte läst",
        {"0.5": 2, "2": 1},
    ),
    *_rows(
        "nitrazepam",
        "",
        "N05CD02",
        "Janusinfo 2018: 2,5 och 5 mg har skåra",
        {"2.5": 2, "5": 2},
    ),
    *_rows(
        "zopiklon",
        "Imovane",
        "N05CF01",
        "Produktresumé Imovane (docplayer): styrkor; skåra inte läst",
        {"5": 1, "7.5": 1},
    ),
    *_rows("zopiklon", "", "N05CF01", READ_OF_ZOPICLONE, {"7.5": 2}),
    *_rows(
        "zolpidem",
        "Zolpidem Sandoz",
        "N05CF02",
        "Produktresumé Zolpidem Sandoz: 5 mg har skåra",
        {"5": 2},
    ),
    *_rows("zolpidem", "", "N05CF02", READ_OF_ZOLPIDEM, {"10": 2}),
    *_rows(
        "oxikodon",
        "OxyContin Depot",
        "N02AA05",
        "Bipacksedlar OxyContin Depot (IS, FI): sväljs hela",
        {"5": 1, "10": 1, "20": 1, "40": 1, "80": 1},
    ),
    *_rows(
        "oxikodon",
        "",
        "N02AA05",
        "Bipacksedlar oxikodon depot (Kronans apotek): styrkor",
        WHOLE_OXYCODONE,
    ),
    *_rows(
        "oxikodon/naloxon",
        "Oxycodone/Naloxone Depot Sandoz",
        "N02AA55",
        "FASS, Oxycodone/Naloxone Depot Sandoz: 20/10 mg i två lika delar",
        {"5": 1, "10": 1, "20": 2, "40": 1},
    ),
    *_rows(
        "kodein/paracetamol",
        "Citodon",
        "N02AJ06",
        "WHO ATC-index: 30 mg kodein och 500 mg paracetamol; skåra inte läst",
        {"30": 1},
    ),
]
