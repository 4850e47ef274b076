"""Addresses of the app: its staff pages, those of the patient, and the API."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from tapering import api, reference_urls
from tapering.views import (
    assessment,
    build,
    changes,
    letters,
    lived,
    mine,
    my_words,
    paper,
    plans,
    switch,
    versions,
)

app_name = "tapering"

urlpatterns: list[URLPattern] = [
    path("patients/<uuid:pk>/assessment", assessment.assessment, name="assessment"),
    path("patients/<uuid:pk>/mapping", assessment.mapping, name="mapping"),
    path("patients/<uuid:pk>/even-out", assessment.even_out, name="even_out"),
    path(
        "patients/<uuid:pk>/preparation",
        assessment.begin_preparation,
        name="begin_preparation",
    ),
    path("patients/<uuid:pk>/plan", plans.plan, name="plan"),
    path("patients/<uuid:pk>/plan/begin", plans.begin, name="begin"),
    path("patients/<uuid:pk>/symptom", plans.symptom, name="symptom"),
    path("plans/<uuid:pk>/edit", build.edit, name="edit"),
    path("plans/<uuid:pk>/compare", build.compare, name="compare"),
    path("plans/<uuid:pk>/preview", build.preview, name="preview"),
    path("plans/<uuid:pk>/switch", switch.switch, name="switch"),
    path("plans/<uuid:pk>/switch/preview", switch.preview, name="switch_preview"),
    path("plans/<uuid:pk>/hold", changes.change, {"kind": "hold"}, name="hold"),
    path(
        "plans/<uuid:pk>/slow-down",
        changes.change,
        {"kind": "slow_down"},
        name="slow_down",
    ),
    path(
        "plans/<uuid:pk>/step-back",
        changes.change,
        {"kind": "step_back"},
        name="step_back",
    ),
    path("plans/<uuid:pk>/goal", changes.change, {"kind": "goal"}, name="goal"),
    path("plans/<uuid:pk>/taken", lived.taken, name="taken"),
    path("plans/<uuid:pk>/supply", lived.supply, name="supply"),
    path("plan-versions/<uuid:pk>", versions.version, name="version"),
    path("plan-versions/<uuid:pk>/decide", versions.decide, name="decide"),
    path("plan-versions/<uuid:pk>/send-back", versions.send_back, name="send_back"),
    path("plan-versions/<uuid:pk>/withdraw", versions.withdraw, name="withdraw"),
    path("plan-versions/<uuid:pk>/print", paper.sheet, name="sheet"),
    path("plan-versions/<uuid:pk>/print.pdf", paper.sheet_pdf, name="sheet_pdf"),
    path("plan-letters/<uuid:pk>/letter.pdf", paper.letter_pdf, name="letter_pdf"),
    path("plan-versions/<uuid:pk>/prescription", versions.text, name="text"),
    path("plan-letters/<uuid:pk>", letters.letter, name="letter"),
    path("plan-steps/<uuid:pk>/confirm", changes.confirm_step, name="confirm_step"),
    *reference_urls.urlpatterns,
]
public_urlpatterns: list[URLPattern] = [
    path(_("min/"), mine.my_day, name="my_day"),
    path(_("min/besvar/"), mine.my_symptom, name="my_symptom"),
    path(_("min/paus/"), my_words.my_pause, name="my_pause"),
    path(_("min/paus/skickat/"), my_words.my_pause_sent, name="my_pause_sent"),
    path(_("min/steg/<uuid:pk>/"), my_words.my_step, name="my_step"),
    path(_("min/tagit/"), my_words.my_taken, name="my_taken"),
    path(
        _("min/tagit/som-planerat/"),
        my_words.my_taken_as_planned,
        name="my_taken_as_planned",
    ),
    path(_("min/plan/"), mine.my_plan, name="my_plan"),
    path(_("min/plan/version/<uuid:pk>/"), mine.my_version, name="my_version"),
    path(_("min/plan/<uuid:pk>/utskrift/"), mine.my_sheet, name="my_sheet"),
    path(_("min/plan/<uuid:pk>/utskrift/pdf/"), mine.my_sheet_pdf, name="my_sheet_pdf"),
]
api_urlpatterns: list[URLPattern] = [
    path("taper/preview", api.preview, name="taper_preview"),
]
