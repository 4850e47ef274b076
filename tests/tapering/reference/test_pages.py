"""Rules, tables and products in the browser: who reads, who writes, who approves."""

import uuid

import pytest
from django.urls import reverse

from accounts.models import system_user
from accounts.roles import Role
from audit.models import Event
from tapering import actions, queries
from tapering.lifecycle import Standing
from tapering.models import EquivalenceTable, Policy, Product
from tests.factories import accounts
from tests.factories import tapering as make
from tests.tapering.reference.conftest import posted

pytestmark = pytest.mark.django_db

LISTS = ["tapering:policies", "tapering:tables", "tapering:products"]


def page(thing, verb: str = "kept") -> str:
    kind = {Policy: "rules", EquivalenceTable: "tables", Product: "products"}
    return reverse(f"tapering:{verb}", args=[kind[type(thing)], thing.pk])


def text(response) -> str:
    return response.content.decode()


# --- reading --------------------------------------------------------------------


@pytest.mark.parametrize("name", [*LISTS, "tapering:calculator"])
@pytest.mark.parametrize(
    "role", [Role.NURSE, Role.PSYCHIATRIST, Role.ADMINISTRATOR, Role.MANAGER]
)
def test_all_staff_read_what_plans_rest_on(shipped, signed_in, name, role):
    somebody = accounts.user(role, "Nina Ek")

    assert signed_in(somebody).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", [*LISTS, "tapering:calculator"])
def test_nobody_outside_the_unit_reads_it(referrer, signed_in, name):
    assert signed_in(referrer).get(reverse(name)).status_code == 403


def test_each_kind_has_a_page(nurse, signed_in, cks, table, product):
    client = signed_in(nurse)

    assert "Över 20" in text(client.get(page(cks)))
    assert "30–50" in text(client.get(page(table)))
    assert "delas inte" in text(client.get(page(product)))


def test_an_unknown_kind_or_row_is_not_found(nurse, signed_in, cks):
    client = signed_in(nurse)

    assert client.get(f"/app/policies/colours/{cks.pk}").status_code == 404
    assert client.get(f"/app/policies/rules/{uuid.uuid4()}").status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_as_often_for_three_rows_as_for_sixty(
    nurse, signed_in, django_assert_num_queries, django_assert_max_num_queries, name
):
    client = signed_in(nurse)
    client.get(reverse(name))
    with django_assert_max_num_queries(12) as few:
        client.get(reverse(name))
    actions.load_reference(by=system_user(), at=make.AT)

    with django_assert_max_num_queries(len(few) + 1):
        client.get(reverse(name))


@pytest.mark.parametrize(
    ("name", "query", "there", "away"),
    [
        ("tapering:policies", "group=opioids", "RACGP", "NICE CKS diazepam"),
        ("tapering:policies", "country=NO", "Norge, avgiftning", "RACGP"),
        ("tapering:policies", "q=skottland", "Skottland", "RACGP"),
        ("tapering:tables", "group=opioids", "Region Uppsala", "Ashton 2002"),
        ("tapering:tables", "group=z", "Ashton 2002", "metodebok.no"),
        ("tapering:products", "group=opioids", "Durogesic", "Iktorivil"),
        ("tapering:products", "q=sobril", "Sobril (Norge)", "Iktorivil"),
    ],
)
def test_a_list_is_narrowed(nurse, signed_in, shipped, name, query, there, away):
    body = text(signed_in(nurse).get(f"{reverse(name)}?{query}"))

    assert there in body
    assert away not in body


@pytest.mark.parametrize(
    "query", ["group=colours&standing=x", "page=-4", "country=%00"]
)
def test_a_list_answers_whatever_is_asked(nurse, signed_in, shipped, query):
    for name in LISTS:
        assert signed_in(nurse).get(f"{reverse(name)}?{query}").status_code == 200


def test_a_rule_shows_what_it_makes_of_a_dose(nurse, signed_in, cks):
    client = signed_in(nurse)

    assert "20 steg på 20 veckor" in text(client.get(page(cks)))
    assert "10 steg på 10 veckor" in text(client.get(f"{page(cks)}?dose=10"))
    for odd in ("x", "-3", "1e9", "99999999", "0", "0,00001"):
        assert client.get(f"{page(cks)}?dose={odd}").status_code == 200


def test_what_is_missing_is_said_and_leads_to_the_field(
    administrator, prescriber, signed_in, asam
):
    body = text(signed_in(administrator).get(page(asam)))

    assert f"{page(asam, 'kept_edit')}#id_stop_below_mg" in body
    assert page(asam, "approve") not in text(signed_in(prescriber).get(page(asam)))


def test_second_hand_is_said(nurse, signed_in, cks, asam):
    client = signed_in(nurse)

    assert "Läst i andra hand" in text(client.get(page(cks)))
    assert "Läst i andra hand" not in text(client.get(page(asam)))


# --- writing --------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["rules", "tables", "products"])
def test_only_administrators_write(nurse, prescriber, administrator, signed_in, kind):
    url = reverse("tapering:kept_new", args=[kind])

    assert signed_in(nurse).get(url).status_code == 403
    assert signed_in(prescriber).post(url, {}).status_code == 403
    assert signed_in(administrator).get(url).status_code == 200


def test_an_administrator_writes_a_rule(administrator, signed_in):
    client = signed_in(administrator)
    url = reverse("tapering:kept_new", args=["rules"])
    data = posted(
        client,
        url,
        **{
            "name": "Enhetens regel",
            "words": "10 % varannan vecka",
            "atc": "n05ba, N05CD",
            "source": "Enheten 2026",
            "jurisdiction": "se",
            "goal_mg": "0",
            "stop_below_mg": "2,5",
            "rounding": "slower",
            "take": "even",
            "band-TOTAL_FORMS": "2",
            "band-0-above": "20",
            "band-0-unit": "mg",
            "band-0-size": "12,5",
            "band-0-of": "current",
            "band-0-every_days": "14",
            "band-1-above": "0",
            "band-1-unit": "mg",
            "band-1-size": "1.25",
            "band-1-of": "mg",
            "band-1-every_days": "7",
            "limit-0-size": "25",
            "limit-0-of": "current",
            "limit-0-days": "14",
            "limit-0-source": "ASAM 2025",
            "max_gap_days": "14",
        },
    )

    response = client.post(url, data)

    rule = Policy.objects.get(name="Enhetens regel")
    assert response.status_code == 302
    assert rule.standing == Standing.DRAFT
    assert rule.written_by == administrator
    assert rule.atc == ["N05BA", "N05CD"]
    assert rule.jurisdiction == "SE"
    assert rule.max_gap_days == 14
    assert rule.rule == {
        "bands": [
            {
                "above": "20",
                "unit": "mg",
                "size": "12.5",
                "of": "current",
                "every_days": 14,
            },
            {
                "above": "0",
                "unit": "mg",
                "size": "1.25",
                "of": "mg",
                "every_days": 7,
            },
        ],
        "goal_mg": "0",
        "stop_below_mg": "2.5",
        "limits": [
            {
                "size": "25",
                "of": "current",
                "days": 14,
                "severity": "reason",
                "source": "ASAM 2025",
            }
        ],
        "rounding": "slower",
        "take": "even",
        "order": ["noon", "morning", "evening", "night"],
    }
    assert queries.missing_in(rule) == []


@pytest.mark.parametrize(
    "key",
    ["cks-diazepam-slow", "maudsley-diazepam-slow-28", "asam-2025-slow", "finland"],
)
def test_saving_a_draft_unchanged_changes_nothing(
    administrator, signed_in, shipped, key
):
    before = Policy.objects.get(shipped_as=key)
    client = signed_in(administrator)
    url = page(before, "kept_edit")

    client.post(url, posted(client, url))

    after = Policy.objects.get(pk=before.pk)
    assert after.edition == 1
    assert after.rule == before.rule
    assert (after.words, after.source, after.atc) == (
        before.words,
        before.source,
        before.atc,
    )
    assert after.who_may_step_back == before.who_may_step_back


def test_saving_a_table_unchanged_changes_no_row(administrator, signed_in, shipped):
    for table in EquivalenceTable.objects.all():
        client = signed_in(administrator)
        url = page(table, "kept_edit")
        names = ("substance", "unit", "amount_low", "equals_high", "equals_usual")
        before = list(table.rows.values_list(*names))

        response = client.post(url, posted(client, url))

        assert response.status_code == 302
        assert list(table.rows.values_list(*names)) == before


def test_one_more_row_needs_no_script_and_loses_nothing(administrator, signed_in, cks):
    client = signed_in(administrator)
    url = page(cks, "kept_edit")
    data = posted(client, url, name="Halvskrivet", go="more-band")
    data["band-1-size"] = "tre"

    body = text(client.post(url, data))

    assert 'value="Halvskrivet"' in body
    assert 'value="tre"' in body
    assert 'name="band-5-size"' in body
    assert Policy.objects.get(pk=cks.pk).edition == 0


def test_a_fault_is_said_at_its_field_and_everything_typed_is_kept(
    administrator, signed_in, cks
):
    client = signed_in(administrator)
    url = page(cks, "kept_edit")
    changes = {
        "band-0-size": "tolv",
        "limit-0-size": "25",
        "atc": "oxazepam",
        "words": "Mitt arbete",
    }

    response = client.post(url, posted(client, url, **changes))

    body = text(response)
    assert response.status_code == 200
    for kept in ("tolv", "oxazepam", "Mitt arbete"):
        assert kept in body
    assert "Skriv ATC-koder" in body
    assert "Välj vad minskningen räknas på" in body
    assert "Det är något som behöver rättas" in body


def test_what_a_rule_does_is_seen_before_it_is_saved(administrator, signed_in, cks):
    client = signed_in(administrator)
    url = page(cks, "kept_edit")

    body = text(client.post(url, posted(client, url, go="count")))

    assert "20 steg på 20 veckor" in body
    assert Policy.objects.get(pk=cks.pk).edition == 0


def test_two_who_write_at_once_lose_nothing(administrator, signed_in, cks):
    other = accounts.user(Role.ADMINISTRATOR, "Gunilla Ask")
    mine, hers = signed_in(administrator), signed_in(other)
    url = page(cks, "kept_edit")
    my_text = posted(mine, url, words="Min text", **{"band-0-size": "3"})
    her_text = posted(hers, url, words="Hennes text")

    hers.post(url, her_text)
    response = mine.post(url, my_text)

    body = text(response)
    kept = Policy.objects.get(pk=cks.pk)
    assert kept.words == "Hennes text"
    assert "Gunilla Ask har ändrat utkastet" in body
    assert "Hennes text" in body
    assert "Min text" in body
    again = {**my_text, "edition": response.context["form"]["edition"].value()}
    mine.post(url, again)
    assert Policy.objects.get(pk=cks.pk).words == "Min text"


def test_methadone_is_refused_in_a_table(administrator, signed_in, table):
    client = signed_in(administrator)
    url = page(table, "kept_edit")
    changes = {"row-0-substance": "Metadon", "row-0-atc": "N07BC02"}

    body = text(client.post(url, posted(client, url, **changes)))

    assert "Metadon räknas aldrig om" in body


def test_a_product_is_measured_as_its_form_says(administrator, signed_in):
    client = signed_in(administrator)
    url = reverse("tapering:kept_new", args=["products"])
    asked = {
        "substance": "Oxazepam",
        "atc": "n05ba04",
        "form": "liquid",
        "strength_mg": "10",
        "mg_per_ml": "1",
        "evidence": "own",
        "source": "Apotek 2026",
    }

    refused = text(client.post(url, asked))
    kept = client.post(url, {**asked, "smallest_ml": "0,1"})

    assert "Skriv den minsta volym som går att mäta" in refused
    assert kept.status_code == 302
    product = Product.objects.get(substance="oxazepam")
    assert product.strength_mg is None
    assert product.atc == "N05BA04"


# --- approving and ending -------------------------------------------------------


def test_a_prescriber_approves_and_the_builder_may_use_it(prescriber, signed_in, cks):
    response = signed_in(prescriber).post(page(cks, "approve"))

    assert response.status_code == 302
    assert cks in Policy.objects.usable()


def test_what_was_changed_after_it_was_read_is_not_approved(
    administrator, prescriber, signed_in, cks, product
):
    client = signed_in(prescriber)
    actions.edit(cks, edition=0, words="Ändrad", by=administrator, at=make.AT)
    actions.edit(product, edition=0, parts=4, by=administrator, at=make.AT)
    ticks = {"pick": [f"{product.pk}:0"]}

    one = client.post(page(cks, "approve"), {"edition": "0"}, follow=True)
    many = client.post(reverse("tapering:approve_products"), ticks, follow=True)

    for response in (one, many):
        assert "Per Wallin har ändrat utkastet" in text(response)
    assert not Policy.objects.usable().exists()
    assert not Product.objects.usable().exists()
    client.post(page(cks, "approve"), {"edition": "1"})
    assert cks in Policy.objects.usable()


def test_only_a_prescriber_approves(nurse, administrator, signed_in, cks):
    for somebody in (nurse, administrator):
        assert signed_in(somebody).post(page(cks, "approve")).status_code == 403


def test_nobody_approves_what_they_wrote(prescriber, cks, signed_in):
    Policy.objects.filter(pk=cks.pk).update(written_by=prescriber)

    assert signed_in(prescriber).post(page(cks, "approve")).status_code == 403


def test_what_is_missing_stops_the_approval_in_words(prescriber, signed_in, asam):
    body = text(signed_in(prescriber).post(page(asam, "approve"), follow=True))

    assert "Skriv under vilken dos" in body
    assert not Policy.objects.get(pk=asam.pk).is_usable


def test_a_new_version_replaces_the_old_one_when_it_is_approved(
    administrator, prescriber, signed_in, table
):
    actions.approve(table, by=prescriber, at=make.AT)
    client = signed_in(administrator)

    client.post(page(table, "new_version"))
    client.post(page(table, "new_version"))
    draft = EquivalenceTable.objects.get(replaces=table)
    signed_in(prescriber).post(page(draft, "approve"))

    table.refresh_from_db()
    assert draft.version == 2
    assert draft.rows.count() == table.rows.count()
    assert table.standing == Standing.RETIRED
    assert EquivalenceTable.objects.get(pk=draft.pk).is_usable


def test_an_approved_one_is_not_edited(administrator, prescriber, signed_in, cks):
    client = signed_in(administrator)
    url = page(cks, "kept_edit")
    data = posted(client, url, words="Sent")
    actions.approve(cks, by=prescriber, at=make.AT)

    body = text(client.post(url, data))

    assert "Bara utkast går att ändra" in body
    assert Policy.objects.get(pk=cks.pk).words != "Sent"


def test_use_ends_after_a_question(prescriber, signed_in, cks):
    actions.approve(cks, by=prescriber, at=make.AT)
    client = signed_in(prescriber)

    assert "Sluta använda" in text(client.get(page(cks, "retire")))
    assert Policy.objects.get(pk=cks.pk).is_usable
    client.post(page(cks, "retire"))
    assert Policy.objects.get(pk=cks.pk).standing == Standing.RETIRED


def test_a_draft_is_put_away_by_an_administrator(
    administrator, prescriber, signed_in, cks
):
    assert signed_in(prescriber).post(page(cks, "discard")).status_code == 403
    signed_in(administrator).post(page(cks, "discard"))

    assert Policy.objects.get(pk=cks.pk).standing == Standing.DISCARDED


def test_several_products_are_approved_by_ticks(prescriber, signed_in, shipped):
    picks = list(Product.objects.filter(brand="Sobril").values_list("pk", flat=True))
    url = reverse("tapering:approve_products")

    ticks = [f"{pk}:0" for pk in picks]
    signed_in(prescriber).post(url, {"pick": [*ticks, "no-such-row", "x:1"]})

    usable = Product.objects.usable()
    assert set(usable.values_list("pk", flat=True)) == set(picks)


def test_a_package_stands_once_among_the_approved(prescriber, signed_in, product):
    actions.approve(product, by=prescriber, at=make.AT)
    twin = actions.write_product(
        substance="oxazepam",
        brand="Sobril",
        atc="N05BA04",
        strength_mg="15",
        parts=1,
        source="Registret",
        by=system_user(),
        at=make.AT,
    )
    url = reverse("tapering:approve_products")

    body = text(
        signed_in(prescriber).post(url, {"pick": [f"{twin.pk}:0"]}, follow=True)
    )

    assert "redan godkänt" in body
    assert not Product.objects.get(pk=twin.pk).is_usable


def test_ticks_are_for_prescribers(nurse, administrator, signed_in, product):
    url = reverse("tapering:approve_products")

    for somebody in (nurse, administrator):
        response = signed_in(somebody).post(url, {"pick": [product.pk]})
        assert response.status_code == 403


def test_each_change_is_on_record(administrator, prescriber, signed_in, cks):
    client = signed_in(administrator)
    url = page(cks, "kept_edit")
    client.post(url, posted(client, url))
    signed_in(prescriber).post(page(cks, "approve"), {"edition": "1"})
    signed_in(prescriber).post(page(cks, "retire"))

    kinds = list(Event.objects.filter(subject_id=cks.pk).values_list("kind", flat=True))
    assert sorted(kinds) == [
        "policy.approved",
        "policy.edited",
        "policy.retired",
        "policy.written",
    ]


def test_the_bar_counts_what_somebody_wrote(administrator, prescriber, signed_in, cks):
    before = queries.waiting_for_approval(prescriber)
    actions.edit(cks, edition=0, words="Ny", by=administrator, at=make.AT)

    assert before == 0
    assert queries.waiting_for_approval(prescriber) == 1
    assert "Att godkänna" in text(signed_in(prescriber).get("/app/today"))
