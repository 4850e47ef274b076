"""The provider's two pages. They look like nothing of ours, as the real one's do."""

from html import escape

from nedtrappning.legitimation.people import Person

FRAME = """<!doctype html><html lang="sv"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Demolegitimation</title><style>
body {{ font: 1.125rem/1.5 system-ui, sans-serif; margin: 0; background: #f2f2f7;
color: #1c1c28 }}
header {{ background: #33275e; color: #fff; padding: 1rem 1.5rem; font-weight: 700 }}
main {{ max-width: 34rem; margin: 0 auto; padding: 1.5rem }}
h1 {{ font-size: 1.5rem; line-height: 1.25 }}
ul {{ list-style: none; padding: 0 }}
button {{ font: inherit; width: 100%; min-height: 3rem; margin: 0 0 .5rem;
padding: .5rem 1rem; text-align: left; background: #fff; color: inherit;
border: 2px solid #6b6390; border-radius: .5rem; cursor: pointer }}
button:hover, button:focus-visible {{ border-color: #33275e; background: #ebe7fa }}
small {{ display: block; color: #55506b; font-size: 1rem }}
</style></head><body><header>Demolegitimation</header><main>{body}</main></body></html>
"""


def choice(people: list[Person], asked: dict[str, str]) -> str:
    """Who do you want to be?"""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in asked.items()
    )
    rows = "".join(f"<li>{_row(person)}</li>" for person in people)
    body = (
        "<h1>Vem vill du vara?</h1>"
        "<p>Alla här är påhittade. Det här är ingen riktig e-legitimation.</p>"
        f'<form method="post" action="/authorize">{hidden}<ul>{rows}</ul>'
        '<button name="person" value="">Avbryt</button></form>'
    )
    return FRAME.format(title="Vem vill du vara?", body=body)


def _row(person: Person) -> str:
    shown = ", ".join(part for part in (person.number, person.note) if part)
    return (
        f'<button name="person" value="{escape(person.number)}">'
        f"{escape(person.given_name)} {escape(person.family_name)}"
        f"<small>{escape(shown)}</small></button>"
    )


def message(text: str) -> str:
    """One sentence."""
    return FRAME.format(title=escape(text), body=f"<h1>{escape(text)}</h1>")
