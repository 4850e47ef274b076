"""The letter about a visit: its day, place and people in the reader's language."""

import uuid
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.models import User
from referrals import actions as referrals
from referrals.letters import Appointment
from referrals.models import Audience, Letter, LetterKind, Referral
from ui.templatetags.dates import clock, longday
from visits.lifecycle import Kind
from visits.models import Visit


def referral_of(visit: Visit) -> Referral | None:
    """The referral that brought the patient here: letters hang on it."""
    rows = Referral.objects.filter(case=visit.case_id, joined_to=None)
    known = rows.select_related("patient", "unit", "sender_unit", "health_centre")
    return known.order_by("sent_at").first()


def appointment_of(visit: Visit, *, language: str) -> Appointment:
    """The visit in words."""
    people = visit.staff.filter(is_current=True).select_related("user")
    with override(language):
        return Appointment(
            day=capfirst(longday(visit.starts_at)),
            time=clock(visit.starts_at),
            length=ngettext("%(count)d minut", "%(count)d minuter", visit.minutes)
            % {"count": visit.minutes},
            place=_where(visit),
            who=_all([row.user for row in people]),
            bring=_("dina läkemedel i sina förpackningar"),
        )


def _all(people: list[User]) -> str:
    """Everybody: the last one after "och"."""
    *first, last = map(_named, people)
    if not first:
        return last
    return _("%(some)s och %(last)s") % {"some": "; ".join(first), "last": last}


def _named(person: User) -> str:
    """Name and title, as people introduce themselves."""
    return f"{person.name}, {person.title}" if person.title else person.name


def _where(visit: Visit) -> str:
    if visit.kind == Kind.PHONE:
        return _("Vi ringer dig.")
    if visit.kind == Kind.VIDEO or visit.place is None:
        return _("Vi ses på video. Du får en länk av oss.")
    return " ".join([f"{visit.place}.", visit.place.directions]).strip()


def write_letter(visit: Visit, referral: Referral, *, by: User, at: datetime) -> Letter:
    """The draft of a letter about the visit; pressed twice, it is the same one."""
    language = visit.case.patient.language
    return referrals.begin_letter(
        referral,
        form_key=_key(visit, referral),
        kind=LetterKind.APPOINTMENT,
        audience=Audience.PATIENT,
        language=language,
        appointment=appointment_of(visit, language=language),
        by=by,
        at=at,
    )


def _key(visit: Visit, referral: Referral) -> uuid.UUID:
    """A moved visit gets a new letter, and so does one whose draft was thrown away."""
    thrown = referral.letters.filter(state=Letter.State.DISCARDED).count()
    return uuid.uuid5(visit.pk, f"letter {visit.version} {thrown}")
