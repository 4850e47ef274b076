"""Reading the products of a request."""

from tapering.engine.reading import MG, PATCH_WORD, Fields, Node
from tapering.engine.refusal import Refusal
from tapering.engine.values import Product

MOST_PRODUCTS = 40
FORMS = ("tablet", "liquid", "patch")
KEYS = {
    "tablet": ("substance", "form", "strength_mg", "parts"),
    "liquid": ("substance", "form", "mg_per_ml", "smallest_ml"),
    "patch": ("substance", "form", PATCH_WORD, "worn_days"),
}


def measure(request: object) -> str:
    """Return what doses of `request` are in: ug per hour when it is about patches."""
    products = request.get("products") if isinstance(request, dict) else None
    for product in products if isinstance(products, list) else ():
        if isinstance(product, dict) and product.get("form") == "patch":
            return PATCH_WORD
    return MG


def read_products(node: Node) -> tuple[Product, ...]:
    """Return the products, each substance and strength once."""
    products: dict[tuple[object, ...], Product] = {}
    for item in node.items(most=MOST_PRODUCTS):
        product = _product(item)
        key = (product.substance, product.form, product.strength)
        if key in products:
            raise item.refuse("This product is given twice.")
        products[key] = product
    return tuple(products.values())


def _product(node: Node) -> Product:
    form = _form(node)
    # Products of patches are worded as they are, "ug_per_h", in every request.
    fields = Node(node.value, node.path).fields(KEYS[form])
    if (form == "patch") != (node.measure == PATCH_WORD):
        message = "Patches and other forms cannot stand in the same request."
        raise Refusal(f"{node.path}.form", message)
    substance = fields["substance"].text()
    if form == "tablet":
        return _tablet(fields, substance)
    if form == "liquid":
        return _liquid(fields, substance)
    return Product(
        substance=substance,
        form=form,
        strength=fields[PATCH_WORD].number(),
        worn_days=fields["worn_days"].integer(most=31),
    )


def _form(node: Node) -> str:
    if "form" not in node.members():
        raise node.refuse("This is missing.", "form")
    return node.child("form").choice(*FORMS)


def _tablet(fields: Fields, substance: str) -> Product:
    parts = fields["parts"].integer(most=4)
    if parts == 3:
        raise fields["parts"].refuse("A tablet has 1, 2 or 4 parts.")
    return Product(
        substance=substance,
        form="tablet",
        strength=fields["strength_mg"].number(),
        parts=parts,
    )


def _liquid(fields: Fields, substance: str) -> Product:
    return Product(
        substance=substance,
        form="liquid",
        strength=fields["mg_per_ml"].number(),
        smallest_ml=fields["smallest_ml"].number(),
    )
