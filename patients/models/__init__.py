"""Who the patient is, the case, and who may see what."""

from patients.models.access import Block, CareRelation, Consent, end_of_day
from patients.models.names import ALIKE, likeness
from patients.models.numbers import PatientMerge, PatientNumber
from patients.models.people import (
    Case,
    CaseQuerySet,
    Patient,
    PatientQuerySet,
    Protection,
)
from patients.models.task import Task, TaskQuerySet

__all__ = [
    "ALIKE",
    "Block",
    "CareRelation",
    "Case",
    "CaseQuerySet",
    "Consent",
    "Patient",
    "PatientMerge",
    "PatientNumber",
    "PatientQuerySet",
    "Protection",
    "Task",
    "TaskQuerySet",
    "end_of_day",
    "likeness",
]
