"""Roles and what each may do, as data. Which patients: see patients.models."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in the system. Stored as these plain keys."""

    PATIENT = "patient", _("patient")
    REFERRER = "referrer", _("remittent")
    COORDINATOR = "coordinator", _("samordnare")
    NURSE = "nurse", _("sjuksköterska")
    PHYSIOTHERAPIST = "physiotherapist", _("fysioterapeut")
    SOCIAL_WORKER = "social_worker", _("kurator")
    PSYCHIATRIST = "psychiatrist", _("psykiater")
    MANAGER = "manager", _("enhetschef")
    LOG_REVIEWER = "log_reviewer", _("loggranskare")
    ADMINISTRATOR = "administrator", _("administratör")
    SYSTEM = "system", _("systemet")


class Permission(models.TextChoices):
    """One thing that a role may let a person do."""

    USE_OWN_PAGES = "use_own_pages", _("se sina egna sidor")
    REFER = "refer", _("skicka remiss")
    TRIAGE = "triage", _("bedöma remisser")
    CARE = "care", _("läsa och skriva i vården")
    DECIDE_PLANS = "decide_plans", _("besluta och signera planer")
    SEE_PROTECTED = "see_protected", _("visa skyddade uppgifter")
    LIFT_BLOCKS = "lift_blocks", _("häva spärr")
    SEE_LOAD = "see_load", _("se enhetens läge")
    REVIEW_LOG = "review_log", _("granska loggen")
    ADMINISTER = "administer", _("sköta konton och enheter")


P = Permission
_CARE = frozenset({P.CARE})
# As few as possible see where a protected person is (rules PRO-05).
_CALLS = _CARE | {P.TRIAGE, P.SEE_PROTECTED}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.PATIENT: frozenset({P.USE_OWN_PAGES}),
    Role.REFERRER: frozenset({P.REFER}),
    Role.COORDINATOR: _CALLS | {P.SEE_LOAD},
    Role.NURSE: _CALLS,
    Role.PHYSIOTHERAPIST: _CARE,
    Role.SOCIAL_WORKER: _CARE,
    Role.PSYCHIATRIST: _CALLS | {P.DECIDE_PLANS},
    Role.MANAGER: frozenset({P.SEE_LOAD, P.LIFT_BLOCKS}),
    Role.LOG_REVIEWER: frozenset({P.REVIEW_LOG}),
    Role.ADMINISTRATOR: frozenset({P.ADMINISTER}),
    Role.SYSTEM: frozenset(),
}

CLINICAL = frozenset(role for role, grants in GRANTS.items() if P.CARE in grants)
STAFF = frozenset(Role) - {Role.PATIENT, Role.REFERRER, Role.SYSTEM}
