"""Saved views: under a name, one's own or shared, in an order."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.refusals import Refused
from referrals import actions
from referrals.models import SavedView
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
LIST = "/app/referrals"
SAVE = "/app/referrals/save"


def save(client, name, query="source=self", **more):
    return client.post(f"{SAVE}?{query}", {"name": name, **more})


def names(user):
    return [view.name for view in SavedView.objects.filter(owner=user)]


@pytest.fixture
def sara(signed_in, nurse):
    return signed_in(nurse)


@pytest.fixture
def karin(signed_in, coordinator):
    return signed_in(coordinator)


def test_a_view_is_kept_and_leads_back_to_its_list(sara):
    make.self_referral()
    make.from_clinic()

    answer = save(sara, "Egna", "view=risk&source=self&nonsense=1")
    tab = sara.get(LIST).context["listing"].saved[0]

    assert answer.url == f"{LIST}?view=risk&source=self"
    assert (tab.label, tab.url) == ("Egna", f"{LIST}?view=risk&source=self")
    assert sara.get(tab.url).context["listing"].saved[0].is_current


def test_a_view_tells_how_many_it_holds_when_that_is_cheap(sara):
    make.self_referral()
    make.from_clinic()
    save(sara, "Egna")
    save(sara, "Borås", "place=1490")
    save(sara, "Klara", "view=decided&source=self")

    counts = {tab.label: tab.count for tab in sara.get(LIST).context["listing"].saved}

    assert counts == {"Egna": "1", "Borås": None, "Klara": None}


def test_two_presses_are_one_view_and_another_list_wants_another_name(sara, nurse):
    save(sara, "Egna")
    again = save(sara, "Egna")
    other = save(sara, "Egna", "source=clinic")

    assert again.status_code == 302
    assert "Du har redan en vy med det namnet" in other.content.decode()
    assert names(nurse) == ["Egna"]


def test_a_view_without_a_name_is_asked_for_one(sara, nurse):
    page = save(sara, "").content.decode()

    assert "Fyll i" in page
    assert names(nurse) == []


def test_a_shared_view_is_read_by_colleagues_and_changed_by_its_owner(
    sara, karin, nurse, signed_in, outsider
):
    save(sara, "Vår", is_shared="on")
    save(sara, "Min", "source=clinic")
    view = SavedView.objects.get(name="Vår")

    offered = [tab.label for tab in karin.get(LIST).context["listing"].saved]
    page = karin.get("/app/referrals/views").content.decode()
    elsewhere = signed_in(outsider).get(LIST).context["listing"].saved

    assert offered == ["Vår"]
    assert elsewhere == []
    assert "Delas av Sara Nyberg" in page
    for name in ("view", "view_move", "view_delete"):
        address = reverse(f"referrals:{name}", args=[view.pk])
        answer = karin.post(address, {"name": "Annan"})
        assert answer.status_code == (302 if name == "view_delete" else 404)
    assert names(nurse) == ["Vår", "Min"]


def test_a_view_gets_another_name_and_is_no_longer_shared(sara, nurse):
    save(sara, "Vår", is_shared="on")
    save(sara, "Min", "source=clinic")
    address = reverse("referrals:view", args=[SavedView.objects.get(name="Vår").pk])

    taken = sara.post(address, {"name": "Min"}).content.decode()
    sara.post(address, {"name": "Bara min"})

    assert "Du har redan en vy med det namnet" in taken
    assert names(nurse) == ["Bara min", "Min"]
    assert not SavedView.objects.filter(is_shared=True).exists()


def test_views_change_places_and_the_first_goes_no_higher(sara, nurse):
    for name in ("Ett", "Två", "Tre"):
        save(sara, name, f"left={len(name)}{ord(name[0])}"[:7])
    third = SavedView.objects.get(name="Tre")
    move = reverse("referrals:view_move", args=[third.pk])

    for _press in range(3):
        sara.post(move, {"to": "up"})
    after = names(nurse)
    sara.post(move, {"to": "down"})

    assert after == ["Tre", "Ett", "Två"]
    assert names(nurse) == ["Ett", "Tre", "Två"]


def test_a_view_is_forgotten_and_a_second_press_is_no_error(sara, nurse, as_app):
    save(sara, "Egna")
    address = reverse("referrals:view_delete", args=[SavedView.objects.get().pk])

    first, second = sara.post(address), sara.post(address)

    assert (first.status_code, second.status_code) == (302, 302)
    assert names(nurse) == []


def test_nobody_keeps_more_than_thirty(nurse):
    for number in range(30):
        actions.save_view(
            name=f"Vy {number}",
            filters={"left": str(number)},
            is_shared=False,
            by=nurse,
            at=timezone.now(),
        )

    with pytest.raises(Refused, match="trettio"):
        actions.save_view(
            name="En till", filters={}, is_shared=False, by=nurse, at=timezone.now()
        )


def test_a_view_saved_by_an_older_version_still_opens(sara, nurse):
    SavedView.objects.create(
        owner=nurse,
        unit=nurse.unit,
        name="Gammal",
        filters={"view": "gone", "colour": "red", "source": "self"},
        saved_at=timezone.now(),
    )
    make.self_referral()

    tab = sara.get(LIST).context["listing"].saved[0]

    assert tab.url == f"{LIST}?source=self"


def test_an_empty_page_says_how_to_begin(sara):
    assert "Inga sparade vyer än." in sara.get("/app/referrals/views").content.decode()


@pytest.mark.parametrize("page", ["filter", "share", "save", "views"])
def test_only_those_who_assess_come_in(signed_in, referrer, manager, page):
    for user in (referrer, manager):
        assert signed_in(user).get(f"{LIST}/{page}").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_saved_views_cost_no_question_each(
    signed_in, prescriber, rows, django_assert_max_num_queries
):
    client = signed_in(prescriber)
    for number in range(rows):
        save(client, f"Vy {number}", f"source=self&left={number}", is_shared="on")
        make.from_clinic()

    with django_assert_max_num_queries(8):
        client.get(LIST)
