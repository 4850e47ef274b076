"""Rows of a rule or a table: one more by a button, with or without JavaScript."""

from collections.abc import Mapping
from typing import Any

from django.forms import BaseFormSet, formset_factory

from ui.forms import Form, row_count


class Rows(BaseFormSet):  # type: ignore[type-arg]
    """Rows, of which those without anything on them do not count."""

    @property
    def kept(self) -> list[Any]:
        """The rows with something on them that are not ticked away."""
        return [form for form in self.forms if form.is_kept]

    def add_fields(self, form: Any, index: int | None) -> None:
        """Let each row say what its box for taking away means."""
        super().add_fields(form, index)
        form.lay_out()


class RowForm(Form):
    """One row; empty ones are left out, and those ticked away."""

    # Fields that always have a value, and so do not make a row filled in.
    always: tuple[str, ...] = ()

    def lay_out(self) -> None:
        """Group the questions of the row, the box for taking it away last."""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is written on the row."""
        found = getattr(self, "cleaned_data", {})
        return not any(
            found.get(name) not in (None, "")
            for name in self.base_fields
            if name not in self.always
        )

    @property
    def is_kept(self) -> bool:
        """Tell whether the row is part of what is saved."""
        found = getattr(self, "cleaned_data", {})
        return not self.is_empty and not found.get("DELETE")


def rows_of_kind(
    row: type[RowForm],
    data: Any,
    *,
    prefix: str,
    initial: list[dict[str, Any]],
    most: int,
) -> Any:
    """The rows, with an empty one last."""
    factory = formset_factory(
        row,
        formset=Rows,
        extra=1,
        max_num=most,
        absolute_max=most,
        can_delete=True,
    )
    return factory(data, initial=initial, prefix=prefix)


def posted_rows(
    row: type[RowForm], data: Mapping[str, Any], *, prefix: str, most: int
) -> list[dict[str, Any]]:
    """What was posted, row by row, to be shown again without being judged."""
    count = min(row_count(data, prefix=prefix), most)
    return [
        {
            name: str(data.get(f"{prefix}-{n}-{name}", ""))[:500]
            for name in row.base_fields
        }
        for n in range(count)
    ]
