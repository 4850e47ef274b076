"""What plans rest on: products that were read about, and approved policies."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tapering.lifecycle import Form, Standing, WhoMay
from tapering.models.kept import Kept, KeptQuerySet


class ProductQuerySet(KeptQuerySet["Product"]):
    """Ways to ask for products."""

    def of(self, substance: str) -> Self:
        """Products of one substance in use, weakest first."""
        return self.usable().filter(substance=substance.lower())


class Product(Kept):
    """A substance in one strength, as a text that somebody read says it is.

    A tablet has a strength in mg and the number of equal parts it may be divided into
    (1, 2 or 4); a liquid mg per ml and the least volume that can be measured; a patch
    µg per hour and the days that it is worn.
    """

    substance = models.CharField(max_length=60)
    brand = models.CharField(max_length=60, blank=True)
    form = models.CharField(max_length=20, choices=Form.choices, default=Form.TABLET)
    strength_mg = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    parts = models.PositiveSmallIntegerField(null=True)
    mg_per_ml = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    smallest_ml = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    ug_per_h = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    worn_days = models.PositiveSmallIntegerField(null=True)
    atc = models.CharField(max_length=8)
    # The number in a national product register, when it came from one.
    register_id = models.CharField(max_length=40, blank=True)

    objects = ProductQuerySet.as_manager()

    class Meta(Kept.Meta):
        abstract = False
        ordering = [
            "substance",
            "form",
            "strength_mg",
            "mg_per_ml",
            "ug_per_h",
            "brand",
        ]
        constraints = [
            *Kept.Meta.constraints,
            models.UniqueConstraint(
                fields=[
                    "substance",
                    "brand",
                    "form",
                    "strength_mg",
                    "mg_per_ml",
                    "ug_per_h",
                ],
                condition=Q(standing=Standing.APPROVED),
                nulls_distinct=False,
                name="product_in_use_is_listed_once",
            ),
            models.CheckConstraint(
                name="product_is_measured_as_its_form_says",
                condition=Q(
                    form=Form.TABLET,
                    parts__in=[1, 2, 4],
                    strength_mg__gt=0,
                    mg_per_ml=None,
                    smallest_ml=None,
                    ug_per_h=None,
                    worn_days=None,
                )
                | Q(
                    form=Form.LIQUID,
                    mg_per_ml__gt=0,
                    smallest_ml__gt=0,
                    strength_mg=None,
                    parts=None,
                    ug_per_h=None,
                    worn_days=None,
                )
                | Q(
                    form=Form.PATCH,
                    ug_per_h__gt=0,
                    worn_days__gt=0,
                    strength_mg=None,
                    parts=None,
                    mg_per_ml=None,
                    smallest_ml=None,
                ),
            ),
            models.CheckConstraint(
                name="product_has_a_substance_and_a_code",
                condition=~Q(substance="") & ~Q(atc=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brand or self.substance} {self.measure}"

    @property
    def measure(self) -> str:
        """5 mg, 1 mg/ml or 25 µg/h."""
        for amount, unit in (
            (self.strength_mg, "mg"),
            (self.mg_per_ml, "mg/ml"),
            (self.ug_per_h, "µg/h"),
        ):
            if amount is not None:
                return f"{amount.normalize():f} {unit}"
        return ""

    @property
    def is_opioid(self) -> bool:
        """Tell whether the substance is an opioid."""
        return self.atc.startswith(("N02A", "N07BC", "R05DA"))

    @property
    def is_sedative(self) -> bool:
        """Benzodiazepines, z-drugs and gabapentinoids, as naloxone advice counts."""
        return self.atc.startswith(
            ("N05B", "N05C", "N03AE", "N02BF", "N03AX16", "N03AX12")
        )


class Policy(Kept):
    """How fast the unit goes down, approved by a named person, with sources.

    `rule` is the engine's `policy` (bands, limits, goal, rounding, take, order,
    occupancy); the rest is the care half, which the engine does not read.
    """

    name = models.CharField(max_length=120)
    # ATC codes, or their beginnings, of what it is for; none means any medicine.
    atc = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    rule = models.JSONField()
    words = models.TextField()
    # Where the source and others say different things.
    disagrees = models.TextField(blank=True)
    confirm_each_step = models.BooleanField(default=True)
    who_may_hold = models.CharField(
        max_length=20, choices=WhoMay.choices, default=WhoMay.CARE
    )
    who_may_slow_down = models.CharField(
        max_length=20, choices=WhoMay.choices, default=WhoMay.PRESCRIBER
    )
    who_may_step_back = models.CharField(
        max_length=20, choices=WhoMay.choices, default=WhoMay.PRESCRIBER
    )
    who_may_confirm = models.CharField(
        max_length=20, choices=WhoMay.choices, default=WhoMay.CARE
    )
    # How long a pause is when nobody says otherwise, and when one is too long.
    hold_days = models.PositiveSmallIntegerField(null=True)
    longest_hold_days = models.PositiveSmallIntegerField(null=True)
    # After so many pauses in a row a lower goal is proposed.
    holds_before_goal = models.PositiveSmallIntegerField(null=True)
    # No contact for longer than this shows up by itself.
    max_gap_days = models.PositiveSmallIntegerField(null=True)

    objects = KeptQuerySet["Policy"].as_manager()

    class Meta(Kept.Meta):
        abstract = False
        ordering = ["name", "version"]
        constraints = [
            *Kept.Meta.constraints,
            models.UniqueConstraint(
                fields=["name", "version"], name="policy_version_is_named_once"
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(standing=Standing.APPROVED),
                name="policy_has_one_version_in_use",
            ),
            models.CheckConstraint(
                name="policy_says_its_name_and_its_rule",
                condition=~Q(name="") & ~Q(words=""),
            ),
            models.CheckConstraint(
                name="policy_says_who_may",
                condition=Q(
                    who_may_hold__in=WhoMay.values,
                    who_may_slow_down__in=WhoMay.values,
                    who_may_step_back__in=WhoMay.values,
                    who_may_confirm__in=[
                        WhoMay.PATIENT,
                        WhoMay.CARE,
                        WhoMay.PRESCRIBER,
                    ],
                )
                & ~Q(who_may_hold=WhoMay.NOBODY),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def fits(self, codes: list[str]) -> bool:
        """Tell whether it is for a medicine with one of these ATC codes."""
        return not self.atc or any(code.startswith(tuple(self.atc)) for code in codes)
