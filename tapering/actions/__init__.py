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
from tapering.actions.letters import mark_letter_sent
from tapering.actions.plans import end_plan, make_draft, open_plan
from tapering.actions.reference import (
    approve,
    load_products,
    retire,
    write_policy,
    write_product,
    write_table,
)
from tapering.actions.running import (
    ask_for_pause,
    confirm_step,
    follow_plan,
    hold,
    write_symptom,
)

__all__ = [
    "Line",
    "answer_assessment",
    "approve",
    "ask_for_pause",
    "begin_preparation",
    "confirm_step",
    "decide",
    "end_plan",
    "follow_plan",
    "hold",
    "load_products",
    "make_draft",
    "mark_letter_sent",
    "open_plan",
    "propose",
    "retire",
    "send_back",
    "set_even_out",
    "withdraw",
    "write_mapping",
    "write_policy",
    "write_product",
    "write_symptom",
    "write_table",
]
