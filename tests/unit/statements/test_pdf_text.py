"""The text of a PDF is quoted like any other, or the PDF is refused by name."""

from __future__ import annotations

import pypdf
import pytest
from pdf_built import locked, pdf

from inquo.errors import QuoteError
from inquo.records.digest import Digest
from inquo.statements.anchor import anchor_quote, extract_text

TWO = pdf("The hospital was", "hit at noon, said the doctor.")


def test_a_quote_is_found_across_pages_and_the_library_is_named() -> None:
    text = extract_text(TWO, "a.pdf")
    anchor = anchor_quote("The hospital was hit at noon", text, language="en")
    assert anchor.document == Digest.of(TWO)
    assert anchor.extraction == f"pdf/1 pypdf {pypdf.__version__}"
    with pytest.raises(QuoteError, match="the nearest passage is 'The hospital was hit at noon'"):
        anchor_quote("The hospital was hit at moon", text, language="en")


def test_a_pdf_that_is_locked_against_printing_alone_is_read() -> None:
    assert "hit at noon" in extract_text(locked(TWO, ""), "a.pdf").text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (locked(TWO, "secret"), "locked with a password"),
        (pdf(""), "holds no text, only pictures or nothing"),
        (b"%PDF-1.7", "not a PDF that can be read"),
        (TWO[: len(TWO) // 2], "a.pdf: "),
        (TWO.replace(b"/Type /Pages", b"/Type /Pagez").replace(b"/Kids", b"/Kidz"), "a.pdf: "),
        (TWO.replace(b"/Kids [4 0 R", b"/Kids [2 0 R"), "a.pdf: "),
    ],
)
def test_a_pdf_that_cannot_be_read_is_refused_with_a_way_out(content: bytes, reason: str) -> None:
    with pytest.raises(QuoteError, match=reason) as refusal:
        extract_text(content, "a.pdf")
    assert refusal.value.hint


@pytest.mark.parametrize("seed", range(40))
def test_damage_anywhere_is_text_or_a_refusal_and_nothing_else(seed: int) -> None:
    content = bytearray(TWO)
    for step in range(8):
        content[(seed * 7919 + step * 104729) % len(content)] ^= 1 << (seed + step) % 8
    try:
        extract_text(b"%PDF-" + bytes(content[5:]), "a.pdf")
    except QuoteError as refusal:
        assert str(refusal).startswith("a.pdf: ")


def test_more_pages_or_text_than_can_be_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inquo.statements.pdf_pypdf.MOST_PAGES", 1)
    with pytest.raises(QuoteError, match="more than 1 pages"):
        extract_text(TWO, "a.pdf")
    monkeypatch.setattr("inquo.statements.pdf_pypdf.MOST_PAGES", 9)
    monkeypatch.setattr("inquo.statements.pdf_pypdf.MOST_CHARACTERS", 20)
    with pytest.raises(QuoteError, match="more than 20 characters"):
        extract_text(TWO, "a.pdf")
