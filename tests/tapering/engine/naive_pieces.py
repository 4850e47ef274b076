"""Pieces and makeable doses a second time, by listing all there is."""

import decimal
import functools
import itertools
from fractions import Fraction


def text(value, places=None):
    """Write a fraction as a decimal without spare zeros."""
    if places is None:
        whole = decimal.Decimal(value.numerator) / decimal.Decimal(value.denominator)
    else:
        with decimal.localcontext() as context:
            context.prec = 60
            whole = decimal.Decimal(value.numerator) / value.denominator
            whole = whole.quantize(places, rounding=decimal.ROUND_HALF_UP)
    written = f"{whole:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def parts_of(product):
    """Return (mg, count, broken) of every piece of a tablet."""
    counts = {1: ["1"], 2: ["1", "1/2"], 4: ["1", "1/2", "1/4"]}[product["parts"]]
    strength = Fraction(product["strength_mg"])
    return [
        (strength * Fraction(count), Fraction(count), count != "1") for count in counts
    ]


def all_ways(mg, products):
    """Return every way to make a makeable `mg` of the fewest pieces there can be.

    A way is a list of (mg, strength, count, broken).
    """
    kinds = [
        (size, Fraction(product["strength_mg"]), count, broken)
        for product in products
        for size, count, broken in parts_of(product)
        if size <= mg
    ]
    for pieces in itertools.count(0):
        ways = [
            way
            for way in itertools.combinations_with_replacement(kinds, pieces)
            if sum(size for size, _, _, _ in way) == mg
        ]
        if ways:
            return ways
    return None


def rank(way):
    """Return what makes a way better, the least first."""
    strengths = sorted((strength for _, strength, _, _ in way), reverse=True)
    return (
        len(way),
        sum(broken for _, _, _, broken in way),
        len(set(strengths)),
        [-strength for strength in strengths],
        # A tie that the contract leaves open: then most of the larger strengths.
        sorted(((-strength, -count) for _, strength, count, _ in way)),
    )


@functools.cache
def best_pieces(mg, tablets):
    """Return the pieces of the answer for a makeable `mg`."""
    products = [{"strength_mg": mg, "parts": parts} for mg, parts in tablets]
    way = min(all_ways(mg, products), key=rank)
    counts = {}
    for _, strength, count, _ in way:
        counts[strength] = counts.get(strength, 0) + count
    return [
        {"strength_mg": text(strength), "count": str(counts[strength])}
        for strength in sorted(counts, reverse=True)
    ]


def best_way(mg, products):
    """Return the pieces of the answer for a makeable `mg`."""
    tablets = [(each["strength_mg"], each["parts"]) for each in products]
    return best_pieces(mg, tuple(tablets))


def makeable(top, products):
    """Return every dose up to `top`, ascending."""
    doses = {Fraction(0)}
    while True:
        more = {
            dose + size
            for dose in doses
            for product in products
            for size, _, _ in parts_of(product)
            if dose + size <= top
        }
        if more <= doses:
            return sorted(doses)
        doses |= more
