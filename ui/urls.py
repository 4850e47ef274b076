"""Addresses of the shared parts: the style page."""

from django.urls import URLPattern

app_name = "ui"

urlpatterns: list[URLPattern] = []
