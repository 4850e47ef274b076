"""The referral itself [ServiceRequest]."""

import uuid
from datetime import date, datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from accounts.models import CareUnit, Municipality, User
from accounts.roles import Permission
from jurisdictions import reference as references
from patients.models import Case, Patient
from patients.models.names import name_key_of
from referrals.lifecycle import DECIDED, UNDECIDED, UNDOABLE, Status
from referrals.models.answers import (
    Attempt,
    ClinicConsent,
    DoseChange,
    HowLong,
    MedicineKind,
    Priority,
    Risk,
    Source,
)
from referrals.models.reason import DecisionReason


class ReferralQuerySet(models.QuerySet["Referral"]):
    """The one door to referrals."""

    def visible_to(self, user: User) -> Self:
        """Referrals that `user` may see, by role.

        The sending clinic is another care provider: it sees what it sent, whoever
        of its people sent it. Those who assess see what is addressed to their unit;
        blocks keep a unit's rows from other units, and these are never among them.
        """
        if user.may(Permission.REFER):
            return self.filter(sender_unit=user.unit_id)
        if user.may(Permission.TRIAGE):
            return self.filter(unit=user.unit_id)
        if user.may(Permission.CARE):
            cases = Case.objects.visible_to(user).values("pk")
            return self.filter(Q(case__in=cases) | Q(joined_to__case__in=cases))
        if user.may(Permission.USE_OWN_PAGES):
            return self.filter(patient__user=user)
        return self.none()

    def undecided(self) -> Self:
        """Referrals that wait for somebody to decide, or to answer."""
        return self.filter(status__in=UNDECIDED)

    def decided(self) -> Self:
        """Referrals with a decision, or taken back (said as the index says it)."""
        return self.filter(decided_at__isnull=False)

    def waiting_for_answer(self) -> Self:
        """Referrals about which something was asked."""
        return self.filter(status=Status.WAITING_INFO)

    def most_urgent_first(self) -> Self:
        """Risk first, then by days left on the clock, then priority (rules VG-09)."""
        return self.order_by(
            F("is_risk").desc(),
            F("due_on").asc(nulls_last=True),
            F("priority").desc(),
            "pk",
        )

    def leading(self) -> Self:
        """Referrals that are decided by themselves: not part of another."""
        return self.filter(joined_to=None)

    def latest_first(self) -> Self:
        """The last decided first."""
        return self.order_by("-decided_at", "pk")


class Referral(models.Model):
    """Somebody asks the unit for help with tapering."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=8, unique=True)
    form_key = models.UUIDField(unique=True)
    source = models.CharField(max_length=20, choices=Source.choices)
    status = models.CharField(max_length=20, choices=Status.choices)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="+")

    issued_on = models.DateField()
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    sender = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="sent_referrals"
    )
    sender_unit = models.ForeignKey(
        CareUnit, null=True, on_delete=models.PROTECT, related_name="sent_referrals"
    )

    # As written by the sender: the register may say otherwise and is not shown to it.
    patient = models.ForeignKey(
        Patient, null=True, on_delete=models.PROTECT, related_name="referrals"
    )
    name = models.CharField(max_length=200)
    name_key = name_key_of("name")
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    best_time = models.CharField(max_length=60, blank=True)
    may_leave_voicemail = models.BooleanField(default=False)
    interpreter = models.CharField(max_length=60, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    municipality = models.ForeignKey(
        Municipality, null=True, on_delete=models.PROTECT, related_name="+"
    )
    lives_elsewhere = models.BooleanField(default=False)
    health_centre = models.ForeignKey(
        CareUnit, null=True, on_delete=models.PROTECT, related_name="+"
    )
    health_centre_text = models.CharField(max_length=200, blank=True)
    is_protected = models.BooleanField(default=False)
    language = models.CharField(max_length=5, default="sv")

    goal = models.TextField(blank=True)
    attempt = models.CharField(
        max_length=20, choices=Attempt.choices, default=Attempt.NOT_ASKED
    )
    attempt_year = models.PositiveSmallIntegerField(null=True)
    attempt_outcome = models.TextField(blank=True)
    attempt_absence = models.TextField(blank=True)
    risks = ArrayField(
        models.CharField(max_length=20, choices=Risk.choices), default=list
    )
    is_risk = models.BooleanField(default=False)
    told_and_willing = models.BooleanField(default=False)
    # A yes to the one text message with the code; nothing else rests on it.
    agrees_to_sms = models.BooleanField(default=False)
    incomplete_reason = models.TextField(blank=True)
    sent_although = models.TextField(blank=True)
    # Fields of the national message (rules REF-04) that the page asks for or keeps.
    care_remains = models.BooleanField(null=True)
    attention = models.TextField(blank=True)
    extra = models.JSONField(default=dict)
    version = models.PositiveSmallIntegerField(default=1)

    # Only a self-referral has these; `answers` keeps what has no column of its own.
    kinds = ArrayField(
        models.CharField(max_length=20, choices=MedicineKind.choices), default=list
    )
    how_long = models.CharField(max_length=20, choices=HowLong.choices, blank=True)
    dose_change = models.CharField(
        max_length=20, choices=DoseChange.choices, blank=True
    )
    wants_call_today = models.BooleanField(default=False)
    clinic_consent = models.CharField(
        max_length=20, choices=ClinicConsent.choices, blank=True
    )
    answers = models.JSONField(default=dict)
    # The sender of a self-referral signed in with an e-ID.
    is_proven = models.BooleanField(default=False)

    # The clock: from the earliest of the referral and its parts. Without a day it is
    # due on no day, because a pause is open.
    clock_from = models.DateField()
    due_on = models.DateField(null=True)
    priority = models.PositiveSmallIntegerField(
        choices=Priority.choices, default=Priority.NORMAL
    )
    priority_reason = models.TextField(blank=True)
    reassess_on = models.DateField(null=True)
    # Counts what anybody has changed, so that two who decide at once both notice.
    edition = models.PositiveIntegerField(default=1)

    # Another referral about the same person, with which this one is one case.
    joined_to = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="parts"
    )
    joined_at = models.DateTimeField(null=True)
    joined_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    assigned_to = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="assigned_referrals"
    )
    reply_by = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.ForeignKey(
        DecisionReason, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision_reason = models.TextField(blank=True)
    decision_for_patient = models.TextField(blank=True)
    redirected_to = models.TextField(blank=True)
    undo_until = models.DateTimeField(null=True)
    case = models.ForeignKey(
        Case, null=True, on_delete=models.PROTECT, related_name="referrals"
    )

    objects = ReferralQuerySet.as_manager()
    # Of several held at once: what leads before its parts.
    HELD_IN_ORDER = (F("joined_to").asc(nulls_first=True), "pk")

    class Meta:
        ordering = ["-sent_at", "pk"]
        indexes = [
            models.Index(
                F("unit"),
                F("is_risk").desc(),
                F("due_on").asc(nulls_last=True),
                F("priority").desc(),
                F("id"),
                condition=Q(status__in=["sent", "received", "waiting_info"]),
                name="referral_undecided_by_urgency",
            ),
            models.Index(
                F("unit"),
                F("decided_at").desc(),
                F("id"),
                condition=Q(decided_at__isnull=False),
                name="referral_decided_latest",
            ),
            models.Index(
                fields=["sender_unit", "-sent_at", "id"], name="referral_of_clinic"
            ),
            models.Index(fields=["phone"], name="referral_by_phone"),
            models.Index(
                fields=["birth_year", "health_centre"], name="referral_by_birth_year"
            ),
            models.Index(
                F("birth_year"),
                Upper("health_centre_text"),
                condition=~Q(health_centre_text=""),
                name="referral_by_centre_in_words",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="referral_status_is_known", condition=Q(status__in=Status.values)
            ),
            models.CheckConstraint(
                name="referral_source_is_known", condition=Q(source__in=Source.values)
            ),
            models.CheckConstraint(
                name="referral_of_a_clinic_has_sender_and_patient",
                condition=Q(
                    source=Source.CLINIC,
                    sender__isnull=False,
                    sender_unit__isnull=False,
                    patient__isnull=False,
                )
                | Q(source=Source.SELF, sender=None, sender_unit=None),
            ),
            models.CheckConstraint(
                name="referral_of_a_clinic_says_attempt_or_why_not",
                condition=Q(source=Source.SELF)
                | Q(attempt__in=[Attempt.YES, Attempt.ONGOING])
                | ~Q(attempt_absence="")
                | ~Q(incomplete_reason=""),
            ),
            models.CheckConstraint(
                name="referral_decision_is_whole",
                condition=Q(
                    status__in=sorted(DECIDED),
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                )
                | ~Q(status__in=sorted(DECIDED))
                & Q(decided_at__isnull=True, decided_by__isnull=True),
            ),
            models.CheckConstraint(
                name="referral_turned_away_says_why_and_where_instead",
                condition=~Q(status__in=[Status.REDIRECTED, Status.REJECTED])
                | ~Q(decision_reason="") & ~Q(redirected_to=""),
            ),
            models.CheckConstraint(
                name="referral_accepted_has_case_and_patient",
                condition=Q(
                    status=Status.ACCEPTED,
                    case__isnull=False,
                    patient__isnull=False,
                )
                | ~Q(status=Status.ACCEPTED) & Q(case__isnull=True),
            ),
            models.CheckConstraint(
                name="referral_decision_can_be_undone_for_a_while",
                condition=Q(status__in=sorted(UNDOABLE), undo_until__isnull=False)
                | ~Q(status__in=sorted(UNDOABLE)) & Q(undo_until__isnull=True),
            ),
            models.CheckConstraint(
                name="referral_joined_says_to_what_by_whom",
                condition=Q(
                    status=Status.JOINED,
                    joined_to__isnull=False,
                    joined_at__isnull=False,
                    joined_by__isnull=False,
                )
                | ~Q(status=Status.JOINED)
                & Q(joined_to=None, joined_at=None, joined_by=None),
            ),
            models.CheckConstraint(
                name="referral_is_not_joined_to_itself",
                condition=Q(joined_to=None) | ~Q(joined_to=F("id")),
            ),
            models.CheckConstraint(
                name="referral_priority_above_normal_has_a_reason",
                condition=Q(priority=Priority.NORMAL)
                | Q(priority__in=[Priority.SHORT, Priority.EMERGENCY])
                & ~Q(priority_reason=""),
            ),
            models.CheckConstraint(
                name="referral_clock_ends_after_it_starts",
                condition=Q(due_on=None) | Q(due_on__gte=F("clock_from")),
            ),
            models.CheckConstraint(
                name="referral_waiting_for_answer_says_until_when",
                condition=Q(status=Status.WAITING_INFO, reply_by__isnull=False)
                | ~Q(status=Status.WAITING_INFO) & Q(reply_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.shown_reference

    @property
    def shown_reference(self) -> str:
        """In two groups: 4F7K-9Q2T."""
        return references.shown(self.reference)

    @property
    def is_self_referral(self) -> bool:
        """Tell whether the person asked without a clinic."""
        return self.source == Source.SELF

    @property
    def is_undecided(self) -> bool:
        """Tell whether it waits for a decision or an answer."""
        return self.status in UNDECIDED

    @property
    def lead(self) -> "Referral":
        """The referral that is decided for this one: itself, unless it is a part."""
        return self.joined_to or self

    @property
    def has_open_case(self) -> bool:
        """Tell whether care goes on because of it."""
        return bool(self.case and not self.case.closed_at)

    @property
    def may_tell_health_centre(self) -> bool:
        """Tell whether the person named one, and agreed that we write to it."""
        named = self.health_centre_id or self.health_centre_text
        return bool(named) and self.clinic_consent == ClinicConsent.YES

    @property
    def hides_contact(self) -> bool:
        """Tell whether phone and place stay out of lists."""
        return self.is_protected or bool(self.patient and self.patient.is_protected)

    @property
    def shown_name(self) -> str:
        """Family name first once we know which part it is."""
        return str(self.patient) if self.patient else self.name

    def status_told(self, at: datetime) -> Status:
        """The status that sender and patient see: a decision only when it stands."""
        decided = self.lead
        if decided.undo_until and at < decided.undo_until:
            return Status.RECEIVED
        return Status(decided.status)

    def can_be_undone(self, at: datetime) -> bool:
        """Tell whether the decision may still be taken back."""
        return bool(self.undo_until and at < self.undo_until)

    def waited_days(self, today: date) -> int:
        """Calendar days since the clock started (rules VG-01, VG-04)."""
        return max((today - self.clock_from).days, 0)

    def days_left(self, today: date) -> int | None:
        """Days until the promise is broken; None while a pause is open."""
        return (self.due_on - today).days if self.due_on else None
