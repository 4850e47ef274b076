"""Why somebody cannot do something to a referral; an empty text when they can."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from referrals.lifecycle import Status, can_move
from referrals.models import ClinicConsent, Question, Referral, Sharing
from referrals.models.importing import IMPORTERS


def why_not_send(user: User) -> str:
    """Only people at a health centre refer."""
    if not user.may(Permission.REFER):
        return _("Bara den som arbetar på en vårdcentral kan skicka remiss.")
    return ""


def why_not_open_list(user: User) -> str:
    """Only those who assess referrals see the list of them."""
    if not user.may(Permission.TRIAGE):
        return _("Bara den som bedömer remisser ser listan.")
    return ""


def why_not_read(user: User) -> str:
    """Those who assess, and those who care for the patient whom it is about."""
    return "" if user.may(Permission.CARE) else why_not_open_list(user)


def why_not_reveal(user: User) -> str:
    """As few as possible see protected details, and each look is logged."""
    if user.may(Permission.SEE_PROTECTED):
        return ""
    return _("Skyddade uppgifter visas för så få som möjligt. Be samordnaren om hjälp.")


def _why_not_move(user: User, referral: Referral, to: Status) -> str:
    if reason := why_not_open_list(user):
        return reason
    if not can_move(referral.status, to):
        return _("Remissen har status %(status)s.") % {
            "status": referral.get_status_display().lower()
        }
    return ""


def why_not_accept(user: User, referral: Referral) -> str:
    """Those who assess accept what waits."""
    return _why_not_move(user, referral, Status.ACCEPTED)


def why_not_ask(user: User, referral: Referral) -> str:
    """Those who assess ask about what waits."""
    return _why_not_move(user, referral, Status.WAITING_INFO)


def why_not_redirect(user: User, referral: Referral) -> str:
    """Those who assess hand over what waits."""
    return _why_not_move(user, referral, Status.REDIRECTED)


def why_not_reject(user: User, referral: Referral) -> str:
    """Those who assess, always people, say no to what waits."""
    return _why_not_move(user, referral, Status.REJECTED)


def why_not_see_own(user: User) -> str:
    """Patients read about their own referrals."""
    if not user.may(Permission.USE_OWN_PAGES):
        return _("Sidan är till för patienten själv.")
    return ""


def why_not_change_own(user: User, referral: Referral) -> str:
    """What one has sent oneself can be changed until there is an answer."""
    if reason := why_not_see_own(user):
        return reason
    if not referral.is_self_referral:
        return _("Vårdcentralen skickade remissen. Ring oss eller vårdcentralen.")
    if not referral.lead.is_undecided:
        return _("Egenremissen är redan besvarad. Ring oss i stället.")
    return ""


def why_not_ask_patient(user: User, referral: Referral) -> str:
    """Those who assess ask for the patient's own part, until the answer is no."""
    if reason := why_not_open_list(user):
        return reason
    lead = referral.lead
    if lead.is_undecided or lead.status == Status.ACCEPTED:
        return ""
    return _("Remissen är avslutad, så patienten tillfrågas inte.")


def why_not_assign(user: User, referral: Referral) -> str:
    """Those who assess share what waits."""
    if reason := why_not_open_list(user):
        return reason
    return "" if referral.is_undecided else _("Remissen är redan bedömd.")


def why_not_undo_sharing(user: User, sharing: Sharing, at: datetime) -> str:
    """Those who assess, within ten minutes, once."""
    if reason := why_not_open_list(user):
        return reason
    if sharing.undone_at:
        return _("Tilldelningen är redan ångrad.")
    if not sharing.can_be_undone(at):
        return _("En tilldelning går att ångra i tio minuter. Den tiden har gått.")
    return ""


def why_not_prioritise(user: User, referral: Referral) -> str:
    """Those who assess say how soon, while it waits."""
    return why_not_assign(user, referral)


def why_not_keep_reasons(user: User) -> str:
    """An administrator keeps the words that others choose among."""
    if user.may(Permission.ADMINISTER):
        return ""
    return _("Bara administratörer ändrar skälen.")


def why_not_confer(user: User) -> str:
    """Those who assess keep the list of the conference."""
    if user.may(Permission.TRIAGE):
        return ""
    return _("Bara den som bedömer remisser sköter teamkonferensens lista.")


def why_not_withdraw(user: User, referral: Referral) -> str:
    """Whoever sent it, or those who assess at their request."""
    if not (user.may(Permission.REFER) or user.may(Permission.TRIAGE)):
        return _("Bara den som skickade remissen kan ta tillbaka den.")
    if not can_move(referral.status, Status.WITHDRAWN):
        return _("Remissen är redan bedömd och kan inte tas tillbaka.")
    return ""


def still_waits(referral: Referral, at: datetime) -> bool:
    """Tell whether the patient may yet say what they hope for, as far as was told."""
    told = referral.status_told(at)
    return told not in {Status.REDIRECTED, Status.REJECTED, Status.WITHDRAWN}


def why_not_complete(user: User, referral: Referral) -> str:
    """Only the clinic that wrote it adds to it, while nobody has decided."""
    if not user.may(Permission.REFER) or user.unit_id != referral.sender_unit_id:
        return _("Bara den vårdcentral som skickade remissen kan komplettera den.")
    if not referral.lead.is_undecided:
        return _("Remissen är redan bedömd och kan inte kompletteras.")
    return ""


def why_not_ask_clinic(user: User, referral: Referral) -> str:
    """Those who assess ask, and never against the patient's no."""
    if reason := why_not_open_list(user):
        return reason
    if not referral.is_self_referral:
        return _("Remissen kom från en vårdcentral. Ställ en fråga i stället.")
    if referral.clinic_consent == ClinicConsent.NO:
        return _("Patienten vill inte att vi frågar vårdcentralen.")
    return ""


def why_not_undo(user: User, referral: Referral, at: datetime) -> str:
    """Those who assess, within ten minutes."""
    if reason := why_not_open_list(user):
        return reason
    if not referral.can_be_undone(at):
        return _("Ett beslut går att ångra i tio minuter. Den tiden har gått.")
    return ""


def why_not_the_one_asked(user: User, question: Question) -> str:
    """A question goes to the clinic or to the person, never to both."""
    if not user.may(Permission.REFER) or question.to != Question.To.REFERRER:
        return _("Frågan är inte ställd till er.")
    return ""


def why_not_answer(user: User, question: Question) -> str:
    """The clinic answers what it was asked, once, and while it makes a difference."""
    if why_not := why_not_the_one_asked(user, question):
        return why_not
    if question.answered_at:
        return _("Frågan är redan besvarad.")
    if not question.referral.lead.is_undecided:
        return _("Remissen är redan bedömd, så frågan behöver inget svar.")
    return ""


def why_not_attach(user: User, referral: Referral) -> str:
    """The clinic that sent it adds files until it is decided."""
    if not user.may(Permission.REFER):
        return _("Bara vårdcentralen som skickade remissen kan bifoga filer.")
    if not referral.lead.is_undecided:
        return _("Remissen är bedömd, så den tar inte emot fler bilagor.")
    return ""


def why_not_write(user: User, referral: Referral) -> str:
    """Letters and replies are written by those who read the referral."""
    if reason := why_not_read(user):
        return reason
    if referral.joined_to_id:
        return _("Remissen är sammanförd med en annan. Skriv från den.")
    return ""


def why_not_reply(user: User, referral: Referral) -> str:
    """A reply needs a clinic that waits for one."""
    if reason := why_not_write(user, referral):
        return reason
    sent_by_clinic = referral.sender_unit_id or any(
        part.sender_unit_id for part in referral.parts.all()
    )
    if not (sent_by_clinic or referral.may_tell_health_centre):
        return _("Egenremissen kom inte från någon vårdcentral.")
    return ""


def why_not_edit_blocks(user: User) -> str:
    """Administrators keep the words of letters."""
    if not user.may(Permission.ADMINISTER):
        return _("Bara en administratör ändrar brevtexterna.")
    return ""


def why_not_import(user: User) -> str:
    """Those who answer for the queue bring in lists of patients."""
    if user.role not in IMPORTERS:
        return _("Bara samordnaren läser in listor med patienter.")
    return ""
