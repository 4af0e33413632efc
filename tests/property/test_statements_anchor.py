"""Every stretch of a document can be quoted; every change of one character is noticed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from inquo.errors import QuoteError
from inquo.statements.anchor import anchor_quote, check_anchor, extract_text, normalise

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)


@given(texts, st.data())
def test_every_stretch_is_found_or_found_to_be_ambiguous(text: str, data: st.DataObject) -> None:
    archived = extract_text(text.encode(), "a")
    assume(archived.text)
    start = data.draw(st.integers(0, len(archived.text) - 1))
    end = data.draw(st.integers(start + 1, len(archived.text)))
    quote = normalise(archived.text[start:end])
    assume(quote and quote in archived.text)
    if archived.text.count(quote) == 1 and archived.text.find(quote, archived.text.find(quote) + 1) < 0:
        anchor = anchor_quote(quote, archived, language="und")
        assert archived.text[anchor.start : anchor.end] == quote
        check_anchor(anchor, archived)
    else:
        with pytest.raises(QuoteError, match="times"):
            anchor_quote(quote, archived, language="und")


@given(st.text("abc “”.", min_size=12, max_size=60), st.data())
def test_a_quote_changed_by_one_character_is_never_found(text: str, data: st.DataObject) -> None:
    archived = extract_text(text.encode(), "a")
    assume(archived.text)
    at = data.draw(st.integers(0, len(archived.text) - 1))
    changed = archived.text[:at] + "X" + archived.text[at + 1 :]
    with pytest.raises(QuoteError):
        anchor_quote(changed, archived, language="und")


@given(texts)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
