"""Keys of clinics' own systems, for administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import actions, api_keys, forms, permissions
from accounts.models import ApiKey
from accounts.refusals import forbid
from accounts.typing import SignedIn


def _forbid(request: SignedIn) -> None:
    forbid(permissions.why_not_administer(request.user))


@require_GET
def key_list(request: SignedIn) -> HttpResponse:
    """Which systems may send, and for whom."""
    _forbid(request)
    keys = ApiKey.objects.select_related("user__unit", "made_by", "revoked_by")
    return render(request, "accounts/key_list.html", {"keys": keys})


@require_http_methods(["GET", "POST"])
def key_add(request: SignedIn) -> HttpResponse:
    """Make a key and show it, this once."""
    _forbid(request)
    form = forms.ApiKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        secret = api_keys.new_secret()
        key = actions.make_api_key(
            secret=secret, by=request.user, at=now(), **form.cleaned_data
        )
        return render(
            request, "accounts/key_shown.html", {"key": key, "secret": secret}
        )
    return render(request, "accounts/key_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
def key_revoke(request: SignedIn, pk: str) -> HttpResponse:
    """Ask once, then shut the key out."""
    _forbid(request)
    key = get_object_or_404(ApiKey.objects.select_related("user__unit"), pk=pk)
    if request.method == "POST":
        actions.revoke_api_key(key, by=request.user, at=now())
        messages.success(request, _("Nyckeln gäller inte längre."))
        return redirect("accounts:key_list")
    return render(request, "accounts/key_revoke.html", {"key": key})
