"""All that stands in the builder's form at once: answers, steps, who prescribes.

What another block of the form brings (who prescribes, a switch) hangs here: one
property that reads it from `data`, and its part of `outline`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from tapering import forms, hand, queries
from tapering.views.build.choices import Desk


@dataclass(kw_only=True)
class Work:
    """What was posted, or what a draft says; `data` is None for an untouched form."""

    desk: Desk
    data: Any
    written: hand.Written | None = None

    @cached_property
    def form(self) -> forms.BuildForm:
        """Doses, products and rule as they are asked."""
        by_hand = self.written is not None
        # What stands beforehand is looked up only for a form that nobody has touched.
        initial = self.desk.initial if self.data is None else None
        return self.desk.form(self.data, by_hand=by_hand, initial=initial)

    @cached_property
    def judged(self) -> forms.BuildForm:
        """The same as answers: of a form that nobody has touched, what stands in it."""
        if self.data is not None:
            return self.form
        by_hand = self.written is not None
        return self.desk.form(self.desk.initial, by_hand=by_hand)

    @cached_property
    def prescribing(self) -> forms.Prescribers:
        """Who prescribes: as posted, as in the draft, or as is likely."""
        known = self.desk.known
        plan = self.desk.plan
        rows = (
            queries.prescribers_of(known) if known else queries.usual_prescribers(plan)
        )
        start = known.counts_from if known else None
        return forms.prescribing_formset(self.data, known=rows, start=start)

    @cached_property
    def reasons(self) -> Mapping[str, str]:
        """Reasons beside findings."""
        if self.data is not None:
            return forms.reasons_in(self.data)
        return self.desk.known.reasons if self.desk.known else {}

    @property
    def shown_from(self) -> int:
        """The first step of the table's page: as turned to, or as it was."""
        data = self.data or {}
        turned = str(data.get("go", "")).partition("rows-")[2]
        return forms.shown_from({"rows": turned or data.get("rows", "0")})

    @property
    def is_fine(self) -> bool:
        """Tell whether every answer can be read."""
        has_faults = bool(self.written and self.written.faults)
        return self.judged.is_valid() and self.prescribing.is_fine and not has_faults

    @property
    def outline(self) -> queries.Outline:
        """What was chosen; only when the form is fine."""
        form = self.judged
        return form.outline_with(self.written.steps) if self.written else form.outline

    def with_written(self, written: hand.Written | None) -> "Work":
        """The same form with other steps."""
        checked = forms.checked(written, self.desk.on) if written else None
        return replace(self, written=checked)


def work_on(desk: Desk, data: Any) -> Work:
    """What was posted; without a post what the draft says."""
    if data is None:
        return Work(desk=desk, data=None).with_written(desk.written)
    return Work(desk=desk, data=data).with_written(forms.written_in(data))
