"""All our tags and filters in one load: ``{% load ui %}``."""

from django import template

from ui.templatetags import dates, form_parts, numbers, parts

register = template.Library()

for library in (dates, form_parts, numbers, parts):
    register.filters.update(library.register.filters)
    register.tags.update(library.register.tags)
