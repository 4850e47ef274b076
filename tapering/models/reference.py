"""What plans rest on: products that were read about, and approved policies."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tapering.lifecycle import WhoMayHold


class ProductQuerySet(models.QuerySet["Product"]):
    """Ways to ask for products."""

    def of(self, substance: str) -> "ProductQuerySet":
        """Products of one substance, weakest first."""
        return self.filter(substance=substance.lower()).order_by("strength_mg", "brand")


class Product(models.Model):
    """A substance in one strength, as a text that somebody read says it is."""

    substance = models.CharField(max_length=60)
    brand = models.CharField(max_length=60, blank=True)
    form = models.CharField(max_length=20, default="tablet")
    strength_mg = models.DecimalField(max_digits=9, decimal_places=4)
    parts = models.PositiveSmallIntegerField(default=1)
    atc = models.CharField(max_length=8)
    source = models.CharField(max_length=300)
    verified_on = models.DateField()

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["substance", "strength_mg", "brand"]
        constraints = [
            models.UniqueConstraint(
                fields=["substance", "brand", "strength_mg"],
                name="product_is_listed_once",
            ),
            models.CheckConstraint(
                name="product_is_a_tablet_in_known_parts",
                condition=Q(form="tablet", parts__in=[1, 2, 4], strength_mg__gt=0),
            ),
            models.CheckConstraint(
                name="product_has_a_source", condition=~Q(source="")
            ),
        ]

    def __str__(self) -> str:
        name = self.brand or self.substance
        return f"{name} {self.strength_mg.normalize():f} mg"

    @property
    def is_opioid(self) -> bool:
        """Tell whether the substance is an opioid."""
        return self.atc.startswith("N02A")

    @property
    def is_sedative(self) -> bool:
        """Benzodiazepines, z-drugs and gabapentinoids, as naloxone advice counts."""
        return self.atc.startswith(("N05B", "N05C", "N03AE", "N02BF", "N03AX16"))


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Ways to ask for policies."""

    def usable(self) -> "PolicyQuerySet":
        """Policies that somebody approved and that are in use."""
        return self.filter(is_active=True).exclude(approved_on=None)


class Policy(models.Model):
    """How fast the unit goes down, approved by a named person, with sources."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(default=1)
    atc_starts = models.CharField(max_length=8, blank=True)
    rule = models.JSONField()
    words = models.TextField()
    sources = models.TextField()
    approved_by = models.CharField(max_length=200, blank=True)
    approved_on = models.DateField(null=True)
    confirm_each_step = models.BooleanField(default=True)
    who_may_hold = models.CharField(
        max_length=20, choices=WhoMayHold.choices, default=WhoMayHold.CARE
    )
    max_gap_days = models.PositiveSmallIntegerField(default=14)
    is_active = models.BooleanField(default=False)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ["name", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "version"], name="policy_version_is_named_once"
            ),
            models.CheckConstraint(
                name="policy_in_use_is_approved_by_a_named_person",
                condition=Q(is_active=False)
                | Q(approved_on__isnull=False) & ~Q(approved_by=""),
                violation_error_message=_(
                    "En regel används först när en namngiven person har godkänt den."
                ),
            ),
            models.CheckConstraint(
                name="policy_says_its_rule_and_its_sources",
                condition=~Q(words="") & ~Q(sources=""),
            ),
            models.CheckConstraint(
                name="policy_says_who_may_hold",
                condition=Q(who_may_hold__in=WhoMayHold.values),
            ),
        ]

    def __str__(self) -> str:
        return self.name
