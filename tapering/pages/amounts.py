"""Amounts in words, as pages know them; letters use the same ones."""

from tapering.amounts import (
    Piece,
    a_day,
    daily,
    in_unit,
    per_day,
    pieces_in_words,
    quantity_in_words,
    strength_of,
    totals_in_words,
)

__all__ = [
    "Piece",
    "a_day",
    "daily",
    "in_unit",
    "per_day",
    "pieces_in_words",
    "quantity_in_words",
    "strength_of",
    "totals_in_words",
]
