"""What the form pack needs to draw a question the same way everywhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.safestring import SafeString

register = template.Library()

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True, kw_only=True)
class Option:
    """One choice, ready to draw."""

    id: str
    name: str
    value: str
    label: str
    kind: str
    is_chosen: bool
    hint: str = ""
    reveal: str = ""
    is_after_or: bool = False


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One line of the error summary; without a target it is about the whole form."""

    target: str
    text: str


@register.filter
def drawn_as(field: BoundField) -> str:
    """Which template draws the field: hidden, choices, checkbox or field."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, GROUPS):
        return "choices"
    return "checkbox" if isinstance(widget, forms.CheckboxInput) else "field"


@register.filter
def described_by(field: BoundField) -> str:
    """The ids of hint and error, in reading order."""
    return field.aria_describedby or ""


@register.simple_tag
def control(field: BoundField, classes: str = "f-in") -> SafeString:
    """The input itself, without ``required`` and ``maxlength``.

    The browser would speak in bubbles, or cut off what somebody pastes; the server
    answers with a sentence and keeps what was typed.
    """
    widget = field.field.widget
    own = widget.attrs.get("class", "")
    attrs = field.build_widget_attrs({"class": f"{classes} {own}".strip()})
    if field.auto_id and "id" not in widget.attrs:
        attrs["id"] = field.auto_id
    attrs.pop("required", None)
    kept = widget.attrs.pop("maxlength", None)
    try:
        drawn: SafeString = widget.render(
            name=field.html_name,
            value=field.value(),
            attrs=attrs,
            renderer=field.form.renderer,
        )
        return drawn
    finally:
        if kept is not None:
            widget.attrs["maxlength"] = kept


@register.simple_tag
def options(
    field: BoundField,
    hints: Mapping[str, str] | str = "",
    reveals: Mapping[str, str] | str = "",
    last: Sequence[str] = (),
) -> list[Option]:
    """The choices of a field, with examples and what opens under them."""
    examples = hints or {}
    opened = reveals or {}
    drawn = []
    is_after = False
    for widget in field.subwidgets:
        value = str(widget.data["value"])
        first_last = value in tuple(last) and not is_after
        is_after = is_after or first_last
        drawn.append(
            Option(
                id=widget.id_for_label,
                name=widget.data["name"],
                value=value,
                label=widget.data["label"],
                kind=widget.data["type"],
                is_chosen=widget.data["selected"],
                hint=examples.get(value, "") if examples else "",  # type: ignore[union-attr]
                reveal=opened.get(value, "") if opened else "",  # type: ignore[union-attr]
                is_after_or=first_last,
            )
        )
    return drawn


def _target(field: BoundField) -> str:
    """The id that is really on the page: the first choice of a group."""
    if field.id_for_label:
        return field.id_for_label
    first = next(iter(field.subwidgets), None)
    return first.id_for_label if first else field.auto_id


def _of_form(form: BaseForm) -> Iterator[Fault]:
    for text in form.non_field_errors():
        yield Fault(target="", text=str(text))
    for field in form:
        hidden = drawn_as(field) == "hidden"
        for text in field.errors:
            yield Fault(target="" if hidden else _target(field), text=str(text))


def _of_formset(formset: "BaseFormSet[Any]") -> Iterator[Fault]:
    for text in formset.non_form_errors():
        yield Fault(target="", text=str(text))
    for form in formset:
        yield from _of_form(form)


def faults(form: Any) -> list[Fault]:
    """All that needs to be put right in a form or formset, in the order of the page."""
    if isinstance(form, BaseFormSet):
        return list(_of_formset(form)) if form.is_bound else []
    return list(_of_form(form)) if isinstance(form, BaseForm) and form.is_bound else []


@register.filter
def has_faults(form: Any) -> bool:
    """Whether the summary has anything to say; safe for what is not a form."""
    return bool(faults(form))


@register.inclusion_tag("gran/summary.html")
def felsum(*forms_on_page: Any) -> dict[str, Any]:
    """The error summary, first on the page; the forms then do not repeat it."""
    found = []
    for form in forms_on_page:
        found += faults(form)
        if isinstance(form, BaseForm | BaseFormSet):
            form.summary_is_shown = True  # type: ignore[union-attr]
    return {"faults": found}
