"""A person whose identity is protected gets no message, whatever it was to tell.

What somebody sent themselves is answered at the number that they wrote, and its
messages name no patient: they are stopped by way of the referral.
"""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from messaging import actions as messaging
from patients.models import Patient, Protection
from referrals.actions import tell
from referrals.actions.row import locked_many
from referrals.models import Question, Referral


@transaction.atomic
def protect(
    patient: Patient,
    *,
    level: Protection,
    source: str,
    checked_on: date,
    by: User,
    at: datetime,
    reason: str = "",
) -> Patient:
    """Protect the person's identity, and stop what is on its way to them."""
    mine = locked_many(patient.referrals.all()).values()
    patient = messaging.protect(
        patient,
        level=level,
        source=source,
        checked_on=checked_on,
        reason=reason,
        by=by,
        at=at,
    )
    if patient.is_protected:
        for referral in mine:
            referral.patient = patient
            stop_messages(referral, by=by, at=at)
    return patient


def stop_messages(referral: Referral, *, by: User, at: datetime) -> None:
    """Stop what has not left; what had to be told becomes a letter or a call."""
    if messaging.withdraw_for(referral, kinds={"news"}, by=by, at=at):
        tell.tell_person(referral, by=by, at=at)
    messaging.withdraw_for(referral, by=by, at=at)
    for question in referral.questions.filter(to=Question.To.PATIENT):
        if messaging.withdraw_for(question, by=by, at=at):
            tell.pass_on(question, referral, by=by, at=at)
