"""Users and units in the browser: who gets in, what is refused, what is saved."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import CareUnit, User
from accounts.roles import Role
from audit.models import Event
from tests.factories import accounts

PAGES = ["user_list", "user_add", "unit_list", "unit_add", "unit_import"]
PERSON = {
    "name": "Tove Berglund",
    "username": "tove",
    "role": "nurse",
    "title": "sjuksköterska",
    "email": "",
    "language": "nb",
    "is_active": "on",
}


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_only_an_administrator_reaches_accounts_and_units(page, nurse, signed_in):
    response = signed_in(nurse).get(reverse(f"accounts:{page}"))

    assert response.status_code == 403
    assert "Bara en administratör" in response.content.decode()


@pytest.mark.django_db
def test_a_new_person_gets_a_temporary_password_and_must_replace_it(
    administrator, signed_in, client
):
    data = PERSON | {"unit": str(accounts.unit().pk)}

    page = signed_in(administrator).post(reverse("accounts:user_add"), data)

    person = User.objects.get(username="tove")
    password = page.context["password"]
    assert person.check_password(password)
    assert password in page.content.decode()
    assert Event.objects.filter(kind="user.added", subject_id=person.pk).exists()

    client.post("/account/login/", {"login": "tove", "password": password})
    anywhere = client.get(reverse("accounts:settings"))
    assert anywhere.url == reverse("account_change_password")

    own = "eget-lösenord-2026"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": password, "password1": own, "password2": own},
    )
    assert client.get(reverse("accounts:settings")).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("username", "två ord", "utan mellanslag"),
        ("unit", "", "Välj den enhet"),
        ("role", "system", ""),
        ("name", "", ""),
    ],
)
def test_a_wrong_answer_is_told_at_its_field_and_nothing_is_lost(
    field, value, sentence, administrator, signed_in
):
    data = PERSON | {"unit": str(accounts.unit().pk), field: value}

    page = signed_in(administrator).post(reverse("accounts:user_add"), data)

    text = page.content.decode()
    assert page.status_code == 200
    assert sentence in text
    assert f'aria-describedby="id_{field}' in text or "id_role" in text
    assert "sjuksköterska" in text
    assert not User.objects.filter(name="Tove Berglund").exists()


@pytest.mark.django_db
def test_a_log_in_name_is_taken_whatever_its_case(administrator, signed_in):
    accounts.user(Role.NURSE, "Tove Ek")
    User.objects.filter(name="Tove Ek").update(username="Tove")
    data = PERSON | {"unit": str(accounts.unit().pk)}

    page = signed_in(administrator).post(reverse("accounts:user_add"), data)

    assert "Användarnamnet är upptaget" in page.content.decode()


@pytest.mark.django_db
def test_recovery_takes_away_password_second_factor_and_sessions(
    administrator, nurse, signed_in
):
    nurses = signed_in(nurse)
    address = reverse("accounts:user_recover", args=[nurse.pk])

    page = signed_in(administrator).post(address)

    nurse.refresh_from_db()
    assert nurse.has_temporary_password
    assert nurse.check_password(page.context["password"])
    assert nurses.get(reverse("accounts:settings")).status_code == 302


@pytest.mark.django_db
def test_nobody_closes_the_own_account(administrator, signed_in):
    data = {
        **PERSON,
        "name": administrator.name,
        "username": administrator.username,
        "role": "administrator",
        "unit": str(administrator.unit.pk),
    }
    del data["is_active"]

    address = reverse("accounts:user_change", args=[administrator.pk])
    page = signed_in(administrator).post(address, data)

    administrator.refresh_from_db()
    assert page.status_code == 409
    assert administrator.is_active


CSV = (
    "name;hsa_id;municipality;phone;email\n"
    "Sjöstrandens vårdcentral;SE0000000000-CSV1;Uddevalla;;\n"
    "Lindgårdens vårdcentral;SE0000000000-CSV2;Borås;;\n"
)


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_units_are_looked_at_before_they_are_saved(encoding, administrator, signed_in):
    accounts.municipality("Uddevalla")
    accounts.municipality("Borås")
    client, address = signed_in(administrator), reverse("accounts:unit_import")
    upload = SimpleUploadedFile("enheter.csv", CSV.encode(encoding))

    page = client.post(address, {"file": upload})

    assert "Sjöstrandens vårdcentral" in page.content.decode()
    assert not CareUnit.objects.filter(hsa_id="SE0000000000-CSV1").exists()

    client.post(address, {"rows": CSV, "approve": "1"})
    client.post(address, {"rows": CSV, "approve": "1"})

    assert CareUnit.objects.filter(hsa_id__startswith="SE0000000000-CSV").count() == 2


WITH_ADDRESS = (
    "name;hsa_id;municipality;street;postcode;town\n"
    "Sjöstrandens vårdcentral;SE0000000000-CSV1;Uddevalla;Box 7;45130;Uddevalla\n"
)


@pytest.mark.django_db
def test_a_file_without_a_column_leaves_what_is_known(administrator, signed_in):
    accounts.municipality("Uddevalla")
    accounts.municipality("Borås")
    client, address = signed_in(administrator), reverse("accounts:unit_import")

    client.post(address, {"rows": WITH_ADDRESS, "approve": "1"})
    looked = client.post(address, {"rows": WITH_ADDRESS})
    client.post(address, {"rows": CSV, "approve": "1"})

    unit = CareUnit.objects.get(hsa_id="SE0000000000-CSV1")
    assert unit.address == "Box 7\n451 30 Uddevalla"
    assert "Box 7, 451 30 Uddevalla" in looked.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("45130", "4513X", "Rad 2: Skriv postnumret"),
        (";Box 7;", ";;", "Rad 2: Adressen behöver"),
        ("Box 7", "B" * 101, "Rad 2: För lång text i kolumnen street"),
        (";town", ";ort", "Kolumner saknas: town"),
    ],
)
def test_half_an_address_in_a_file_is_named(old, new, says, administrator, signed_in):
    accounts.municipality("Uddevalla")
    rows = WITH_ADDRESS.replace(old, new)

    page = signed_in(administrator).post(
        reverse("accounts:unit_import"), {"rows": rows, "approve": "1"}
    )

    assert says in page.content.decode()
    assert not CareUnit.objects.filter(hsa_id="SE0000000000-CSV1").exists()


UNIT = {
    "name": "Kvarnens vårdcentral",
    "kind": "health_centre",
    "hsa_id": "SE0000000000-KV1",
    "is_active": "on",
}


@pytest.mark.django_db
def test_a_unit_has_a_postal_address(administrator, signed_in):
    client = signed_in(administrator)
    data = UNIT | {"municipality": accounts.municipality().pk}
    where = {"street": "Box 3", "postcode": "SE-463 31", "town": "Lilla Edet"}

    half = client.post(reverse("accounts:unit_add"), {**data, "street": "Box 3"})
    wrong = client.post(
        reverse("accounts:unit_add"), {**data, **where, "postcode": "46"}
    )
    client.post(reverse("accounts:unit_add"), {**data, **where})

    assert set(half.context["form"].errors) == {"postcode", "town"}
    assert set(wrong.context["form"].errors) == {"postcode"}
    unit = CareUnit.objects.get(hsa_id="SE0000000000-KV1")
    assert unit.address == "Box 3\n463 31 Lilla Edet"
    listed = client.get(reverse("accounts:unit_list"), {"q": "Kvarn"}).content.decode()
    assert "Box 3, 463 31 Lilla Edet" in listed


@pytest.mark.django_db
def test_the_database_refuses_half_an_address(administrator):
    with pytest.raises(IntegrityError, match="address_is_whole"), transaction.atomic():
        CareUnit.objects.filter(pk=administrator.unit.pk).update(street="Box 3")


@pytest.mark.django_db
def test_a_faulty_row_is_named_and_nothing_is_saved(administrator, signed_in):
    accounts.municipality("Uddevalla")
    accounts.municipality("Borås")
    rows = CSV + "Namnlös;fel;Uddevalla;;\nAnnan;SE0000000000-CSV9;Oslo;;\n"

    page = signed_in(administrator).post(
        reverse("accounts:unit_import"), {"rows": rows, "approve": "1"}
    )

    text = page.content.decode()
    assert "Rad 4: HSA-id" in text
    assert "Rad 5: Kommunen Oslo" in text
    assert "Annan;SE0000000000-CSV9;Oslo;;" in text
    assert not CareUnit.objects.filter(hsa_id="SE0000000000-CSV1").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["user_list", "unit_list"])
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_database_a_fixed_number_of_times(
    page, rows, administrator, signed_in, django_assert_max_num_queries
):
    for number in range(rows):
        accounts.unit(f"Enhet {number}", place="Borås")
        accounts.user(Role.NURSE, f"Person {number}")
    client = signed_in(administrator)

    with django_assert_max_num_queries(6):
        client.get(reverse(f"accounts:{page}"))


@pytest.mark.django_db
def test_without_a_second_factor_only_its_page_is_reached_in_production(
    nurse, signed_in, settings
):
    settings.SECOND_FACTOR_REQUIRED = True
    client = signed_in(nurse)

    anywhere = client.get(reverse("accounts:settings"))
    there = client.get(reverse("accounts:second_factor"))
    setting_up = client.get(reverse("mfa_activate_totp"))

    assert anywhere.url == reverse("accounts:second_factor")
    assert there.status_code == 200
    assert setting_up.status_code in {200, 302}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "door",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "password/set/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/1-abc/",
    ],
)
def test_the_librarys_other_doors_are_shut_for_all(door, nurse, client, signed_in):
    outside = client.post(f"/account/{door}", {"email": "sara@example.se"})
    inside = signed_in(nurse).get(f"/account/{door}")

    assert [outside.status_code, inside.status_code] == [404, 404]
    assert not mail.outbox


@pytest.mark.django_db
def test_the_pages_of_a_second_factor_open(nurse, client):
    nurse.set_password("ett långt lösenord")
    nurse.save()
    client.post(
        "/account/login/", {"login": nurse.username, "password": "ett långt lösenord"}
    )

    for page in ("mfa_index", "mfa_activate_totp", "mfa_list_webauthn"):
        assert client.get(reverse(page), follow=True).status_code == 200, page


@pytest.mark.django_db
def test_the_list_of_accounts_names_no_patient(administrator, nurse, signed_in):
    patient = accounts.user(Role.PATIENT, "Synlig Person")
    client = signed_in(administrator)

    whole = client.get(reverse("accounts:user_list"))
    by_name = client.get(reverse("accounts:user_list"), {"q": "Synlig"})
    by_part = client.get(reverse("accounts:user_list"), {"q": patient.username[:-1]})
    by_username = client.get(
        reverse("accounts:user_list"), {"q": patient.username.upper()}
    )

    assert nurse.name in whole.content.decode()
    for page in (whole, by_name, by_part):
        assert "Synlig Person" not in page.content.decode()
    assert "Synlig Person" in by_username.content.decode()


@pytest.mark.django_db
def test_signs_that_no_name_has_find_nobody(administrator, signed_in):
    response = signed_in(administrator).get(
        reverse("accounts:user_list"), {"q": "a\x00b"}
    )

    assert response.status_code == 200
