"""Keeping what an e-ID said with the answers of a draft, or letting go of it."""

from datetime import datetime

from accounts.eid.proof import Proven
from referrals.actions.proven import CONTACT, STEP
from referrals.actions.self_referral import TYPED, answer, note_typed
from referrals.models.draft import Fits, OpenDraft


def keep(draft: OpenDraft, proven: Proven, *, at: datetime) -> OpenDraft:
    """Keep who it is with the answers, and write the name where a name stands."""
    said = {
        "number": proven.identity.number,
        "given_name": proven.given_name,
        "family_name": proven.family_name,
        "at": at.isoformat(),
    }
    if proven.name:
        draft = _renamed(draft, proven.name, at=at)
    return answer(draft, step=STEP, values=said, at=at)


def _renamed(draft: OpenDraft, name: str, *, at: datetime) -> OpenDraft:
    """The name where one stands already, half written or answered."""
    half = draft.answered(TYPED).get(CONTACT)
    if half:
        return note_typed(draft, step=CONTACT, typed={**half, "name": name}, at=at)
    contact = draft.answered(CONTACT)
    if contact:
        return answer(draft, step=CONTACT, values={**contact, "name": name}, at=at)
    return draft


def drop(draft: OpenDraft, *, at: datetime) -> OpenDraft:
    """Send without it after all."""
    return answer(draft, step=STEP, values={}, at=at)


def say_under_age(draft: OpenDraft, *, at: datetime) -> OpenDraft:
    """The e-ID knows the age; what the person said of themselves stands."""
    if draft.answered("fits"):
        return draft
    return answer(draft, step="fits", values={"fits": Fits.UNDER_18.value}, at=at)
