"""Why two belong together, or do not."""

from django.utils.translation import gettext_lazy as _

from ui.forms import Form, TextField


class Why(Form):
    """A reason that stands in the log."""

    reason = TextField(label=_("Varför?"), max_length=500)


class Answered(Form):
    """No question: the buttons are the answers; refusals stand here."""
