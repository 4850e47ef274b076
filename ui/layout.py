"""How questions are grouped on a page: layout objects for the pack ``gran``.

A form says for example ``layout = Layout(Group(_("Patient"), Row("phone", "name")))``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import Layout
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

__all__ = ["Cards", "Chips", "Group", "Layout", "Question", "Row", "Scale11", "Suffix"]

Words = str | Promise


class _Holder:
    """Something that holds fields and draws a frame around them."""

    template = ""

    def __init__(self, *fields: Any) -> None:
        self.fields = list(fields)

    def frame(self) -> dict[str, Any]:
        """What the frame itself shows."""
        return {}

    def render(
        self, form: BaseForm, context: Context, template_pack: Any = TEMPLATE_PACK
    ) -> SafeString:
        """Draw the fields, then the frame around them."""
        inside = "".join(
            render_field(field, form, context, template_pack=template_pack)
            for field in self.fields
        )
        return render_to_string(
            f"{template_pack}/{self.template}",
            {"fields": SafeString(inside), **self.frame()},
        )


class Group(_Holder):
    """Questions under a common name: the name left, the questions right."""

    template = "group.html"

    def __init__(self, legend: Words, *fields: Any, hint: Words = "") -> None:
        super().__init__(*fields)
        self.legend, self.hint = legend, hint

    def frame(self) -> dict[str, Any]:
        """The name of the group."""
        return {"legend": self.legend, "hint": self.hint}


class Row(_Holder):
    """Short questions beside each other where there is room."""

    template = "row.html"


class _OneField:
    """One question drawn by a template of its own."""

    template = ""

    def __init__(self, name: str, **shown: Any) -> None:
        self.name, self.shown = name, shown

    def render(
        self, form: BaseForm, context: Context, template_pack: Any = TEMPLATE_PACK
    ) -> SafeString:
        """Draw the question."""
        drawn: SafeString = render_field(
            self.name,
            form,
            context,
            template=f"{template_pack}/{self.template}",
            template_pack=template_pack,
            extra_context=self.more(form, context, template_pack),
        )
        return drawn

    def more(
        self, form: BaseForm, context: Context, template_pack: Any
    ) -> dict[str, Any]:
        """What the template needs beside the field."""
        return dict(self.shown)


class Question(_OneField):
    """A page that asks one thing: the label is the heading of the page."""

    template = "field.html"

    def __init__(self, name: str) -> None:
        super().__init__(name, label_is_h1=True)


class Suffix(_OneField):
    """A figure with its unit outside the box."""

    template = "field.html"

    def __init__(self, name: str, unit: Words, *, prefix: Words = "") -> None:
        super().__init__(name, suffix=unit, prefix=prefix)


class Cards(_OneField):
    """Choices as cards, with examples, and questions that open under a choice.

    ``hints`` and ``reveals`` are keyed by the value of the choice. ``last`` names the
    choices that stand after "eller", such as "Jag vet inte".
    """

    template = "choices.html"

    def __init__(
        self,
        name: str,
        *,
        hints: Mapping[str, Words] | None = None,
        reveals: Mapping[str, Sequence[Any]] | None = None,
        last: Sequence[str] = (),
        heading: bool = False,
        hide_label: bool = False,
    ) -> None:
        super().__init__(name, label_is_h1=heading, hide_label=hide_label)
        self.hints, self.reveals = dict(hints or {}), dict(reveals or {})
        self.last = tuple(last)

    def more(
        self, form: BaseForm, context: Context, template_pack: Any
    ) -> dict[str, Any]:
        """The examples, and the questions under each choice already drawn."""
        opened = {
            str(value): SafeString(
                "".join(
                    render_field(field, form, context, template_pack=template_pack)
                    for field in fields
                )
            )
            for value, fields in self.reveals.items()
        }
        return {
            **self.shown,
            "hints": {str(value): hint for value, hint in self.hints.items()},
            "reveals": opened,
            "last": self.last,
        }


class Chips(_OneField):
    """One-tap choices: a segment for one answer, pills with a tick for several."""

    template = "chips.html"

    def __init__(
        self, name: str, *, hide_label: bool = False, full: bool = False
    ) -> None:
        super().__init__(name, hide_label=hide_label, full=full)


class Scale11(_OneField):
    """How much, from 0 to 10, with a word at each end."""

    template = "scale.html"

    def __init__(
        self, name: str, *, low: Words, high: Words, hide_label: bool = False
    ) -> None:
        super().__init__(name, low=low, high=high, hide_label=hide_label)
