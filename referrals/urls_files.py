"""Addresses of files: what stands beside a referral, and lists that are read in."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from referrals.views import attachments, importing

urlpatterns: list[URLPattern] = [
    path("import", importing.start, name="import_start"),
    path("import/template.csv", importing.template, name="import_template"),
    path("import/<uuid:pk>", importing.preview, name="import"),
    path("import/<uuid:pk>/columns", importing.columns, name="import_columns"),
    path("import/<uuid:pk>/approve", importing.approve, name="import_approve"),
    path("import/<uuid:pk>/discard", importing.discard, name="import_discard"),
    path("import/<uuid:pk>/undo", importing.undo, name="import_undo"),
    path("import/<uuid:pk>/stopped.csv", importing.stopped, name="import_stopped"),
    path("attachments/<uuid:pk>", attachments.fetch, name="attachment"),
    path(
        "referrals/<str:reference>/stopped-file",
        attachments.settle,
        name="stopped_file",
    ),
]
public_urlpatterns: list[URLPattern] = [
    path(
        _("remiss/<str:reference>/bilagor/"),
        attachments.add,
        name="clinic_attach",
    ),
]
