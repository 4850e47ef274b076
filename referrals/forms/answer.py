"""What the clinic writes after it has referred."""

from django.utils.translation import gettext_lazy as _

from ui.forms import Form, LongTextField


class Answer(Form):
    """The answer to one question."""

    text = LongTextField(label=_("Ert svar"), max_length=8000, rows=4)


class Withdraw(Form):
    """Why the referral is taken back."""

    reason = LongTextField(
        label=_("Varför tas remissen tillbaka?"), max_length=2000, rows=2
    )
