"""How much of one medicine stands for how much of another: one table per source."""

from django.db import models
from django.db.models import F, Q

from tapering.lifecycle import Standing, TableUse, Unit
from tapering.models.kept import Kept, KeptQuerySet


class EquivalenceTable(Kept):
    """What one source says, with its ranges. `reference` is what all rows stand for.

    A table states its use: one made to weigh risk is never used to switch (trigger).
    """

    name = models.CharField(max_length=120)
    use = models.CharField(max_length=10, choices=TableUse.choices)
    reference = models.CharField(max_length=60)
    words = models.TextField(blank=True)
    disagrees = models.TextField(blank=True)

    objects = KeptQuerySet["EquivalenceTable"].as_manager()

    class Meta(Kept.Meta):
        abstract = False
        ordering = ["reference", "name", "version"]
        constraints = [
            *Kept.Meta.constraints,
            models.UniqueConstraint(
                fields=["name", "version"], name="table_version_is_named_once"
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(standing=Standing.APPROVED),
                name="table_has_one_version_in_use",
            ),
            models.CheckConstraint(
                name="table_states_its_use", condition=Q(use__in=TableUse.values)
            ),
            models.CheckConstraint(
                name="table_has_a_name_and_a_reference",
                condition=~Q(name="") & ~Q(reference=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EquivalenceRow(models.Model):
    """`amount` of the substance stands for `equals` mg of the table's reference.

    Each is a range; sources that print one figure have the same at both ends. For a
    patch `amount` is µg/h and `unit` says so; else it is mg a day.
    """

    table = models.ForeignKey(
        EquivalenceTable, on_delete=models.PROTECT, related_name="rows"
    )
    substance = models.CharField(max_length=60)
    atc = models.CharField(max_length=8)
    unit = models.CharField(max_length=10, choices=Unit.choices, default=Unit.MG)
    amount_low = models.DecimalField(max_digits=9, decimal_places=4)
    amount_high = models.DecimalField(max_digits=9, decimal_places=4)
    equals_low = models.DecimalField(max_digits=9, decimal_places=4)
    equals_high = models.DecimalField(max_digits=9, decimal_places=4)
    # The figure that a source prints beside its own range.
    equals_usual = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["substance", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "substance", "unit"],
                name="substance_stands_once_in_a_table",
            ),
            models.CheckConstraint(
                name="equivalence_is_a_range",
                condition=Q(
                    amount_low__gt=0,
                    amount_high__gte=F("amount_low"),
                    equals_low__gt=0,
                    equals_high__gte=F("equals_low"),
                ),
            ),
            models.CheckConstraint(
                name="usual_equivalent_lies_in_its_range",
                condition=Q(equals_usual=None)
                | Q(
                    equals_usual__gte=F("equals_low"),
                    equals_usual__lte=F("equals_high"),
                ),
            ),
            models.CheckConstraint(
                name="equivalence_is_in_mg_or_micrograms_an_hour",
                condition=Q(unit__in=Unit.values),
            ),
            # Its ratio rises with the dose: no table gives it (clinical 3.2).
            models.CheckConstraint(
                name="methadone_is_never_converted_by_table",
                condition=~Q(substance__in=["metadon", "methadone"])
                & ~Q(atc="N07BC02"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substance} {self.amount_low}-{self.amount_high} {self.unit}"
