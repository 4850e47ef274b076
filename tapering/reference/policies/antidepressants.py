"""Antidepressants."""

from tapering.reference.facts import Band, Rule
from tapering.reference.policies.sedatives import NO_TAIL

MAUDSLEY = (
    "Maudsley Prescribing Guidelines, pattern of tapering. "
    "https://docs.emlenotes.com/books/maudsleys-guidelines/page/53-pattern-of-tapering"
)


def _maudsley(key: str, end: str, size: str, days: int, often: str) -> Rule:
    return Rule(
        key=f"maudsley-antidepressant-{key}",
        name=f"Maudsley antidepressiva, {end}",
        atc=("N06A",),
        bands=(Band(size=size, of="current", every_days=days),),
        words=f"{size} % av den senaste dosen, {often}. Den sista dosen kan behöva "
        f"vara under 1 mg.{NO_TAIL}",
        source=MAUDSLEY,
        jurisdiction="UK",
        disagrees="Lika stora steg i mg ger värre besvär på slutet, skriver Maudsley. "
        "NICE låter fluoxetin tas varannan dag; det går inte att lägga in här.",
    )


ANTIDEPRESSANTS = (
    _maudsley("slow", "långsammast", "10", 28, "var fjärde vecka"),
    _maudsley("fast", "snabbast", "25", 14, "varannan vecka"),
    Rule(
        key="surviving-antidepressants",
        name="Surviving Antidepressants",
        atc=("N06A",),
        bands=(Band(size="10", of="current", every_days=None),),
        words="10 % av dosen just då. Hur länge varje steg varar står inte i det som "
        f"lästes.{NO_TAIL}",
        source="Surviving Antidepressants, why taper by 10 %. https://www."
        "survivingantidepressants.org/forums/topic/1024-why-taper-by-10-of-my-dosage/",
        jurisdiction="US",
        disagrees="Ett råd från patienter till patienter. Maudsley: 10–25 %.",
    ),
)
