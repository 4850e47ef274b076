"""Two have written in the same draft: both are shown, and nothing is lost."""

from typing import Any

from django.http import HttpResponse, QueryDict

from accounts.typing import SignedIn
from tapering import hand, pages
from tapering.models import PlanVersion
from tapering.views.build.choices import chosen_in
from tapering.views.build.outcome import outcome_of
from tapering.views.build.work import Work, work_on
from tapering.views.loading import show

# What is decided anew when the form is taken up again.
LEFT_OUT = {"csrfmiddlewaretoken", "go", "edition", "seen"}


def posted_again(data: QueryDict, *, without: set[str] = LEFT_OUT) -> list[Any]:
    """Everything that was posted, to travel along in hidden fields."""
    return [
        (name, value)
        for name, values in data.lists()
        for value in values
        if name not in without
    ]


def clash(request: SignedIn, work: Work, theirs: PlanVersion) -> HttpResponse:
    """Mine and theirs side by side. No dose is chosen beforehand."""
    desk = work.desk
    data: Any = chosen_in(theirs, desk.products)
    other = work_on(desk, data)
    if "steps" in theirs.request:
        grid = hand.grid_of(theirs.substances, theirs.answer)
        other = work_on(desk, data).with_written(hand.Written(grid=grid))
    mine, saved = outcome_of(work), outcome_of(other)
    return show(
        request,
        "edit_clash",
        desk.plan.case,
        here="plan",
        plan=desk.plan,
        theirs=theirs,
        mine=mine,
        saved=saved,
        differences=pages.compared_answers(
            (theirs.request, theirs.answer), (mine.request, mine.answer)
        ),
        posted=posted_again(request.POST),
    )
