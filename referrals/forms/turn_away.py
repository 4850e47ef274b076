"""Why not here, and where instead: a reason to begin with, and both texts."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from referrals.forms.triage import Editing
from referrals.models import DecisionReason
from ui.forms import LongTextField


class TurnAway(Editing):
    """A ready reason fills the texts; what stands in them when sent is what is sent."""

    chosen = forms.ModelChoiceField(
        label=_("Välj ett skäl"),
        queryset=DecisionReason.objects.none(),
        widget=forms.RadioSelect,
        empty_label=_("Eget skäl"),
        required=False,
        blank=True,
    )
    reason = LongTextField(
        label=_("Text till den som remitterade"), max_length=2000, rows=4
    )
    for_patient = LongTextField(
        label=_("Text till patienten, i klartext"), max_length=2000, rows=4
    )
    destination = LongTextField(
        label=_("Vart ska patienten vända sig?"),
        help_text=_("Mottagning och telefon, så att det går att ringa direkt."),
        max_length=500,
        rows=2,
    )

    def __init__(
        self, *args: Any, reasons: "QuerySet[DecisionReason]", **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        field = cast("forms.ModelChoiceField[DecisionReason]", self.fields["chosen"])
        field.queryset = reasons
        self.reasons = list(reasons)
        if not self.reasons:
            del self.fields["chosen"]
