"""Addresses of the app: its staff pages, and those for everybody else."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from messaging import api, views

app_name = "messaging"

urlpatterns: list[URLPattern] = [
    path("messages", views.message_list, name="list"),
    path("messages/<uuid:pk>", views.message_detail, name="detail"),
    path("messages/<uuid:pk>/again", views.message_send_again, name="send_again"),
    path("messages/<uuid:pk>/called", views.message_called, name="called"),
    path("sent", views.sent, name="sent"),
]
public_urlpatterns: list[URLPattern] = [
    path(_("min/meddelanden/"), views.my_messages, name="my_messages"),
]
api_urlpatterns: list[URLPattern] = [
    path("messages/receipt", api.receipt, name="message_receipt"),
]
