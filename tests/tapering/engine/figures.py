"""Numbers and days as drawn requests write them."""

from datetime import date
from fractions import Fraction


def text(number):
    """Return a number as the contract writes it; only finite decimals come here."""
    scaled = Fraction(number) * 10_000
    assert scaled.denominator == 1
    whole, rest = divmod(int(scaled), 10_000)
    return f"{whole}.{rest:04}".rstrip("0").rstrip(".")


def fineness(product):
    """Return the smallest piece of a product."""
    if product["form"] == "liquid":
        return Fraction(product["mg_per_ml"]) * Fraction(product["smallest_ml"])
    if product["form"] == "patch":
        return Fraction(product["ug_per_h"])
    return Fraction(product["strength_mg"]) / product["parts"]


def day(written):
    return date.fromisoformat(written).toordinal()


def written(day):
    return date.fromordinal(day).isoformat()


def piece(product, chance):
    """Return the mg of a piece of a product."""
    if product["form"] == "tablet":
        parts = product["parts"]
        many = Fraction(chance.randint(1, parts), parts)
        return many * Fraction(product["strength_mg"])
    if product["form"] == "patch":
        return Fraction(product["ug_per_h"])
    step = Fraction(product["mg_per_ml"]) * Fraction(product["smallest_ml"])
    return step * chance.randint(1, 5)
