"""Saving for another day, and coming back with a code and an own sentence."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _

from jurisdictions import phones
from referrals import limits
from referrals.actions import keep as keeping
from referrals.actions import self_referral as writing
from referrals.forms.keep import KeepForm, RemoveForm, ReturnCodeForm, ReturnForm
from referrals.models import KeptDraft, OpenDraft, ReturnCode
from referrals.views import visitor
from referrals.views.visitor import for_anybody
from referrals.views.way import resume_at
from ui.forms import posted

ASKED = "fortsatt_kod"
LIVES = 15 * 60


@for_anybody(limits.KEEP)
def keep(request: HttpRequest) -> HttpResponse:
    """Ask where a code can be sent, and for a sentence that locks the answers."""
    draft = visitor.draft_of(request)
    if draft is None:
        return visitor.without_draft(request)
    form = KeepForm(
        posted(request),
        initial={"contact": _known_contact(draft)},
    )
    if form.is_valid():
        keeping.keep(draft, at=now(), **form.cleaned_data)
        return redirect("referrals_public:kept")
    return render(
        request,
        "self_referral/keep.html",
        {"form": form, "back_url": resume_at(draft), "kept": _kept(draft)},
    )


@for_anybody(limits.KEEP)
def kept(request: HttpRequest) -> HttpResponse:
    """Until which day it is kept. A post closes it in this browser."""
    draft = visitor.draft_of(request)
    if draft is None:
        return visitor.without_draft(request)
    if request.method == "POST":
        writing.close(draft)
        response = render(request, "self_referral/kept_closed.html")
        response.delete_cookie(visitor.DRAFT, samesite="Lax")
        return response
    kept = _kept(draft)
    if kept is None:
        return redirect("referrals_public:keep")
    context = {
        "until": timezone.localdate(kept.expires_at),
        "contact": ReturnForm(initial={"contact": _known_contact(draft)})[
            "contact"
        ].value(),
        "resume": resume_at(draft),
    }
    return render(request, "self_referral/kept.html", context)


def _known_contact(draft: OpenDraft) -> str:
    """What was given the last time, or the phone or address of the sixth question."""
    before: str = draft.answered(keeping.KEPT).get("contact", "")
    phone: str = draft.answered("contact").get("phone", "")
    return before or (phone if phones.is_mobile(phone) else "")


def _kept(draft: OpenDraft) -> KeptDraft | None:
    return KeptDraft.objects.kept(now()).filter(form_key=draft.row.form_key).first()


@for_anybody(limits.ASK_TO_RETURN)
def come_back(request: HttpRequest) -> HttpResponse:
    """Ask for the phone or address. The answer is the same whatever is kept."""
    form = ReturnForm(posted(request))
    if form.is_valid():
        contact = form.cleaned_data["contact"]
        asked = keeping.ask_to_return(contact=contact, at=now())
        response = redirect("referrals_public:come_back_code")
        visitor.remember(response, ASKED, str(asked.pk), seconds=LIVES)
        return response
    return render(request, "self_referral/return.html", {"form": form})


@for_anybody(limits.TRY_TO_RETURN)
def come_back_code(request: HttpRequest) -> HttpResponse:
    """Ask for code and sentence. Whatever is wrong, the answer is one and the same."""
    asked = _asked(request)
    if asked is None:
        return redirect("referrals_public:come_back")
    removes = "remove" in request.POST
    kind = RemoveForm if removes else ReturnCodeForm
    form = kind(posted(request))
    if form.is_valid():
        found = (_removed if removes else _opened)(request, asked, form)
        if found:
            return visitor.forget(found, ASKED)
        form.add_error(
            None,
            _(
                "Koden eller meningen stämmer inte, eller så har tiden gått ut. "
                "Försök igen, eller be om en ny kod."
            ),
        )
    return render(request, "self_referral/return_code.html", {"form": form})


def _opened(
    request: HttpRequest, asked: ReturnCode, form: ReturnCodeForm
) -> HttpResponse | None:
    draft = keeping.come_back(asked, at=now(), **form.cleaned_data)
    if draft is None:
        return None
    response = redirect(resume_at(draft))
    visitor.set_cookie(response, visitor.DRAFT, draft.token)
    return visitor.forget(response, visitor.RECEIPT)


def _removed(
    request: HttpRequest, asked: ReturnCode, form: ReturnCodeForm
) -> HttpResponse | None:
    code = form.cleaned_data["code"]
    if not keeping.remove(asked, code=code, at=now()):
        return None
    return render(request, "self_referral/stopped.html")


def _asked(request: HttpRequest) -> ReturnCode | None:
    """Who asked for a code in this browser within the last quarter of an hour."""
    key = visitor.remembered(request, ASKED, seconds=LIVES)
    return ReturnCode.objects.filter(pk=key).first() if key else None
