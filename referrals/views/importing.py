"""An existing list of patients and referrals: look, choose, bring in, take back."""

import uuid
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from accounts.refusals import Refused, forbid
from accounts.typing import SignedIn
from audit import actions as audit
from referrals import permissions
from referrals.actions import importing as actions
from referrals.forms.importing import Columns, ListFile
from referrals.lists.sheets import as_csv
from referrals.models import ImportBatch
from referrals.pages import importing as pages
from referrals.views.loading import GET_OR_POST, done

PER_PAGE = 100
LISTS_SHOWN = 50


def _batch(request: SignedIn, pk: uuid.UUID) -> ImportBatch:
    forbid(permissions.why_not_import(request.user))
    rows = ImportBatch.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("made_by", "approved_by"), pk=pk)


@GET_OR_POST
def start(request: SignedIn) -> HttpResponse:
    """Choose a file; earlier lists stand below."""
    forbid(permissions.why_not_import(request.user))
    form = ListFile(request.POST or None, request.FILES or None)
    if form.is_valid():
        made: list[ImportBatch] = []
        if done(form, lambda: made.append(_look(request, form))):
            return redirect("referrals:import", made[0].pk)
    batches = ImportBatch.objects.visible_to(request.user).select_related("made_by")
    context = {"form": form, "batches": batches[:LISTS_SHOWN]}
    return render(request, "referrals/import_start.html", context)


def _look(request: SignedIn, form: ListFile) -> ImportBatch:
    data = form.cleaned_data
    return actions.look(
        form_key=data["form_key"],
        name=data["file"].name,
        content=form.content(),
        by=request.user,
        at=timezone.now(),
    )


@require_safe
def preview(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """What will be brought in and what not; afterwards, what was."""
    batch = _batch(request, pk)
    if request.method == "GET":
        audit.opened(batch, by=request.user, at=timezone.now())
    return _show(request, batch, Columns(batch=batch))


def _show(request: SignedIn, batch: ImportBatch, form: Columns) -> HttpResponse:
    counts = pages.counts_of(batch)
    is_open = batch.state == ImportBatch.State.PREVIEWED
    usual = "stopped" if is_open and counts.stopped else "good"
    view = request.GET.get("view", usual)
    view = view if view in pages.VIEWS else usual
    found = Paginator(pages.rows_of(batch, view), PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "form": form,
        "counts": counts,
        "tabs": pages.tabs(batch, counts, view),
        "page": page,
        "query": f"view={view}",
        "lines": [pages.line_of(row) for row in page],
        "lacks": pages.lacks(batch),
        "common": pages.most_common(batch) if counts.stopped else [],
        "undo_until": pages.undo_until(batch),
        "can_undo": batch.can_be_undone(timezone.now()),
    }
    return render(request, "referrals/import_preview.html", context)


@require_POST
def columns(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Read the rows again with the columns that were chosen."""
    batch = _batch(request, pk)
    form = Columns(request.POST, batch=batch)
    if not form.is_valid():
        return _show(request, batch, form)
    actions.choose_columns(
        batch, columns=form.columns(), by=request.user, at=timezone.now()
    )
    return redirect("referrals:import", batch.pk)


@require_POST
def approve(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Bring in the rows without a fault."""
    batch = _batch(request, pk)
    act = partial(actions.approve, batch, by=request.user, at=timezone.now())
    _did(request, act)
    return redirect("referrals:import", batch.pk)


@require_POST
def discard(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Throw the list away."""
    batch = _batch(request, pk)
    act = partial(actions.discard, batch, by=request.user, at=timezone.now())
    if _did(request, act):
        messages.success(request, _("Listan är kastad och tömd."))
        return redirect("referrals:import_start")
    return redirect("referrals:import", batch.pk)


@require_POST
def undo(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Take back what nobody has touched."""
    batch = _batch(request, pk)
    act = partial(actions.undo, batch, by=request.user, at=timezone.now())
    if _did(request, act):
        messages.success(request, _("Inläsningen är ångrad."))
    return redirect("referrals:import", batch.pk)


def _did(request: SignedIn, act: Callable[[], object]) -> bool:
    """Do it; what a rule says no to is said on the page it came from."""
    try:
        act()
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return False
    return True


@require_safe
def template(request: SignedIn) -> HttpResponse:
    """A file with the headings that are understood."""
    forbid(permissions.why_not_import(request.user))
    return _file(as_csv(pages.template_rows()), "mall.csv")


@require_safe
def stopped(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The rows that were left out, as a file to put right."""
    batch = _batch(request, pk)
    if request.method == "GET":
        audit.opened(batch, by=request.user, at=timezone.now())
    return _file(as_csv(pages.stopped_rows(batch)), "rader-att-ratta.csv")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
