"""What is done with the list itself: narrow it, search it, keep it, share it out."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.typing import SignedIn
from audit import actions as audit
from referrals import actions, permissions, queries
from referrals.forms import worklist as forms
from referrals.models import Referral, SavedView
from referrals.views.loading import done, forbid
from referrals.views.opened import beside, view_of, wanted_of

GET_OR_POST = require_http_methods(["GET", "POST"])
# A page of the list, and a little more.
MOST_AT_ONCE = 100


def _list(query: str) -> HttpResponse:
    here = reverse("referrals:list")
    return redirect(f"{here}?{query}" if query else here)


@require_safe
def narrow(request: SignedIn) -> HttpResponse:
    """Everything that the list can be narrowed by, beside the list."""
    forbid(permissions.why_not_open_list(request.user))
    return _panel(request, "filter", form=_filters(request), search=forms.Search())


def _filters(request: SignedIn) -> forms.Filters:
    people = queries.those_who_assess(request.user.unit_id)
    return forms.Filters(wanted_of(request), people=people)


def _panel(
    request: SignedIn, name: str, text: str = "", **more: object
) -> HttpResponse:
    context = {**beside(request, None, text=text), "panel": name, **more}
    return render(request, f"referrals/worklist_{name}.html", context)


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
    return _panel(request, "filter", text=text, form=form, search=search)


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
        return _list(view_of(request))
    return _panel(request, "save", form=form)


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


# ----------------------------------------------------------------------- many at once


@GET_OR_POST
def share(request: SignedIn) -> HttpResponse:
    """Let a colleague assess several of the list."""
    forbid(permissions.why_not_open_list(request.user))
    form = forms.Assign(
        request.POST or None,
        people=queries.those_who_assess(request.user.unit_id),
        initial={"to": request.user},
    )
    chosen = request.POST.getlist("which")[:MOST_AT_ONCE]
    if request.method == "POST" and not chosen:
        form.add_error(None, _("Kryssa i minst en remiss i listan."))
    if form.is_valid():
        messages.success(request, _share(request, chosen, form))
        return _list(view_of(request))
    every = "all" in request.GET
    return _panel(request, "share", form=form, which=chosen, every=every)


def _share(request: SignedIn, chosen: list[str], form: forms.Assign) -> str:
    """Do it, and say what became of each."""
    known = set(filter(None, map(queries.reference_in, chosen)))
    rows = Referral.objects.visible_to(request.user).filter(reference__in=known)
    result = actions.assign_many(
        rows, **form.cleaned_data, by=request.user, at=timezone.now()
    )
    to = form.cleaned_data["to"].name
    said = ngettext(
        "%(n)d tilldelad %(to)s", "%(n)d tilldelade %(to)s", result.assigned
    )
    parts = [said % {"n": result.assigned, "to": to}]
    if result.had_it:
        parts.append(_("%(n)d fanns redan där") % {"n": result.had_it})
    if result.decided:
        text = ngettext(
            "%(n)d var redan bedömd", "%(n)d var redan bedömda", result.decided
        )
        parts.append(text % {"n": result.decided})
    return ", ".join(parts) + "."
