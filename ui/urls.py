"""Addresses of the shared parts: the style page."""

from django.urls import path

from ui import views

app_name = "ui"

urlpatterns = [path("style/", views.style, name="style")]
