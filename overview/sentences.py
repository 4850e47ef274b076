"""What stands in the log, as a person would say it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.models import Event

SENTENCES: dict[str, str | Promise] = {
    # opened
    "case.opened": _("öppnade patientöversikten"),
    "patient.opened": _("valde patienten i loggen"),
    "referral.opened": _("öppnade remissen"),
    "plan.opened": _("öppnade planen"),
    "planversion.opened": _("öppnade en version av planen"),
    "assessment.opened": _("öppnade kartläggningen"),
    "visit.opened": _("öppnade besöket"),
    "message.opened": _("öppnade ett meddelande"),
    "aftercare.opened": _("läste eftervården"),
    "checkin.opened": _("öppnade en uppföljningskontakt"),
    "event.opened": _("läste loggen"),
    "user.opened": _("läste loggen"),
    # people and units
    "user.added": _("lade till en användare"),
    "user.changed": _("ändrade en användare"),
    "user.recovered": _("gav en användare ny inloggning"),
    "user.password_chosen": _("valde ett eget lösenord"),
    "unit.added": _("lade till en vårdenhet"),
    "unit.changed": _("ändrade en vårdenhet"),
    # patient and case
    "patient.registered": _("registrerade patienten"),
    "patient.contact_changed": _("ändrade kontaktuppgifter"),
    "patient.contact_revealed": _("visade skyddade uppgifter"),
    "patient.user_connected": _("gav patienten egna sidor"),
    "case.opened_up": _("öppnade vårdärendet"),
    "case.moved": _("flyttade vårdärendet till en annan fas"),
    "case.answered": _("noterade slutsvaret till den som remitterade"),
    "case.closed": _("avslutade vårdärendet"),
    "care_relation.began": _("lade till en vårdrelation"),
    "consent.given": _("skrev ned ett samtycke"),
    "block.set": _("spärrade uppgifter"),
    "block.lifted": _("hävde en spärr"),
    "task.raised": _("lade till en uppgift"),
    "task.done": _("gjorde klart en uppgift"),
    "task.moved": _("flyttade en uppgift"),
    "search.made": _("sökte"),
    # referrals
    "referral.sent": _("skickade remissen"),
    "referral.received": _("tog emot remissen"),
    "referral.waiting_info": _("satte remissen att vänta på svar"),
    "referral.question_asked": _("ställde en fråga om remissen"),
    "referral.question_answered": _("svarade på en fråga om remissen"),
    "referral.accepted": _("antog remissen"),
    "referral.redirected": _("hänvisade remissen vidare"),
    "referral.rejected": _("avböjde remissen"),
    "referral.withdrawn": _("tog tillbaka remissen"),
    "referral.assigned": _("tilldelade remissen"),
    "referral.undone": _("ångrade ett beslut om remissen"),
    "referral.replied": _("skickade svar till den som remitterade"),
    "referral.contact_revealed": _("visade skyddade uppgifter i remissen"),
    "referral.followed": _("följde sin egenremiss"),
    "referral.contact_changed": _("ändrade telefon eller tid i remissen"),
    "referral.code_sent": _("bad om en kod för att följa egenremissen"),
    # plan
    "assessment.answered": _("svarade på kartläggningen"),
    "regimen.written": _("skrev vilka läkemedel som tas"),
    "even_out.set": _("satte en period med jämna doser"),
    "plan.opened_up": _("började en plan"),
    "plan_version.drafted": _("skrev ett utkast till plan"),
    "plan_version.proposed": _("föreslog en plan"),
    "plan_version.withdrawn": _("tog tillbaka ett förslag till plan"),
    "plan_version.returned": _("skickade tillbaka ett förslag till plan"),
    "plan_version.discarded": _("tog bort ett utkast till plan"),
    "plan_version.decided": _("beslutade en plan"),
    "plan.held": _("pausade planen"),
    "plan.ended": _("avslutade planen"),
    "plan.returned": _("skickade tillbaka ett förslag till plan"),
    "pause.asked": _("bad om paus"),
    "step.confirmed": _("bekräftade ett steg"),
    "symptom.written": _("skrev hur det känns"),
    "policy.written": _("skrev en nedtrappningsregel"),
    "policy.approved": _("godkände en nedtrappningsregel"),
    "product.written": _("skrev in ett läkemedel"),
    "product.approved": _("godkände ett läkemedel"),
    "product.retired": _("tog ett läkemedel ur bruk"),
    "equivalencetable.written": _("skrev en omräkningstabell"),
    "equivalencetable.approved": _("godkände en omräkningstabell"),
    "equivalencetable.retired": _("tog en omräkningstabell ur bruk"),
    "policy.retired": _("tog en nedtrappningsregel ur bruk"),
    # aftercare
    "aftercare.began": _("startade eftervården"),
    "aftercare.closed": _("avslutade eftervården"),
    "aftercare.relapsed": _("flyttade vårdärendet tillbaka till nedtrappning"),
    "check_in.planned": _("planerade en uppföljningskontakt"),
    "check_in.done": _("skrev in en uppföljningskontakt"),
    "check_in.missed": _("noterade en missad uppföljningskontakt"),
    "check_in.not_reached": _("nådde inte patienten"),
    # visits and messages
    "visit.booked": _("bokade ett besök"),
    "visit.moved": _("flyttade ett besök"),
    "visit.cancelled": _("avbokade ett besök"),
    "visit.logged": _("skrev in ett besök"),
    "visit.log_corrected": _("rättade ett besök"),
    "visit.missed": _("noterade att patienten inte kom"),
    "visit.reminded": _("påminde om ett besök"),
    "visit.change_asked": _("bad om en annan tid"),
    "message.queued": _("lade ett meddelande i kö"),
    "message.sent": _("skickade ett meddelande"),
    "message.delivered": _("fick veta att ett meddelande kom fram"),
    "message.put_back": _("lade ett meddelande i kö igen"),
    "message.lost": _("noterade att det är oklart om ett meddelande kom fram"),
    "message.failed": _("noterade att ett meddelande inte kom fram"),
    "message.sent_again": _("skickade ett meddelande igen"),
    "message.withdrawn": _("stoppade ett meddelande"),
    "message.told_by_phone": _("ringde i stället för meddelandet"),
}
WITH_REASON = _("öppnade uppgifterna med skäl")


def said(event: Event) -> str | Promise:
    """The event in words; a new kind that has none yet is shown as it is stored."""
    if event.kind == "care_relation.began" and event.details.get("kind") == "reason":
        return WITH_REASON
    return SENTENCES.get(event.kind, event.kind)
