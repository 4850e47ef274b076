"""Addresses of letters and replies: the unit's, the patient's, the clinic's."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from referrals.views import blocks, clinic_mail, letters, my_letters, replies

BLOCK = "letters/blocks/<str:kind>/<str:audience>/<str:language>"

STAFF: list[URLPattern] = [
    path("letters", letters.letter_list, name="letters"),
    path("letters/blocks", blocks.block_list, name="letter_blocks"),
    path(BLOCK, blocks.block_kind, name="letter_block_kind"),
    path(f"{BLOCK}/<str:part>", blocks.block, name="letter_block"),
    path(
        f"{BLOCK}/<str:part>/preview",
        blocks.block_preview,
        name="letter_block_preview",
    ),
    path("letters/<uuid:pk>", letters.letter, name="letter"),
    path("letters/<uuid:pk>/preview", letters.preview, name="letter_preview"),
    path("letters/<uuid:pk>/undo", letters.take_back, name="letter_undo"),
    path("letters/<uuid:pk>/discard", letters.discard, name="letter_discard"),
    path("letters/<uuid:pk>/posted", letters.mark_posted, name="letter_posted"),
    path("letters/<uuid:pk>/letter.pdf", letters.pdf, name="letter_pdf"),
    path("replies/<uuid:pk>", replies.detail, name="reply_detail"),
    path("replies/<uuid:pk>/undo", replies.take_back, name="reply_undo"),
    path("replies/<uuid:pk>/reply.pdf", replies.pdf, name="reply_pdf"),
    path(
        "referrals/<str:reference>/letters",
        letters.of_referral,
        name="referral_letters",
    ),
    path("referrals/<str:reference>/letters/new", letters.new, name="letter_new"),
    path("referrals/<str:reference>/reply", replies.reply, name="reply"),
    path(
        "referrals/<str:reference>/reply/preview",
        replies.preview,
        name="reply_preview",
    ),
]
PUBLIC: list[URLPattern] = [
    path(
        _("remiss/<str:reference>/svar/<uuid:pk>/"),
        clinic_mail.clinic_reply,
        name="clinic_reply",
    ),
    path(
        _("remiss/<str:reference>/svar/<uuid:pk>/svar.pdf"),
        clinic_mail.clinic_reply_pdf,
        name="clinic_reply_pdf",
    ),
    path(
        _("remiss/<str:reference>/brev/<uuid:pk>/"),
        clinic_mail.clinic_letter,
        name="clinic_letter",
    ),
    path(
        _("remiss/<str:reference>/brev/<uuid:pk>/brev.pdf"),
        clinic_mail.clinic_letter_pdf,
        name="clinic_letter_pdf",
    ),
    path(_("min/brev/"), my_letters.my_letters, name="my_letters"),
    path(_("min/brev/<uuid:pk>/"), my_letters.my_letter, name="my_letter"),
    path(
        _("min/brev/<uuid:pk>/brev.pdf"),
        my_letters.my_letter_pdf,
        name="my_letter_pdf",
    ),
]
