"""The medicines that a referral speaks of."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referrals.models.answers import MedicineKind
from referrals.models.referral import Referral


class MedicineManager(models.Manager["Medicine"]):
    """The medicines that a referral speaks of now."""

    def get_queryset(self) -> models.QuerySet["Medicine"]:
        """Without those that a later version left out."""
        return super().get_queryset().filter(left_out_at=None)


class Medicine(models.Model):
    """One medicine in a referral, as the sender wrote it."""

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="medicines"
    )
    name = models.CharField(max_length=200)
    strength = models.CharField(max_length=60, blank=True)
    dose_per_day = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    unit = models.CharField(max_length=10, default="mg")
    since_year = models.PositiveSmallIntegerField(null=True)
    kind = models.CharField(max_length=20, choices=MedicineKind.choices, blank=True)
    # A version of the referral no longer names it; the row stays, as all that was sent.
    left_out_at = models.DateTimeField(null=True)

    objects = MedicineManager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="medicine_dose_is_above_zero",
                condition=Q(dose_per_day=None) | Q(dose_per_day__gt=0),
                violation_error_message=_("Skriv en dos som är större än noll."),
            ),
            models.CheckConstraint(
                name="medicine_of_a_referral_has_a_name", condition=~Q(name="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def whole_name(self) -> str:
        """Name and strength, as on the package."""
        return f"{self.name} {self.strength}".strip()
