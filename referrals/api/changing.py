"""What a clinic's system says afterwards: more, an answer, that it takes back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from referrals.api.fields import KEPT, ContentFields, check_whole
from referrals.api.parts import ContactFields, Strict, Text
from referrals.models import Attempt, Referral

# What the action calls the fields of a message, where it calls them something else.
CALLED = {"question": "goal"}
CHANGED = (
    *("question", "attempt", "attempt_year", "attempt_outcome", "attempt_absence"),
    *("risks", "told_and_willing", "incomplete_reason", "care_remains", "attention"),
)
# A line of a list takes the place of another: what it leaves out is not the other's.
EMPTY_LINE = {"strength": "", "dose_per_day": None, "since_year": None}
LONGEST_VERSION = 32_767
LONGEST_ANSWER, LONGEST_REASON = 8000, 2000


class ChangedContact(ContactFields):
    """How the patient is reached. Who it is stays as it was first sent."""

    LOCKED = {
        name: "patient" if name == "number" else "name"
        for name in ("number", "given_name", "family_name")
    }


class CompletionFields(ContentFields):
    """What is said anew. A field that is left out stays as it is."""

    LOCKED = {
        "request_id": "reference",
        "requesting_unit": "sender_unit",
        "recipient_unit": "unit",
        "issued_on": "issued_on",
    }

    based_on = serializers.IntegerField(
        min_value=1, max_value=LONGEST_VERSION, help_text="the version that was read"
    )
    patient = ChangedContact(required=False)

    @property
    def referral(self) -> Referral:
        """What is completed."""
        found: Referral = self.context["referral"]
        return found

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """Nothing is missing without a reason, in what will then be said."""
        now = self.referral
        known = {name: getattr(now, CALLED.get(name, name)) for name in CHANGED}
        if now.attempt == Attempt.NOT_ASKED:
            known["attempt"] = ""
        check_whole({**known, "medicines": list(now.medicines.all()), **given})
        return given

    def changes(self) -> dict[str, Any]:
        """The fields that are said, as the action wants them."""
        given = self.validated_data
        said = {
            CALLED.get(name, name): given[name] for name in CHANGED if name in given
        }
        said |= given.get("patient", {})
        if kept := self._kept():
            said["extra"] = {**self.referral.extra, **kept}
        return said

    def lines(self) -> list[dict[str, Any]] | None:
        """All of them, when any are said."""
        given = self.validated_data.get("medicines")
        return None if given is None else [{**EMPTY_LINE, **line} for line in given]

    def is_said_in(self, content: Mapping[str, Any]) -> bool:
        """Tell whether a version says all this already: the same call, once more."""
        said = {**self.changes(), **self._kept()}
        said.pop("extra", None)
        stands = {**content["extra"], **content}
        return all(
            stands.get(name) == value for name, value in said.items()
        ) and self._is_listed_in(content["medicines"])

    def _kept(self) -> dict[str, Any]:
        given = self.validated_data
        return {name: given[name] for name in KEPT if name in given}

    def _is_listed_in(self, written: list[Mapping[str, Any]]) -> bool:
        given = self.lines()
        stands = [
            {
                **{name: line[name] for name in ("name", "strength", "since_year")},
                "dose_per_day": line["dose_per_day"] and Decimal(line["dose_per_day"]),
            }
            for line in written
        ]
        return given is None or given == stands


class AnswerFields(Strict):
    """The answer to what the unit asked."""

    text = Text(max_length=LONGEST_ANSWER)


class WithdrawalFields(Strict):
    """Why the referral is taken back."""

    reason = Text(max_length=LONGEST_REASON)
