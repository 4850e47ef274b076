"""Why somebody who went to the provider did not come back as anybody."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Why(TextChoices):
    """One reason each, with the sentence that the person reads."""

    CANCELLED = "cancelled", _("Du avbröt. Inget har sparats.")
    LOST = (
        "lost",
        _(
            "Det gick för lång tid, eller så började du i en annan webbläsare. Inget "
            "har sparats. Försök igen."
        ),
    )
    AWAY = (
        "away",
        _("Tjänsten för e-legitimation svarar inte just nu. Försök igen om en stund."),
    )
    NOT_TRUE = (
        "not_true",
        _(
            "Svaret från tjänsten för e-legitimation gick inte att lita på. Därför "
            "släppte vi inte in dig. Försök igen."
        ),
    )
    LEVEL = (
        "level",
        _(
            "Den e-legitimation du använde räcker inte för vården. Försök igen med en "
            "annan e-legitimation."
        ),
    )
    NUMBER = (
        "number",
        _(
            "Vi fick inget personnummer eller samordningsnummer som vi kan läsa från "
            "din e-legitimation."
        ),
    )
    UNKNOWN = (
        "unknown",
        _(
            "Du får egna sidor när du har skickat en egenremiss eller när din "
            "vårdcentral har skickat en remiss. Inget har sparats om dig nu."
        ),
    )
    UNDER_AGE = (
        "under_age",
        _(
            "Du är under 18 år, och vi tar emot vuxna. Ring 1177 eller din "
            "vårdcentral, så får du hjälp. Inget har sparats om dig nu."
        ),
    )
    CLOSED = (
        "closed",
        _("Din inloggning är stängd. Ring oss om du vill öppna den igen."),
    )


class NotProven(Exception):
    """Nobody is signed in. `why` is what the person and the log are told."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(detail or why.value)
        self.why = why
        # For the log of the process only: which check said no, never what was sent.
        self.detail = detail
