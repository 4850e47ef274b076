"""The curve: what the policy alone gives."""

from types import SimpleNamespace

from tests.tapering.engine.oracle.words import Refused

MOST_POINTS = 10_000


def points_of(mg, occupancy):
    """Return the occupancy of a dose, in points."""
    return occupancy.emax * mg / (occupancy.half + mg)


def dose_at(points, occupancy):
    """Return the dose that has so many points."""
    if points <= 0:
        return 0
    return points * occupancy.half / (occupancy.emax - points)


def edge(band, start):
    """Return the mg above which a band is for."""
    return band.above * start / 100 if band.unit == "percent_of_start" else band.above


def lowered(mg, band, start, occupancy):
    """Return the ideal dose after one cut of `band`."""
    if band.of == "current":
        return mg - mg * band.size / 100
    if band.of == "start":
        return mg - start * band.size / 100
    if band.of == "occupancy":
        return dose_at(points_of(mg, occupancy) - band.size, occupancy)
    return mg - band.size


def check_bands(bands, start, goal, path):
    """Edges fall, and the last one is not over the goal."""
    for at, band in enumerate(bands):
        place = f"{path}[{at}].above"
        if at and edge(band, start) >= edge(bands[at - 1], start):
            raise Refused(place)
    if edge(bands[-1], start) > goal:
        raise Refused(place)


def curve(total, rules, start, path):
    """Return the cuts: days since the start, the dose from then on, the band."""
    found, mg, day = [], total, 0
    while mg != rules.goal:
        band = next(each for each in rules.bands if edge(each, start) < mg)
        endless = band.of == "current" and band.size < 100
        if endless and band is rules.bands[-1] and not rules.goal + rules.stop_below:
            raise Refused(path)
        mg = lowered(mg, band, start, rules.occupancy)
        if mg <= rules.goal or mg < rules.stop_below:
            mg = rules.goal
        day += band.every
        found.append(SimpleNamespace(day=day, mg=mg, band=band))
        if len(found) > MOST_POINTS:
            raise Refused(path)
    return found
