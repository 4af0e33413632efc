"""A quote is found exactly once in the archived bytes, or refused."""

from __future__ import annotations

import pytest

from inquo.errors import QuoteError
from inquo.statements.anchor import anchor_quote, check_anchor, extract_text

PLAIN = "The hospital was hit.\r\nA doctor said: “it was  empty”. The hospital was hit.\n".encode()
PAGE = """<!DOCTYPE html><html><head><meta charset="windows-1252"><title>News</title>
<style>p { color: red }</style><script>var a = "The hospital stood";</script></head>
<body><!-- hidden --><h1>The hospital</h1><p>The <b>hos</b>pital &amp; the&nbsp;clinic
were hit&#33;</p><div hidden>x</div><p>Caf\u00e9</p></body></html>""".encode("cp1252")


def test_a_quote_is_anchored_by_offsets_into_the_normalised_text() -> None:
    text = extract_text(PLAIN, "a.txt")
    anchor = anchor_quote("A doctor said: “it was\n empty”.", text, language="en")
    assert text.text[anchor.start : anchor.end] == anchor.exact == "A doctor said: “it was empty”."
    assert anchor.prefix == "The hospital was hit. "
    assert anchor.suffix == " The hospital was hit."
    assert anchor.extraction == "text/1"
    check_anchor(anchor, text)


@pytest.mark.parametrize(
    "quote",
    [
        "A doctor said: “it was emptY”.",
        'A doctor said: "it was empty".',
        "A doctor said “it was empty”.",
        "A doctor said: “it was not empty”.",
        "A doctors said: “it was empty”.",
        "Nobody said so",
    ],
)
def test_a_quote_changed_by_one_character_is_refused(quote: str) -> None:
    with pytest.raises(QuoteError, match="is not in the archived document") as refusal:
        anchor_quote(quote, extract_text(PLAIN, "a.txt"), language="en")
    assert refusal.value.hint


def test_the_refusal_says_where_the_words_part() -> None:
    with pytest.raises(QuoteError, match="after 'A doctor said: “it was ' the document has 'empty”"):
        anchor_quote("A doctor said: “it was full”.", extract_text(PLAIN, "a.txt"), language="en")


def test_of_two_occurrences_neither_is_preferred_until_the_surroundings_tell() -> None:
    text = extract_text(PLAIN, "a.txt")
    with pytest.raises(QuoteError, match="occurs 2 times"):
        anchor_quote("The hospital was hit.", text, language="en")
    assert anchor_quote("The hospital was hit.", text, language="en", suffix="A doctor").start == 0
    assert anchor_quote("The hospital was hit.", text, language="en", prefix="empty”.").start > 0
    with pytest.raises(QuoteError, match="not between this prefix and suffix"):
        anchor_quote("The hospital was hit.", text, language="en", prefix="elsewhere")


def test_of_html_the_text_that_a_reader_sees_is_quoted() -> None:
    text = extract_text(PAGE, "a.html")
    assert text.extraction == "html/1"
    assert anchor_quote("The hospital & the clinic were hit!", text, language="en").exact in text.text
    assert anchor_quote("Café", text, language="fr").suffix == ""
    for unseen in ("color: red", "stood", "hidden -->", "The hospital The"):
        if unseen == "The hospital The":
            assert unseen in text.text  # a heading and a paragraph are two words apart
        else:
            with pytest.raises(QuoteError):
                anchor_quote(unseen, text, language="en")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"caf\xe9 caf\xc3\xa9", "byte 3 does not fit"),
        (b"<html><meta charset=utf-8><body>caf\xe9", "byte"),
        (b"<html><meta charset=klingon><body>x", "no such encoding"),
        (b"%PDF-1.7 text", "not a PDF that can be read"),
        (b"a\x00b", "not a text"),
    ],
)
def test_bytes_that_are_not_text_throughout_are_refused(content: bytes, reason: str) -> None:
    with pytest.raises(QuoteError, match=reason):
        extract_text(content, "exhibit")


def test_byte_order_marks_are_honoured() -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        assert extract_text("مشفى".encode(encoding), "a").text == "مشفى"


def test_marks_that_cannot_be_seen_do_not_hide_a_quote_and_composed_letters_agree() -> None:
    text = extract_text("\u202bمشفى\u202c أعزاز cafe\u0301".encode(), "a.txt")
    assert anchor_quote("مشفى أعزاز caf\u00e9", text, language="ar").start == 0


def test_an_anchor_does_not_hold_for_other_bytes() -> None:
    text = extract_text(PLAIN, "a.txt")
    anchor = anchor_quote("A doctor", text, language="en")
    with pytest.raises(QuoteError, match="another document"):
        check_anchor(anchor, extract_text(PLAIN + b"!", "b.txt"))


def test_an_empty_quote_is_refused() -> None:
    with pytest.raises(QuoteError, match="empty"):
        anchor_quote(" \u200b ", extract_text(PLAIN, "a.txt"), language="en")
