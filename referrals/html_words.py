"""The words of an HTML file, without a single tag, in time that grows with its length.

The standard library's parser goes back over what it has read: a small file of tags that
never end would keep it busy for hours.
"""

import html
import re
from collections.abc import Iterator

# What is inside is for the browser and not for the reader.
RAW = {"script", "style"}
HIDDEN = {"head", "template", "noscript", "iframe", "object"}
LINES = {
    *("p", "div", "br", "tr", "li", "table", "ul", "ol", "section", "article"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote", "pre", "body"),
}
MARK = re.compile(r"<(?:!--|[!?]|(/?)([a-zA-Z][^\s/>]*))")
ENDS = {tag: re.compile(rf"</{tag}", re.IGNORECASE) for tag in RAW}
# A sign by its number. No sign has so long a one, and counting so far is refused.
ENDLESS = re.compile(r"&#[0-9]{8,};?")


def text_of_html(page: str) -> str:
    """The words as a reader of the page would see them, in lines."""
    parts: list[str] = []
    hidden = dict.fromkeys(HIDDEN, 0)
    for tag, is_end, words in _pieces(page):
        _count(hidden, tag, is_end=is_end)
        if tag in LINES:
            parts.append("\n")
        elif tag in {"td", "th"} and not is_end:
            parts.append("\t")
        elif words and not any(hidden.values()):
            parts.append(html.unescape(ENDLESS.sub("\ufffd", words)))
    lines = [" ".join(line.split()) for line in "".join(parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _count(hidden: dict[str, int], tag: str, *, is_end: bool) -> None:
    """What has been opened that hides; nothing is closed that was not."""
    # A head that is never closed ends where the body begins.
    if tag == "body" and not is_end:
        hidden["head"] = 0
    if tag in HIDDEN:
        hidden[tag] = max(hidden[tag] - 1, 0) if is_end else hidden[tag] + 1


def _pieces(page: str) -> Iterator[tuple[str, bool, str]]:
    """Tag, whether it ends one, and words; a mark that never ends is words too."""
    at, last, last_comment = 0, page.rfind(">"), page.rfind("-->")
    while found := MARK.search(page, at):
        is_comment = found[0] == "<!--"
        yield "", False, page[at : found.start()]
        if (last_comment if is_comment else last) < found.end() - 2 * is_comment:
            at = found.start()
            break
        end = page.find("-->" if is_comment else ">", found.end() - 2 * is_comment)
        at = end + (3 if is_comment else 1)
        tag = (found[2] or "").lower()
        yield tag, bool(found[1]), ""
        if tag in RAW and not found[1]:
            closing = ENDS[tag].search(page, at)
            at = closing.start() if closing else len(page)
    yield "", False, page[at:]
