"""A product register file: looked at first, then kept as drafts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.typing import SignedIn
from tapering import actions, forms, queries
from tapering.views.reference.kinds import kind_for


@require_http_methods(["GET", "POST"])
def load(request: SignedIn) -> HttpResponse:
    """Read a file, show what it holds, keep it when asked to."""
    kind_for(request, "products", writes=True)
    form = forms.RegisterForm(request.POST or None, request.FILES or None)
    found, text = None, ""
    if request.method == "POST" and form.is_valid():
        content = form.content()
        found = queries.read_register(content, source=form.cleaned_data["source"])
        if request.POST.get("go") == "save" and not found.faults:
            count = actions.load_register(found.rows, by=request.user, at=now())
            words = ngettext(
                "%(n)d läkemedel är inlagt som utkast.",
                "%(n)d läkemedel är inlagda som utkast.",
                count,
            )
            messages.success(request, words % {"n": count})
            return redirect("tapering:products")
        text = queries.register_text(content)
    context = {"form": form, "found": found, "text": text}
    return render(request, "tapering/reference/register.html", context)
