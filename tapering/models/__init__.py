"""What is taken, what is planned, and what both rest on."""

from tapering.models.assessment import Assessment, EvenOut, GateAnswer, RegimenRow
from tapering.models.equivalence import EquivalenceRow, EquivalenceTable
from tapering.models.plans import Plan, PlanMedicine, PlanVersion, Step
from tapering.models.prescribing import (
    CalculatorApproval,
    PlanLetter,
    Prescribing,
    Supply,
    Taken,
)
from tapering.models.reference import Policy, Product
from tapering.models.symptoms import Symptom

__all__ = [
    "Assessment",
    "CalculatorApproval",
    "EquivalenceRow",
    "EquivalenceTable",
    "EvenOut",
    "GateAnswer",
    "Plan",
    "PlanLetter",
    "PlanMedicine",
    "PlanVersion",
    "Policy",
    "Prescribing",
    "Product",
    "RegimenRow",
    "Step",
    "Supply",
    "Symptom",
    "Taken",
]
