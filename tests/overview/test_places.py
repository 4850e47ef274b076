"""Rooms: only an administrator adds them, and each only once."""

import pytest
from django.urls import reverse

from offers.models import Place
from tests.factories import accounts

pytestmark = pytest.mark.django_db


def test_only_an_administrator_sees_rooms(nurse, signed_in):
    assert signed_in(nurse).get(reverse("overview:places")).status_code == 403


def test_a_room_is_added_once(administrator, signed_in):
    centre, client = accounts.clinic(), signed_in(administrator)
    data = {"care_unit": str(centre.pk), "room": "Rum 4", "directions": "Trappan upp."}

    client.post(reverse("overview:place_add"), data)
    again = client.post(reverse("overview:place_add"), data)

    assert Place.objects.filter(care_unit=centre, room="Rum 4").count() == 1
    assert "finns redan" in again.content.decode()
    assert "Trappan upp." in again.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_a_fixed_number_of_times(
    rows, administrator, signed_in, django_assert_max_num_queries
):
    client = signed_in(administrator)
    for number in range(rows):
        room = {"care_unit": str(accounts.clinic().pk), "room": f"Rum {number}"}
        client.post(reverse("overview:place_add"), room)

    with django_assert_max_num_queries(6):
        page = client.get(reverse("overview:places"))

    assert page.content.decode().count('<th scope="row">') == rows
