"""What is shipped for units to approve: products, rules and tables, each with a source.

Nothing here is a default and nothing is in use until somebody of the unit approves it.
"""

from tapering.reference.facts import Band, Fact, Row, Rule, Table
from tapering.reference.policies import POLICIES
from tapering.reference.products import PRODUCTS
from tapering.reference.tables import TABLES

__all__ = [
    "POLICIES",
    "PRODUCTS",
    "TABLES",
    "Band",
    "Fact",
    "Row",
    "Rule",
    "Table",
]
