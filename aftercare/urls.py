"""Addresses of aftercare."""

from django.urls import URLPattern, path

from aftercare import views

app_name = "aftercare"

urlpatterns: list[URLPattern] = [
    path("aftercare", views.aftercare_list, name="list"),
    path("patients/<uuid:case>/aftercare", views.detail, name="case"),
    path("patients/<uuid:case>/aftercare/open", views.open_aftercare, name="open"),
    path("patients/<uuid:case>/aftercare/plan", views.plan, name="plan"),
    path("patients/<uuid:case>/aftercare/relapse", views.relapse, name="relapse"),
    path("patients/<uuid:case>/answer", views.answer, name="answer"),
    path("patients/<uuid:case>/close", views.close, name="close"),
    path("patients/<uuid:case>/reopen", views.reopen, name="reopen"),
    path("check-ins/<uuid:pk>", views.log, name="log"),
    path("check-ins/<uuid:pk>/not-reached", views.not_reached, name="not_reached"),
]
public_urlpatterns: list[URLPattern] = []
