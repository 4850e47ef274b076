"""Products that somebody has read about, and where.

A tablet may be divided only where the text that was read speaks of a score or of equal
parts; a score that is merely remembered counts as none. The brand says the country
where the same name stands for other strengths. A unit checks them against its national
product register, or loads that instead (`manage.py load_products`).
"""

from decimal import Decimal

from tapering.lifecycle import Form
from tapering.reference.facts import Fact


def _tablets(
    substance: str,
    brand: str,
    atc: str,
    source: str,
    strengths: dict[str, int],
    jurisdiction: str = "SE",
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
            jurisdiction=jurisdiction,
        )
        for strength, parts in strengths.items()
    ]


def _patches(
    substance: str,
    brand: str,
    atc: str,
    source: str,
    strengths: list[str],
    worn_days: int,
    jurisdiction: str,
) -> list[Fact]:
    return [
        Fact(
            substance=substance,
            brand=brand,
            atc=atc,
            form=Form.PATCH,
            ug_per_h=Decimal(strength),
            worn_days=worn_days,
            source=source,
            jurisdiction=jurisdiction,
        )
        for strength in strengths
    ]


def _whole(*strengths: str) -> dict[str, int]:
    return dict.fromkeys(strengths, 1)


FASS = "https://www.fass.se/LIF/product"
DOCPLAYER = "https://docplayer.se/amp/"
UK_PATCHES = (
    "Scottish Palliative Care Guidelines, Buprenorphine patches. "
    "https://rightdecision.scot.nhs.uk/scottish-palliative-care-guidelines/"
    "medicine-information/buprenorphine-patches/"
)

PRODUCTS: list[Fact] = [
    *_tablets(
        "diazepam",
        "",
        "N05BA01",
        "vardpassagen.se, diazepam: styrkor; brytskåra inte läst. "
        "https://www.vardpassagen.se/diazepam/",
        _whole("2", "5", "10"),
    ),
    *_tablets(
        "oxazepam",
        "Sobril",
        "N05BA04",
        "FASS, produktresumé Sobril: 5 och 10 mg har skåra, 15 mg inte. "
        f"{FASS}?userType=2&nplId=19731214000088&docType=6",
        {"5": 2, "10": 2, "15": 1},
    ),
    *_tablets(
        "oxazepam",
        "Sobril (Norge)",
        "N05BA04",
        "Felleskatalogen, Sobril: styrkor; brytskåra inte läst. "
        "https://www.felleskatalogen.no/medisin/foto-sobril-pfizer-563995",
        _whole("10", "15", "25"),
        "NO",
    ),
    *_tablets(
        "alprazolam",
        "Xanor Depot (Norge)",
        "N05BA12",
        "Bipacksedel Xanor Depot: styrkor; delbarhet inte läst. "
        "https://myhealthbox.eu/sk/xanor-depot-3-mg/4669146",
        _whole("0.5", "3"),
        "NO",
    ),
    *_tablets(
        "klonazepam",
        "Iktorivil",
        "N03AE01",
        "FASS, Iktorivil: 0,5 mg har en skåra och ger halvor om 0,25 mg; skåra på "
        f"2 mg inte läst. {FASS}?userType=0&nplId=19741101000053",
        {"0.5": 2, "2": 1},
    ),
    *_tablets(
        "nitrazepam",
        "",
        "N05CD02",
        "Janusinfo 2018: 2,5 och 5 mg har skåra. http://www.janusinfo.se/Nyheter/"
        "Nyhetslista/2018/Klonazepam-orala-droppar-och-injektion-avregistreras/",
        {"2.5": 2, "5": 2},
    ),
    *_tablets(
        "zopiklon",
        "Imovane",
        "N05CF01",
        "Produktresumé Imovane (docplayer): styrkor; skåra inte läst. "
        f"{DOCPLAYER}109296921",
        _whole("5", "7.5"),
    ),
    *_tablets(
        "zopiklon",
        "",
        "N05CF01",
        "Produktresumé för en 7,5 mg tablett (docplayer): skåra på båda sidor; "
        f"skåra på 5 mg inte läst. {DOCPLAYER}109296921",
        {"5": 1, "7.5": 2},
    ),
    *_tablets(
        "zopiklon",
        "Zopiklon (Norge)",
        "N05CF01",
        "Norsk legemiddelhåndbok, zopiklon: styrkor; brytskåra inte läst. "
        "http://legemiddelhandboka.no/Legemidler/51777",
        _whole("5", "7.5"),
        "NO",
    ),
    *_tablets(
        "zolpidem",
        "Zolpidem Sandoz",
        "N05CF02",
        "Produktresumé Zolpidem Sandoz: 5 mg har skåra. "
        "https://imeds.se/zolpidem-sandoz/produktresume",
        {"5": 2},
    ),
    *_tablets(
        "zolpidem",
        "",
        "N05CF02",
        "Produktresumé för ett 10 mg generikum (docplayer): två lika delar. "
        f"{DOCPLAYER}107407841",
        {"10": 2},
    ),
    *_tablets(
        "zolpidem",
        "Stilnoct",
        "N05CF02",
        "Svenska Wikipedia, Stilnoct: styrkor; brytskåra inte läst. "
        "https://sv.m.wikipedia.org/wiki/Stilnoct",
        _whole("5", "10"),
    ),
    *_tablets(
        "oxikodon",
        "OxyContin Depot",
        "N02AA05",
        "Bipacksedlar OxyContin Depot (Island, Finland): sväljs hela. "
        "https://troppi.fi/sv/medication/oxycontin-depot-REL3654",
        _whole("5", "10", "20", "40", "80"),
        "IS/FI",
    ),
    *_tablets(
        "oxikodon",
        "",
        "N02AA05",
        "Bipacksedlar oxikodon depot (Kronans apotek): styrkor. "
        "https://www.kronansapotek.se/Oxycodone-Depot-Orion/p/051542/",
        _whole("5", "10", "15", "20", "30", "40", "60", "80"),
    ),
    *_tablets(
        "oxikodon/naloxon",
        "Oxycodone/Naloxone Depot Sandoz",
        "N02AA55",
        "FASS, Oxycodone/Naloxone Depot Sandoz: 20/10 mg i två lika delar. "
        f"{FASS}?userType=0&nplId=20141129000084",
        {"5": 1, "10": 1, "20": 2, "40": 1},
    ),
    *_tablets(
        "kodein/paracetamol",
        "Citodon",
        "N02AJ06",
        "WHO ATC-index: 30 mg kodein och 500 mg paracetamol; skåra inte läst. "
        "https://github.com/fabkury/atcd",
        _whole("30"),
    ),
    *_patches(
        "fentanyl",
        "Durogesic",
        "N02AB03",
        "Produktresumé Durogesic (Norge): byts efter 72 timmar. Det som heter 12 ger "
        "12,5 µg/h; här står det som på kartongen. "
        "http://docplayer.me/2500932-Preparatomtale-durogesic",
        ["12", "25", "50", "75", "100"],
        3,
        "NO",
    ),
    *_patches(
        "buprenorfin",
        "Norspan",
        "N02AE01",
        f"{UK_PATCHES} Plåster som bärs i sju dygn.",
        ["5", "10", "15", "20"],
        7,
        "UK",
    ),
    # Three to four days by the source. The longer is kept: a plan by it never lays a
    # new patch on while the old one may still be worn.
    *_patches(
        "buprenorfin",
        "Buprenorfin 3–4 dygn",
        "N02AE01",
        f"{UK_PATCHES} Plåster som bärs i tre till fyra dygn; här räknat som fyra. "
        "De blandas inte med plåster för sju dygn.",
        ["35", "52.5", "70"],
        4,
        "UK",
    ),
    *_tablets(
        "sertralin",
        "Zoloft (Norge)",
        "N06AB06",
        "Felleskatalogen, Zoloft: styrkor; brytskåra inte läst. "
        "https://www.felleskatalogen.no/ir/medisin/zoloft-upjohn-eesv-pfizer-565676",
        _whole("25", "50", "100"),
        "NO",
    ),
]
