"""What plans rest on, for everybody who works with them to see."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.typing import SignedIn
from tapering import permissions
from tapering.models import Policy, Product


@require_GET
def policies(request: SignedIn) -> HttpResponse:
    """Rules and products, with who approved them and where they come from."""
    if reason := permissions.why_not_see_reference(request.user):
        raise PermissionDenied(reason)
    context = {"policies": Policy.objects.live(), "products": Product.objects.live()}
    return render(request, "tapering/policies.html", context)
