"""What is taken, what is planned, and what both rest on."""

from tapering.models.assessment import Assessment, EvenOut, GateAnswer, RegimenRow
from tapering.models.plans import Plan, PlanVersion, Step
from tapering.models.reference import Policy, Product
from tapering.models.symptoms import Symptom

__all__ = [
    "Assessment",
    "EvenOut",
    "GateAnswer",
    "Plan",
    "PlanVersion",
    "Policy",
    "Product",
    "RegimenRow",
    "Step",
    "Symptom",
]
