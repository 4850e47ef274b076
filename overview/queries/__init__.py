"""What the pages across apps ask the other apps for."""

from overview.queries.cases import (
    CaseFilter,
    consents_of,
    consents_of_patient,
    goal_of,
    listed_cases,
    team_of,
)
from overview.queries.day import (
    Load,
    done_since,
    load_of,
    patients_told,
    plans_to_decide,
    referrals_of,
    referrals_to_assess,
    tasks_by_today,
    to_do,
    to_watch,
)
from overview.queries.doses import (
    contacts_of,
    doses_now,
    plans_to_draw,
    proposals_of,
    symptoms_of,
)
from overview.queries.log_in import log_in_of
from overview.queries.search import LONGEST as LONGEST_SEARCH
from overview.queries.search import search
from overview.queries.visits import next_visit_of, next_visits, visits_of_day

__all__ = [
    "LONGEST_SEARCH",
    "CaseFilter",
    "Load",
    "consents_of",
    "consents_of_patient",
    "contacts_of",
    "done_since",
    "doses_now",
    "goal_of",
    "listed_cases",
    "load_of",
    "log_in_of",
    "next_visit_of",
    "next_visits",
    "patients_told",
    "plans_to_decide",
    "plans_to_draw",
    "proposals_of",
    "referrals_of",
    "referrals_to_assess",
    "search",
    "symptoms_of",
    "tasks_by_today",
    "team_of",
    "to_do",
    "to_watch",
    "visits_of_day",
]
