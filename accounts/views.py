"""Users, units and one's own settings, in the browser."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import actions, forms, permissions, queries, units_csv
from accounts.models import CareUnit, User
from accounts.refusals import forbid
from accounts.roles import Role
from accounts.secrets import temporary_password
from accounts.typing import SignedIn

BOTH = ["GET", "POST"]


def _administrator(request: SignedIn) -> User:
    """Return the signed-in administrator, or refuse with the reason."""
    forbid(permissions.why_not_administer(request.user))
    return request.user


@require_GET
def user_list(request: SignedIn) -> HttpResponse:
    """Everybody who works here or refers to us; a patient by the whole username."""
    _administrator(request)
    wanted = request.GET.get("q", "").replace("\x00", "").strip()
    people = queries.accounts_like(wanted)
    page = Paginator(people, 50).get_page(request.GET.get("page"))
    return render(
        request, "accounts/user_list.html", {"page_obj": page, "wanted": wanted}
    )


@require_http_methods(BOTH)
def user_add(request: SignedIn) -> HttpResponse:
    """Give a person a log-in with a temporary password."""
    administrator = _administrator(request)
    form = forms.UserForm(
        request.POST or None, initial={"language": "sv", "is_active": True}
    )
    if request.method == "POST" and form.is_valid():
        password = temporary_password()
        user = actions.add_user(
            password=password,
            has_temporary_password=True,
            by=administrator,
            at=now(),
            **form.cleaned_data,
        )
        return _show_password(request, user, password)
    return render(request, "accounts/user_edit.html", {"form": form, "person": None})


@require_http_methods(BOTH)
def user_change(request: SignedIn, pk: str) -> HttpResponse:
    """Change a person's role, unit or name, or close the log-in."""
    administrator = _administrator(request)
    person = get_object_or_404(User.objects.exclude(role=Role.SYSTEM), pk=pk)
    fields = {name: getattr(person, name) for name in forms.UserForm.base_fields}
    form = forms.UserForm(request.POST or None, initial=fields, person=person)
    if request.method == "POST" and form.is_valid():
        actions.change_user(person, by=administrator, at=now(), **form.cleaned_data)
        messages.success(request, _("Sparat."))
        return redirect("accounts:user_list")
    return render(request, "accounts/user_edit.html", {"form": form, "person": person})


@require_http_methods(BOTH)
def user_recover(request: SignedIn, pk: str) -> HttpResponse:
    """Recovery by an administrator: new temporary password, second factor gone."""
    administrator = _administrator(request)
    person = get_object_or_404(User.objects.exclude(role=Role.SYSTEM), pk=pk)
    if request.method == "POST":
        password = temporary_password()
        actions.recover(person, password=password, by=administrator, at=now())
        return _show_password(request, person, password)
    return render(request, "accounts/user_recover.html", {"person": person})


def _show_password(request: HttpRequest, user: User, password: str) -> HttpResponse:
    """Show the temporary password this once."""
    return render(
        request, "accounts/user_password.html", {"person": user, "password": password}
    )


@require_GET
def unit_list(request: SignedIn) -> HttpResponse:
    """Every care unit."""
    _administrator(request)
    wanted = request.GET.get("q", "").strip()
    units = CareUnit.objects.select_related("municipality")
    if wanted:
        units = units.filter(name__icontains=wanted) | units.filter(
            municipality__name__icontains=wanted
        )
    page = Paginator(units, 50).get_page(request.GET.get("page"))
    return render(
        request, "accounts/unit_list.html", {"page_obj": page, "wanted": wanted}
    )


@require_http_methods(BOTH)
def unit_add(request: SignedIn) -> HttpResponse:
    """Add a care unit."""
    administrator = _administrator(request)
    form = forms.UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_unit(by=administrator, at=now(), **form.cleaned_data)
        messages.success(request, _("Enheten är tillagd."))
        return redirect("accounts:unit_list")
    return render(request, "accounts/unit_edit.html", {"form": form, "unit": None})


@require_http_methods(BOTH)
def unit_change(request: SignedIn, pk: str) -> HttpResponse:
    """Change a care unit."""
    administrator = _administrator(request)
    unit = get_object_or_404(CareUnit, pk=pk)
    fields = {name: getattr(unit, name) for name in forms.UnitForm.base_fields}
    form = forms.UnitForm(request.POST or None, initial=fields, unit=unit)
    if request.method == "POST" and form.is_valid():
        actions.change_unit(unit, by=administrator, at=now(), **form.cleaned_data)
        messages.success(request, _("Sparat."))
        return redirect("accounts:unit_list")
    return render(request, "accounts/unit_edit.html", {"form": form, "unit": unit})


@require_http_methods(BOTH)
def unit_import(request: SignedIn) -> HttpResponse:
    """Import health centres: look first, then approve."""
    administrator = _administrator(request)
    form = forms.UnitsFile(request.POST or None, request.FILES or None)
    found = None
    if request.method == "POST" and form.is_valid():
        content = form.content()
        found = units_csv.read(content)
        if request.POST.get("approve") and not found.faults:
            added, changed = actions.import_units(
                found.rows, by=administrator, at=now()
            )
            messages.success(
                request,
                _("Tillagda enheter: %(added)s. Ändrade: %(changed)s.")
                % {"added": added, "changed": changed},
            )
            return redirect("accounts:unit_list")
        # With faults it is what was sent that has to be put right.
        rows = units_csv.text_of(content) if found.faults else None
        rows = rows or units_csv.as_text(found)
        form = forms.UnitsFile(initial={"rows": rows})
    return render(request, "accounts/unit_import.html", {"form": form, "found": found})


@require_GET
def second_factor(request: SignedIn) -> HttpResponse:
    """The only page that a person without a second factor reaches in production."""
    return render(request, "accounts/second_factor.html")


@require_GET
def settings_page(request: SignedIn) -> HttpResponse:
    """One's own settings: language, keys, password, second factor."""
    return _settings(request)


def _settings(request: SignedIn, **shown: object) -> HttpResponse:
    user = request.user
    context = {
        "form": forms.LanguageForm(initial={"language": user.language}),
        "keys_form": forms.KeysForm(initial={"has_keys": user.has_keys}),
        **shown,
    }
    return render(request, "accounts/settings.html", context)


@require_POST
def keys(request: SignedIn) -> HttpResponse:
    """Switch the shortcuts of lists on or off."""
    form = forms.KeysForm(request.POST)
    if form.is_valid():
        actions.change_user(
            request.user, by=request.user, at=now(), **form.cleaned_data
        )
        messages.success(request, _("Sparat."))
    return redirect("accounts:settings")


@require_POST
def language(request: SignedIn) -> HttpResponse:
    """Choose the language of the staff pages."""
    form = forms.LanguageForm(request.POST)
    if form.is_valid():
        actions.change_user(
            request.user, by=request.user, at=now(), **form.cleaned_data
        )
        return redirect("accounts:settings")
    return _settings(request, form=form)
