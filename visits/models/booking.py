"""A visit, who takes part in it, and what nobody else can have meanwhile."""

import uuid
from datetime import date, datetime, timedelta
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from jurisdictions.clocks import day_bounds
from offers.models import Place
from patients.models import Case
from visits.lifecycle import Kind, Purpose, Status

SHORTEST, LONGEST = 5, 480


class VisitQuerySet(models.QuerySet["Visit"]):
    """The one door to visits."""

    def visible_to(self, user: User) -> Self:
        """Visits of the cases that `user` sees; a patient sees the own ones."""
        return self.filter(case__in=Case.objects.visible_to(user).values("pk"))

    def on_day(self, day: date) -> Self:
        """Visits that begin on a day of the wall clock: 23, 24 or 25 hours."""
        zone = timezone.get_default_timezone()
        first, until = day_bounds(day, time_zone=zone)
        return self.filter(starts_at__gte=first, starts_at__lt=until)

    def with_staff(self, user: User) -> Self:
        """Visits in which `user` takes part."""
        return self.filter(staff__user=user, staff__is_current=True)

    def booked(self) -> Self:
        """Visits that are to happen, or should have and are not logged."""
        return self.filter(status=Status.BOOKED)

    def coming(self, at: datetime) -> Self:
        """Booked visits that have not begun."""
        return self.booked().filter(starts_at__gt=at)

    def not_logged(self, at: datetime) -> Self:
        """Visits that began more than a day ago and say nothing (rules PDL-05)."""
        return self.booked().filter(starts_at__lt=at - timedelta(days=1))

    def due_for_reminder(self, at: datetime) -> Self:
        """Booked visits whose reminder should go out now."""
        return self.coming(at).filter(remind_at__lte=at, reminded_at=None)

    def for_list(self) -> Self:
        """With everything a row shows, in a fixed number of queries."""
        return self.select_related(
            "case__patient", "place__care_unit"
        ).prefetch_related(
            models.Prefetch(
                "staff",
                VisitStaff.objects.filter(is_current=True).select_related("user"),
                to_attr="current_staff",
            )
        )

    def holding(self, case: Case) -> list[str]:
        """What keeps the case from being taken back: visits that are not cancelled."""
        return [
            gettext("Avboka besöket %(day)s kl %(time)s först.")
            % {
                "day": f"{timezone.localtime(visit.starts_at):%Y-%m-%d}",
                "time": f"{timezone.localtime(visit.starts_at):%H.%M}",
            }
            for visit in self.filter(case=case).exclude(status=Status.CANCELLED)
        ]

    def by_time(self) -> Self:
        """The earliest first."""
        return self.order_by("starts_at", "pk")


class Visit(models.Model):
    """A patient meets staff: in person, by video or by phone [Appointment]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    place = models.ForeignKey(
        Place, null=True, on_delete=models.PROTECT, related_name="visits"
    )
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    status = models.CharField(
        max_length=20, choices=Status.choices, default=Status.BOOKED
    )
    version = models.PositiveIntegerField(default=1)
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    cancel_reason = models.CharField(max_length=500, blank=True)
    form_key = models.UUIDField(unique=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["starts_at"], name="visit_by_time"),
            models.Index(fields=["case", "-starts_at"], name="visit_of_case"),
            models.Index(
                fields=["remind_at"],
                condition=Q(status=Status.BOOKED, reminded_at=None),
                name="visit_to_remind_of",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="visit_status_is_known", condition=Q(status__in=Status.values)
            ),
            models.CheckConstraint(
                name="visit_kind_is_known", condition=Q(kind__in=Kind.values)
            ),
            models.CheckConstraint(
                name="visit_purpose_is_known",
                condition=Q(purpose__in=Purpose.values),
            ),
            models.CheckConstraint(
                name="visit_in_person_has_a_place_and_no_other_has",
                condition=Q(kind=Kind.IN_PERSON, place__isnull=False)
                | ~Q(kind=Kind.IN_PERSON) & Q(place=None),
            ),
            models.CheckConstraint(
                name="visit_length_is_humane",
                condition=Q(minutes__range=(SHORTEST, LONGEST)),
            ),
            models.CheckConstraint(
                name="visit_cancelling_is_whole",
                condition=Q(
                    status=Status.CANCELLED,
                    cancelled_at__isnull=False,
                    cancelled_by__isnull=False,
                )
                & ~Q(cancel_reason="")
                | ~Q(status=Status.CANCELLED)
                & Q(cancelled_at=None, cancelled_by=None, cancel_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        """When the resources are free again."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def has_begun(self, at: datetime) -> bool:
        """Tell whether there is something to log."""
        return self.starts_at <= at


class VisitStaff(models.Model):
    """Somebody of the team takes part, or did before the visit was moved."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="staff")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="visits")
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "user"], name="visit_has_each_member_of_staff_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class BookingResource(models.Model):
    """What a visit keeps busy: a member of staff, the patient, a room."""

    class What(models.TextChoices):
        """The kind of thing that cannot be in two places."""

        PATIENT = "patient", _("patienten")
        ROOM = "room", _("rummet")
        STAFF = "staff", _("personalen")

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="resources")
    kind = models.CharField(max_length=10, choices=What.choices)
    resource = models.UUIDField()
    during = DateTimeRangeField()
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "kind", "resource"],
                name="visit_holds_a_resource_once",
            ),
            models.CheckConstraint(
                name="booking_resource_kind_is_known",
                condition=Q(kind__in=["patient", "room", "staff"]),
            ),
            # Half-open, so that one visit may begin the minute another ends.
            models.CheckConstraint(
                name="booking_range_is_half_open",
                condition=Q(
                    during__isempty=False,
                    during__lower_inc=True,
                    during__upper_inc=False,
                    during__lower_inf=False,
                    during__upper_inf=False,
                ),
            ),
            ExclusionConstraint(
                name="nobody_and_no_room_is_booked_twice",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("resource", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(active=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.during}"
