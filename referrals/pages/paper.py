"""An A4 as it is drawn, on the screen and as a file alike."""

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import partial

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import CareUnit, User
from accounts.roles import Role
from referrals import actions
from referrals.letters import clinic_language, words_of
from referrals.letters.compose import sections_of, text_of
from referrals.letters.placeholders import example
from referrals.models import Audience, Letter, Referral, Reply
from ui import paper
from ui.paper.text import Section, read
from ui.templatetags.dates import longday_with_year

Channel = Letter.Channel


@dataclass(frozen=True, kw_only=True)
class Around:
    """The sheet in the outer envelope, when somebody else takes the letter on."""

    sender: list[str]
    to: list[str]
    sentences: list[str]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What stands where. Above the fold nothing says what the letter is about."""

    title: str
    language: str
    sender: list[str]
    to: list[str]
    date: str
    heading: str
    about: str
    sections: list[Section]
    signed: list[str]
    footer: str
    around: list[Around] = field(default_factory=list)

    @property
    def window(self) -> str:
        """On which side the envelope has its window."""
        return str(settings.LETTER_WINDOW)


def sheet_pdf(sheet: Sheet) -> bytes:
    """The sheet as a file, tagged for screen readers (PDF/UA-1)."""
    content = {
        "window": sheet.window,
        "from": sheet.sender,
        "to": sheet.to,
        "date": sheet.date,
        "heading": sheet.heading,
        "about": sheet.about,
        "sections": [asdict(section) for section in sheet.sections],
        "signed": sheet.signed,
        "footer": sheet.footer,
        "around": [
            {"from": one.sender, "to": one.to, "sentences": one.sentences}
            for one in sheet.around
        ],
    }
    return paper.POST.pdf(content, language=sheet.language, title=sheet.title)


def lines_of(text: str) -> list[str]:
    """The lines of an address; a comma in a setting is a new line as well."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def sender(unit: CareUnit | None) -> list[str]:
    """Who it is from, without a word of what care it is."""
    address = settings.LETTER_RETURN_ADDRESS.replace(",", "\n")
    if not address and unit:
        address = unit.address
    return [settings.LETTER_SENDER, *lines_of(address)]


def _about(referral: Referral) -> str:
    """Whom it is about, for another care provider; no number when it is protected."""
    patient = referral.patient
    name = patient.name if patient else referral.name
    number = patient.shown_number if patient and not referral.hides_contact else ""
    if number:
        about = {"name": name, "number": number}
        return _("Gäller %(name)s, %(number)s") % about
    return _("Gäller %(name)s") % {"name": name}


def _signed(by: User, referral: Referral) -> list[str]:
    """Who answers for the words; what nobody read first is the unit's."""
    person = [] if by.role == Role.SYSTEM else [by.name, by.title]
    return [row for row in (*person, referral.unit.name) if row]


def letter_sheet(letter: Letter, *, on: date, shows_number: bool = False) -> Sheet:
    """A letter as it stands: the draft, or what was sent.

    The number of a protected person stands on paper and not on the unit's screens.
    """
    with override(letter.language):
        return replace(
            _letter_sheet(letter, on),
            to=_receiver(letter, shows_number=shows_number),
        )


def _letter_sheet(letter: Letter, on: date) -> Sheet:
    content, referral = read(letter.text), letter.referral
    is_to_clinic = letter.audience == Audience.CLINIC
    reference = {"reference": referral.shown_reference}
    written = localdate(letter.sent_at) if letter.sent_at else on
    return Sheet(
        title=content.title or _("Brev"),
        language=letter.language,
        sender=sender(referral.unit),
        to=[],
        date=longday_with_year(written),
        heading=content.title or _("Brev"),
        about=_about(referral) if is_to_clinic else "",
        sections=content.sections,
        signed=_signed(letter.sent_by or letter.written_by, referral),
        footer=_("Nummer %(reference)s") % reference,
        around=_around(letter),
    )


def _receiver(letter: Letter, *, shows_number: bool) -> list[str]:
    """What the window shows: name and address, or the number for the agency."""
    if letter.channel == Channel.PAGE:
        return []
    if letter.channel == Channel.FORWARDED:
        patient = letter.referral.patient
        number = patient.shown_number if patient else ""
        hidden = _("(personnumret står på pappret)")
        return [letter.to_name, number if shows_number else hidden]
    return [letter.to_name, *lines_of(letter.to_address)]


def _around(letter: Letter) -> list[Around]:
    """The outer sheet of a letter that an authority takes on (rules PRO-03)."""
    if letter.channel != Channel.FORWARDED:
        return []
    agency = settings.LETTER_FORWARDING.replace(",", "\n")
    said = _(
        "Vi ber er att förmedla brevet som ligger i det inre kuvertet. "
        "Mottagarens personnummer står på det."
    )
    unit, to = letter.referral.unit, lines_of(agency)
    return [Around(sender=sender(unit), to=to, sentences=[said])]


def reply_sheet(reply: Reply, *, to: str = "") -> Sheet:
    """What the unit answered a clinic; `to` when somebody has typed where."""
    language = clinic_language()
    to = to or "\n".join(actions.reader_of(reply.referral, Audience.CLINIC))
    with override(language):
        kind, referral = str(reply.get_kind_display()), reply.referral
        return Sheet(
            title=kind,
            language=language,
            sender=sender(referral.unit),
            to=lines_of(to),
            date=longday_with_year(localdate(reply.sent_at)),
            heading=kind,
            about=_about(referral),
            sections=sections_of(reply.text),
            signed=_signed(reply.sent_by, referral),
            footer=_("Nummer %(reference)s") % {"reference": referral.shown_reference},
        )


def example_sheet(kind: str, audience: str, language: str, *, on: date) -> Sheet:
    """The blocks of a letter with example values, for whoever edits them."""
    parts = words_of(kind, audience, language).parts
    return example_of(text_of(list(parts.values())), audience, language, on=on)


def example_of(text: str, audience: str, language: str, *, on: date) -> Sheet:
    """A text with examples in place of the words in braces."""
    named = "{clinic}" if audience == Audience.CLINIC else "{name}"
    with override(language):
        content = read(example(text))
        make = partial(Sheet, language=language, sender=sender(None), signed=[])
        return make(
            title=content.title or _("Brev"),
            to=[example(named), "Exempelgatan 1", "463 30 Lilla Edet"],
            date=longday_with_year(on),
            heading=content.title or _("Brev"),
            about="",
            sections=content.sections,
            footer=_("Nummer %(reference)s") % {"reference": "4F7K-9Q2T"},
        )
