"""Which two rules are compared."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tapering.models import Policy
from ui.forms import Form, Layout, Row


class CompareForm(Form):
    """Two rules of those that fit the medicine."""

    first_rule = forms.ChoiceField(label=_("Den ena regeln"))
    second_rule = forms.ChoiceField(label=_("Den andra regeln"))

    layout = Layout(Row("first_rule", "second_rule"))

    def __init__(self, *args: Any, policies: Sequence[Policy], **rest: Any) -> None:
        super().__init__(*args, **rest)
        choices = [
            ("", _("Välj")),
            *((str(policy.pk), policy.name) for policy in policies),
        ]
        for name in ("first_rule", "second_rule"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A rule beside itself says nothing."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("first_rule") and found["first_rule"] == found.get("second_rule"):
            self.add_error("second_rule", _("Välj två olika regler."))
        return found
