"""What is done with the list itself: narrow it, search it, keep it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from accounts.refusals import forbid
from accounts.typing import SignedIn
from audit import actions as audit
from referrals import actions, permissions, queries
from referrals.forms import worklist as forms
from referrals.models import SavedView
from referrals.pages import triage as pages
from referrals.views.loading import GET_OR_POST, done
from referrals.views.opened import panel, view_of, wanted_of


@require_safe
def narrow(request: SignedIn) -> HttpResponse:
    """Everything that the list can be narrowed by, beside the list."""
    forbid(permissions.why_not_open_list(request.user))
    return panel(request, "filter", form=_filters(request), search=forms.Search())


def _filters(request: SignedIn) -> forms.Filters:
    people = queries.those_who_assess(request.user.unit_id)
    return forms.Filters(wanted_of(request), people=people)


@require_POST
def find(request: SignedIn) -> HttpResponse:
    """Search what waits. The words are posted, and stand in no address."""
    forbid(permissions.why_not_open_list(request.user))
    search = forms.Search(request.POST)
    text = search.cleaned_data["text"] if search.is_valid() else ""
    if text:
        audit.record(
            kind="search.made",
            subject=request.user,
            by=request.user,
            at=timezone.now(),
            details={"by": "worklist"},
        )
    form = _filters(request)
    return panel(request, "filter", text, form=form, search=search)


# ------------------------------------------------------------------------ saved views


@GET_OR_POST
def save(request: SignedIn) -> HttpResponse:
    """Keep the list under a name."""
    forbid(permissions.why_not_open_list(request.user))
    form = forms.SaveView(request.POST or None)
    if form.is_valid() and done(
        form,
        lambda: actions.save_view(
            **form.cleaned_data,
            filters=wanted_of(request).kept,
            by=request.user,
            at=timezone.now(),
        ),
    ):
        messages.success(request, _("Vyn är sparad."))
        return redirect(pages.list_address(view_of(request)))
    return panel(request, "save", form=form)


@require_safe
def saved(request: SignedIn) -> HttpResponse:
    """Every saved view that the person is offered; the own ones can be changed."""
    forbid(permissions.why_not_open_list(request.user))
    views = SavedView.objects.offered_to(request.user).select_related("owner")
    shown = [(view, queries.read(view.filters).query) for view in views]
    return render(request, "referrals/worklist_views.html", {"views": shown})


def _own(request: SignedIn, pk: uuid.UUID) -> SavedView:
    forbid(permissions.why_not_open_list(request.user))
    return get_object_or_404(SavedView, pk=pk, owner=request.user)


@GET_OR_POST
def change(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Another name, or another circle."""
    view = _own(request, pk)
    form = forms.SaveView(
        request.POST or None,
        initial={"name": view.name, "is_shared": view.is_shared},
    )
    if form.is_valid() and done(
        form,
        lambda: actions.change_view(
            view, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
    ):
        return redirect("referrals:views")
    return render(request, "referrals/worklist_view.html", {"form": form, "view": view})


@require_POST
def move(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """One place up or down."""
    up = request.POST.get("to") == "up"
    actions.move_view(_own(request, pk), up=up, by=request.user, at=timezone.now())
    return redirect("referrals:views")


@require_POST
def delete(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Forget the view; pressed twice, it is forgotten."""
    forbid(permissions.why_not_open_list(request.user))
    view = SavedView.objects.filter(pk=pk, owner=request.user).first()
    if view:
        actions.delete_view(view, by=request.user, at=timezone.now())
    messages.success(request, _("Vyn är borttagen."))
    return redirect("referrals:views")
