"""However a quote is garbled, the refusal shows where it probably stands, and never another error."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from inquo.errors import QuoteError
from inquo.statements.anchor import anchor_quote, extract_text, normalise

WORDS = st.lists(st.text("abcdefghشفىдом", min_size=2, max_size=9), min_size=30, max_size=60, unique=True)


@given(WORDS, st.data())
def test_one_changed_character_still_leads_to_the_passage(words: list[str], data: st.DataObject) -> None:
    text = extract_text(" ".join(words).encode(), "a.txt")
    first = data.draw(st.integers(0, len(words) - 10))
    quote = " ".join(words[first : first + 10])
    at = data.draw(st.integers(0, len(quote) - 1))
    changed = quote[:at] + "#" + quote[at + 1 :]
    with pytest.raises(QuoteError) as refusal:
        anchor_quote(changed, text, language="en")
    assert f"the nearest passage is {quote!r}" in str(refusal.value)


@given(st.text(max_size=400), st.text(min_size=1, max_size=80))
def test_any_quote_of_any_text_is_found_or_refused(body: str, quote: str) -> None:
    assume(normalise(quote))
    try:
        text = extract_text(body.encode("utf-8", "replace"), "a.txt")
    except QuoteError:
        return
    try:
        anchor = anchor_quote(quote, text, language="en")
    except QuoteError as refusal:
        assert refusal.hint
    else:
        assert text.text[anchor.start : anchor.end] == anchor.exact == normalise(quote)
