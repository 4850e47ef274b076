"""Who has written about a patient, and who waits for whom."""

from typing import Any

from django import template
from django.template import Context

from accounts.roles import Permission
from referrals.models import Referral
from referrals.pages import contributions

register = template.Library()


@register.inclusion_tag("referrals/_contributions.html", takes_context=True)
def contributions_of(context: Context, referral: Referral) -> dict[str, Any]:
    """Both halves of the case; only those who assess may ask for one."""
    return {
        "contributions": contributions.of_case(referral, today=context["today"]),
        "referral": referral,
        "may_ask": context["request"].user.may(Permission.TRIAGE),
        "csrf_token": context.get("csrf_token"),
    }
