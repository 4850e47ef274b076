"""A product register file: decimal comma, formulas, ten thousand rows."""

import io
import time
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import system_user
from tapering import actions, queries
from tapering.lifecycle import Standing
from tapering.models import Product
from tests.factories import tapering as make

pytestmark = pytest.mark.django_db

HEAD = "substance;brand;atc;form;strength;parts;smallest_ml;worn_days;source"
URL = "/app/policies/products/load"


def csv(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows]).encode()


def kept(content: bytes) -> list[Product]:
    found = queries.read_register(content, source="Registret 2026")
    assert found.faults == []
    actions.load_register(found.rows, by=system_user(), at=make.AT, may=True)
    return list(Product.objects.all())


@pytest.mark.parametrize(
    "content",
    [
        csv("Oxazepam;Sobril;n05ba04;tablet;7,5;2;;;"),
        csv("Oxazepam;Sobril;N05BA04;tablet;7.5;2;;;"),
        "\ufeff".encode() + csv("oxazepam;Sobril;N05BA04;tablet;7,50;2;;;"),
        csv('oxazepam,Sobril,N05BA04,tablet,"7,5",2,,,', head=HEAD.replace(";", ",")),
        csv("oxazepam\tSobril\tN05BA04\ttablet\t7.5\t2", head=HEAD.replace(";", "\t")),
        csv("oxazepam;Sobril;N05BA04;tablet;7,5;2;;;").replace(b"\n", b"\r\n"),
    ],
)
def test_files_as_programs_write_them_mean_the_same(content):
    (product,) = kept(content)

    assert (product.substance, product.brand, product.atc) == (
        "oxazepam",
        "Sobril",
        "N05BA04",
    )
    assert (product.strength_mg, product.parts) == (Decimal("7.5"), 2)
    assert product.standing == Standing.DRAFT
    assert product.source == "Registret 2026"


def test_a_score_that_the_register_does_not_mention_is_none():
    (product,) = kept(csv("oxazepam;Sobril;N05BA04;tablet;10;;;;"))

    assert product.parts == 1


def test_liquids_and_patches_are_measured_their_own_way():
    liquid, patch = sorted(
        kept(
            csv(
                "diazepam;;N05BA01;liquid;1;;0,1;;",
                "fentanyl;;N02AB03;patch;12,5;;;3;",
            )
        ),
        key=lambda product: product.form,
    )

    assert (liquid.mg_per_ml, liquid.smallest_ml) == (1, Decimal("0.1"))
    assert (patch.ug_per_h, patch.worn_days) == (Decimal("12.5"), 3)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (";;N05BA04;tablet;10;1;;;", "substance saknas"),
        ("oxazepam;;x;tablet;10;1;;;", "atc ska se ut som"),
        ("oxazepam;;N05BA04;pill;10;1;;;", "form ska vara"),
        ("oxazepam;;N05BA04;tablet;tio;1;;;", "är inget tal"),
        ("oxazepam;;N05BA04;tablet;;1;;;", "är inget tal"),
        ("oxazepam;;N05BA04;tablet;-5;1;;;", "större än 0"),
        ("oxazepam;;N05BA04;tablet;NaN;1;;;", "större än 0"),
        ("oxazepam;;N05BA04;tablet;1e9;1;;;", "större än 0"),
        ("oxazepam;;N05BA04;tablet;0,00001;1;;;", "för många decimaler"),
        ("oxazepam;;N05BA04;tablet;10;3;;;", "parts ska vara"),
        ("oxazepam;;N05BA04;tablet;10;1,5;;;", "för många decimaler"),
        ("oxazepam;;N05BA04;liquid;10;;;;", "är inget tal"),
        ("fentanyl;;N02AB03;patch;10;;;;", "är inget tal"),
        (f"{'o' * 61};;N05BA04;tablet;10;1;;;", "för långt"),
        ("=2+5;;=CMD();tablet;10;1;;;", "atc ska se ut som"),
        ("oxazepam;;N05BA04;tablet;=1+1;1;;;", "är inget tal"),
    ],
)
def test_a_fault_is_said_by_its_row(row, words):
    good = "diazepam;;N05BA01;tablet;5;1;;;"
    found = queries.read_register(csv(good, row), source="A")

    ((number, sentence),) = found.faults
    assert number == 3
    assert words in sentence


def test_a_row_without_a_source_is_a_fault():
    found = queries.read_register(csv("diazepam;;N05BA01;tablet;5;1;;;"))

    assert found.faults == [(2, "Källan saknas.")]


def test_a_package_that_stands_twice_is_a_fault():
    row = "oxazepam;Sobril;N05BA04;tablet;10;1;;;A"
    found = queries.read_register(csv(row, row.replace("10", "10,0")))

    assert found.faults == [(3, "Samma läkemedel och styrka står på rad 2.")]


def test_columns_that_are_missing_are_named():
    found = queries.read_register(b"name;strength\nx;1")

    assert "substance, atc, form" in found.faults[0][1]


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", b'"', b"a;b\n\n\n"])
def test_any_bytes_get_an_answer(content):
    assert queries.read_register(content).rows == []


def test_cells_are_only_text(administrator, signed_in):
    row = "=cmd|' /C calc'!A0;<script>alert(1)</script>;N05BA04;tablet;10;1;;;A"
    client = signed_in(administrator)

    page = client.post(URL, {"rows": csv(row).decode()}).content.decode()
    client.post(URL, {"rows": csv(row).decode(), "go": "save"})

    assert "<script>alert" not in page
    assert Product.objects.get().brand == "<script>alert(1)</script>"


def test_it_is_looked_at_before_it_is_kept(administrator, signed_in):
    client = signed_in(administrator)
    upload = SimpleUploadedFile("a.csv", csv("oxazepam;Sobril;N05BA04;tablet;10;2;;;"))

    page = client.post(URL, {"file": upload, "source": "NPL"})
    assert Product.objects.count() == 0
    client.post(URL, {"rows": page.context["text"], "source": "NPL", "go": "save"})

    assert Product.objects.get().source == "NPL"


def test_one_fault_keeps_everything_out(administrator, signed_in):
    rows = csv("oxazepam;;N05BA04;tablet;10;2;;;A", "x;;N05;tablet;nix;;;;A").decode()

    page = signed_in(administrator).post(URL, {"rows": rows, "go": "save"})

    assert "Rad 3" in page.content.decode()
    assert Product.objects.count() == 0


def test_only_administrators_load(nurse, prescriber, signed_in):
    for somebody in (nurse, prescriber):
        assert signed_in(somebody).get(URL).status_code == 403


def test_loading_again_adds_only_what_is_new(prescriber):
    rows = csv("oxazepam;Sobril;N05BA04;tablet;10;2;;;A")
    (product,) = kept(rows)
    actions.approve(product, by=prescriber, at=make.AT)

    assert len(kept(rows)) == 1
    assert len(kept(rows.replace(b";2;", b";1;"))) == 2
    assert len(kept(rows.replace(b";2;", b";1;"))) == 2
    draft = Product.objects.get(standing=Standing.DRAFT)
    assert (draft.replaces, draft.version, draft.parts) == (product, 2, 1)


def test_ten_thousand_rows_come_in_seconds():
    rows = [f"medel {n};;N05BA04;tablet;{n % 50 + 1},5;2;;;A" for n in range(10_000)]
    began = time.process_time()

    found = queries.read_register(csv(*rows))
    count = actions.load_register(found.rows, by=system_user(), at=make.AT, may=True)

    assert count == 10_000
    assert time.process_time() - began < 10


def test_too_many_rows_are_refused():
    rows = [f"m{n};;N05BA04;tablet;1;1;;;A" for n in range(20_001)]

    assert "för många rader" in queries.read_register(csv(*rows)).faults[-1][1]


def test_the_command_loads_or_says_why_not(tmp_path):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes(csv("oxazepam;Sobril;N05BA04;tablet;10;2;;;"))
    bad.write_bytes(csv("oxazepam;Sobril;N05BA04;tablet;x;2;;;A"))
    said = io.StringIO()

    call_command("load_products", str(good), source="NPL", stdout=said)

    assert "1 drafts kept" in said.getvalue()
    for refused in (bad, good.with_name("nowhere.csv")):
        with pytest.raises(CommandError):
            call_command("load_products", str(refused))
    assert reverse("tapering:load_products") == URL
