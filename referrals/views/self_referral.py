"""A self-referral: seven questions, one page each, nothing kept in the browser."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from accounts.models import system_user
from jurisdictions.regimes import REGIMES
from referrals import limits
from referrals.actions import proven
from referrals.actions import self_referral as writing
from referrals.forms import journey
from referrals.forms.self_referral import CallTodayForm, ConsentForm, Step
from referrals.models import MedicineKind, OpenDraft
from referrals.pages.follow import answer_by
from referrals.views import visitor
from referrals.views.visitor import for_anybody
from referrals.views.way import after, back, resume_at
from ui.forms import posted


@for_anybody(methods=require_safe)
def start(request: HttpRequest) -> HttpResponse:
    """What happens, what is asked, who reads; one button."""
    draft = visitor.draft_of(request)
    resume = resume_at(draft) if draft and draft.answers else None
    return render(
        request,
        "self_referral/start.html",
        {"help_lines": REGIMES[settings.JURISDICTION].help_lines, "resume": resume},
    )


@for_anybody(limits.BEGIN)
def begin(request: HttpRequest) -> HttpResponse:
    """Open a draft. An answer that came too late for the last one comes along."""
    if request.method != "POST":
        return redirect("referrals_public:self_referral")
    old = visitor.draft_of(request)
    if old and old.answers and "anew" not in request.POST:
        # Another tab is writing: the start asks whether to go on or begin anew.
        return redirect("referrals_public:self_referral")
    if old:
        writing.close(old)
    draft = writing.begin(answers=_rescued(request), at=now())
    response = redirect("referrals_public:question", 1)
    visitor.set_cookie(response, visitor.DRAFT, draft.token)
    return visitor.forget(response, visitor.RECEIPT)


def _rescued(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """The answers of the page that had expired, if they are whole."""
    number = request.POST.get("expired", "")
    if number not in {str(place + 1) for place in range(len(journey.STEPS))}:
        return {}
    step = journey.STEPS[int(number) - 1]
    form = step.form(request.POST, today=timezone.localdate())
    return {step.key: form.cleaned_data} if form.is_valid() else {}


@for_anybody(limits.ANSWER)
def question(request: HttpRequest, number: int) -> HttpResponse:
    """One question. Back is always possible and shows what was answered."""
    if not 1 <= number <= len(journey.STEPS):
        raise Http404
    draft = visitor.draft_of(request)
    if draft is None:
        return visitor.without_draft(request, number)
    step = journey.STEPS[number - 1]
    half = draft.answered(writing.TYPED).get(step.key)
    form = step.form(
        posted(request),
        initial=half or draft.answered(step.key) or proven.first_guess(draft, step.key),
        today=timezone.localdate(),
    )
    clash: list[str] = []
    if request.method == "POST":
        clash = _answered_elsewhere(request, draft, step, form)
        if not clash and (onward := _answered(request, draft, number, form)):
            return onward
    return render(
        request,
        "self_referral/question.html",
        {
            "form": form,
            "step": step,
            "asked": form[next(iter(form.fields))].label,
            "number": number,
            "count": len(journey.STEPS),
            "progress": [place < number for place in range(len(journey.STEPS))],
            "back_url": back(request, number),
            "seen": draft.mark(step.key),
            "clash": clash,
        },
    )


def _answered(
    request: HttpRequest, draft: OpenDraft, number: int, form: Step
) -> HttpResponse | None:
    """Keep the answer and go on. Put aside, what is half written is kept as well."""
    step, later = journey.STEPS[number - 1], "later" in request.POST
    if form.is_valid():
        draft = writing.answer(draft, step=step.key, values=form.cleaned_data, at=now())
        return redirect(
            "referrals_public:keep"
            if later
            else after(draft, step.key, number, request)
        )
    if later:
        typed = {
            name: value
            for name, value in visitor.as_initial(request).items()
            if name in form.fields and value
        }
        if typed:
            writing.note_typed(draft, step=step.key, typed=typed, at=now())
        return redirect("referrals_public:keep")
    return None


def _answered_elsewhere(
    request: HttpRequest, draft: OpenDraft, step: journey.Step, form: Step
) -> list[str]:
    """What another tab has answered since the page was shown, when it is not this."""
    seen = request.POST.get("seen", "")
    stored = draft.answered(step.key)
    if not seen or not stored or seen == draft.mark(step.key) or not form.is_valid():
        return []
    return [] if form.cleaned_data == stored else step.summary(stored)


@for_anybody(methods=require_safe)
def not_for_all(request: HttpRequest) -> HttpResponse:
    """Who else can help somebody under 18, elsewhere, or without a prescription."""
    draft = visitor.draft_of(request)
    if draft is None:
        return visitor.without_draft(request, 1)
    return render(
        request,
        "self_referral/not_for_all.html",
        {
            "fits": draft.answered("fits").get("fits", ""),
            "next_url": resume_at(draft),
            "back_url": reverse("referrals_public:question", args=[1]),
        },
    )


@for_anybody(limits.ANSWER)
def safety(request: HttpRequest) -> HttpResponse:
    """What to do today, in words that fit the answers. Stops nobody."""
    draft = visitor.draft_of(request)
    if draft is None:
        return visitor.without_draft(request, 4)
    dangers = writing.dangers(draft.answers)
    form = CallTodayForm(
        posted(request),
        initial=draft.answered("safety"),
    )
    if form.is_valid():
        values = {**form.cleaned_data, "read": dangers}
        draft = writing.answer(draft, step="safety", values=values, at=now())
        return redirect(resume_at(draft))
    return render(
        request,
        "self_referral/safety.html",
        {
            "form": form,
            "dangers": dangers,
            "help_lines": REGIMES[settings.JURISDICTION].help_lines,
            "is_opioid": _takes_opioids(draft),
            "back_url": reverse(
                "referrals_public:question",
                args=[5 if "dangers" in draft.answers else 4],
            ),
        },
    )


@for_anybody(limits.SEND)
def check(request: HttpRequest) -> HttpResponse:
    """Everything that was answered, the last yes or no, and send."""
    sent = visitor.sent_already(request)
    if sent:
        return visitor.to_receipt(sent)
    draft = visitor.draft_of(request)
    if draft is None:
        return visitor.without_draft(request)
    here = reverse("referrals_public:check")
    if resume_at(draft) != here:
        return redirect(resume_at(draft))
    form = ConsentForm(
        posted(request),
        initial={**draft.answered("consent"), "form_key": draft.row.form_key},
    )
    mark = draft.mark(*(step.key for step in journey.STEPS))
    has_changed = request.POST.get("seen", mark) != mark
    if form.is_valid() and not has_changed:
        consent = {"consent": form.cleaned_data["consent"]}
        draft = writing.answer(draft, step="consent", values=consent, at=now())
        referral = writing.send_self_referral(draft, by=system_user(), at=now())
        return visitor.to_receipt(referral)
    return render(
        request,
        "self_referral/check.html",
        {
            "form": form,
            "rows": journey.rows(draft.answers),
            "seen": mark,
            "has_changed": has_changed,
            "proven": proven.shown(draft, at=now()),
            "progress": [True] * len(journey.STEPS),
            "back_url": reverse("referrals_public:question", args=[len(journey.STEPS)]),
        },
    )


@for_anybody(methods=require_safe)
def receipt(request: HttpRequest) -> HttpResponse:
    """The reference and what happens now. Nothing of what was answered."""
    referral = visitor.referral_of_receipt(request)
    if referral is None:
        return redirect("referrals_public:self_referral")
    return render(
        request,
        "self_referral/receipt.html",
        {"referral": referral, "answer_by": answer_by(referral)},
    )


@for_anybody(limits.ANSWER)
def stop(request: HttpRequest) -> HttpResponse:
    """Take away everything written so far, after asking once."""
    draft = visitor.draft_of(request)
    if draft is None:
        return redirect("referrals_public:self_referral")
    if request.method == "POST":
        writing.forget(draft)
        response = render(request, "self_referral/stopped.html")
        response.delete_cookie(visitor.DRAFT, samesite="Lax")
        return response
    context = {"back_url": resume_at(draft), "is_kept": "kept" in draft.answers}
    return render(request, "self_referral/stop.html", context)


@for_anybody(limits.ANSWER, methods=require_POST)
def stay(request: HttpRequest) -> HttpResponse:
    """Somebody is still there: the hour begins anew. Asked for by the page's script."""
    draft = visitor.draft_of(request)
    if draft is None:
        return HttpResponse(status=410)
    writing.stay(draft, at=now())
    return HttpResponse(status=204)


def _takes_opioids(draft: OpenDraft) -> bool:
    kinds: list[str] = draft.answered("medicines").get("kinds", [])
    return MedicineKind.PAIN in kinds
