"""A visitor who answers the questions of a self-referral, page by page."""

from django.test import Client

POSTS = [
    {"fits": "yes"},
    {"kinds": ["calming"], "calming": "Sobril 10 mg"},
    {"how_long": "over_5_years"},
    {"dose_change": "as_usual"},
    {"risks": ["none_known"]},
    {
        "name": "Anna Berg",
        "phone": "070-174 06 15",
        "best_time": "morning",
        "voicemail": "no",
    },
    {"goal": "Jag vill sova utan tabletter."},
]
QUESTION = "/egenremiss/fraga/{}/"
CHECK = "/egenremiss/granska/"


def begun() -> Client:
    """Somebody who has pressed the button of the first page."""
    client = Client()
    assert client.post("/egenremiss/borja/").url == QUESTION.format(1)
    return client


def answered(client: Client, *, until: int = 7, **changed: dict[str, object]) -> Client:
    """Answer the questions in order; `q5={...}` gives another answer to the fifth."""
    for number, post in enumerate(POSTS[:until], start=1):
        response = client.post(QUESTION.format(number), changed.get(f"q{number}", post))
        assert response.status_code == 302, response.content.decode()
    return client
