"""Who may do what to a plan, as the reason why not."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from patients.lifecycle import Phase
from patients.models import Case
from tapering.lifecycle import MOVES, Change, State, WhoMay
from tapering.models import PlanVersion, Policy
from tapering.models.kept import Kept


def why_not_care(user: User, case: Case) -> str:
    """Why `user` may not write in this case."""
    if not user.may(Permission.CARE):
        return _("Bara teamet skriver här.")
    if case.phase == Phase.CLOSED:
        return _("Vårdärendet är avslutat. Öppna det igen först.")
    return ""


def why_not_decide(user: User, version: PlanVersion) -> str:
    """Why `user` may not sign this version."""
    if not user.may(Permission.DECIDE_PLANS):
        return _("Bara läkare beslutar planer. Skicka planen för beslut.")
    return _why_not_become(version, State.DECIDED)


def why_not_send_back(user: User, version: PlanVersion) -> str:
    """Why `user` may not return this proposal."""
    if not user.may(Permission.DECIDE_PLANS):
        return _("Bara läkare skickar tillbaka ett förslag.")
    return _why_not_become(version, State.RETURNED)


def why_not_propose(user: User, version: PlanVersion) -> str:
    """Why `user` may not send this draft for decision."""
    return why_not_care(user, version.plan.case) or _why_not_become(
        version, State.PROPOSED
    )


def _why_not_become(version: PlanVersion, state: State) -> str:
    if state not in MOVES[State(version.state)]:
        return _("Versionen är redan %(now)s.") % {
            "now": version.get_state_display().lower()
        }
    return ""


def may_alone(user: User, who: str) -> bool:
    """Tell whether the policy's word `who` lets `user` do it without asking."""
    if who == WhoMay.NOBODY:
        return False
    if user.may(Permission.DECIDE_PLANS):
        return True
    if user.may(Permission.CARE):
        return who in {WhoMay.CARE, WhoMay.PATIENT}
    return who == WhoMay.PATIENT and user.may(Permission.USE_OWN_PAGES)


def who_may(policy: Policy, change: str) -> str:
    """Whose word is enough for a change; the rule says nothing of other goals."""
    return {
        Change.HOLD: policy.who_may_hold,
        Change.SLOW_DOWN: policy.who_may_slow_down,
        Change.STEP_BACK: policy.who_may_step_back,
    }.get(Change(change), WhoMay.PRESCRIBER)


def may_change_alone(user: User, policy: Policy, change: str) -> bool:
    """Tell whether the policy lets `user` change the plan without a prescriber."""
    return may_alone(user, who_may(policy, change))


def may_hold_alone(user: User, policy: Policy) -> bool:
    """Tell whether the policy lets `user` pause the plan without a prescriber."""
    return may_change_alone(user, policy, Change.HOLD)


def may_confirm_alone(user: User, policy: Policy) -> bool:
    """Tell whether the policy lets `user` begin the next step."""
    return may_alone(user, policy.who_may_confirm)


def why_not_change(user: User, case: Case, policy: Policy, change: str) -> str:
    """Why nobody, or not `user`, changes a running plan in this way."""
    if who_may(policy, change) == WhoMay.NOBODY:
        return _("Regeln går aldrig upp i dos. Pausa i stället.")
    return why_not_care(user, case)


def why_not_read_own_plan(user: User) -> str:
    """Why `user` has no pages of their own."""
    if not user.may(Permission.USE_OWN_PAGES):
        return _("De här sidorna är till för patienter.")
    return ""


def why_not_preview(user: User) -> str:
    """Why `user` may not ask the engine."""
    return "" if user.may(Permission.CARE) else _("Bara teamet räknar på planer.")


def why_not_write_reference(user: User) -> str:
    """Why `user` may not write rules, tables and products."""
    if user.may(Permission.ADMINISTER):
        return ""
    return _("Bara administratörer ändrar regler, tabeller och läkemedel.")


def why_not_switch_calculator(user: User) -> str:
    """Why `user` may not switch the calculator on or off."""
    if user.may(Permission.ADMINISTER):
        return ""
    return _("Bara administratörer slår på och av räknehjälpen.")


def why_not_retire(user: User) -> str:
    """Why `user` may not take something out of use: a prescriber may always stop it."""
    if user.may(Permission.ADMINISTER) or user.may(Permission.DECIDE_PLANS):
        return ""
    return _("Bara administratörer och läkare tar något ur bruk.")


def why_not_approve(user: User, thing: Kept) -> str:
    """Why `user` may not take this into use."""
    if not user.may(Permission.DECIDE_PLANS):
        return _("Bara läkare godkänner.")
    if thing.written_by_id == user.pk:
        return _("Någon annan än den som skrev behöver godkänna.")
    return ""


def why_not_see_reference(user: User) -> str:
    """Why `user` may not see rules and products."""
    return "" if user.is_staff_of_unit else _("Sidan är till för enhetens personal.")
