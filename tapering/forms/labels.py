"""What a product is called where somebody chooses among them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tapering.lifecycle import Form
from tapering.models import Product
from ui.templatetags.numbers import NO_BREAK, number

PARTS = {
    1: gettext_lazy("delas inte"),
    2: gettext_lazy("går att halvera"),
    4: gettext_lazy("går att dela i fyra"),
}


def _tablet(product: Product) -> str:
    return f"{number(product.strength_mg)}{NO_BREAK}mg, {PARTS[product.parts or 1]}"


def _liquid(product: Product) -> str:
    return _("oral lösning %(strength)s mg/ml, minst %(least)s ml") % {
        "strength": number(product.mg_per_ml),
        "least": number(product.smallest_ml),
    }


def _patch(product: Product) -> str:
    days = product.worn_days or 1
    return ngettext(
        "plåster %(strength)s µg/h, byts varje dag",
        "plåster %(strength)s µg/h, sitter i %(days)d dagar",
        days,
    ) % {"strength": number(product.ug_per_h), "days": days}


def product_label(product: Product) -> str:
    """Sobril 5 mg, går att halvera; oral lösning 1 mg/ml, minst 0,1 ml."""
    say = {Form.TABLET: _tablet, Form.LIQUID: _liquid, Form.PATCH: _patch}
    name = f"{product.brand} " if product.brand else ""
    return f"{name}{say[Form(product.form)](product)}"
