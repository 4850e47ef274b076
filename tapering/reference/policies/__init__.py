"""Rules as the sources say them. A range is its slow end and its fast end, two rules.

What a source does not say is left empty: such a draft cannot be approved until the unit
has written it. Daily cuts of rapid inpatient tapers, drug-free days, micro-cuts and
sources that give no size at all are not here (docs/reference-data.md).
"""

from tapering.reference.policies.antidepressants import ANTIDEPRESSANTS
from tapering.reference.policies.gabapentinoids import GABAPENTINOIDS
from tapering.reference.policies.opioids import OPIOIDS
from tapering.reference.policies.sedatives import SEDATIVES
from tapering.reference.policies.sedatives_elsewhere import SEDATIVES_ELSEWHERE

POLICIES = [
    *SEDATIVES,
    *SEDATIVES_ELSEWHERE,
    *OPIOIDS,
    *GABAPENTINOIDS,
    *ANTIDEPRESSANTS,
]

__all__ = ["POLICIES"]
