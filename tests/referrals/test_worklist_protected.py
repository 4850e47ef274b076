"""A person who must not be found: no list, filter, count or search tells where."""

import pytest
from django.urls import reverse
from django.utils import timezone

from patients.models import Patient
from referrals import actions
from referrals.models import Referral
from referrals.queries.wanted import FILTERS, VIEWS
from tests.factories import accounts
from tests.factories import referrals as make

pytestmark = pytest.mark.django_db
LIST = "/app/referrals"
# What says where somebody is or how they are reached (rules PRO-02).
SECRETS = ["070-174 06 88", "0701740688", "+46701740688", "Borås", "Lindhagens vård"]
PLACE = "1490"
ANSWERS = {
    "source": ["clinic", "self"],
    "risk": ["yes", "no"],
    "priority": ["0", "1", "2"],
    "left": ["0", "100", "365"],
    "clock": ["paused"],
    "assigned": ["me", "nobody"],
    "waits_for": ["clinic", "patient"],
    "part": ["clinic", "patient"],
    "place": [PLACE, "elsewhere"],
    "kind": ["calming", "sleep", "pain", "other"],
    "incomplete": ["yes"],
    "interpreter": ["yes"],
    "minor": ["yes"],
}
QUERIES = [
    *(f"view={view}" for view in VIEWS),
    *(f"{name}={value}" for name, values in ANSWERS.items() for value in values),
    *(f"view=decided&{name}={values[0]}" for name, values in ANSWERS.items()),
]


@pytest.fixture
def hidden(nurse):
    """Protected as the sender says, as the register says, and decided; all in Borås."""
    place = {
        "phone": "+46701740688",
        "municipality": accounts.municipality("Borås"),
        "health_centre": accounts.clinic("Lindhagens vårdcentral"),
    }
    clinic = {key: place[key] for key in ("phone", "municipality")}
    fields = {"interpreter": "arabiska", "incomplete_reason": "Brådskar"}
    said = make.from_clinic(is_protected=True, **clinic, **fields)
    known = make.from_clinic(**clinic, **fields)
    Patient.objects.filter(pk=known.patient_id).update(protection="marked")
    own = make.self_referral(is_protected=True, lives_elsewhere=False, **place)
    abroad = make.self_referral(is_protected=True, lives_elsewhere=True, **place)
    done = make.accepted(nurse, is_protected=True, **clinic, **fields)
    return [said, known, own, abroad, done]


def test_every_filter_is_swept():
    assert set(ANSWERS) == set(FILTERS)


@pytest.mark.parametrize("query", QUERIES)
def test_no_list_says_where_somebody_is(signed_in, nurse, hidden, query):
    client = signed_in(nurse)

    page = client.get(f"{LIST}?{query}")

    shown = page.content.decode()
    rows = page.context["listing"].rows
    if "place" in query:
        # The name of the filter is no word about any person.
        shown = shown.partition('<ul class="rader')[2] if rows else ""
    assert [secret for secret in SECRETS if secret in shown] == []
    assert all(row.municipality == "Skyddad" for row in rows)


@pytest.mark.parametrize("query", [f"place={PLACE}", "place=elsewhere"])
@pytest.mark.parametrize("view", ["open", "decided", "mine"])
def test_asking_for_a_place_finds_nobody_who_is_hidden(
    signed_in, nurse, hidden, query, view
):
    for one in hidden:
        Referral.objects.filter(pk=one.pk).update(assigned_to=nurse)

    listing = signed_in(nurse).get(f"{LIST}?view={view}&{query}").context["listing"]

    assert (listing.rows, listing.page.paginator.count) == ([], 0)


def test_a_saved_view_of_a_place_counts_nobody_who_is_hidden(signed_in, nurse, hidden):
    actions.save_view(
        name="Borås",
        filters={"place": PLACE},
        is_shared=False,
        by=nurse,
        at=timezone.now(),
    )

    listing = signed_in(nurse).get(LIST).context["listing"]

    assert listing.saved[0].count in {None, "0"}


@pytest.mark.parametrize("text", ["0701740688", "174 06", "Borås", "Lindhagen", "1490"])
def test_no_search_in_the_list_finds_a_phone_or_a_place(signed_in, nurse, hidden, text):
    page = signed_in(nurse).post(f"{LIST}/find", {"text": text})

    assert page.context["listing"].rows == []


def test_the_open_referral_hides_the_same_until_asked(signed_in, nurse, hidden):
    client = signed_in(nurse)

    for one in hidden:
        address = reverse("referrals:detail", args=[one.shown_reference])
        shown = client.get(address).content.decode()

        assert [secret for secret in SECRETS if secret in shown] == []
        assert "Granskogens vårdcentral" not in shown
        assert "Skyddade uppgifter" in shown
