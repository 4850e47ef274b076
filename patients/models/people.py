"""The patient and the case: the one door to everything clinical.

The doors ask for each other (a patient is seen through a case), so they stand together.
"""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import CareUnit, Municipality, User
from accounts.roles import Permission
from jurisdictions import identity
from patients.lifecycle import Closing, Phase
from patients.models.access import Block, CareRelation
from patients.models.names import name_key_of, whole_name


class Protection(models.TextChoices):
    """Protected identity, by level (rules PRO-01)."""

    NONE = "none", _("ingen")
    MARKED = "marked", _("sekretessmarkering")
    REGISTERED_ELSEWHERE = "registered_elsewhere", _("skyddad folkbokföring")
    NEW_IDENTITY = "new_identity", _("fingerade uppgifter")


class PatientQuerySet(models.QuerySet["Patient"]):
    """The one door to patients."""

    def visible_to(self, user: User) -> Self:
        """Patients of whom `user` may see at least one case, or who is the user."""
        if user.may(Permission.USE_OWN_PAGES):
            return self.standing().filter(user=user)
        cases = Case.objects.visible_to(user).filter(patient=OuterRef("pk"))
        return self.standing().filter(Exists(cases))

    def findable_by(self, user: User) -> Self:
        """Patients whom a clinician may find in a search, to open with a reason.

        Blocked patients are left out; protected ones are found only by those who
        already take part in their care.
        """
        if not user.may(Permission.CARE):
            return self.none()
        unblocked = Case.objects.unblocked_for(user).filter(patient=OuterRef("pk"))
        own = CareRelation.objects.filter(patient=OuterRef("pk"), user=user).in_force()
        return self.standing().filter(
            Q(protection=Protection.NONE) | Exists(own), Exists(unblocked)
        )

    def standing(self) -> Self:
        """Patients that have not turned out to be another row's person."""
        return self.filter(merged_into=None)

    def with_number(self, number: str) -> Self:
        """Who has the number now, or had it before."""
        now = self.model.objects.filter(identity_number=number).values("pk")
        before = self.model.objects.filter(numbers__number=number).values("pk")
        return self.standing().filter(pk__in=now.union(before))


class Patient(models.Model):
    """A person whom the unit helps or has been asked to help."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    identity_number = models.CharField(max_length=12, null=True, unique=True)  # noqa: DJ001 - two unknown numbers are not equal
    identity_kind = models.CharField(max_length=20, blank=True)
    # Of a samordningsnummer: how sure the register is, and since when (rules ID-03).
    identity_level = models.CharField(max_length=20, blank=True)
    number_granted_year = models.PositiveSmallIntegerField(null=True)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    name_key = name_key_of(whole_name())
    birth_date = models.DateField(null=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    may_leave_voicemail = models.BooleanField(default=False)
    address = models.CharField(max_length=300, blank=True)
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT
    )
    health_centre = models.ForeignKey(
        CareUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(max_length=5, default="sv")
    interpreter = models.CharField(max_length=60, blank=True)
    protection = models.CharField(
        max_length=30, choices=Protection.choices, default=Protection.NONE
    )
    # From where the level is known, and when that was looked up last (rules PRO-01).
    protection_source = models.CharField(max_length=100, blank=True)
    protection_checked_on = models.DateField(null=True)
    user = models.OneToOneField(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="patient"
    )
    created_at = models.DateTimeField()
    # The same person under another row: everything has been moved there.
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged"
    )
    # Registered by an import that was undone; found again when registered anew.
    undone_at = models.DateTimeField(null=True)

    objects = PatientQuerySet.as_manager()

    class Meta:
        ordering = ["family_name", "given_name"]
        indexes = [
            models.Index(fields=["family_name", "given_name"]),
            models.Index(fields=["phone"], name="patient_by_phone"),
            models.Index(
                fields=["health_centre", "birth_date"],
                name="patient_by_centre_birth",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="patient_number_and_kind_go_together",
                condition=Q(identity_number__isnull=True, identity_kind="")
                | Q(identity_number__isnull=False) & ~Q(identity_kind=""),
            ),
            models.CheckConstraint(
                name="patient_is_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="patient_whose_mail_is_forwarded_has_no_address_here",
                condition=~Q(protection__in=["registered_elsewhere", "new_identity"])
                | Q(address=""),
            ),
            models.CheckConstraint(
                name="patient_protection_is_known",
                condition=Q(protection__in=Protection.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.family_name}, {self.given_name}"

    @property
    def name(self) -> str:
        """Given name and family name, for a sentence."""
        return f"{self.given_name} {self.family_name}"

    @property
    def is_protected(self) -> bool:
        """Tell whether address, phone and place stay hidden until asked for."""
        return self.protection != Protection.NONE

    @property
    def shown_number(self) -> str:
        """The number as people write it: 19900201-2392, or 109155 96784."""
        return identity.shown(self.identity_number or "")

    def age_on(self, day: date) -> int | None:
        """Whole years on `day`, or None when the birth date is unknown."""
        if self.birth_date is None:
            return None
        born = self.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class CaseQuerySet(models.QuerySet["Case"]):
    """The one door to cases and, through them, to all clinical rows."""

    def open(self) -> Self:
        """Cases that are not closed."""
        return self.exclude(phase=Phase.CLOSED)

    def unblocked_for(self, user: User) -> Self:
        """Cases whose data no block keeps from `user`'s unit (rules PDL-14)."""
        active = Block.objects.filter(
            patient=OuterRef("patient"), unit=OuterRef("unit"), lifted_at=None
        )
        return self.filter(Q(unit=user.unit_id) | ~Exists(active))

    def visible_to(self, user: User) -> Self:
        """Cases that `user` takes part in (or is the patient of), blocks honoured."""
        if user.may(Permission.USE_OWN_PAGES):
            return self.filter(patient__user=user)
        if not user.may(Permission.CARE):
            return self.none()
        relation = CareRelation.objects.filter(
            patient=OuterRef("patient"), user=user
        ).in_force()
        return self.unblocked_for(user).filter(Exists(relation))


class Case(models.Model):
    """One patient's journey with the unit [EpisodeOfCare]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="cases")
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="cases")
    phase = models.CharField(
        max_length=20, choices=Phase.choices, default=Phase.ASSESSMENT
    )
    owner = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="owned_cases"
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    phase_since = models.DateTimeField()
    no_referrer = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    closing = models.CharField(max_length=20, choices=Closing.choices, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "unit"],
                condition=~Q(phase=Phase.CLOSED),
                name="patient_has_one_open_case_per_unit",
            ),
            models.CheckConstraint(
                name="case_phase_is_known", condition=Q(phase__in=Phase.values)
            ),
            models.CheckConstraint(
                name="case_closing_is_whole",
                condition=Q(
                    phase=Phase.CLOSED,
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    closing__in=Closing.values,
                )
                | ~Q(phase=Phase.CLOSED)
                & Q(closed_at__isnull=True, closed_by__isnull=True, closing=""),
            ),
            models.CheckConstraint(
                name="closed_case_has_answered_whoever_referred",
                condition=~Q(phase=Phase.CLOSED)
                | Q(no_referrer=True)
                | Q(answered_at__isnull=False)
                | Q(closing=Closing.UNDONE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patient} {self.get_phase_display()}"
