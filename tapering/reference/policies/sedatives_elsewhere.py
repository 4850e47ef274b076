"""Benzodiazepines and z-drugs: Canada, Australia, the Nordic countries, Ashton."""

from typing import Any

from tapering.lifecycle import Evidence, WhoMay
from tapering.reference.facts import Band, Rule
from tapering.reference.policies.sedatives import (
    BENZODIAZEPINES,
    DIAZEPAM,
    NO_TAIL,
    WITH_Z,
)

NO_BASE = " Källan säger inte om procenten är av dosen just då eller av startdosen."
CFP = (
    "Deprescribing benzodiazepine receptor agonists, CFP 2018, tabell 2. "
    "http://www.cfp.ca/highwire/markup/33323/expansion"
)
CASN = (
    "CASN, modul 4.4 för sjuksköterskor (Kanada). http://nperesource.casn.ca/modules/"
    "module-4/lesson-4-4-tapering-benzodiazepines/"
)
NORWAY = (
    "Helsedirektoratet, avrusning 13.3 (takten). https://www.helsedirektoratet.no/"
    "retningslinjer/avrusning-fra-rusmidler-og-vanedannende-legemidler/avrusning-fra-"
    "benzodiazepiner/poliklinisk-behandling-av-benzodiazepinavhengige-pasienter – "
    "Helsedirektoratet, veileder 2014, nedtrappingskapitlet (aldrig upp, kontakt "
    "minst var fjortonde dag)"
)
NEVER_UP = (
    "Norge går aldrig upp igen, bara väntar längre; Maudsley och Finland går tillbaka "
    "vid svåra besvär."
)


def _canada(key: str, end: str, first: int, last: int, spoken: tuple[str, str]) -> Rule:
    return Rule(
        key=f"casn-percent-{key}",
        name=f"Kanada, sjuksköterskemodul, procent, {end}",
        atc=BENZODIAZEPINES,
        bands=(
            Band(
                size="10",
                of=None,
                every_days=first,
                above="20",
                unit="percent_of_start",
            ),
            Band(size="5", of=None, every_days=last),
        ),
        words=f"10 % {spoken[0]} ned till 20 % av den första dosen, sedan 5 % "
        f"{spoken[1]}. Stanna vid svår ångest eller nedstämdhet.{NO_BASE}",
        source=CASN,
        jurisdiction="CA",
        disagrees="De flesta andra saknar ett tak i mg; modulen har också 5 mg "
        "diazepam i veckan.",
        care={"max_gap_days": 28},
    )


def _canada_mg(key: str, end: str, low: str) -> Rule:
    return Rule(
        key=f"casn-mg-{key}",
        name=f"Kanada, sjuksköterskemodul, diazepam, {end}",
        atc=DIAZEPAM,
        bands=(
            Band(size="5", of="mg", every_days=7, above="20"),
            Band(size=low, of="mg", every_days=7),
        ),
        limits=(
            {
                "size": "5",
                "of": "mg",
                "days": 7,
                "severity": "reason",
                "source": "CASN",
            },
        ),
        words=f"Högst 5 mg diazepam i veckan, under 20 mg {low} mg i veckan. Stanna "
        "vid svår ångest eller nedstämdhet.",
        source=CASN,
        jurisdiction="CA",
        disagrees="ASAM:s tak är 25 % på två veckor i stället för 5 mg i veckan.",
        care={"max_gap_days": 28},
    )


def _norway(key: str, end: str, size: str) -> Rule:
    return Rule(
        key=f"norway-detox-{key}",
        name=f"Norge, avgiftning, {end}",
        atc=BENZODIAZEPINES,
        bands=(Band(size=size, of="start", every_days=7),),
        words=f"{size} % av startdosen varje vecka. Dosen höjs aldrig igen; man väntar "
        "längre i stället. Kontakt minst var fjortonde dag. Hela nedtrappningen ska "
        "ta 1–6 månader.",
        source=NORWAY,
        jurisdiction="NO",
        disagrees=f"{NEVER_UP} Lika stora steg av startdosen blir allt större delar av "
        "dosen man är på. Snabbare än ASAM:s tak.",
        care={"who_may_step_back": WhoMay.NOBODY, "max_gap_days": 14},
    )


def _trappned(key: str, end: str, size: str) -> Rule:
    return Rule(
        key=f"trappned-{key}",
        name=f"trappned.no, {end}",
        atc=WITH_Z,
        bands=(Band(size=size, of="start", every_days=None),),
        words=f"Lika stora steg om {size} % av startdosen, på halva tabletter. Dosen "
        "höjs aldrig igen. Hur länge varje steg varar står inte i det som lästes.",
        source="trappned.no, räknehjälp. https://trappned.no/nedtrapping.php",
        jurisdiction="NO",
        disagrees=f"{NEVER_UP} Saknar mindre steg på slutet: under en halv tablett "
        "blir noll.",
        care={"who_may_step_back": WhoMay.NOBODY},
    )


def _share(
    key: str, name: str, size: str, days: int | None, words: str, **rest: Any
) -> Rule:
    """A share of a dose that the source does not say which."""
    return Rule(
        key=key,
        name=name,
        atc=rest.pop("atc", BENZODIAZEPINES),
        bands=(Band(size=size, of=None, every_days=days),),
        words=words + NO_BASE,
        **rest,
    )


NSW = "NSW Health, återgiven i ett öppet beslutsstöds tester (källkoden ej namngiven)"
NSW_DISAGREES = (
    "Procent av dosen just då når aldrig noll; trappned.no tar lika stora steg av "
    "startdosen. NSW sätter också ett tak på 40 mg diazepam om dagen."
)
DENMARK = (
    "IRF Danmark, nedtrapningsskemaer. http://www.irf.dk/dk/publikationer/"
    "vejledninger/benzodiazepin_nedtrapningsskemaer_til_praktiserende_laeger.htm"
)
FINLAND = (
    "Hälsobyn.fi, att sluta med långvarig medicinering. https://www.terveyskyla.fi/sv/"
    "lakemedelshuset/anvandning-av-lakemedel/att-sluta-med-somnmedicin-och-lugnande-"
    "lakemedel/att-sluta-langvarig-medicinering"
)
RUSINFO = (
    "rusinfo.no. https://rusinfo.no/trenger_du_hjelp/hjelp-a-slutte-benzodiazepiner/"
    "nedtrapping-pa-benzidiazepiner/"
)
ASHTON = (
    "Ashton, återgiven av en moderator på ett patientforum. https://benzobuddies.org/"
    "topic/259282-oxascpam-and-zopiclone-tapper/"
)

SEDATIVES_ELSEWHERE = (
    Rule(
        key="canada-bzra-2018",
        name="Kanada, BZRA 2018",
        atc=WITH_Z,
        bands=(
            Band(
                size="25",
                of="start",
                every_days=14,
                above=None,
                unit="percent_of_start",
            ),
            Band(size="12.5", of="start", every_days=14),
        ),
        words="Omkring 25 % av startdosen varannan vecka, 12,5 % mot slutet. Stanna på "
        "dosen vid besvär. Källan säger inte var slutet börjar.",
        source=CFP,
        jurisdiction="CA",
        disagrees="Studierna slutade också med läkemedelsfria dygn; ASAM avråder från "
        "överhoppade doser, och sådana dygn går inte att lägga in här. Första steget "
        "är större än ASAM:s 5–10 %.",
    ),
    _canada("slow", "långsammast", 14, 28, ("varannan vecka", "var fjärde vecka")),
    _canada("fast", "snabbast", 7, 14, ("varje vecka", "varannan vecka")),
    _canada_mg("slow", "långsammast", "1"),
    _canada_mg("fast", "snabbast", "2"),
    *(
        Rule(
            key=f"nsw-{key}",
            name=f"NSW, {end}",
            atc=BENZODIAZEPINES,
            bands=(Band(size="10", of="current", every_days=days),),
            words=f"10 % av dosen just då, {often}. Räkna med tre månader till över "
            f"ett år.{NO_TAIL}",
            source=NSW,
            jurisdiction="AU",
            evidence=Evidence.SECOND_HAND,
            disagrees=NSW_DISAGREES,
        )
        for key, end, days, often in (
            ("slow", "långsammast", 14, "varannan vecka"),
            ("fast", "snabbast", 10, "var tionde dag"),
        )
    ),
    _norway("slow", "långsammast", "10"),
    _norway("fast", "snabbast", "20"),
    _trappned("slow", "långsammast", "20"),
    _trappned("fast", "snabbast", "25"),
    _share(
        "rusinfo",
        "rusinfo.no",
        "10",
        7,
        "10 % varje vecka.",
        source=RUSINFO,
        jurisdiction="NO",
        disagrees="Tätare än ASAM:s två till fyra veckor.",
    ),
    _share(
        "finland",
        "Finland, Hälsobyn",
        "25",
        None,
        "25 % i första steget. Vid svåra besvär går man tillbaka till dosen före. Hur "
        "länge varje steg varar står inte i det som lästes.",
        source=FINLAND,
        jurisdiction="FI",
        disagrees="Större första steg än ASAM:s 5–10 %. Finland går tillbaka vid svåra "
        "besvär; Norge gör det aldrig.",
        care={"who_may_step_back": WhoMay.PRESCRIBER},
    ),
    _share(
        "denmark-slow",
        "Danmark, långsammast",
        "10",
        14,
        "10 % varannan vecka.",
        source=DENMARK,
        jurisdiction="DK",
        disagrees="Större och tätare steg än ASAM:s 5–10 % varannan till var fjärde "
        "vecka.",
    ),
    _share(
        "denmark-fast",
        "Danmark, snabbast",
        "20",
        7,
        "20 % varje vecka.",
        source=DENMARK,
        jurisdiction="DK",
        disagrees="Kan gå fortare än ASAM:s tak, 25 % på två veckor.",
    ),
    _share(
        "ashton-slow",
        "Ashton, långsammast",
        "5",
        14,
        "5 % varannan vecka. Patienten styr takten.",
        source=ASHTON,
        jurisdiction="UK",
        evidence=Evidence.SECOND_HAND,
        disagrees="Tätare än ASAM:s två till fyra veckor.",
    ),
    _share(
        "ashton-fast",
        "Ashton, snabbast",
        "10",
        7,
        "10 % varje vecka. Patienten styr takten.",
        source=ASHTON,
        jurisdiction="UK",
        evidence=Evidence.SECOND_HAND,
        disagrees="Tätare än ASAM:s två till fyra veckor.",
    ),
)
