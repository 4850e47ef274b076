"""Who the patients of the demo are and how far each has come. All invented."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jurisdictions import identity, phones

GIVEN = [
    "Maria", "Peter", "Bo", "Amanda", "Lotta", "Samir", "Ida", "Elsa", "Mats", "Jonas",
    "Leila", "Tove", "Erik", "Greta", "Nils", "Pia", "Hugo", "Sofia", "Omar", "Elin",
    "Klas", "Ines", "Ulf", "Stina", "Ylva", "Moa", "Axel", "Signe", "Viktor", "Åsa",
]  # fmt: skip
FAMILY = [
    "Ek", "Wallin", "Jansson", "Lundin", "Viklund", "Forsman", "Rashid", "Holmgren",
    "Nordin", "Öberg", "Lind", "Åkesson", "Hassan", "Berglund", "Sandberg", "Blom",
    "Rask", "Grön", "Dahl", "Klint", "Aziz", "Mård", "Modin", "Hall", "Bergqvist",
    "Frid", "Bark", "Ljung", "Sjödin", "Ström",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Medicine:
    """A medicine as taken at the start; doses in mg by part of the day."""

    substance: str
    product: str
    strength: Decimal
    doses: dict[str, Decimal]
    policy: str

    @property
    def total(self) -> Decimal:
        """Mg a day."""
        return sum(self.doses.values(), Decimal(0))


def _doses(**parts: str) -> dict[str, Decimal]:
    return {part: Decimal(mg) for part, mg in parts.items()}


OXAZEPAM = Medicine(
    substance="oxazepam",
    product="Sobril",
    strength=Decimal(10),
    doses=_doses(morning="5", noon="5", evening="15"),
    policy="sedative",
)
OXAZEPAM_HIGH = Medicine(
    substance="oxazepam",
    product="Sobril",
    strength=Decimal(15),
    doses=_doses(morning="15", noon="10", evening="15", night="10"),
    policy="sedative",
)
DIAZEPAM = Medicine(
    substance="diazepam",
    product="",
    strength=Decimal(5),
    doses=_doses(morning="10", evening="10"),
    policy="diazepam",
)
ZOPICLONE = Medicine(
    substance="zopiklon",
    product="",
    strength=Decimal("7.5"),
    doses=_doses(night="7.5"),
    policy="sleep",
)
ZOLPIDEM = Medicine(
    substance="zolpidem",
    product="",
    strength=Decimal(10),
    doses=_doses(night="10"),
    policy="sleep",
)
OXYCODONE = Medicine(
    substance="oxikodon",
    product="",
    strength=Decimal(20),
    doses=_doses(morning="20", evening="20"),
    policy="opioid",
)
MEDICINES = [OXAZEPAM, DIAZEPAM, ZOPICLONE, ZOLPIDEM, OXYCODONE, OXAZEPAM_HIGH]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One patient: who, what is taken, since when, how far, and what is special."""

    given: str
    family: str
    number: str
    phone: str
    days: int  # since the referral was issued
    stage: str  # referral, waiting, redirected, rejected, assessment, proposal,
    #             preparation, tapering, aftercare, relapse, closed
    source: str = "clinic"
    medicines: tuple[Medicine, ...] = (OXAZEPAM,)
    owner: str = "sara"
    marks: frozenset[str] = field(default_factory=frozenset)
    interpreter: str = ""

    def has(self, mark: str) -> bool:
        """Tell whether something special happens in this story."""
        return mark in self.marks


def _numbers() -> Iterator[str]:
    """Synthetic identity numbers spread over many years of birth."""
    years = [identity.synthetic_numbers(year) for year in range(1990, 2006)]
    skip = 37
    while True:
        for year in years:
            for _ in range(skip):
                number = next(year)
            yield number


# (stage, days since issue, source, marks): every phase and every corner.
SMALL: list[tuple[str, int, str, str]] = [
    ("tapering", 150, "clinic", "anna hold"),
    ("tapering", 1095, "clinic", "three_years"),
    ("referral", 0, "self", "risk_reduced"),
    ("referral", 1, "clinic", "risk_seizures"),
    ("referral", 6, "clinic", "own_part"),
    ("referral", 5, "clinic", "incomplete attachment"),
    ("referral", 4, "self", ""),
    ("referral", 84, "clinic", "late"),
    ("waiting", 9, "clinic", ""),
    ("waiting", 4, "self", ""),
    ("redirected", 20, "self", ""),
    ("rejected", 30, "clinic", ""),
    ("assessment", 12, "clinic", "interpreter"),
    ("assessment", 8, "self", ""),
    ("assessment", 25, "clinic", "overdue"),
    ("preparation", 30, "clinic", ""),
    ("proposal", 34, "clinic", ""),
    ("proposal", 40, "self", "two"),
    ("tapering", 90, "clinic", "protected"),
    ("tapering", 190, "clinic", "two switch"),
    ("tapering", 75, "clinic", "unconfirmed"),
    ("tapering", 110, "clinic", "no_show"),
    ("tapering", 60, "self", "interpreter"),
    ("tapering", 200, "clinic", "hold"),
    ("aftercare", 260, "clinic", "sleep"),
    ("aftercare", 300, "self", "sleep missed"),
    ("aftercare", 240, "clinic", "sleep"),
    ("relapse", 330, "clinic", "sleep"),
    ("closed", 480, "clinic", "sleep"),
    ("closed", 55, "self", "leaves"),
]
OWNERS = ["sara", "ali", "karin", "sara", "ali"]


def small() -> list[Story]:
    """Thirty patients: every phase and every corner."""
    chance = random.Random(30)  # noqa: S311 - repeatable, no secret
    return list(_told(SMALL, chance))


def full() -> list[Story]:
    """Three hundred patients over eighteen months, the thirty among them."""
    chance = random.Random(300)  # noqa: S311 - repeatable, no secret
    stages = [
        ("tapering", (50, 210), ""),
        ("tapering", (60, 200), "hold"),
        ("aftercare", (200, 330), "sleep"),
        ("closed", (430, 540), "sleep"),
        ("closed", (40, 540), "leaves"),
        ("assessment", (5, 25), ""),
        ("preparation", (22, 40), ""),
        ("referral", (0, 20), ""),
        ("redirected", (15, 540), ""),
        ("relapse", (300, 540), "sleep"),
    ]
    rows = list(SMALL)
    while len(rows) < 300:
        stage, (least, most), marks = chance.choice(stages)
        source = chance.choice(["clinic", "clinic", "self"])
        rows.append((stage, chance.randint(least, most), source, marks))
    return list(_told(rows, chance))


def _told(
    rows: list[tuple[str, int, str, str]], chance: random.Random
) -> Iterator[Story]:
    numbers, mobiles = _numbers(), list(phones.fictional_mobiles())
    for at, (stage, days, source, words) in enumerate(rows):
        marks = frozenset(words.split())
        is_anna = "anna" in marks
        yield Story(
            given="Anna" if is_anna else GIVEN[at % len(GIVEN)],
            family="Berg" if is_anna else chance.choice(FAMILY),
            number=next(numbers),
            phone=mobiles[at % len(mobiles)],
            days=days,
            stage=stage,
            source=source,
            medicines=_medicines(marks, at),
            owner="sara" if is_anna else OWNERS[at % len(OWNERS)],
            marks=marks,
            interpreter="arabiska" if "interpreter" in marks else "",
        )


def _medicines(marks: frozenset[str], at: int) -> tuple[Medicine, ...]:
    if "two" in marks:
        return (OXAZEPAM, ZOPICLONE)
    if "sleep" in marks:
        return (ZOPICLONE,)
    if marks & {"anna", "hold", "no_show"}:
        return (OXAZEPAM,)
    if "three_years" in marks:
        return (OXAZEPAM_HIGH,)
    return (MEDICINES[at % len(MEDICINES)],)


def born(story: Story) -> date:
    """The birth date that the synthetic number carries."""
    digits = story.number
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
