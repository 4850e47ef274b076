"""What pages show, gathered and put into words."""

from tapering.pages.banner import banner_of, dose_facts, warnings_of
from tapering.pages.build import Preview, preview, shown_version
from tapering.pages.charts import plan_charts, running_charts
from tapering.pages.differences import compared_answers, differences
from tapering.pages.editing import editing, meanwhile
from tapering.pages.grid import grid_page
from tapering.pages.letter import (
    ShownLetter,
    coming_letters,
    letters_of,
    prescriber_words,
    shown_letter,
)
from tapering.pages.mine import MyDay, my_day, my_plan
from tapering.pages.plan import PlanCard, plan_cards
from tapering.pages.regimen import RegimenLine, regimen_lines
from tapering.pages.sheet import shown_sheet
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
    "Derivation",
    "Disagreement",
    "MyDay",
    "PlanCard",
    "Preview",
    "RegimenLine",
    "ShownLetter",
    "Stand",
    "banner_of",
    "coming_letters",
    "compared_answers",
    "derivation_of",
    "derivation_of_version",
    "differences",
    "disagreement",
    "dose_facts",
    "editing",
    "grid_page",
    "in_words",
    "letters_of",
    "meanwhile",
    "my_day",
    "my_plan",
    "pharmacy_text",
    "plan_cards",
    "plan_charts",
    "prescriber_words",
    "preview",
    "regimen_lines",
    "running_charts",
    "saying_in_words",
    "saying_of",
    "shown_letter",
    "shown_sheet",
    "shown_version",
    "warnings_of",
]
