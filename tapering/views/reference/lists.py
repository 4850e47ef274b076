"""Lists of rules, tables and products, and several products approved at once."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.refusals import Refused
from accounts.roles import Permission
from accounts.typing import SignedIn
from tapering import actions, forms, pages, permissions, queries
from tapering.lifecycle import Standing
from tapering.models import EquivalenceTable, Policy, Product
from tapering.views.reference.kinds import kind_for

A_PAGE = 100
# One press approves no more than one page of ticks.
MOST_TICKS = A_PAGE


def _asked(request: SignedIn) -> dict[str, Any]:
    """What the list is to show; what cannot be read is not asked for."""
    form = forms.ListForm(request.GET)
    form.is_valid()
    wanted = {name: form.cleaned_data.get(name) or "" for name in form.fields}
    return {"form": form, "wanted": wanted}


def _narrowed(rows: Any, wanted: dict[str, str]) -> Any:
    names = ("standing", "country", "q")
    return queries.narrowed(rows, **{name: wanted[name] for name in names})


def _page(
    request: SignedIn, template: str, asked: dict[str, Any], **context: Any
) -> HttpResponse:
    user = request.user
    query = QueryDict(mutable=True)
    query.update({k: v for k, v in asked["wanted"].items() if v})
    context = {
        "listing": asked["form"],
        "query": query.urlencode(),
        "tabs": pages.reference_tabs(template),
        "may_write": not permissions.why_not_write_reference(user),
        "may_approve": user.may(Permission.DECIDE_PLANS),
        **context,
    }
    return render(request, f"tapering/reference/{template}.html", context)


@require_GET
def rules(request: SignedIn) -> HttpResponse:
    """Every rule in a line."""
    kind_for(request, "rules")
    asked = _asked(request)
    rows = Policy.objects.select_related("approved_by").order_by("standing", "name")
    rows = _narrowed(rows, asked["wanted"])
    found = queries.policies_in(rows, asked["wanted"]["group"])
    return _page(request, "rules", asked, rows=pages.rule_rows(found))


@require_GET
def tables(request: SignedIn) -> HttpResponse:
    """Every table in a line."""
    kind_for(request, "tables")
    asked = _asked(request)
    rows = EquivalenceTable.objects.select_related("approved_by").order_by(
        "standing", "reference", "name"
    )
    found = queries.tables_in(
        _narrowed(rows, asked["wanted"]), asked["wanted"]["group"]
    )
    return _page(request, "tables", asked, rows=found)


@require_GET
def products(request: SignedIn) -> HttpResponse:
    """Every product in a line, with a tick where one may approve it."""
    kind_for(request, "products")
    asked = _asked(request)
    rows = Product.objects.select_related("approved_by", "written_by")
    found = queries.products_in(
        _narrowed(rows, asked["wanted"]), asked["wanted"]["group"]
    )
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    drafts = sum(row.standing == Standing.DRAFT for row in page)
    return _page(request, "products", asked, page_obj=page, drafts=drafts)


def _approved(
    request: SignedIn, picked: list[Product], editions: dict[uuid.UUID, int]
) -> int:
    """Approve one after the other; what cannot be approved says why."""
    count = 0
    for product in picked:
        read = editions[product.pk]
        try:
            actions.approve(product, edition=read, by=request.user, at=now())
            count += 1
        except Refused as refusal:
            messages.error(request, f"{product}: {refusal.sentence}")
    return count


@require_POST
def approve_products(request: SignedIn) -> HttpResponse:
    """Approve the products that are ticked."""
    kind_for(request, "products")
    if not request.user.may(Permission.DECIDE_PLANS):
        raise PermissionDenied(_("Bara läkare godkänner."))
    picks = forms.picked(request.POST, "pick", most=MOST_TICKS)
    rows = Product.objects.filter(pk__in=picks, standing=Standing.DRAFT)
    count = _approved(request, list(rows.select_related("replaces")), picks)
    if count:
        words = ngettext(
            "%(n)d läkemedel är godkänt.", "%(n)d läkemedel är godkända.", count
        )
        messages.success(request, words % {"n": count})
    elif not picks:
        messages.info(request, _("Kryssa för de läkemedel som du godkänner."))
    back = QueryDict(request.POST.get("query", "")[:500]).urlencode()
    return redirect(f"{reverse('tapering:products')}?{back}")
