"""Addresses of accounts: users, units, one's own settings."""

from django.urls import URLPattern, path

from accounts import key_views, views

app_name = "accounts"

urlpatterns: list[URLPattern] = [
    path("users", views.user_list, name="user_list"),
    path("users/new", views.user_add, name="user_add"),
    path("users/<uuid:pk>", views.user_change, name="user_change"),
    path("users/<uuid:pk>/recover", views.user_recover, name="user_recover"),
    path("units", views.unit_list, name="unit_list"),
    path("units/new", views.unit_add, name="unit_add"),
    path("units/import", views.unit_import, name="unit_import"),
    path("units/<uuid:pk>", views.unit_change, name="unit_change"),
    path("api-keys", key_views.key_list, name="key_list"),
    path("api-keys/new", key_views.key_add, name="key_add"),
    path("api-keys/<uuid:pk>/revoke", key_views.key_revoke, name="key_revoke"),
    path("settings", views.settings_page, name="settings"),
    path("settings/keys", views.keys, name="keys"),
    path("settings/language", views.language, name="language"),
    path("second-factor", views.second_factor, name="second_factor"),
]
public_urlpatterns: list[URLPattern] = []
