"""What pages show, gathered and put into words."""

from tapering.differences import compared_answers, differences
from tapering.pages.banner import banner_of, dose_facts, warnings_of
from tapering.pages.build import Preview, preview, shown_version
from tapering.pages.changes import WORDS as CHANGE_WORDS
from tapering.pages.changes import ChangeOutcome, outcome
from tapering.pages.charts import plan_charts, running_charts, span_of_plans
from tapering.pages.compare import Compared, comparison
from tapering.pages.editing import editing, meanwhile
from tapering.pages.gates import Gated, gates_of, risk_hints
from tapering.pages.grid import cell_faults, grid_page
from tapering.pages.layout import Variant
from tapering.pages.letter import (
    ShownLetter,
    beside_in_words,
    coming_letters,
    letters_of,
    prescriber_words,
    shown_letter,
)
from tapering.pages.mine import MyDay, my_day
from tapering.pages.my_plan import my_plan, my_steps
from tapering.pages.my_words import (
    my_words,
    own_holds,
    own_running,
    own_steps,
    takes_tablets,
)
from tapering.pages.pdf import letter_pdf, old_words, sheet_pdf
from tapering.pages.plan import PlanCard, doings_of, plan_cards, supply_of
from tapering.pages.reference import (
    equivalents,
    kept_facts,
    medicines,
    reference_tabs,
    rule_rows,
    standing_tag,
    two_texts,
)
from tapering.pages.regimen import RegimenLine, regimen_lines
from tapering.pages.rules import care, details, in_short, levels, tried
from tapering.pages.sheet import shown_sheets, warning_parts
from tapering.pages.switch import (
    Derivation,
    Disagreement,
    derivation_of,
    derivation_of_version,
    disagreement,
    saying_in_words,
    saying_of,
)
from tapering.pages.text import pharmacy_text
from tapering.pages.wording import Stand, in_words

__all__ = [
    "CHANGE_WORDS",
    "ChangeOutcome",
    "Compared",
    "Derivation",
    "Disagreement",
    "Gated",
    "MyDay",
    "PlanCard",
    "Preview",
    "RegimenLine",
    "ShownLetter",
    "Stand",
    "Variant",
    "banner_of",
    "beside_in_words",
    "care",
    "cell_faults",
    "coming_letters",
    "compared_answers",
    "comparison",
    "derivation_of",
    "derivation_of_version",
    "details",
    "differences",
    "disagreement",
    "doings_of",
    "dose_facts",
    "editing",
    "equivalents",
    "gates_of",
    "grid_page",
    "in_short",
    "in_words",
    "kept_facts",
    "letter_pdf",
    "letters_of",
    "levels",
    "meanwhile",
    "medicines",
    "my_day",
    "my_plan",
    "my_steps",
    "my_words",
    "old_words",
    "outcome",
    "own_holds",
    "own_running",
    "own_steps",
    "pharmacy_text",
    "plan_cards",
    "plan_charts",
    "prescriber_words",
    "preview",
    "reference_tabs",
    "regimen_lines",
    "risk_hints",
    "rule_rows",
    "running_charts",
    "saying_in_words",
    "saying_of",
    "sheet_pdf",
    "shown_letter",
    "shown_sheets",
    "shown_version",
    "span_of_plans",
    "standing_tag",
    "supply_of",
    "takes_tablets",
    "tried",
    "two_texts",
    "warning_parts",
    "warnings_of",
]
