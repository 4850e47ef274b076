"""The pages around the list of referrals, with something in each of them."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import User
from referrals import actions, presence
from tests.accessibility.looking import Looker
from tests.browsing import DESK, Opens
from tests.factories import referrals as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_around_the_list(
    opens: Opens, coordinator: User, nurse: User
) -> None:
    risk = make.from_clinic(at=now(), risks=["seizures"], interpreter="arabiska")
    for _n in range(2):
        make.from_clinic(at=now(), is_protected=True)
    view = actions.save_view(
        name="Tolk", filters={"interpreter": "yes"}, is_shared=True, by=nurse, at=now()
    )
    own = actions.save_view(
        name="Risk", filters={"risk": "yes"}, is_shared=False, by=coordinator, at=now()
    )
    presence.note(risk.pk, user=nurse, decides=True, at=now())
    visitor = opens(DESK)
    visitor.is_signed_in_as(coordinator)
    looker = Looker(visitor)

    looker.opens("referrals:list")
    visitor.reads("Sara läser den här")
    looker.opens("referrals:detail", risk.shown_reference)
    visitor.reads("Sara Nyberg bedömer")
    for page in ("filter", "share", "save", "views", "keys"):
        looker.opens(f"referrals:{page}")
    looker.opens("referrals:view", own.pk)
    here = reverse("referrals:list")
    looker.goes_to(f"{here}?interpreter=yes&risk=yes&place=1490&left=9")
    visitor.reads("Inga träffar.", "Kommun: Borås")
    looker.goes_to(f"{here}?nonsense=1&view=decided")
    visitor.page.locator(".vyer summary").click()
    looker.looks()
    visitor.reads("Inga remisser här.", view.name)
    looker.goes_to(reverse("referrals:share") + "?all=yes")
    visitor.presses("Tilldela")
    looker.looks()
    visitor.reads("3 tilldelade Karin Ohlin.")

    assert looker.faults == []
