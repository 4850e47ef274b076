"""Tables of equivalents, one per source, with the ranges that the source prints.

The daily doses of WHO's index (DDD) are no equivalents and are not here; nor is
methadone, whose ratio rises with the dose.
"""

from tapering.reference.facts import Table
from tapering.reference.tables.opioids import OPIOIDS
from tapering.reference.tables.sedatives import SEDATIVES

TABLES: list[Table] = [*SEDATIVES, *OPIOIDS]

__all__ = ["TABLES"]
