"""Doses of steps in templates: one medicine or several, mg or patches."""

from django import template

from tapering.models import Step
from tapering.pages.amounts import daily as daily_in_words
from tapering.pages.amounts import per_day as per_day_in_words

register = template.Library()


@register.filter
def daily(step: Step) -> str:
    """25 mg; or oxazepam 10 mg + diazepam 5 mg while one takes over from the other."""
    return daily_in_words(step)


@register.filter
def per_day(step: Step) -> str:
    """25 mg per dygn; what a patch gives is said by the hour."""
    return per_day_in_words(step)
