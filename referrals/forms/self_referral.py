"""The seven questions of a self-referral, one form each, and the last yes.

Plain words, no gate: every answer leads on.
"""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.models import ClinicConsent, DoseChange, HowLong, MedicineKind, Risk
from referrals.models.draft import Fits
from ui.forms import (
    YES_NO,
    Cards,
    Chips,
    CreatingForm,
    Form,
    Layout,
    LongTextField,
    Question,
    TextField,
)

UNKNOWN = "unknown"
CHOOSE = {
    "required": _("Välj det svar som stämmer bäst."),
    "invalid_choice": _("Välj ett av svaren i listan."),
    "invalid_list": _("Välj bland svaren i listan."),
}


class Step(Form):
    """One page of questions. `today` is for what depends on the year."""

    def __init__(self, *args: Any, today: date, **rest: Any) -> None:
        self.today = today
        super().__init__(*args, **rest)


class FitsForm(Step):
    """Question 1: is the offer meant for me?"""

    fits = forms.ChoiceField(
        label=_("Stämmer det här in på dig?"),
        help_text=_(
            "Du har fyllt 18, bor i regionen och har fått läkemedlen utskrivna till "
            "dig. Svaret stoppar inte din egenremiss."
        ),
        choices=Fits.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    layout = Layout(Cards("fits", heading=True, last=[Fits.UNSURE]))


def _as_on_the_package() -> TextField:
    field = TextField(
        label=_("Namn och styrka"),
        help_text=_("Så som det står på förpackningen"),
        max_length=200,
        required=False,
    )
    field.widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})
    return field


class MedicinesForm(Step):
    """Question 2: which medicines?"""

    kinds = forms.MultipleChoiceField(
        label=_("Vilka läkemedel vill du ha hjälp med?"),
        help_text=_("Välj ett eller flera."),
        choices=[
            (MedicineKind.CALMING.value, _("Lugnande eller ångestdämpande")),
            (MedicineKind.SLEEP.value, _("Sömnläkemedel")),
            (MedicineKind.PAIN.value, _("Starka smärtläkemedel, opioider")),
            (MedicineKind.OTHER.value, _("Något annat läkemedel")),
            (UNKNOWN, _("Jag vet inte")),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            **CHOOSE,
            "required": _("Välj minst ett läkemedel, eller ”Jag vet inte”."),
        },
    )
    calming = _as_on_the_package()
    sleep = _as_on_the_package()
    pain = _as_on_the_package()
    other = _as_on_the_package()

    layout = Layout(
        Cards(
            "kinds",
            heading=True,
            hints={
                MedicineKind.CALMING: _("till exempel Sobril, Stesolid, Xanor"),
                MedicineKind.SLEEP: _("till exempel Imovane, Stilnoct"),
                MedicineKind.PAIN: _("till exempel Citodon, Tradolan, OxyContin"),
                MedicineKind.OTHER: _("till exempel Lyrica"),
            },
            reveals={kind: [kind] for kind in MedicineKind.values},
            last=[UNKNOWN],
        )
    )

    def clean_kinds(self) -> list[str]:
        """What is known says more than "I do not know"."""
        chosen: list[str] = self.cleaned_data["kinds"]
        return [kind for kind in chosen if kind != UNKNOWN] or chosen

    def clean(self) -> dict[str, Any]:
        """A name belongs to a kind that is chosen; typing it is choosing it too."""
        cleaned = super().clean() or {}
        if "kinds" in cleaned:
            named = [kind for kind in MedicineKind.values if cleaned.get(kind)]
            chosen = {*cleaned["kinds"], *named}
            known = [kind for kind in MedicineKind.values if kind in chosen]
            cleaned["kinds"] = known or [UNKNOWN]
        return cleaned


class HowLongForm(Step):
    """Question 3: for how long?"""

    how_long = forms.ChoiceField(
        label=_("Hur länge har du tagit läkemedlet?"),
        help_text=_("Ungefär. Tar du flera, svara för det du har tagit längst."),
        choices=[
            (HowLong.UNDER_3_MONTHS.value, _("Mindre än 3 månader")),
            (HowLong.UNDER_1_YEAR.value, _("3 till 12 månader")),
            (HowLong.UNDER_5_YEARS.value, _("1 till 5 år")),
            (HowLong.OVER_5_YEARS.value, _("Mer än 5 år")),
            (HowLong.UNKNOWN.value, _("Jag vet inte")),
        ],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    layout = Layout(Cards("how_long", heading=True, last=[HowLong.UNKNOWN]))


class DoseForm(Step):
    """Question 4: has the dose been changed?"""

    dose_change = forms.ChoiceField(
        label=_("Har du ändrat dosen eller slutat de senaste två veckorna?"),
        help_text=_(
            "Vi frågar för att veta om du behöver prata med någon redan i dag."
        ),
        choices=[
            (DoseChange.AS_USUAL.value, _("Nej, jag tar som vanligt")),
            (DoseChange.REDUCED.value, _("Ja, jag har minskat")),
            (DoseChange.STOPPED.value, _("Ja, jag har slutat")),
            (DoseChange.UNKNOWN.value, _("Jag vet inte eller vill inte svara")),
        ],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    layout = Layout(Cards("dose_change", heading=True, last=[DoseChange.UNKNOWN]))


class DangersForm(Step):
    """Question 5: anything to look out for?"""

    risks = forms.MultipleChoiceField(
        label=_("Stämmer något av det här in på dig?"),
        help_text=_(
            "Välj allt som stämmer. Svaren gör att vi ringer rätt person först. "
            "De stoppar inte din egenremiss."
        ),
        choices=[
            (Risk.SEIZURES.value, _("Jag har haft krampanfall")),
            (Risk.PREGNANCY.value, _("Jag är gravid eller ammar")),
            (Risk.ALCOHOL.value, _("Jag dricker alkohol varje dag")),
            (Risk.SUICIDE.value, _("Jag har tankar på att ta mitt liv")),
            (Risk.NONE_KNOWN.value, _("Inget av detta")),
            (Risk.NOT_ANSWERED.value, _("Jag vill inte svara")),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            **CHOOSE,
            "required": _("Välj det som stämmer, eller ”Inget av detta”."),
        },
    )
    layout = Layout(
        Cards("risks", heading=True, last=[Risk.NONE_KNOWN, Risk.NOT_ANSWERED])
    )

    def clean_risks(self) -> list[str]:
        """A danger outweighs "none of these" when both are ticked."""
        chosen: list[str] = self.cleaned_data["risks"]
        answers_nothing = {Risk.NONE_KNOWN.value, Risk.NOT_ANSWERED.value}
        dangers = [risk for risk in chosen if risk not in answers_nothing]
        return dangers or chosen[:1]


class GoalForm(Step):
    """Question 7: in your own words."""

    goal = LongTextField(
        label=_("Vad vill du ha hjälp med?"),
        help_text=_(
            "Skriv med egna ord, till exempel vad du vill ska bli bättre. "
            "Du kan hoppa över frågan. Det går också att tala in svaret med mikrofonen "
            "på telefonens tangentbord."
        ),
        rows=5,
        required=False,
    )
    layout = Layout(Question("goal"))


class CallTodayForm(Form):
    """The safety page asks one thing more, of those who think of dying."""

    call_today = forms.ChoiceField(
        label=_("Vill du att vi ringer dig redan i dag?"),
        help_text=_(
            "Vi kan inte lova att hinna i dag. Behöver du prata med någon nu, "
            "ring ett av numren ovanför."
        ),
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
        error_messages=CHOOSE,
    )
    layout = Layout(Chips("call_today"))


class ConsentForm(CreatingForm):
    """The last page: one yes or no, and the key that makes two presses one."""

    consent = forms.ChoiceField(
        label=_("Får vi prata med din vårdcentral?"),
        help_text=_("Du kan ändra dig när du vill. Alla svar går bra."),
        choices=ClinicConsent.choices,
        widget=forms.RadioSelect,
        error_messages={
            **CHOOSE,
            "required": _(
                "Välj om vi får prata med din vårdcentral. Alla svar går bra."
            ),
        },
    )
    layout = Layout(Cards("consent"), "form_key")
