"""Questions about what plans rest on."""

from tapering.forms.reference.calculator import CalculatorForm
from tapering.forms.reference.listing import ListForm, ReadForm, picked
from tapering.forms.reference.policy import BandRow, LimitRow, PolicyForm
from tapering.forms.reference.product import ProductForm
from tapering.forms.reference.register import RegisterForm
from tapering.forms.reference.rows import Rows, posted_rows, rows_of_kind
from tapering.forms.reference.sheet import Sheet, sheet_for, typed_dose, unjudged
from tapering.forms.reference.table import EquivalenceRowForm, TableForm

__all__ = [
    "BandRow",
    "CalculatorForm",
    "EquivalenceRowForm",
    "LimitRow",
    "ListForm",
    "PolicyForm",
    "ProductForm",
    "ReadForm",
    "RegisterForm",
    "Rows",
    "Sheet",
    "TableForm",
    "picked",
    "posted_rows",
    "rows_of_kind",
    "sheet_for",
    "typed_dose",
    "unjudged",
]
