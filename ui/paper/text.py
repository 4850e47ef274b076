"""The parts of a letter, and the text that it is kept as."""

from dataclasses import dataclass, field

TITLE, HEADING, ITEM = "# ", "## ", "- "


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading, sentences under it, and perhaps a list after them."""

    heading: str
    sentences: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The whole of it, in order."""

    title: str
    sections: list[Section]

    @property
    def text(self) -> str:
        """As it is kept."""
        return "\n\n".join([f"{TITLE}{self.title}", *map(_section_text, self.sections)])


def _section_text(section: Section) -> str:
    items = [f"{ITEM}{item}" for item in section.items]
    return "\n".join([f"{HEADING}{section.heading}", *section.sentences, *items])


def read(text: str) -> Letter:
    """The parts of a kept letter: what a page and a printed letter are made from."""
    title, sections = "", []
    for line in filter(None, text.splitlines()):
        if line.startswith(HEADING):
            sections.append(Section(heading=line.removeprefix(HEADING)))
        elif line.startswith(TITLE):
            title = line.removeprefix(TITLE)
        elif line.startswith(ITEM):
            _open(sections).items.append(line.removeprefix(ITEM))
        else:
            _after_items(sections).sentences.append(line)
    return Letter(title=title, sections=sections)


def _open(sections: list[Section]) -> Section:
    """The section being read; what comes before any heading has one without."""
    if not sections:
        sections.append(Section(heading=""))
    return sections[-1]


def _after_items(sections: list[Section]) -> Section:
    """Where a sentence goes: after a list, into a section of its own."""
    if _open(sections).items:
        sections.append(Section(heading=""))
    return sections[-1]
