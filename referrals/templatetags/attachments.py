"""Files beside a form or a referral, and lists, for the pages that show them."""

import uuid
from typing import Any

from django import template
from django.template import Context

from referrals import permissions
from referrals.filetypes import ACCEPTED
from referrals.models import Referral
from referrals.pages import attachments as pages

register = template.Library()


@register.inclusion_tag("referrals/_attachments.html", takes_context=True)
def attachments_of_form(context: Context, form_key: uuid.UUID | str) -> dict[str, Any]:
    """The files beside a form that is being written, and where to add one."""
    found = pages.of_form(context["request"].user, str(form_key))
    return {"attached": found, "accepted": ACCEPTED}


@register.inclusion_tag("referrals/_attachments_clinic.html", takes_context=True)
def attachments_of_sent(context: Context, referral: Referral) -> dict[str, Any]:
    """The files of a sent referral, for the clinic that may add more."""
    user = context["request"].user
    found = pages.of_sent(user, referral)
    token = context.get("csrf_token")
    shared = {"referral": referral, "attached": found, "accepted": ACCEPTED}
    return {**shared, "csrf_token": token}


@register.inclusion_tag("referrals/_import_link.html", takes_context=True)
def import_link(context: Context) -> dict[str, Any]:
    """The way to reading in a list, for those who may."""
    return {"may_import": not permissions.why_not_import(context["request"].user)}
