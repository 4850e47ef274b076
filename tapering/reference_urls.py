"""Addresses of what plans rest on."""

from django.urls import URLPattern, path

from tapering.views.reference import (
    calculator,
    lists,
    register,
    shown,
    standing,
    writing,
)

urlpatterns: list[URLPattern] = [
    path("policies", lists.rules, name="policies"),
    path("policies/tables", lists.tables, name="tables"),
    path("policies/products", lists.products, name="products"),
    path("policies/products/approve", lists.approve_products, name="approve_products"),
    path("policies/products/load", register.load, name="load_products"),
    path("policies/<str:kind>/new", writing.new, name="kept_new"),
    path("policies/<str:kind>/<uuid:pk>", shown.shown, name="kept"),
    path("policies/<str:kind>/<uuid:pk>/edit", writing.edit, name="kept_edit"),
    path("policies/<str:kind>/<uuid:pk>/approve", standing.approve, name="approve"),
    path(
        "policies/<str:kind>/<uuid:pk>/version",
        standing.new_version,
        name="new_version",
    ),
    path("policies/<str:kind>/<uuid:pk>/discard", standing.discard, name="discard"),
    path("policies/<str:kind>/<uuid:pk>/retire", standing.retire, name="retire"),
    path("calculator", calculator.calculator, name="calculator"),
]
