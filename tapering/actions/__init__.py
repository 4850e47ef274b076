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
from tapering.actions.calculator import switch_calculator_off, switch_calculator_on
from tapering.actions.changing import change_plan, hold, pause_own
from tapering.actions.confirming import ask_to_confirm, confirm_step
from tapering.actions.decisions import decide, propose, send_back, withdraw
from tapering.actions.letters import mark_letter_sent
from tapering.actions.plans import (
    DraftSavedMeanwhile,
    end_plan,
    make_draft,
    open_plan,
)
from tapering.actions.reference import (
    EditedMeanwhile,
    approve,
    discard,
    edit,
    new_version,
    retire,
    write_policy,
    write_product,
    write_table,
)
from tapering.actions.register import load_register
from tapering.actions.risk import keep_weighing
from tapering.actions.shipped import (
    load_policies,
    load_products,
    load_reference,
    load_tables,
)
from tapering.actions.supplies import write_supply
from tapering.actions.telling import ask_for_pause, write_symptom, write_taken
from tapering.actions.watching import (
    ask_about_draft,
    ask_about_long_hold,
    ask_about_proposal,
    ask_about_supply,
    ask_what_then,
    follow_plan,
    propose_lower_goal,
)

__all__ = [
    "DraftSavedMeanwhile",
    "EditedMeanwhile",
    "Line",
    "answer_assessment",
    "approve",
    "ask_about_draft",
    "ask_about_long_hold",
    "ask_about_proposal",
    "ask_about_supply",
    "ask_for_pause",
    "ask_to_confirm",
    "ask_what_then",
    "begin_preparation",
    "change_plan",
    "confirm_step",
    "decide",
    "discard",
    "edit",
    "end_plan",
    "follow_plan",
    "hold",
    "keep_weighing",
    "load_policies",
    "load_products",
    "load_reference",
    "load_register",
    "load_tables",
    "make_draft",
    "mark_letter_sent",
    "new_version",
    "open_plan",
    "pause_own",
    "propose",
    "propose_lower_goal",
    "retire",
    "send_back",
    "set_even_out",
    "switch_calculator_off",
    "switch_calculator_on",
    "withdraw",
    "write_mapping",
    "write_policy",
    "write_product",
    "write_supply",
    "write_symptom",
    "write_table",
    "write_taken",
]
