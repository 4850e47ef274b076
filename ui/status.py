"""The words, tints and shapes of every status: one table for list, page and letter."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Mark:
    """How one status looks: the word carries it, shape and tint help."""

    label: str | Promise
    tint: str
    shape: str


MARKS = {
    # a referral
    "new": Mark(pgettext_lazy("remiss", "Ny"), "fjord", "ring"),
    "risk": Mark(_("Risk"), "fara", "triangle"),
    "waiting_info": Mark(_("Väntar på svar"), "obs", "question"),
    "accepted": Mark(_("Antagen"), "bra", "check"),
    "redirected": Mark(_("Hänvisad vidare"), "", "forward"),
    "rejected": Mark(_("Avböjd"), "", "dash"),
    "withdrawn": Mark(_("Återtagen"), "", "dash"),
    # a file beside a referral
    "waiting": Mark(_("Väntar på virussökning"), "", "half"),
    "clean": Mark(_("Genomsökt"), "bra", "check"),
    "unread": Mark(_("Går inte att söka igenom"), "obs", "triangle"),
    "quarantined": Mark(_("Stoppad"), "fara", "triangle"),
    # a case
    "mapping": Mark(_("Kartläggning"), "fjord", "half"),
    "preparation": Mark(_("Förberedelse"), "fjord", "half"),
    "tapering": Mark(_("Nedtrappning"), "gran", "descent"),
    "paused": Mark(_("Paus"), "obs", "pause"),
    "aftercare": Mark(_("Eftervård"), "ljung", "diamond"),
    "closed": Mark(_("Avslutad"), "", "check"),
    # a plan
    "draft": Mark(_("Utkast"), "", "ring"),
    "proposed": Mark(_("Förslag"), "fjord", "ring"),
    "signed": Mark(_("Beslutad"), "gran", "check"),
    "replaced": Mark(_("Ersatt"), "", "forward"),
    # a visit
    "booked": Mark(_("Bokad"), "fjord", "ring"),
    "done": Mark(_("Genomförd"), "bra", "check"),
    "missed": Mark(_("Kom inte"), "obs", "triangle"),
    "cancelled": Mark(_("Avbokad"), "", "dash"),
    # a message
    "queued": Mark(_("Väntar på att skickas"), "", "half"),
    "sending": Mark(_("Skickas nu"), "", "half"),
    "sent": Mark(_("Skickat"), "bra", "check"),
    "delivered": Mark(_("Framme i telefonen"), "bra", "check"),
    "failed": Mark(_("Gick inte att skicka"), "fara", "triangle"),
    "unknown": Mark(_("Oklart om det kom fram"), "obs", "question"),
}

# Names that the apps use for the same thing.
MARKS["received"] = MARKS["new"]
MARKS["asked"] = MARKS["waiting_info"]
MARKS["assessment"] = MARKS["mapping"]
MARKS["on_hold"] = MARKS["paused"]
MARKS["held"] = MARKS["paused"]
MARKS["decided"] = MARKS["signed"]
MARKS["superseded"] = MARKS["replaced"]
MARKS["did_not_attend"] = MARKS["missed"]
