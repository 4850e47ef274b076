"""Who may be the same person, beside the open referral."""

from typing import Any

from django import template
from django.template import Context

from referrals.models import Referral
from referrals.pages import same as pages

register = template.Library()


@register.inclusion_tag("referrals/_same.html", takes_context=True)
def same_person(context: Context, referral: Referral) -> dict[str, Any]:
    """Candidates, what belongs together already, and what was told apart."""
    user = context["request"].user
    return {
        "beside": pages.beside(referral, user),
        "referral": referral,
        "csrf_token": context.get("csrf_token"),
    }
