"""Addresses of referrals: the clinic's own pages, and the list of those who assess."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from referrals import letter_urls
from referrals.api import changes
from referrals.api import views as api
from referrals.urls_deciding import urlpatterns as deciding
from referrals.urls_files import public_urlpatterns as public_files
from referrals.urls_files import urlpatterns as files
from referrals.views import (
    asking,
    clinic,
    clinic_complete,
    clinic_drafts,
    clinic_slip,
    follow,
    keep,
    mine,
    own_part,
    same,
    self_referral,
    share,
    triage,
    worklist,
    writing,
)

app_name = "referrals"

urlpatterns: list[URLPattern] = [
    *letter_urls.STAFF,
    path("referrals", triage.referral_list, name="list"),
    *files,
    path("keys", triage.keys, name="keys"),
    path("referrals/filter", worklist.narrow, name="filter"),
    path("referrals/find", worklist.find, name="find"),
    path("referrals/share", share.share, name="share"),
    path("referrals/share/<uuid:pk>/undo", share.unshare, name="unshare"),
    path("referrals/save", worklist.save, name="save"),
    path("referrals/views", worklist.saved, name="views"),
    path("referrals/views/<uuid:pk>", worklist.change, name="view"),
    path("referrals/views/<uuid:pk>/move", worklist.move, name="view_move"),
    path("referrals/views/<uuid:pk>/delete", worklist.delete, name="view_delete"),
    path("referrals/<str:reference>", triage.detail, name="detail"),
    path("referrals/<str:reference>/take", triage.take, name="take"),
    path("referrals/<str:reference>/here", triage.here, name="here"),
    *deciding,
    path(
        "referrals/<str:reference>/ask-patient",
        asking.ask_patient,
        name="ask_patient",
    ),
    path("referrals/<str:reference>/assign", triage.assign, name="assign"),
    path(
        "referrals/<str:reference>/versions", clinic_complete.versions, name="versions"
    ),
    path(
        "referrals/<str:reference>/ask-clinic",
        asking.ask_clinic,
        name="ask_clinic",
    ),
    path(
        "referrals/<str:reference>/take-back-part/<uuid:pk>",
        asking.take_back,
        name="take_back_part",
    ),
    path("referrals/<str:reference>/same/<uuid:key>", same.compare, name="same"),
    path("referrals/<str:reference>/separate", same.separate, name="separate"),
    path("referrals/<str:reference>/unsettle", same.unsettle, name="unsettle"),
    path("referrals/<str:reference>/again/<int:pk>", same.again, name="again"),
    path("referrals/<str:reference>/contact", triage.contact, name="contact"),
]
public_urlpatterns: list[URLPattern] = [
    *letter_urls.PUBLIC,
    path(_("egenremiss/"), self_referral.start, name="self_referral"),
    path(_("egenremiss/borja/"), self_referral.begin, name="begin"),
    path(_("egenremiss/fraga/<int:number>/"), self_referral.question, name="question"),
    path(_("egenremiss/bra-att-veta/"), self_referral.not_for_all, name="not_for_all"),
    path(_("egenremiss/trygghet/"), self_referral.safety, name="safety"),
    path(_("egenremiss/granska/"), self_referral.check, name="check"),
    path(_("egenremiss/klart/"), self_referral.receipt, name="receipt"),
    path(_("egenremiss/kvar/"), self_referral.stay, name="stay"),
    path(_("egenremiss/avbryt/"), self_referral.stop, name="stop"),
    path(_("egenremiss/spara/"), keep.keep, name="keep"),
    path(_("egenremiss/sparat/"), keep.kept, name="kept"),
    path(_("fortsatt/"), keep.come_back, name="come_back"),
    path(_("fortsatt/kod/"), keep.come_back_code, name="come_back_code"),
    path(_("din-del/"), own_part.ask, name="own_part"),
    path(_("din-del/skriv/"), own_part.write, name="own_part_write"),
    path(_("din-del/klart/"), own_part.sent, name="own_part_sent"),
    path(_("min/remiss/"), mine.my_referrals, name="my_referrals"),
    path(_("min/remiss/<str:reference>/"), mine.my_referral, name="my_referral"),
    path(
        _("min/remiss/<str:reference>/svara/<uuid:pk>/"),
        mine.my_answer,
        name="my_answer",
    ),
    path(_("min/remiss/<str:reference>/andra/"), mine.my_contact, name="my_contact"),
    path(_("min/remiss/<str:reference>/aterta/"), mine.my_withdraw, name="my_withdraw"),
    path(_("min/remiss/<str:reference>/din-del/"), mine.my_part, name="my_part"),
    path(_("folj/"), follow.ask, name="follow"),
    path(_("folj/kod/"), follow.code, name="follow_code"),
    path(_("folj/status/"), follow.status, name="follow_status"),
    path(_("folj/svara/<uuid:pk>/"), follow.answer, name="follow_answer"),
    path(_("folj/andra/"), follow.contact, name="follow_contact"),
    path(_("folj/aterta/"), follow.withdraw, name="follow_withdraw"),
    path(_("folj/stang/"), follow.leave, name="follow_leave"),
    path(_("remiss/"), clinic.clinic_list, name="clinic_list"),
    path(_("remiss/ny/"), writing.clinic_new, name="clinic_new"),
    path(_("remiss/ny/granska/<uuid:key>/"), writing.clinic_check, name="clinic_check"),
    path(_("remiss/ny/tidigare/"), clinic_drafts.clinic_known, name="clinic_known"),
    path(_("remiss/utkast/spara/"), clinic_drafts.clinic_keep, name="clinic_keep"),
    path(
        _("remiss/utkast/<uuid:key>/"), clinic_drafts.clinic_draft, name="clinic_draft"
    ),
    path(
        _("remiss/utkast/<uuid:key>/kasta/"),
        clinic_drafts.clinic_draft_away,
        name="clinic_draft_away",
    ),
    path(_("remiss/fraga/<uuid:pk>/"), clinic_drafts.clinic_part, name="clinic_part"),
    path(_("remiss/patientlapp/"), clinic_slip.clinic_slip, name="clinic_slip"),
    path(_("remiss/<str:reference>/"), clinic.clinic_detail, name="clinic_detail"),
    path(
        _("remiss/<str:reference>/kvitto/"),
        writing.clinic_receipt,
        name="clinic_receipt",
    ),
    path(
        _("remiss/<str:reference>/svara/<uuid:pk>/"),
        clinic.clinic_answer,
        name="clinic_answer",
    ),
    *public_files,
    path(
        _("remiss/<str:reference>/komplettera/"),
        clinic_complete.clinic_complete,
        name="clinic_complete",
    ),
    path(
        _("remiss/<str:reference>/versioner/"),
        clinic_complete.clinic_versions,
        name="clinic_versions",
    ),
    path(
        _("remiss/<str:reference>/kopiera/"),
        clinic_drafts.clinic_copy,
        name="clinic_copy",
    ),
    path(
        _("remiss/<str:reference>/patientlapp/"),
        clinic_slip.clinic_slip_of,
        name="clinic_slip_of",
    ),
    path(
        _("remiss/<str:reference>/tillbakatagen/"),
        clinic.clinic_withdrawn,
        name="clinic_withdrawn",
    ),
    path(
        _("remiss/<str:reference>/ta-tillbaka/"),
        clinic.clinic_withdraw,
        name="clinic_withdraw",
    ),
]
api_urlpatterns: list[URLPattern] = [
    path("referrals", api.send, name="send_referral"),
    path("referrals/<str:reference>", api.read, name="read_referral"),
    path(
        "referrals/<str:reference>/versions", changes.complete, name="complete_referral"
    ),
    path(
        "referrals/<str:reference>/questions/<str:question>/answer",
        changes.answer,
        name="answer_question",
    ),
    path(
        "referrals/<str:reference>/withdrawal",
        changes.withdraw,
        name="withdraw_referral",
    ),
    path("referrals/<str:reference>/attachments", changes.attach, name="attach_file"),
    path(
        "referrals/<str:reference>/attachments/<str:file>",
        changes.detach,
        name="detach_file",
    ),
]
