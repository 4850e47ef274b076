"""Names as they are compared: without accents, and whatever stands first.

`name_key` is a function of the database (migration 0002): small letters, accents off,
ø and æ as their Swedish sisters. Trigrams of it know no order of words, so "Ek, Maria"
is "Maria Ek". The database keeps the key beside the name.
"""

from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import CharField, Func, GeneratedField, TextField, Value
from django.db.models.functions import Concat

# Below this two names are two names ("Maria Ek" and "Maria Eriksson").
ALIKE = 0.5


class NameKey(Func):
    """A name as it is compared."""

    function = "name_key"
    output_field = TextField()
    arity = 1


def whole_name() -> Concat:
    """Both names of a patient."""
    return Concat(
        "given_name", Value(" "), "family_name", output_field=CharField(max_length=201)
    )


def name_key_of(name: "str | Concat") -> GeneratedField:
    """The column in which the database keeps the key."""
    return GeneratedField(
        expression=NameKey(name), output_field=TextField(), db_persist=True
    )


def likeness(to: str) -> TrigramSimilarity:
    """How alike, from 0 to 1."""
    # The stubs know only words; the function takes any expression.
    wanted: Any = NameKey(Value(to))
    return TrigramSimilarity("name_key", wanted)
