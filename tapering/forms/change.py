"""What is asked whenever a running plan is changed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tapering.lifecycle import Change
from tapering.queries import Running, Wish
from ui.forms import Chips, CreatingForm, Layout, LongTextField

WHY = [
    ("discomfort", _("Svåra besvär")),
    ("life", _("Påfrestande tid")),
    ("ill", _("Sjuk eller nytt läkemedel")),
    ("wish", _("Patientens önskan")),
]


class PlanChangeForm(CreatingForm):
    """What all changes ask: why, and who decides where the person may not."""

    change = Change.HOLD
    why = forms.ChoiceField(
        label=_("Varför"), choices=WHY, required=False, widget=forms.RadioSelect
    )
    because = LongTextField(
        label=_("Med egna ord"), required=False, rows=2, max_length=300
    )
    to: Any = forms.ModelChoiceField(
        label=_("Vem ska besluta"), queryset=User.objects.none(), required=False
    )

    def __init__(
        self,
        *args: Any,
        now: Running,
        prescribers: Any,
        needs_prescriber: bool,
        **rest: Any,
    ) -> None:
        self.now = now
        super().__init__(*args, **rest)
        self.build()
        # Free text stays out of the address of the preview.
        self.fields["because"].widget.attrs["data-unasked"] = "yes"
        asks = ["to"] if needs_prescriber else []
        if needs_prescriber:
            self.fields["to"].queryset = prescribers  # type: ignore[attr-defined]
            self.fields["to"].required = True
            self.fields["to"].initial = now.version.decided_by_id
        else:
            del self.fields["to"]
        self.helper.layout = Layout(*self.asked, Chips("why"), "because", *asks)

    def build(self) -> None:
        """Fill in the figures of the rule and of the plan."""
        self.asked: list[Any] = []

    @property
    def wish(self) -> Wish | None:
        """What is wished, as soon as it is clear; why may still be missing."""
        try:
            return self.wished(self.cleaned_data)
        except KeyError:
            return None

    def wished(self, found: Mapping[str, Any]) -> Wish:
        """The wish; KeyError where something is missing."""
        raise NotImplementedError

    @property
    def how(self) -> str:
        """What a slower pace is, in words."""
        return ""

    @property
    def reason(self) -> str:
        """Why, as chosen and written."""
        chosen = dict(WHY).get(self.cleaned_data.get("why", ""), "")
        words = self.cleaned_data.get("because", "")
        return " ".join(
            part for part in (f"{chosen}." if chosen else "", words) if part
        )

    @property
    def filled(self) -> dict[str, Any]:
        """The form as it stands when the page is opened, to be looked at."""
        return {
            name: self.get_initial_for_field(f, name) for name, f in self.fields.items()
        }
