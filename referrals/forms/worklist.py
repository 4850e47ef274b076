"""What narrows the list, under which name it is kept, and who gets what."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from referrals.filter_words import CHOICES, MARKS
from referrals.forms.triage import Editing, Owned
from referrals.queries import Wanted
from referrals.queries.wanted import LONGEST_LEFT
from ui.fields import IntegerField
from ui.forms import Form, Layout, Row, TextField

LONGEST_SEARCH = 100


def _choice(name: str) -> forms.ChoiceField:
    label, answers = CHOICES[name]
    return forms.ChoiceField(
        label=cast("str", label),
        choices=[("", _("Alla")), *answers],
        required=False,
    )


def _mark(name: str) -> forms.BooleanField:
    return forms.BooleanField(label=cast("str", MARKS[name]), required=False)


class Filters(Form):
    """Everything that an address of the list may say. It is sent with GET."""

    source = _choice("source")
    risk = _choice("risk")
    priority = _choice("priority")
    assigned = _choice("assigned")
    left = IntegerField(
        label=_("Högst så många dagar kvar"),
        min_value=0,
        max_value=LONGEST_LEFT,
        required=False,
    )
    clock = _choice("clock")
    waits_for = _choice("waits_for")
    part = _choice("part")
    place = _choice("place")
    kind = _choice("kind")
    incomplete = _mark("incomplete")
    interpreter = _mark("interpreter")
    minor = _mark("minor")
    layout = Layout(
        Row("source", "assigned"),
        Row("risk", "priority"),
        Row("left", "clock"),
        Row("waits_for", "part"),
        Row("place", "kind"),
        Row("incomplete", "interpreter", "minor"),
    )

    def __init__(self, wanted: Wanted, *, people: "QuerySet[User]") -> None:
        super().__init__(initial=dict(wanted.chosen))
        for field in self.fields.values():
            # Nobody expects a filter to be filled in, so no label says that it may not.
            field.is_expected = True  # type: ignore[attr-defined]
        for name in MARKS:
            widget = cast("forms.CheckboxInput", self.fields[name].widget)
            widget.attrs["value"] = "yes"
        assigned = cast("forms.ChoiceField", self.fields["assigned"])
        colleagues = [(str(one.pk), one.name) for one in people]
        assigned.choices = [*assigned.choices, *colleagues]  # type: ignore[misc]


class SaveView(Form):
    """Under which name a list is kept, and for whom."""

    name = TextField(
        label=_("Vyns namn"),
        max_length=60,
        help_text=_("Skriv inget om någon person."),
    )
    is_shared = forms.BooleanField(label=_("Dela med enheten"), required=False)


class Search(Form):
    """Words that are looked for in the list, and never kept."""

    text = TextField(
        label=_("Namn, referens eller läkemedel"), max_length=LONGEST_SEARCH
    )


REASONS = [
    ("", _("Inget skäl")),
    ("even", _("Jämnare fördelning")),
    ("absence", _("Frånvaro")),
    ("skill", _("Behöver annan kompetens")),
    ("known", _("Känner patienten")),
]


class Share(Form):
    """Who assesses it instead, and why if there is something to say."""

    to = Owned(label=_("Till vem?"), queryset=User.objects.none(), empty_label=None)
    reason = forms.ChoiceField(
        label=_("Varför?"),
        choices=REASONS,
        widget=forms.RadioSelect,
        required=False,
    )
    layout = Layout("to", "reason")

    def __init__(self, *args: Any, people: "QuerySet[User]", **rest: Any) -> None:
        super().__init__(*args, **rest)
        field = cast("forms.ModelChoiceField[User]", self.fields["to"])
        field.queryset = people

    def clean_reason(self) -> str:
        """The reason in words, as the log keeps it."""
        chosen = self.cleaned_data["reason"]
        return str(dict(REASONS)[chosen]) if chosen else ""


class Assign(Editing, Share):
    """The same about one, which somebody else may have assigned meanwhile."""
