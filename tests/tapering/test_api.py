"""The preview over REST: the contract of the engine, for staff only."""

import pytest

from tests.factories import tapering as make

pytestmark = pytest.mark.django_db

URL = "/api/taper/preview"


def body(**changes: object) -> dict[str, object]:
    return {
        "start": "2026-12-01",
        "regimen": [
            {"substance": "oxazepam", "daypart": "morning", "mg": "10"},
            {"substance": "oxazepam", "daypart": "night", "mg": "15"},
        ],
        "taper": "oxazepam",
        "products": [
            {
                "substance": "oxazepam",
                "form": "tablet",
                "strength_mg": "10",
                "parts": 2,
            },
            {
                "substance": "oxazepam",
                "form": "tablet",
                "strength_mg": "15",
                "parts": 1,
            },
        ],
        "policy": make.RULE,
        **changes,
    }


def post(client, data):
    return client.post(URL, data, content_type="application/json")


def test_the_answer_is_the_engines(nurse, signed_in):
    response = post(signed_in(nurse), body())

    answer = response.json()
    assert response.status_code == 200
    assert answer["ends_on"] == "2027-06-08"
    assert answer["quantities"][0]["tablets"] == 179


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"start": "i morgon"}, "start"),
        ({"colour": "green"}, "colour"),
        ({"regimen": []}, "regimen"),
        ({"taper": 5}, "taper"),
    ],
)
def test_a_refusal_names_the_place(nurse, signed_in, changes, path):
    response = post(signed_in(nurse), body(**changes))

    assert response.status_code == 400
    assert response.json()["error"]["path"].startswith(path)


def test_a_body_that_is_no_object_is_refused(nurse, signed_in):
    assert post(signed_in(nurse), [1, 2]).status_code == 400
    assert post(signed_in(nurse), "{").status_code == 400


def test_others_are_kept_out(referrer, administrator, client, signed_in):
    assert post(signed_in(referrer), body()).status_code == 403
    assert post(signed_in(administrator), body()).status_code == 403
    assert post(client, body()).status_code in {302, 401, 403}
