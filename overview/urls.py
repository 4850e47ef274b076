"""Addresses of the app: its staff pages, and those for everybody else."""

from django.urls import URLPattern, path

from overview.views import cases, day, home

app_name = "overview"

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("today", day.today, name="today"),
    path("tasks/<uuid:pk>/done", day.task_done, name="task_done"),
    path("tasks/<uuid:pk>/move", day.task_move, name="task_move"),
    path("tasks/<uuid:pk>/take", day.task_take, name="task_take"),
    path("patients", cases.patients, name="patients"),
    path("patients/<uuid:pk>", cases.case, name="case"),
    path("patients/<uuid:pk>/timeline", cases.timeline, name="timeline"),
    path("patients/<uuid:pk>/reveal", cases.reveal, name="reveal"),
    path("patients/<uuid:pk>/team", cases.team_add, name="team_add"),
    path("patients/<uuid:pk>/consents", cases.consents, name="consents"),
]
public_urlpatterns: list[URLPattern] = []
