"""Questions about what is taken and planned."""

from tapering.forms.assessment import AssessmentForm, EvenOutForm
from tapering.forms.build import AS_THE_RULE, BuildForm, reasons_in
from tapering.forms.change import PlanChangeForm
from tapering.forms.changes import CHANGE_FORMS
from tapering.forms.compare import CompareForm
from tapering.forms.grid import checked, left_behind, shown_from, written_in
from tapering.forms.labels import product_label
from tapering.forms.letters import LetterSentForm
from tapering.forms.mapping import LineForm, mapping_formset, rows_in, rows_of
from tapering.forms.prescribing import MORE, Prescribers, prescribing_formset
from tapering.forms.reference import (
    CalculatorForm,
    ListForm,
    ReadForm,
    RegisterForm,
    Sheet,
    picked,
    sheet_for,
    typed_dose,
    unjudged,
)
from tapering.forms.running import (
    BeginForm,
    ConfirmForm,
    DecideForm,
    PauseForm,
    ProposeForm,
    SendBackForm,
    StaffSymptomForm,
    SymptomForm,
)
from tapering.forms.switch import ChangeForm, SwitchForm
from tapering.forms.taken import MyTakenForm, TakenForm

__all__ = [
    "AS_THE_RULE",
    "CHANGE_FORMS",
    "MORE",
    "AssessmentForm",
    "BeginForm",
    "BuildForm",
    "CalculatorForm",
    "ChangeForm",
    "CompareForm",
    "ConfirmForm",
    "DecideForm",
    "EvenOutForm",
    "LetterSentForm",
    "LineForm",
    "ListForm",
    "MyTakenForm",
    "PauseForm",
    "PlanChangeForm",
    "Prescribers",
    "ProposeForm",
    "ReadForm",
    "RegisterForm",
    "SendBackForm",
    "Sheet",
    "StaffSymptomForm",
    "SwitchForm",
    "SymptomForm",
    "TakenForm",
    "checked",
    "left_behind",
    "mapping_formset",
    "picked",
    "prescribing_formset",
    "product_label",
    "reasons_in",
    "rows_in",
    "rows_of",
    "sheet_for",
    "shown_from",
    "typed_dose",
    "unjudged",
    "written_in",
]
