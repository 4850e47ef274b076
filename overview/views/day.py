"""The working day, and what is done with a task in a list."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.refusals import forbid
from accounts.roles import Permission
from accounts.typing import SignedIn
from overview import forms, pages, permissions, queries
from overview.views.loading import back_to
from patients import actions
from patients.models import Task
from ui.templatetags.dates import day


@require_GET
def today(request: SignedIn) -> HttpResponse:
    """What waits today: for one's own hands, or as figures for the manager."""
    user = request.user
    forbid(permissions.why_not_see_day(user))
    if not user.may(Permission.CARE):
        assert user.unit is not None  # noqa: S101 - a constraint of the database
        load = queries.load_of(user.unit, localdate())
        return render(request, "overview/staff/load.html", {"load": load})
    page = pages.day_page(
        user,
        team=request.GET.get("team") == "1",
        whole=request.GET.get("all") == "1",
        today=localdate(),
        at=now(),
    )
    return render(request, "overview/staff/today.html", {"page": page})


def _task(request: SignedIn, pk: uuid.UUID) -> Task:
    """Load a task that the person sees."""
    tasks = Task.objects.visible_to(request.user)
    return get_object_or_404(tasks.select_related("case__patient", "owner"), pk=pk)


@require_POST
def task_done(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Tick a task off."""
    task = _task(request, pk)
    forbid(permissions.why_not_tick_off(request.user, task))
    actions.complete_task(task, by=request.user, at=now())
    messages.success(request, _("Klart: %(task)s") % {"task": task.title})
    return back_to(request, "overview:today")


@require_POST
def task_move(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Give a task another day."""
    task = _task(request, pk)
    form = forms.MoveTaskForm(request.POST)
    if not form.is_valid():
        context = {"task": task, "form": form, "next": request.POST.get("next", "")}
        return render(request, "overview/staff/task_move.html", context, status=422)
    due_on = form.cleaned_data["due_on"]
    actions.move_task(task, owner=task.owner, due_on=due_on, by=request.user, at=now())
    messages.success(request, _("Flyttad till %(day)s.") % {"day": day(due_on)})
    return back_to(request, "overview:today")


@require_POST
def task_take(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Take a task that nobody has, or a colleague's."""
    task = _task(request, pk)
    actions.move_task(
        task, owner=request.user, due_on=task.due_on, by=request.user, at=now()
    )
    messages.success(request, _("Du har uppgiften: %(task)s") % {"task": task.title})
    return back_to(request, "overview:today")
