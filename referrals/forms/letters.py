"""Questions of those who write letters, replies and the blocks of them."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from referrals import actions, letters
from referrals.models import BY_HAND, Audience, Letter, LetterKind, Referral, Reply
from referrals.queries import ClinicAddress
from ui.forms import Cards, Chips, CreatingForm, Form, Layout, LongTextField, TextField
from ui.paper.text import TITLE
from ui.templatetags.dates import longday_with_year

# A letter of many pages is no letter any more.
LONGEST = 20_000
MARKS_HELP = _(
    "En rad som börjar med ## blir en rubrik, en som börjar med - blir en punkt. "
    "Ord inom klamrar behöver fyllas i."
)


class NewLetter(CreatingForm):
    """What kind of letter, to whom, in which language."""

    kind = forms.ChoiceField(
        label=_("Vad för brev?"),
        choices=[(kind.value, kind.label) for kind in BY_HAND],
        widget=forms.RadioSelect,
    )
    audience = forms.ChoiceField(
        label=_("Till vem?"), choices=Audience.choices, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("Läsarens språk"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )

    layout = Layout("form_key", Chips("kind"), Chips("audience"), Chips("language"))

    def clean(self) -> dict[str, Any]:
        """Not every kind of letter is written to everybody."""
        found = super().clean() or self.cleaned_data
        asked = [found.get(name) for name in ("kind", "audience", "language")]
        if all(asked) and not letters.parts_of(*map(str, asked)):
            self.add_error(
                "audience", _("Den sortens brev skrivs bara till patienten.")
            )
        return found


class WriteLetter(Form):
    """The letter itself: how it goes, to whom, its words."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    channel = forms.ChoiceField(
        label=_("Hur skickas det?"),
        choices=Letter.Channel.choices,
        widget=forms.RadioSelect,
    )
    to_name = TextField(label=_("Till"))
    to_address = LongTextField(
        label=_("Adress"),
        help_text=_("Gata och postadress, en rad var. Behövs bara för post."),
        rows=2,
        max_length=300,
        required=False,
    )
    heading = TextField(label=_("Rubrik"))
    body = LongTextField(
        label=_("Brevet"), help_text=MARKS_HELP, rows=22, max_length=LONGEST
    )

    layout = Layout(
        "edition",
        Cards("channel"),
        "to_name",
        "to_address",
        "heading",
        "body",
    )

    def __init__(
        self, *args: Any, letter: Letter, sends: bool = False, **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        self.letter, self.sends = letter, sends
        channels = ways_of(letter)
        self.fields["channel"].choices = channels  # type: ignore[attr-defined]  # a ChoiceField

    def clean_heading(self) -> str:
        """One line, without the mark that makes it a heading."""
        return str(self.cleaned_data["heading"]).lstrip("# ").strip()

    @property
    def text(self) -> str:
        """The whole letter as it is kept, of what has been typed so far."""
        given = self.cleaned_data if hasattr(self, "cleaned_data") else {}
        heading = given.get("heading") or self.data.get("heading", "").lstrip("# ")
        body = given.get("body") or self.data.get("body", "")
        return joined(heading, body)

    def clean(self) -> dict[str, Any]:
        """What only matters when the letter is to leave."""
        found = super().clean() or self.cleaned_data
        if self.sends and not self.errors:
            self._check_way()
            self._check_words()
        return found

    def _check_way(self) -> None:
        channel, address = (
            self.cleaned_data["channel"],
            self.cleaned_data["to_address"],
        )
        reason = actions.why_not_by(self.letter.referral, channel, address)
        if reason:
            is_address = channel == Letter.Channel.POST
            self.add_error("to_address" if is_address else "channel", reason)

    def _check_words(self) -> None:
        if left := letters.unfilled_in(self.text):
            self.add_error("body", letters.fill_in_first(left))


def ways_of(letter: Letter) -> list[tuple[str, Any]]:
    """The channels that a reader of the kind could have."""
    channel = Letter.Channel
    to_clinic = [channel.CLINIC, channel.POST]
    is_protected = letter.referral.hides_contact
    by_post = channel.FORWARDED if is_protected else channel.POST
    to_patient = [by_post, channel.PAGE]
    ways = to_clinic if letter.audience == Audience.CLINIC else to_patient
    return [(way.value, way.label) for way in ways]


def joined(heading: str, body: str) -> str:
    """Heading and words as one text."""
    lines = body.replace("\r\n", "\n").strip()
    return f"{TITLE}{heading.strip()}\n\n{lines}"


def parted(text: str) -> tuple[str, str]:
    """The heading, and what comes after it."""
    first, _newline, rest = text.partition("\n")
    if first.startswith(TITLE):
        return first.removeprefix(TITLE).strip(), rest.strip()
    return "", text.strip()


KINDS_OF_REPLY = Cards(
    "kind",
    hints={
        "part": _("Till exempel när nedtrappningen börjar."),
        "preliminary": _("Något väntar fortfarande."),
        "final": _("Det sista svaret. Sedan kan vårdärendet avslutas."),
    },
)


class WriteReply(Form):
    """What the unit answers the clinics of the case."""

    kind = forms.ChoiceField(
        label=_("Vad för svar?"),
        choices=[
            (Reply.Kind.PART.value, _("Delsvar")),
            (Reply.Kind.PRELIMINARY.value, _("Preliminärt svar")),
            (Reply.Kind.FINAL.value, _("Slutsvar")),
        ],
        widget=forms.RadioSelect,
    )
    text = LongTextField(
        label=_("Svaret"),
        help_text=_(
            "En kort rad som slutar med kolon blir en rubrik. "
            "Ord inom klamrar behöver fyllas i."
        ),
        rows=18,
        max_length=LONGEST,
    )

    layout = Layout(KINDS_OF_REPLY, "text")

    def clean_text(self) -> str:
        """Nothing leaves with words in braces that somebody meant to write."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()
        if left := letters.unfilled_in(text):
            raise ValidationError(letters.fill_in_first(left))
        return text


class PostReply(WriteReply):
    """The same for a clinic that cannot sign in: on paper, to an address."""

    to_name = TextField(label=_("Till"))
    to_address = LongTextField(
        label=_("Vårdcentralens adress"),
        help_text=_("Vårdcentralen kan inte logga in, så svaret går med post."),
        rows=2,
        max_length=300,
    )

    layout = Layout(KINDS_OF_REPLY, "to_name", "to_address", "text")

    def __init__(self, *args: Any, known: ClinicAddress, **rest: Any) -> None:
        super().__init__(*args, **rest)
        if known.written_at:
            self.fields["to_address"].help_text = _(
                "Dit skickade ni brev %(day)s. Stämmer adressen fortfarande?"
            ) % {"day": longday_with_year(known.written_at)}


class WriteBlock(Form):
    """One part of a kind of letter."""

    replaces = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = LongTextField(
        label=_("Text"),
        help_text=_(
            "En rad som börjar med ## blir en rubrik, en som börjar med - en punkt. "
            "Tom text: delen är inte med i brevet."
        ),
        rows=10,
        max_length=4000,
        required=False,
    )

    def __init__(self, *args: Any, kind: str, audience: str, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.kind, self.audience = kind, audience

    def clean_text(self) -> str:
        """Only words in braces that such a letter can fill in."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()
        unknown = letters.unknown_in(text)
        unknown += letters.foreign_in(text, self.kind, self.audience)
        if unknown:
            names = letters.in_braces(dict.fromkeys(unknown))
            raise ValidationError(
                _("Det här kan brevet inte fylla i: %(names)s.") % {"names": names}
            )
        return text


def new_letter_choices(referral: Referral) -> dict[str, str]:
    """What a new letter most likely is."""
    return {
        "kind": LetterKind.REPLY if referral.decided_at else LetterKind.CONFIRMATION,
        "audience": Audience.PATIENT,
        "language": referral.language,
    }
