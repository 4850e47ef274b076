"""Opioids: CDC, VA, VA/DoD, Australia, RACGP, Jönköping."""

from tapering.lifecycle import Evidence, WhoMay
from tapering.reference.facts import Band, Rule
from tapering.reference.policies.sedatives import NO_TAIL
from tapering.reference.policies.sedatives_elsewhere import NO_BASE

# Nothing for methadone or buprenorphine in treatment of addiction (N07BC).
OPIOIDS_ATC = ("N02A", "R05DA04")
A_MONTH = 30

CDC = (
    "CDC 2022, återgiven i andra hand. https://gentlestep.app/articles/"
    "cdc-opioid-guidelines-2022.html"
)
CDC_TOOL = "CDC 2022, återgiven i en öppen räknare. https://robbie-med.github.io/Mme/"
VA = (
    "VA Opioid Taper Decision Tool och VA/DoD 2017 (text i cpgQA). "
    "https://github.com/mmahbub/cpgQA"
)
VA_DISAGREES = (
    "VA:s exempel räknar procenten på startdosen: 45 mg i månaden från 270 mg är 17 % "
    "av startdosen men 50 % av dosen den femte månaden. CDC: 10 % i månaden eller "
    "mindre efter mer än ett år."
)
AUSTRALIA = (
    "Australian guideline for deprescribing opioid analgesics, återgiven i en öppen "
    "planerare (källkoden ej namngiven)"
)
JONKOPING = (
    "Region Jönköping, nedtrappning av opioider. https://folkhalsaochsjukvard.rjl.se/"
    "dokument/evo/990afe7e-24f4-4e5d-8047-30967d9860e7?pageId=24235&blockId=80374"
)


def _va(
    pace: str, key: str, end: str, size: str, days: int, often: str, gap: int
) -> Rule:
    return Rule(
        key=f"va-{pace}-{key}",
        name=f"VA {end}",
        atc=OPIOIDS_ATC,
        bands=(Band(size=size, of="start", every_days=days),),
        words=f"{size} % av startdosen, {often}. Uppehåll går bra. Kontakt före varje "
        "steg.",
        source=VA,
        jurisdiction="US",
        disagrees=VA_DISAGREES,
        care={"confirm_each_step": True, "max_gap_days": gap},
    )


def _va_dod(key: str, end: str, size: str) -> Rule:
    return Rule(
        key=f"va-dod-2017-{key}",
        name=f"VA/DoD 2017, {end}",
        atc=OPIOIDS_ATC,
        bands=(Band(size=size, of=None, every_days=28),),
        words=f"{size} % var fjärde vecka när säkerheten tillåter. Kontakt en vecka "
        f"till en månad efter varje steg, också efter det sista.{NO_BASE}",
        source=VA,
        jurisdiction="US",
        disagrees="VA/DoD skriver själva att underlaget inte räcker för något visst "
        "schema.",
        care={"max_gap_days": A_MONTH},
    )


def _australia(key: str, name: str, size: str, days: int) -> Rule:
    often = "varje vecka" if days == 7 else "var fjärde vecka"
    return Rule(
        key=f"australia-opioid-{key}",
        name=f"Australien, {name}",
        atc=OPIOIDS_ATC,
        bands=(Band(size=size, of=None, every_days=days),),
        words=f"{size} % {often}. Långsammare efter mer än ett år eller vid hög dos."
        f"{NO_BASE}",
        source=AUSTRALIA,
        jurisdiction="AU",
        evidence=Evidence.SECOND_HAND,
        disagrees="Större steg än CDC:s 10 % i månaden.",
    )


def _jonkoping(key: str, end: str, days: int, often: str) -> Rule:
    return Rule(
        key=f"jonkoping-opioid-{key}",
        name=f"Region Jönköping, kort användning, {end}",
        atc=OPIOIDS_ATC,
        bands=(Band(size="10", of=None, every_days=days),),
        words=f"Omkring 10 % av dygnsdosen {often}, efter kort användning. Efter mer "
        f"än tre månader långsamt, utan siffra.{NO_BASE}",
        source=JONKOPING,
        jurisdiction="SE",
        disagrees="Gäller kort användning. CDC: 10 % i månaden efter mer än ett år.",
    )


OPIOIDS = (
    Rule(
        key="cdc-2022-year",
        name="CDC 2022, mer än ett år",
        atc=OPIOIDS_ATC,
        bands=(Band(size="10", of="start", every_days=A_MONTH),),
        words="Högst 10 % i månaden, eller långsammare, efter användning i mer än ett "
        "år. Gör uppehåll och börja igen när patienten är redo. Kontakt minst en gång "
        "i månaden. Procenten räknas på startdosen, som i de verktyg som följer CDC; "
        "en månad är här 30 dagar.",
        source=CDC,
        jurisdiction="US",
        evidence=Evidence.SECOND_HAND,
        disagrees="VA: 5–20 % var fjärde vecka är vanligast. Australien: 10–25 %. CDC "
        "väger noga innan dosen höjs igen.",
        care={"max_gap_days": A_MONTH, "who_may_step_back": WhoMay.PRESCRIBER},
    ),
    Rule(
        key="cdc-2022-weeks",
        name="CDC 2022, veckor till månader",
        atc=OPIOIDS_ATC,
        bands=(
            Band(
                size="10",
                of="start",
                every_days=7,
                above=None,
                unit="percent_of_start",
            ),
            Band(size="10", of="current", every_days=7),
        ),
        words="10 % av startdosen varje vecka, senare 10 % av det som är kvar. Källan "
        f"säger inte var bytet sker.{NO_TAIL}",
        source=CDC_TOOL,
        jurisdiction="US",
        evidence=Evidence.SECOND_HAND,
        disagrees="RACGP: 10 % av startdosen varje vecka hela vägen.",
        care={"max_gap_days": A_MONTH},
    ),
    _va(
        "slowest", "slow", "långsammast, nedre gränsen", "2", 56,
        "var åttonde vecka", A_MONTH,
    ),
    _va(
        "slowest", "fast", "långsammast, övre gränsen", "10", 28,
        "var fjärde vecka", A_MONTH,
    ),
    _va(
        "slower", "slow", "långsam, nedre gränsen", "5", 28,
        "var fjärde vecka", A_MONTH,
    ),
    _va(
        "slower", "fast", "långsam, övre gränsen", "20", 28,
        "var fjärde vecka", A_MONTH,
    ),
    _va("faster", "slow", "snabbare, nedre gränsen", "10", 7, "varje vecka", 7),
    _va("faster", "fast", "snabbare, övre gränsen", "20", 7, "varje vecka", 7),
    _va_dod("slow", "långsammast", "5"),
    _va_dod("fast", "snabbast", "10"),
    _australia("short-slow", "under tre månader, långsammast", "10", 7),
    _australia("short-fast", "under tre månader, snabbast", "25", 7),
    _australia("long-slow", "över tre månader, långsammast", "10", 28),
    _australia("long-fast", "över tre månader, snabbast", "25", 28),
    Rule(
        key="racgp-opioid",
        name="RACGP (äldre)",
        atc=OPIOIDS_ATC,
        bands=(Band(size="10", of="start", every_days=7),),
        words="10 % av startdosen varje vecka tåls oftast. Det går bra att stanna på "
        "en lägre dos.",
        source="RACGP, återgiven av en samlingssida. https://info.5y1.org/"
        "oxycodone-taper-schedule-calculator_1_2e70ac.html",
        jurisdiction="AU",
        evidence=Evidence.SECOND_HAND,
        disagrees="CDC: 10 % i månaden efter mer än ett år.",
    ),
    _jonkoping("slow", "långsammast", 3, "var tredje dag"),
    _jonkoping("fast", "snabbast", 2, "varannan dag"),
)  # fmt: skip
