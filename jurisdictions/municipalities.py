"""The municipalities of the region: facts from a file, sources in the README."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SOURCE = Path(__file__).with_name("municipalities.csv")


@dataclass(frozen=True)
class Municipality:
    """One municipality; the coordinates are its main town's, good enough for a map."""

    code: str
    name: str
    lat: float
    lon: float
    population: int


@lru_cache
def municipalities() -> tuple[Municipality, ...]:
    """All of them, in the order of their codes."""
    with SOURCE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Municipality(
                code=row["code"],
                name=row["name"],
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                population=int(row["population"]),
            )
            for row in csv.DictReader(lines)
        )
