"""Gabapentinoids. WHO moved the codes from N03AX to N02BF; old records carry N03AX."""

from tapering.reference.facts import Band, Rule

FIFE = (
    "NHS Fife 2025, Gabapentinoid reduction. https://nhsfife.org/services/all-services/"
    "patient-advice/gabapentinoid-reduction"
)


def _fife(key: str, name: str, atc: tuple[str, ...], size: str) -> Rule:
    return Rule(
        key=f"fife-{key}",
        name=f"NHS Fife, {name}",
        atc=atc,
        bands=(Band(size=size, of="mg", every_days=7),),
        words=f"{size} mg i taget, varje vecka. Ett läkemedel åt gången, och inte "
        "under stress eller när smärtan är värre. Stanna på dosen vid besvär.",
        source=FIFE,
        jurisdiction="UK",
        disagrees="Lika stora steg i mg hela vägen. Maudsley tar första steget efter "
        "risk, som en andel av den minsta verksamma dosen.",
    )


GABAPENTINOIDS = (
    _fife("gabapentin", "gabapentin", ("N02BF01", "N03AX12"), "300"),
    _fife("pregabalin", "pregabalin", ("N02BF02", "N03AX16"), "75"),
)
