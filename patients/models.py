"""Who the patient is, the case, and who may see what."""

import uuid
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import CareUnit, Municipality, User
from accounts.roles import Permission
from patients.lifecycle import Closing, Phase


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
            return self.filter(user=user)
        cases = Case.objects.visible_to(user).filter(patient=OuterRef("pk"))
        return self.filter(Exists(cases))

    def findable_by(self, user: User) -> Self:
        """Patients whom a clinician may find in a search, to open with a reason.

        Blocked patients are left out; protected ones are found only by those who
        already take part in their care.
        """
        if not user.may(Permission.CARE):
            return self.none()
        unblocked = Case.objects.unblocked_for(user).filter(patient=OuterRef("pk"))
        return self.filter(
            Exists(unblocked.filter(patient__protection=Protection.NONE))
            | Exists(Case.objects.visible_to(user).filter(patient=OuterRef("pk")))
        )


class Patient(models.Model):
    """A person whom the unit helps or has been asked to help."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    identity_number = models.CharField(max_length=12, null=True, unique=True)  # noqa: DJ001 - two unknown numbers are not equal
    identity_kind = models.CharField(max_length=20, blank=True)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
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
    user = models.OneToOneField(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="patient"
    )
    created_at = models.DateTimeField()

    objects = PatientQuerySet.as_manager()

    class Meta:
        ordering = ["family_name", "given_name"]
        indexes = [models.Index(fields=["family_name", "given_name"])]
        constraints = [
            models.CheckConstraint(
                name="patient_number_and_kind_go_together",
                condition=Q(identity_number__isnull=True, identity_kind="")
                | Q(identity_number__isnull=False) & ~Q(identity_kind=""),
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
        """The number as people write it: 19900201-2392."""
        number = self.identity_number or ""
        return f"{number[:8]}-{number[8:]}" if number else ""

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


class CareRelationQuerySet(models.QuerySet["CareRelation"]):
    """Ways to ask for care relations."""

    def in_force(self) -> Self:
        """Relations that hold at this moment, by the database's clock."""
        return self.filter(Q(until=None) | Q(until__gt=Now()))


class CareRelation(models.Model):
    """Why a member of staff may read a patient's record (rules PDL-19)."""

    class Kind(models.TextChoices):
        """What the relation rests on."""

        TEAM = "team", _("ingår i teamet")
        TRIAGE = "triage", _("bedömde remissen")
        VISIT = "visit", _("har ett besök")
        TASK = "task", _("har en uppgift")
        REASON = "reason", _("öppnade med skäl")

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="relations"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    objects = CareRelationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "patient"])]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "user", "kind"],
                condition=Q(until=None),
                name="care_relation_of_a_kind_is_open_once",
            ),
            models.CheckConstraint(
                name="care_relation_by_reason_has_reason_and_end",
                condition=~Q(kind="reason") | ~Q(reason="") & Q(until__isnull=False),
            ),
            models.CheckConstraint(
                name="care_relation_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_kind_display()}"


class Block(models.Model):
    """Spärr: the patient keeps a unit's data from other units (rules PDL-14)."""

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="blocks"
    )
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "unit"],
                condition=Q(lifted_at=None),
                name="block_is_in_force_once",
            ),
            models.CheckConstraint(
                name="block_lifting_is_whole",
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patient} {self.unit}"


class Consent(models.Model):
    """What the patient has said yes or no to, for one purpose. The newest counts."""

    class Purpose(models.TextChoices):
        """What is asked for."""

        SMS = "sms", _("sms om tider")
        EMAIL = "email", _("e-post om tider")
        CLINIC = "clinic", _("att vi pratar med vårdcentralen")
        NEXT_OF_KIN = "next_of_kin", _("att vi pratar med närstående")

    class Answer(models.TextChoices):
        """What the patient said."""

        YES = "yes", _("ja")
        ASK_FIRST = "ask_first", _("fråga mig först")
        NO = "no", _("nej")

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="consents"
    )
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    answer = models.CharField(max_length=20, choices=Answer.choices)
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-given_at", "-id"]
        indexes = [models.Index(fields=["patient", "purpose", "-given_at"])]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_answer_display()}"


class TaskQuerySet(models.QuerySet["Task"]):
    """The one door to tasks."""

    def visible_to(self, user: User) -> Self:
        """Tasks of cases that `user` sees, and tasks that stand outside cases.

        A task outside a case (an undelivered message, a referral) is seen by its
        owner, or by every member of staff with its permission while nobody owns it.
        """
        grants = [item for item in Permission if user.may(item)]
        outside = Q(case=None) & (Q(owner=user) | Q(owner=None, permission__in=grants))
        return self.filter(
            outside | Q(case__in=Case.objects.visible_to(user).values("pk"))
        )

    def undone(self) -> Self:
        """Tasks that still wait."""
        return self.filter(done_at=None)

    def due_first(self) -> Self:
        """The most overdue first."""
        return self.order_by("due_on", "created_at", "pk")


class Task(models.Model):
    """Something a person must do, by a day, and why [Task]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    why = models.CharField(max_length=500, blank=True)
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    subject_label = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    owner = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="tasks"
    )
    permission = models.CharField(
        max_length=30, choices=Permission.choices, default=Permission.CARE
    )
    is_urgent = models.BooleanField(default=False)
    due_on = models.DateField()
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(done_at=None), name="task_undone_by_day"
            ),
            models.Index(fields=["subject_label", "subject_id"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="task_done_has_time_and_person",
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_label", "subject_id"],
                condition=Q(done_at=None),
                name="task_of_a_kind_waits_once_per_subject",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_overdue(self, on: date) -> bool:
        """Tell whether the day has passed without the task being done."""
        return self.done_at is None and self.due_on < on


def end_of_day(at: datetime) -> datetime:
    """The last moment of the local day of `at`: how long a reason opens a record."""
    return timezone.localtime(at).replace(
        hour=23, minute=59, second=59, microsecond=999999
    )
