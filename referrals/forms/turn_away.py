"""Why not here, and where instead: a reason to begin with, and both texts."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from referrals.forms.triage import Editing
from referrals.models import DecisionReason
from ui.forms import LongTextField

# The fields that a reason fills, and what of the reason fills each.
FILLED = {
    "reason": "for_referrer",
    "for_patient": "for_patient",
    "destination": "destination",
}


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
        self.reasons = list(reasons)
        field = cast("forms.ModelChoiceField[DecisionReason]", self.fields["chosen"])
        field.queryset = reasons
        if not self.reasons:
            del self.fields["chosen"]


def filled_from(
    posted: Mapping[str, str], reasons: "QuerySet[DecisionReason]"
) -> dict[str, str]:
    """What was posted, with the words of the chosen reason where nobody wrote own ones.

    A text that another reason filled in counts as nobody's own.
    """
    known = list(reasons)
    chosen = next((one for one in known if str(one.pk) == posted.get("chosen")), None)
    texts = {name: posted.get(name, "") for name in (*FILLED, "chosen", "edition")}
    if chosen is None:
        return texts
    for name, source in FILLED.items():
        ready = {_same(getattr(one, source)) for one in known}
        if _same(texts[name]) in ready | {""}:
            texts[name] = getattr(chosen, source)
    return texts


def _same(text: str) -> str:
    """Browsers send other line ends than were stored."""
    return "\n".join(text.split("\r\n")).strip()
