"""Addresses of the app: its staff pages, and those for everybody else."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from referrals.views import follow, self_referral

app_name = "referrals"

urlpatterns: list[URLPattern] = []
public_urlpatterns: list[URLPattern] = [
    path(_("egenremiss/"), self_referral.start, name="self_referral"),
    path(_("egenremiss/borja/"), self_referral.begin, name="begin"),
    path(_("egenremiss/fraga/<int:number>/"), self_referral.question, name="question"),
    path(_("egenremiss/bra-att-veta/"), self_referral.not_for_all, name="not_for_all"),
    path(_("egenremiss/trygghet/"), self_referral.safety, name="safety"),
    path(_("egenremiss/granska/"), self_referral.check, name="check"),
    path(_("egenremiss/klart/"), self_referral.receipt, name="receipt"),
    path(_("egenremiss/avbryt/"), self_referral.stop, name="stop"),
    path(_("folj/"), follow.ask, name="follow"),
    path(_("folj/kod/"), follow.code, name="follow_code"),
    path(_("folj/status/"), follow.status, name="follow_status"),
    path(_("folj/svara/<uuid:pk>/"), follow.answer, name="follow_answer"),
    path(_("folj/andra/"), follow.contact, name="follow_contact"),
    path(_("folj/aterta/"), follow.withdraw, name="follow_withdraw"),
    path(_("folj/stang/"), follow.leave, name="follow_leave"),
]
