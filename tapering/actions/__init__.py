"""Everything that can be done to regimens and plans. One action, one event.

Every action takes `by` (who) and `at` (when) as keywords.
"""

from tapering.actions.assessment import (
    Line,
    answer_assessment,
    begin_preparation,
    set_even_out,
    write_mapping,
)
from tapering.actions.decisions import decide, propose, send_back, withdraw
from tapering.actions.plans import end_plan, make_draft, open_plan
from tapering.actions.reference import add_policy, load_products, retire_policy
from tapering.actions.running import (
    ask_for_pause,
    confirm_step,
    follow_plan,
    hold,
    write_symptom,
)

__all__ = [
    "Line",
    "add_policy",
    "answer_assessment",
    "ask_for_pause",
    "begin_preparation",
    "confirm_step",
    "decide",
    "end_plan",
    "follow_plan",
    "hold",
    "load_products",
    "make_draft",
    "open_plan",
    "propose",
    "retire_policy",
    "send_back",
    "set_even_out",
    "withdraw",
    "write_mapping",
    "write_symptom",
]
