"""The words of letters, kept by an administrator."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from accounts.refusals import forbid
from accounts.typing import SignedIn
from referrals import actions, permissions
from referrals.forms.letters import WriteBlock
from referrals.letters import example, leaves_by_itself, parts_of, shipped, text_of
from referrals.models import LetterBlock
from referrals.pages import blocks as pages
from referrals.pages import letters as previews
from referrals.pages.paper import example_of, example_sheet
from referrals.views.loading import GET_OR_POST, done
from ui.forms import posted

MOST_SIGNS = 4000


def _check(request: SignedIn, kind: str, audience: str, language: str) -> None:
    """Only letters that exist, and only for administrators."""
    forbid(permissions.why_not_edit_blocks(request.user))
    if audience not in shipped().get(language, {}).get(kind, {}):
        raise Http404


@require_safe
def block_list(request: SignedIn) -> HttpResponse:
    """Every kind of letter, by reader, in one language."""
    forbid(permissions.why_not_edit_blocks(request.user))
    asked = request.GET.get("language", "sv")
    language = asked if asked in shipped() else "sv"
    context = {
        "rows": pages.kinds(language),
        "languages_of_letters": pages.languages(language),
        "language": language,
    }
    return render(request, "referrals/block_list.html", context)


@require_safe
def block_kind(
    request: SignedIn, kind: str, audience: str, language: str
) -> HttpResponse:
    """One letter, part by part, and how it looks whole."""
    _check(request, kind, audience, language)
    sheet = example_sheet(kind, audience, language, on=timezone.localdate())
    context = {
        "name": pages.name_of(kind, audience),
        "parts": pages.parts(kind, audience, language),
        "sheet": sheet,
        "leaves_by_itself": leaves_by_itself(kind, audience),
        "kind": kind,
        "audience": audience,
        "language": language,
    }
    return render(request, "referrals/block_kind.html", context)


@GET_OR_POST
def block(
    request: SignedIn, kind: str, audience: str, language: str, part: str
) -> HttpResponse:
    """Write one part anew; what stood before is kept."""
    _check(request, kind, audience, language)
    if part not in LetterBlock.Part.values:
        raise Http404
    current = (
        LetterBlock.objects.in_use(kind, audience, language).filter(part=part).first()
    )
    form = _form(request, kind, audience, language, part, current)
    do = request.POST.get("do", "")
    if do == "save" and form.is_valid():
        named = {"kind": kind, "audience": audience, "language": language}
        if done(form, lambda: _save(request, form, part, named)):
            return redirect("referrals:letter_block_kind", kind, audience, language)
    text = str((form.data if form.is_bound else form.initial).get("text", ""))
    context = {
        "name": pages.name_of(kind, audience),
        "part": LetterBlock.Part(part).label,
        "key": part,
        "form": form,
        "preview": _preview([kind, audience, language], part, text),
        "history": pages.history(kind, audience, language, part),
        "placeholders": pages.placeholders(kind, audience),
        "leaves_by_itself": leaves_by_itself(kind, audience),
        "kind": kind,
        "audience": audience,
        "language": language,
    }
    return render(request, "referrals/block_edit.html", context)


def _form(
    request: SignedIn,
    kind: str,
    audience: str,
    language: str,
    part: str,
    current: LetterBlock | None,
) -> WriteBlock:
    text = pages.text_now(kind, audience, language, part)
    known = {"replaces": current.pk if current else None, "text": text}
    return WriteBlock(posted(request), kind=kind, audience=audience, initial=known)


def _save(
    request: SignedIn, form: WriteBlock, part: str, named: dict[str, str]
) -> None:
    replaces = form.cleaned_data["replaces"]
    actions.write_block(
        **named,
        part=part,
        text=form.cleaned_data["text"],
        instead_of=LetterBlock.objects.filter(pk=replaces).first(),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Texten är sparad. Den gamla finns kvar."))


def _preview(named: list[str], part: str, text: str) -> previews.Preview:
    """The whole letter with the part as it is typed; only the part is read."""
    whole = {**parts_of(*named), part: text}
    said = text_of([whole[key] for key in sorted(whole)])
    sheet = example_of(said, *named[1:], on=timezone.localdate())
    return previews.preview(sheet, example(text), named[-1])


@require_POST
def block_preview(
    request: SignedIn, kind: str, audience: str, language: str, part: str
) -> HttpResponse:
    """How the part looks and reads with what stands in the field now."""
    _check(request, kind, audience, language)
    typed = request.POST.get("text", "")[:MOST_SIGNS]
    context = {"preview": _preview([kind, audience, language], part, typed)}
    return render(request, "referrals/_letter_preview.html", context)
