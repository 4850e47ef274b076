"""Health centres, the team of eight and those who refer. All invented."""

import random
from dataclasses import dataclass
from datetime import datetime

from accounts import actions
from accounts.models import CareUnit, Municipality, User, system_user
from accounts.roles import Role
from jurisdictions import phones
from offers import actions as offers
from offers.models import Place

# Shown in the table at start and refused in production settings.
PASSWORD = "nedtrappning-demo"  # noqa: S105
SEED = 49
CENTRES = 60
NATURE = [
    "Granskogen", "Kvarnbacken", "Åkerängen", "Björkhagen", "Sjöstranden", "Ekliden",
    "Rosenlund", "Tallmon", "Lindgården", "Havsviken", "Solbacka", "Ängsvik",
    "Bergåsen", "Skogsbrynet", "Fågelsången", "Källdalen", "Hasselbo", "Ljungheden",
    "Strömparken", "Rönnåsen",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Login:
    """A row of the table of log-ins."""

    username: str
    name: str
    title: str
    role: Role


TEAM = (
    Login("karin", "Karin Ohlin", "samordnare, sjuksköterska", Role.COORDINATOR),
    Login("sara", "Sara Nyberg", "sjuksköterska", Role.NURSE),
    Login("ali", "Ali Hosseini", "sjuksköterska", Role.NURSE),
    Login("maja", "Maja Holm", "kurator", Role.SOCIAL_WORKER),
    Login("johan", "Johan Lind", "fysioterapeut", Role.PHYSIOTHERAPIST),
    Login("eva", "Eva Lindqvist", "psykiater", Role.PSYCHIATRIST),
    Login("omar", "Omar Rashid", "psykiater", Role.PSYCHIATRIST),
    Login("lena", "Lena Frid", "enhetschef", Role.MANAGER),
)
OTHERS = (
    Login("per", "Per Wallin", "administratör", Role.ADMINISTRATOR),
    Login("gun", "Gun Sjöberg", "loggranskare", Role.LOG_REVIEWER),
)
REFERRERS = (
    Login("nils", "Nils Åberg", "läkare", Role.REFERRER),
    Login("britt", "Britt Sand", "läkare", Role.REFERRER),
    Login("hanna", "Hanna Ek", "medicinsk sekreterare", Role.REFERRER),
)
PATIENT = Login("anna", "Anna Berg", "", Role.PATIENT)


@dataclass(frozen=True, slots=True)
class Region:
    """What the patients of the demo need around them."""

    unit: CareUnit
    centres: list[CareUnit]
    places: list[Place]
    people: dict[str, User]

    def hire_referrer(self, centre: CareUnit, *, at: datetime) -> User:
        """Let somebody write referrals at a centre where nobody does yet."""
        number = self.centres.index(centre) + 1
        login = Login(f"vc{number}", f"Läkare {number}", "läkare", Role.REFERRER)
        return _person(login, centre, at)


def build(*, at: datetime) -> Region:
    """Make the unit, the health centres, their rooms and everybody who works there."""
    chance = random.Random(SEED)  # noqa: S311 - a repeatable region, no secret
    unit = _unit("Nedtrappningsenheten", "UNIT", "unit", "Lilla Edet", at)
    centres = _centres(chance, at)
    people = {login.username: _person(login, unit, at) for login in (*TEAM, *OTHERS)}
    for login, centre in zip(REFERRERS, centres, strict=False):
        people[login.username] = _person(login, centre, at)
    people[PATIENT.username] = _person(PATIENT, None, at)
    return Region(unit, centres, _places(unit, centres, at), people)


def _unit(name: str, local: str, kind: str, place: str, at: datetime) -> CareUnit:
    return actions.add_unit(
        name=name,
        kind=kind,
        # An impossible organisation number: nobody's real unit.
        hsa_id=f"SE0000000000-{local}",
        municipality=Municipality.objects.get(name=place),
        phone=next(phones.fictional_landlines()),
        **_address(place, sum(map(ord, local))),
        by=system_user(),
        at=at,
    )


def _address(place: str, number: int) -> dict[str, str]:
    """Nobody's: no post goes to numbers that begin with 999."""
    return {
        "street": f"Exempelgatan {1 + number % 40}",
        "postcode": f"999 {10 + number % 90}",
        "town": place,
    }


def _centres(chance: random.Random, at: datetime) -> list[CareUnit]:
    """One health centre in each municipality, and more where more people live."""
    places = list(Municipality.objects.order_by("-population"))
    spread = places + places[: CENTRES - len(places)]
    names = [f"{word}s vårdcentral" for word in NATURE]
    centres: list[CareUnit] = []
    for number, place in enumerate(sorted(spread, key=lambda p: p.code), start=1):
        name = f"{chance.choice(names)}, {place.name}"
        taken = {centre.name for centre in centres}
        while name in taken:
            name = f"{chance.choice(names)}, {place.name}"
        centres.append(_unit(name, f"VC{number:03}", "health_centre", place.name, at))
    return sorted(centres, key=lambda c: c.municipality.name != "Uddevalla")


def _person(login: Login, unit: CareUnit | None, at: datetime) -> User:
    return actions.add_user(
        username=login.username,
        name=login.name,
        title=login.title,
        role=login.role,
        unit=unit,
        password=PASSWORD,
        by=system_user(),
        at=at,
    )


def _places(unit: CareUnit, centres: list[CareUnit], at: datetime) -> list[Place]:
    """Two rooms at the base and one at each health centre."""
    rooms = [(unit, "Rum 1"), (unit, "Rum 2")]
    rooms += [(centre, "Rum 2") for centre in centres]
    return [
        offers.add_place(
            care_unit=where,
            room=room,
            directions="Anmäl dig i receptionen.",
            by=system_user(),
            at=at,
        )
        for where, room in rooms
    ]


def is_loaded() -> bool:
    """Tell whether the demo region is there."""
    return User.objects.filter(username=TEAM[0].username).exists()


__all__ = ["PASSWORD", "Region", "build", "is_loaded"]
