"""What rules, tables and products are all asked about."""

from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from tapering.lifecycle import Evidence
from tapering.models.kept import Kept
from ui.fields import DecimalField
from ui.forms import Form, Group, Layout, LongTextField, TextField, form_helper

LARGEST = Decimal(10_000)


class AmountField(DecimalField):
    """An amount that the engine can read: at most 10,000, four decimals."""

    def __init__(self, **rest: Any) -> None:
        rest.setdefault("required", False)
        rest.setdefault("min_value", Decimal(0))
        super().__init__(max_value=LARGEST, **rest)


class CodesField(TextField):
    """ATC codes, or their beginnings, with spaces or commas between them."""

    def to_python(  # type: ignore[override]  # the stubs say it is text
        self, value: Any
    ) -> list[str]:
        """The codes in capitals, each once."""
        text = str(super().to_python(value) or "")
        codes = text.upper().replace(",", " ").replace(";", " ").split()
        return list(dict.fromkeys(codes))

    def prepare_value(self, value: Any) -> Any:
        """What is known is shown with commas."""
        return ", ".join(value) if isinstance(value, list) else value

    def validate(self, value: Any) -> None:
        """Each is a beginning of an ATC code: a letter, figures, letters."""
        super().validate(value)
        odd = [code for code in value if not _is_code(code)]
        if odd:
            raise forms.ValidationError(
                _("Skriv ATC-koder som N05BA01 eller början av dem, som N05BA.")
            )


SHAPE = "A00AA00"


def _is_code(code: str) -> bool:
    """Tell whether the text is an ATC code or the beginning of one.

    >>> _is_code("N05BA"), _is_code("N05BA01"), _is_code("oxazepam"), _is_code("N5")
    (True, True, False, False)
    """
    if not code.isascii() or not 1 <= len(code) <= len(SHAPE):
        return False
    return all(
        sign.isdigit() if place == "0" else sign.isalpha()
        for sign, place in zip(code, SHAPE, strict=False)
    )


def head_of(*groups: Group) -> FormHelper:
    """The first questions of a form whose rows stand in the middle."""
    helper = form_helper()
    helper.render_hidden_fields = False
    helper.layout = Layout(*groups)
    return helper


class KeptForm(Form):
    """Where it comes from. A draft may lack its source; approving asks for it."""

    source = LongTextField(
        label=_("Källa"),
        required=False,
        rows=3,
        help_text=_("Namn, år och adress. Utan källa kan den inte godkännas."),
    )
    evidence = forms.ChoiceField(
        label=_("Hur källan är läst"),
        choices=Evidence.choices,
        initial=Evidence.OWN,
        widget=forms.RadioSelect,
    )
    jurisdiction = TextField(
        label=_("Land"),
        required=False,
        max_length=10,
        help_text=_("Två bokstäver, till exempel SE, NO eller UK."),
    )
    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, thing: Kept | None = None, **rest: Any) -> None:
        self.thing = thing
        super().__init__(*args, **rest)

    def clean_jurisdiction(self) -> str:
        """In capitals."""
        return str(self.cleaned_data["jurisdiction"]).strip().upper()

    @property
    def edition_read(self) -> int:
        """Which edition of the draft the person has been writing on."""
        return int(self.cleaned_data.get("edition") or 0)
