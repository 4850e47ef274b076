"""Addresses of the app: its staff pages, and those for everybody else."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from visits.views import booking, day, logging, own

app_name = "visits"

urlpatterns: list[URLPattern] = [
    path("visits", day.visit_list, name="list"),
    path("visits/<uuid:pk>", day.detail, name="detail"),
    path("visits/<uuid:pk>/letter", day.write_letter, name="write_letter"),
    path("visits/<uuid:pk>/move", booking.move, name="move"),
    path("visits/<uuid:pk>/cancel", booking.cancel, name="cancel"),
    path("visits/<uuid:pk>/log", logging.log, name="log"),
    path("visits/<uuid:pk>/correct", logging.correct, name="correct"),
    path("patients/<uuid:pk>/visits", day.of_case, name="of_case"),
    path("patients/<uuid:pk>/visits/new", booking.book, name="book"),
    path("patients/<uuid:pk>/visits/contact", logging.log_contact, name="log_contact"),
]
public_urlpatterns: list[URLPattern] = [
    path(_("min/tider/"), own.my_visits, name="my_visits"),
    path(_("min/tider/<uuid:pk>/"), own.ask_to_change, name="ask_to_change"),
]
