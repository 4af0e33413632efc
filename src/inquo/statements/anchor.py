"""Finding a quote in the archived bytes, and refusing it when it is not there.

Normalisation, in this order, of the document and of the quote alike:

1. Bytes are decoded by their byte order mark, else by the charset that an HTML document declares,
   else as UTF-8; a byte that does not fit is an error, never a replacement character.
2. Of a PDF, the text that pypdf reads; its version is part of the extraction's name. Of HTML, the text
   that a reader sees: comments, scripts, styles, templates and the head except
   its title are left out, character references are resolved, and a block begins a new word. What
   a style sheet hides is not known to be hidden, and stays.
3. Soft hyphens, zero-width spaces and marks of direction are dropped: they cannot be seen.
4. Unicode normalisation form C.
5. Every run of white space is one space; none at the ends.

Nothing else is folded. Letters, case, punctuation and quotation marks must be as archived.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from html.parser import HTMLParser

from inquo.errors import QuoteError
from inquo.records.digest import Digest
from inquo.records.statement import Anchor
from inquo.statements.warc import is_web_archive, read_page

CONTEXT_CHARACTERS = 32
_TELLING = 8
_MOST_PLACES = 64
_UNSEEN = dict.fromkeys(
    [0xAD, 0x200B, 0x200E, 0x200F, 0x61C, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], None
)
_MARKS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_HTML = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_HIDDEN = {"script", "style", "template", "noscript", "svg", "iframe", "object"}
_INLINE_NAMES = """
    a abbr b bdi bdo cite code em font i kbd mark q s small span strong sub sup time u var wbr
"""
_INLINE = frozenset(_INLINE_NAMES.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedText:
    """A document's normalised text, and how it was taken from its bytes.

    Attributes:
        document: Digest of the bytes.
        text: The text.
        extraction: Name and version of the way, such as ``html/1``.
    """

    document: Digest
    text: str
    extraction: str


def extract_text(content: bytes, name: str, page: str | None = None) -> ArchivedText:
    """Take the text from a document's bytes; whether it is HTML or a web archive is told by the bytes.

    Args:
        content: The bytes as archived.
        name: What to call the document in an error.
        page: Address of the page in a web archive; None where there is only one.

    Raises:
        QuoteError: The bytes are in no encoding that they declare, hold no text, or not that page.
    """
    if is_web_archive(content):
        inner = extract_text(read_page(content, name, page), f"{name} ({page or 'its page'})")
        extraction = f"warc/1 {page}; {inner.extraction}" if page else f"warc/1; {inner.extraction}"
        return ArchivedText(document=Digest.of(content), text=inner.text, extraction=extraction)
    if content.startswith(b"%PDF-"):
        from inquo.statements.pdf_pypdf import EXTRACTION, pdf_text

        return ArchivedText(document=Digest.of(content), text=normalise(pdf_text(content, name)), extraction=EXTRACTION)
    is_html = _HTML.match(content.removeprefix(codecs.BOM_UTF8)) is not None
    text = _decode(content, name, is_html=is_html)
    if "\x00" in text:
        raise QuoteError(f"{name}: not a text, HTML or PDF document", hint="save its text beside it, and cite both")
    if is_html:
        text = _seen_text(text)
    return ArchivedText(document=Digest.of(content), text=normalise(text), extraction="html/1" if is_html else "text/1")


def typed_text(words: str, picture: Digest) -> ArchivedText:
    """Words that a person typed off a picture: what is quoted is their reading, and the extraction says so.

    Args:
        words: As typed.
        picture: Digest of the picture's bytes.
    """
    return ArchivedText(document=picture, text=normalise(words), extraction=f"typed/1 {Digest.of(words.encode())}")


def normalise(text: str) -> str:
    r"""Bring text to the one form in which quotes are compared.

    >>> normalise("a\u00a0 quote,\r\nso\u00adft")
    'a quote, soft'
    """
    return " ".join(unicodedata.normalize("NFC", text.translate(_UNSEEN)).split())


def anchor_quote(quote: str, text: ArchivedText, *, language: str, prefix: str = "", suffix: str = "") -> Anchor:
    """Find a quote in an archived text.

    1. The quote, between its prefix and suffix where they are given, must be there exactly.
    2. It must be there once: of two occurrences, neither is preferred.

    Args:
        quote: The words.
        text: The document.
        language: BCP 47 tag of the words.
        prefix: Words just before, to tell occurrences apart.
        suffix: Words just after.

    Returns:
        The anchor, with the words around it as archived.

    Raises:
        QuoteError: The quote is empty, is not there, or is there more than once.
    """
    exact, before, after = normalise(quote), normalise(prefix), normalise(suffix)
    if not exact:
        raise QuoteError("the quote is empty", hint="quote the words on which the statement rests")
    starts = [found for found in _occurrences(exact, text.text) if _fits(text.text, found, exact, before, after)]
    if not starts:  # 1
        raise QuoteError(
            f"the quote {shorten(exact)!r} is not in the archived document {text.document.short}: "
            + _where_it_parts(exact, text.text, surroundings=bool(before or after)),
            hint="copy the words from the archived document itself; only white space may differ",
        )
    if len(starts) > 1:  # 2
        raise QuoteError(
            f"the quote {shorten(exact)!r} occurs {len(starts)} times in the archived document {text.document.short}",
            hint="give a prefix or suffix that tells the occurrences apart",
        )
    start, end = starts[0], starts[0] + len(exact)
    return Anchor(
        document=text.document,
        exact=exact,
        prefix=text.text[max(0, start - CONTEXT_CHARACTERS) : start],
        suffix=text.text[end : end + CONTEXT_CHARACTERS],
        start=start,
        end=end,
        extraction=text.extraction,
        language=language,
    )


def check_anchor(anchor: Anchor, text: ArchivedText) -> None:
    """Check that an anchor still holds what it quotes.

    Raises:
        QuoteError: The document is another, was extracted otherwise, or says something else there.
    """
    if (anchor.document, anchor.extraction) != (text.document, text.extraction):
        raise QuoteError(f"the quote {shorten(anchor.exact)!r} is anchored to another document or extraction")
    found = text.text[anchor.start : anchor.end]
    if found != anchor.exact:
        raise QuoteError(f"the archived document says {shorten(found)!r} where {shorten(anchor.exact)!r} is quoted")


def shorten(text: str, limit: int = 60) -> str:
    """Cut a text for a message, showing that it was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _occurrences(exact: str, text: str) -> list[int]:
    starts, start = [], text.find(exact)
    while start >= 0:
        starts.append(start)
        start = text.find(exact, start + 1)
    return starts


def _fits(text: str, start: int, exact: str, before: str, after: str) -> bool:
    return text[:start].rstrip().endswith(before) and text[start + len(exact) :].lstrip().startswith(after)


def _where_it_parts(exact: str, text: str, *, surroundings: bool) -> str:
    """Say how far the quote agrees with the document, and what stands there, so that a slip is found at a glance."""
    if exact in text:
        return "the words are there, but not between this prefix and suffix" if surroundings else "not there"
    low, high = 0, len(exact)
    while low < high:  # the longest beginning of the quote that the document holds
        middle = (low + high + 1) // 2
        low, high = (middle, high) if exact[:middle] in text else (low, middle - 1)
    if low >= min(_TELLING, len(exact)):
        start = text.index(exact[:low])
        there = f"after {exact[max(0, low - 24) : low]!r} the document has {shorten(text[start + low :][:24])!r}"
    elif (likely := _nearest(exact, text)) is not None:
        start, there = likely, "its beginning is not there"
    else:
        return "no part of it is there"
    return f"{there}; the nearest passage is {shorten(text[start : start + len(exact)], 240)!r}"


def _nearest(exact: str, text: str) -> int | None:
    """Where most of the quote's pieces stand as far apart as in the quote; None when no piece is there."""
    for size in (4 * _TELLING, 2 * _TELLING, _TELLING):
        votes: dict[int, int] = {}
        for at in range(0, len(exact) - size + 1, max(1, size // 2)):
            for found in _occurrences(exact[at : at + size], text)[:_MOST_PLACES]:
                start = max(0, found - at)
                votes[start] = votes.get(start, 0) + 1
        if votes:
            return max(votes, key=lambda start: votes[start])
    return None


def _decode(content: bytes, name: str, *, is_html: bool) -> str:
    encoding = next((label for mark, label in _MARKS if content.startswith(mark)), None)
    if encoding is None and is_html and (declared := _DECLARED.search(content[:4096])):
        encoding = declared[1].decode("ascii")
    try:
        return content.decode(encoding or "utf-8")
    except (UnicodeDecodeError, LookupError, ValueError) as error:
        reason = f"byte {error.start} does not fit" if isinstance(error, UnicodeDecodeError) else "no such encoding"
        raise QuoteError(
            f"{name}: not {encoding or 'utf-8'} throughout: {reason}",
            hint="archive the document again in one encoding, and keep both",
        ) from error


def _seen_text(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.pieces)


class _Reader(HTMLParser):
    """Collects what a reader of a page sees, in the order of the source."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Enter an element."""
        if tag in _HIDDEN:
            self._hidden.append(tag)
        self._separate(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Pass an element that holds nothing."""
        self._separate(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and with it any left open inside."""
        if tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]
        self._separate(tag)

    def handle_data(self, data: str) -> None:
        """Take text that is seen."""
        if not self._hidden:
            self.pieces.append(data)

    def _separate(self, tag: str) -> None:
        if tag not in _INLINE:
            self.pieces.append("\n")
