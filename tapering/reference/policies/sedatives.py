"""Benzodiazepines and z-drugs: ASAM, NICE CKS, Maudsley, Scotland."""

from tapering.lifecycle import Evidence, WhoMay
from tapering.reference.facts import Band, Rule

BENZODIAZEPINES = ("N05BA", "N05CD", "N03AE01")
WITH_Z = (*BENZODIAZEPINES, "N05CF")
DIAZEPAM = ("N05BA01",)

ASAM = (
    "ASAM, gemensam riktlinje 2025 (fickutgåva och patientguide). "
    "https://eguideline.guidelinecentral.com/i/1532950"
)
ASAM_LIMIT = {
    "size": "25",
    "of": "current",
    "days": 14,
    "severity": "reason",
    "source": "ASAM 2025",
}
ASAM_DISAGREES = (
    "ASAM tillåter i enstaka fall att gå upp till förra dosen; Norge säger aldrig. "
    "Första steget är 5–10 % här, 10–20 % i Norge och Danmark, 25 % i Finland och "
    "Kanada. Läkaren utvärderar vid varje steg; Norge vill ha kontakt var fjortonde "
    "dag. ASAM avråder från överhoppade doser."
)
NO_TAIL = " Källan säger inte när dosen är så låg att den tas bort."
CKS = (
    "NICE CKS, återgiven i ett blad från NHS. "
    "https://docslib.org/doc/8834537/withdrawal-of-benzodiazepines"
)
CKS_DISAGREES = (
    "CKS minskar stegen vid låg dos; den norska avgiftningsriktlinjen tar lika stora "
    "steg hela vägen. ASAM sätter dessutom ett tak, 25 % på två veckor."
)
MAUDSLEY = (
    "Maudsley Deprescribing Guidelines 2024, återgiven av HyperTaper. "
    "https://trent-koessler.github.io/Hypertaper/"
)
MAUDSLEY_DISAGREES = (
    "Maudsley går tillbaka till en högre dos vid svåra besvär; Norge säger aldrig. "
    "Stegen är lika stora i receptorbeläggning, inte i procent eller mg, och blir "
    "därför mindre i mg ju lägre dosen är."
)
HALF_DOSE = {
    "half_dose_mg": "24.7",
    "emax_percent": "100",
    "source": "Maudsley Deprescribing 2024, diazepam (HyperTaper)",
}
SCOTLAND = (
    "NHS Scotland, Reduction schedules 2024–27. https://www.rightdecisions.scot.nhs.uk"
    "/benzodiazepines-and-z-drugs-quality-prescribing-a-guide-for-improvement/"
    "reducing-stopping-and-switching/reduction-schedules"
)


def _asam(key: str, end: str, size: str, days: int, pace: str) -> Rule:
    return Rule(
        key=f"asam-2025-{key}",
        name=f"ASAM 2025, {end}",
        atc=BENZODIAZEPINES,
        bands=(Band(size=size, of="current", every_days=days),),
        limits=(ASAM_LIMIT,),
        words=f"{size} % av dosen just då, {pace}. Högst 25 % på två veckor. Mindre "
        f"steg och längre tid mellan dem vid behov.{NO_TAIL}",
        source=ASAM,
        jurisdiction="US",
        disagrees=ASAM_DISAGREES,
        care={
            "confirm_each_step": True,
            "who_may_step_back": WhoMay.PRESCRIBER,
        },
    )


def _cks_bands(key: str, end: str, sizes: tuple[str, ...], days: int) -> Rule:
    edges = ("20", "10", "5", "0")
    shown = [size.replace(".", ",") for size in sizes]
    often = "varje vecka" if days == 7 else "varannan vecka"
    return Rule(
        key=f"cks-diazepam-{key}",
        name=f"NICE CKS diazepam, {end}",
        atc=DIAZEPAM,
        bands=tuple(
            Band(size=size, of="mg", every_days=days, above=edge)
            for size, edge in zip(sizes, edges, strict=True)
        ),
        words=f"{shown[0]} mg i taget ned till 20 mg, {shown[1]} mg till 10 mg, "
        f"{shown[2]} mg till 5 mg och {shown[3]} mg till slut, {often}.",
        source=CKS,
        jurisdiction="UK",
        evidence=Evidence.SECOND_HAND,
        disagrees=CKS_DISAGREES,
    )


def _cks_share(key: str, name: str, size: str, days: int) -> Rule:
    often = "varje vecka" if days == 7 else "varannan vecka"
    share = size.replace(".", ",")
    return Rule(
        key=f"cks-{key}",
        name=f"NICE CKS, {name}",
        atc=WITH_Z,
        bands=(Band(size=size, of="current", every_days=days),),
        words=f"{share} % av dosen just då, {often}. Takten följer besvären.{NO_TAIL}",
        source=CKS,
        jurisdiction="UK",
        evidence=Evidence.SECOND_HAND,
        disagrees=CKS_DISAGREES,
    )


def _maudsley(pace: str, key: str, points: str, stop: str, days: int) -> Rule:
    often = "varje vecka" if days == 7 else "var fjärde vecka"
    shown, last = points.replace(".", ","), stop.replace(".", ",")
    return Rule(
        key=f"maudsley-diazepam-{key}-{days}",
        name=f"Maudsley diazepam, {pace}, {often}",
        atc=DIAZEPAM,
        bands=(Band(size=points, of="occupancy", every_days=days),),
        limits=(
            {
                "size": points,
                "of": "occupancy",
                "days": days,
                "severity": "reason",
                "source": "Maudsley Deprescribing 2024",
            },
        ),
        stop_below=stop,
        occupancy=HALF_DOSE,
        words=f"Högst {shown} procentenheter av receptorbeläggningen i taget, {often}, "
        f"ned till {last} mg. Stegen i mg blir mindre ju lägre dosen är. Vänta med "
        "nästa steg tills besvären av det förra i stort sett är borta.",
        source=MAUDSLEY,
        jurisdiction="UK",
        evidence=Evidence.SECOND_HAND,
        disagrees=MAUDSLEY_DISAGREES,
        care={
            "confirm_each_step": True,
            "who_may_step_back": WhoMay.PRESCRIBER,
        },
    )


def _scotland(key: str, end: str, days: int, often: str) -> Rule:
    return Rule(
        key=f"scotland-diazepam-{key}",
        name=f"Skottland diazepam, {end}",
        atc=DIAZEPAM,
        bands=(Band(size="1", of="mg", every_days=days),),
        take="one_at_a_time",
        order=("morning", "noon", "evening", "night"),
        words=f"1 mg diazepam i taget, {often}, morgondosen först. Sista steget är "
        "från 1 mg till noll. Patienten är med och styr takten.",
        source=SCOTLAND,
        jurisdiction="UK",
        disagrees="Samma steg i mg hela vägen: från 2 till 1 mg är hälften av dosen. "
        "CKS och Maudsley gör stegen mindre på slutet.",
        care={"confirm_each_step": True},
    )


SEDATIVES = (
    _asam("slow", "långsammast", "5", 28, "var fjärde vecka"),
    _asam("fast", "snabbast", "10", 14, "varannan vecka"),
    _cks_bands("slow", "långsammast", ("2", "1", "1", "0.5"), 14),
    _cks_bands("fast", "snabbast", ("4", "2", "1", "1"), 7),
    _cks_share("slow", "procent, långsammast", "5", 14),
    _cks_share("fast", "procent, snabbast", "10", 7),
    _cks_share("eighth", "en åttondel", "12.5", 14),
    _maudsley("långsam", "slow", "1.3", "0.2", 28),
    _maudsley("långsam", "slow", "1.3", "0.2", 7),
    _maudsley("måttlig", "moderate", "2.5", "0.5", 28),
    _maudsley("måttlig", "moderate", "2.5", "0.5", 7),
    _maudsley("snabb", "fast", "5", "1", 28),
    _maudsley("snabb", "fast", "5", "1", 7),
    _scotland("slow", "långsammast", 28, "var fjärde vecka"),
    _scotland("fast", "snabbast", 14, "varannan vecka"),
)
