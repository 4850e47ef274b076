"""What a clinic may change in a referral that it has sent: all but who and when."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jurisdictions import phones
from referrals.forms.clinic import (
    RequestPart,
    dialled,
    expect,
    interpreter_field,
    medicines,
    phone_field,
)
from referrals.forms.whole import WholeReferral, typed_rows, with_rows
from referrals.models import Attempt, Medicine, Referral
from ui.forms import Form, Group, Layout, Row

CONTACT = ("phone", "interpreter")
REQUEST = (
    *("goal", "attempt", "attempt_year", "attempt_outcome", "attempt_absence"),
    *("risks", "told_and_willing", "care_remains", "incomplete_reason"),
)


class ContactPart(Form):
    """How the patient is reached. Who it is stays as it was first sent."""

    phone = phone_field()
    interpreter = interpreter_field()
    layout = Layout(Group(_("Kontakt"), Row("phone", "interpreter")))

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        expect(self, "phone")

    def clean_phone(self) -> str:
        """The number as it is dialled."""
        return dialled(self.cleaned_data["phone"])


class ChangedRequestPart(RequestPart):
    """What the clinic asks for, without the day on which the clock began."""

    # Django's way to leave a field out: both belong to the day it was sent.
    issued_on = None  # type: ignore[assignment]
    agrees_to_sms = None  # type: ignore[assignment]

    def agreement(self) -> Group:
        """What the patient knows; the date stays."""
        return Group(_("Samtycke"), "told_and_willing")


@dataclass
class Completion(WholeReferral):
    """A sent referral, opened once more by those who wrote it."""

    referral: Referral | None = None

    @classmethod
    def to(
        cls, referral: Referral, data: QueryDict | None, *, today: date
    ) -> "Completion":
        """The page as it was sent, or with what was posted."""
        posted, given = with_rows(data), _given(referral)
        # A posted row that says what was sent would else pass for an empty one.
        lines = None if posted else _lines(referral)
        return cls(
            patient=ContactPart(posted, initial=given),
            medicines=medicines(posted, today=today, initial=lines),
            rest=ChangedRequestPart(posted, today=today, initial=given),
            referral=referral,
        )

    @classmethod
    def once_more(
        cls, referral: Referral, data: QueryDict, *, today: date
    ) -> "Completion":
        """What was typed, with one more row of medicine."""
        typed = {**data.dict(), "risks": data.getlist("risks")}
        return cls(
            patient=ContactPart(initial=typed),
            medicines=medicines(None, today=today, initial=typed_rows(data)),
            rest=ChangedRequestPart(today=today, initial=typed),
            referral=referral,
        )

    def changes(self) -> dict[str, Any]:
        """The fields that say something else than before."""
        contact, request = self.patient.cleaned_data, self.rest.cleaned_data
        said = {name: contact[name] for name in CONTACT}
        said |= {name: request[name] for name in REQUEST}
        said["attempt"] = said["attempt"] or Attempt.NOT_ASKED
        return {
            name: value
            for name, value in said.items()
            if _plain(value) != _plain(getattr(self.referral, name))
        }

    def rows(self, before: list[Medicine]) -> list[dict[str, Any]]:
        """The medicines, each in its place; a name that was not touched keeps parts."""
        known = dict(enumerate(before))
        return [
            {**line, **_name(line["name"], known.get(place))}
            for place, line in enumerate(self.lines)
        ]


def _name(typed: str, row: Medicine | None) -> dict[str, str]:
    if row and typed == row.whole_name:
        return {"name": row.name, "strength": row.strength}
    return {"name": typed, "strength": ""}


def _plain(value: Any) -> Any:
    """Line breaks are written in two ways and mean the same."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _given(referral: Referral) -> dict[str, Any]:
    given = {name: getattr(referral, name) for name in (*CONTACT, *REQUEST)}
    given["phone"] = phones.shown(referral.phone)
    remains = referral.care_remains
    given["care_remains"] = "" if remains is None else "yes" if remains else "no"
    return given


def _dose(dose: Decimal) -> str:
    """To the last decimal: a rounded dose would pass for a change."""
    return f"{dose.normalize():f}".replace(".", ",")


def _lines(referral: Referral) -> list[dict[str, Any]]:
    return [
        {
            "name": row.whole_name,
            "dose": _dose(row.dose_per_day) if row.dose_per_day else "",
            "since_year": row.since_year,
        }
        for row in referral.medicines.all()
    ]
