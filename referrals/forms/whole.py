"""The clinic's referral as one: three parts, what is missing, what is unusual."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import BaseFormSet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from jurisdictions.identity import Identity
from referrals.actions import Person, Request
from referrals.forms.clinic import (
    ELSEWHERE,
    MOST_MEDICINES,
    MedicineLine,
    PatientPart,
    RequestPart,
    medicines,
)
from referrals.models import Attempt
from ui.forms import Form, LongTextField, row_count

ADULT = 18


class Although(Form):
    """Why the referral is sent although something speaks against it."""

    sent_although = LongTextField(
        label=_("Varför ska remissen skickas ändå?"), max_length=2000, rows=3
    )


def _count(data: QueryDict) -> int:
    """How many rows of medicine were posted, at least one."""
    return max(1, min(row_count(data, prefix="medicines"), MOST_MEDICINES))


def with_rows(data: QueryDict | None) -> QueryDict | None:
    """The same post with a number of rows that can be read."""
    if data is None:
        return None
    data = data.copy()
    data["medicines-TOTAL_FORMS"] = str(_count(data))
    data["medicines-INITIAL_FORMS"] = "0"
    return data


def typed_rows(data: QueryDict) -> list[dict[str, Any]]:
    """The rows of medicine as typed; the last empty one is drawn by the formset."""
    names = ("name", "dose", "since_year", "dose_is_right")
    typed = [
        {name: data.get(f"medicines-{row}-{name}", "") for name in names}
        for row in range(_count(data))
    ]
    while typed and not any(typed[-1].values()):
        typed.pop()
    return typed


@dataclass
class WholeReferral:
    """All the clinic has written, checked together."""

    patient: Form
    medicines: "BaseFormSet[MedicineLine]"
    rest: RequestPart

    @classmethod
    def of(cls, data: QueryDict | None, *, today: date) -> "WholeReferral":
        """The parts, filled with what was posted."""
        data = with_rows(data)
        return cls(
            patient=PatientPart(data, today=today),
            medicines=medicines(data, today=today),
            rest=RequestPart(data, today=today),
        )

    @classmethod
    def typed(cls, data: QueryDict, *, today: date) -> "WholeReferral":
        """What was typed and one more row of medicine, without judging it."""
        kept = {**data.dict(), "risks": data.getlist("risks")}
        return cls.begun(kept, typed_rows(data), today=today)

    @classmethod
    def begun(
        cls,
        known: Mapping[str, Any],
        lines: list[dict[str, Any]],
        *,
        today: date,
    ) -> "WholeReferral":
        """The parts with what is known already, and an empty row of medicine."""
        given = {"issued_on": today, **known}
        whole = cls(
            patient=PatientPart(initial=given, today=today),
            medicines=medicines(None, today=today, initial=lines),
            rest=RequestPart(initial=given, today=today),
        )
        whole.rest.set_layout(asks_why=bool(given.get("incomplete_reason")))
        return whole

    def is_valid(self) -> bool:
        """Whether it can be sent: nothing wrong, and what is missing has a reason."""
        self._are_read()
        self._ask_for_what_is_missing()
        return self._are_read()

    def _are_read(self) -> bool:
        """All three are asked, so that each shows its own faults."""
        parts = (self.patient, self.medicines, self.rest)
        return False not in [part.is_valid() for part in parts]

    def _ask_for_what_is_missing(self) -> None:
        gaps = [*self._gaps_about_patient(), *self._gaps_about_medicines()]
        gaps += [(self.rest, name, said) for name, said in self.rest.missing().items()]
        if not gaps:
            return
        self.rest.set_layout(asks_why=True)
        if self.rest.cleaned_data.get("incomplete_reason"):
            return
        for form, name, sentence in gaps:
            form.add_error(name, sentence)

    def _gaps_about_patient(self) -> Iterator[tuple[Form, str, Any]]:
        is_wrong = "phone" in self.patient.errors
        if not (is_wrong or self.patient.cleaned_data.get("phone")):
            yield self.patient, "phone", _("Skriv telefonnumret till patienten")

    def _gaps_about_medicines(self) -> Iterator[tuple[Form, str, Any]]:
        first: MedicineLine = self.medicines.forms[0]
        if not any(self.lines) and not any(self.medicines.errors):
            yield first, "name", _("Skriv vilket läkemedel det gäller")
        for line in self.medicines:
            if line.lacks_dose:
                yield line, "dose", _("Skriv hur mycket patienten tar per dygn")

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The medicines that were written."""
        rows = [form.line for form in self.medicines if hasattr(form, "cleaned_data")]
        return [line for line in rows if line]

    @property
    def form_key(self) -> uuid.UUID:
        """The name of this filled-in form, from the first page to the receipt."""
        self.patient.is_valid()
        key: uuid.UUID = self.patient.cleaned_data["form_key"]
        return key

    @property
    def identity(self) -> Identity:
        """Whose number it is."""
        found: Identity = self.patient.cleaned_data["number"]
        return found

    def is_under_age(self, today: date) -> bool:
        """Whether the patient is younger than those the unit helps."""
        age = self.identity.age_on(today)
        return age is not None and age < ADULT

    @property
    def lives_elsewhere(self) -> bool:
        """Whether the patient lives outside the region."""
        return bool(self.patient.cleaned_data["municipality"] == ELSEWHERE)

    def person(self) -> Person:
        """Who the referral is about."""
        given = self.patient.cleaned_data
        code = given["municipality"]
        known = code and code != ELSEWHERE
        return Person(
            identity=self.identity,
            given_name=given["name"].given,
            family_name=given["name"].family,
            phone=given["phone"],
            interpreter=given["interpreter"],
            municipality=Municipality.objects.get(pk=code) if known else None,
            is_protected=given["is_protected"],
        )

    def request(self, *, although: str) -> Request:
        """What the clinic asks for."""
        given = self.rest.cleaned_data
        return Request(
            goal=given["goal"],
            issued_on=given["issued_on"],
            medicines=self.lines,
            attempt=given["attempt"] or Attempt.NOT_ASKED,
            attempt_year=given["attempt_year"],
            attempt_outcome=given["attempt_outcome"],
            attempt_absence=given["attempt_absence"],
            risks=given["risks"],
            told_and_willing=given["told_and_willing"],
            agrees_to_sms=given["agrees_to_sms"],
            lives_elsewhere=self.lives_elsewhere,
            incomplete_reason=given["incomplete_reason"],
            sent_although=although,
            care_remains=given["care_remains"],
        )
