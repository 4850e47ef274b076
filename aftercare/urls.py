"""Addresses of the app: its staff pages, and those for everybody else."""

from django.urls import URLPattern

app_name = "aftercare"

urlpatterns: list[URLPattern] = []
public_urlpatterns: list[URLPattern] = []
