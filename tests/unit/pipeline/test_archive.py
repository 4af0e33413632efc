"""Which exhibit a statements file means by a name, and which statements file counts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.pipeline.accounts_built import ARTICLE, HEAD

from inquo.custody.casefile import CaseFolder, create_case
from inquo.custody.intake import take_in
from inquo.errors import QuoteError, StatementError
from inquo.pipeline.archive import check_statements, list_filed, open_filed, text_of, versions
from inquo.records.custody import ExhibitKind, Source
from inquo.records.digest import Digest

WHEN = datetime(2026, 1, 1, tzinfo=UTC)
SAID = HEAD.replace("{links}", "")


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    return create_case(tmp_path / "case", question="?", who="A. Person", when=WHEN)


def add(case: CaseFolder, name: str, content: bytes) -> Digest:
    folder = case.path.parent / Digest.of(content).short
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return take_in(case, folder / name, Source(), "A. Person", WHEN).digest


def test_a_document_is_found_by_its_name_whatever_folder_it_is_said_to_be_in(case: CaseFolder) -> None:
    add(case, "article.txt", ARTICLE)
    for file in ("article.txt", "documents/article.txt", "..\\article.txt"):
        assert open_filed(case, list_filed(case))(file, None).content == ARTICLE


def test_names_agree_however_their_letters_are_composed(case: CaseFolder) -> None:
    add(case, "cafe\u0301.txt", ARTICLE)
    assert open_filed(case, list_filed(case))("caf\u00e9.txt", None).content == ARTICLE


def test_a_document_that_is_not_here_is_refused_and_the_likely_one_named(case: CaseFolder) -> None:
    add(case, "article.txt", ARTICLE)
    with pytest.raises(StatementError, match="is not among the exhibits") as refusal:
        open_filed(case, list_filed(case))("artikle.txt", None)
    assert "did you mean 'article.txt'?" in refusal.value.hint
    with pytest.raises(StatementError, match="is not among the exhibits"):
        open_filed(case, list_filed(case))("article.txt", "0" * 64)


def test_of_two_documents_by_one_name_neither_is_preferred(case: CaseFolder) -> None:
    first = add(case, "article.txt", ARTICLE)
    add(case, "article.txt", ARTICLE + b" Corrected.")
    with pytest.raises(StatementError, match="2 exhibits came in by this name") as refusal:
        open_filed(case, list_filed(case))("article.txt", None)
    assert first in refusal.value.hint
    assert open_filed(case, list_filed(case))("article.txt", first).content == ARTICLE


def test_the_statements_file_that_came_in_last_counts_even_when_it_came_in_before(case: CaseFolder) -> None:
    add(case, "article.txt", ARTICLE)
    first = add(case, "statements.toml", SAID.encode())
    second = add(case, "statements.toml", SAID.encode() + b"# more\n")
    assert [one.exhibit.digest for one in versions(list_filed(case))] == [first, second]
    add(case, "again.toml", SAID.encode())
    files = versions(list_filed(case))
    assert [one.exhibit.digest for one in files] == [second, first]
    assert files[-1].label == "again.toml"
    assert all(one.exhibit.kind is ExhibitKind.STATEMENTS for one in files)
    assert len(check_statements(case, list_filed(case)).statements) == 1


def test_a_quote_changed_by_one_character_is_refused_with_file_line_and_passage(case: CaseFolder) -> None:
    add(case, "article.txt", ARTICLE)
    add(case, "statements.toml", SAID.replace("clinic on", "clinic in").encode())
    line = SAID[: SAID.index("quote =")].count("\n") + 1
    with pytest.raises(QuoteError) as refusal:
        check_statements(case, list_filed(case))
    assert str(refusal.value).startswith(f"statements.toml: line {line}: the quote 'It hit the clinic in 17 August")
    assert "after 'It hit the clinic ' the document has 'on 17 August 2024.'" in str(refusal.value)
    assert "the nearest passage is 'It hit the clinic on 17 August 2024.'" in str(refusal.value)


def test_a_quote_whose_first_letter_is_wrong_is_shown_its_passage_too(case: CaseFolder) -> None:
    add(case, "article.txt", ARTICLE)
    add(case, "statements.toml", SAID.replace('"It hit', '"If hit').encode())
    with pytest.raises(QuoteError, match=r"the nearest passage is 'It hit the clinic on 17 August 2024.'"):
        check_statements(case, list_filed(case))


def test_bytes_that_changed_in_custody_are_not_quoted(case: CaseFolder) -> None:
    digest = add(case, "article.txt", ARTICLE)
    add(case, "statements.toml", SAID.encode())
    path = case.exhibit_path(digest)
    path.chmod(0o644)
    path.write_bytes(ARTICLE + b" ")
    with pytest.raises(QuoteError, match="no longer matches its digest"):
        check_statements(case, list_filed(case))


def test_a_case_without_statements_says_how_to_add_some(case: CaseFolder) -> None:
    with pytest.raises(StatementError, match="there is no statements file in this case") as refusal:
        check_statements(case, list_filed(case))
    assert "inquo add case statements.toml" in refusal.value.hint


def test_words_typed_off_a_picture_are_quoted_and_say_who_typed_them(case: CaseFolder) -> None:
    picture = add(case, "post.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    typed = 'file = "post.png"\ntyped = "It hit the clinic on 17 August 2024."\ntyped_by = "A. Person"'
    add(case, "statements.toml", SAID.replace('file = "article.txt"', typed).encode())
    accounts = check_statements(case, list_filed(case))
    (document,) = accounts.documents
    assert (document.digest, document.transcript_of, document.typed_by) == (picture, picture, "A. Person")
    words = Digest.of(b"It hit the clinic on 17 August 2024.")
    assert accounts.statements[0].anchor.extraction == f"typed/1 {words}"


@pytest.mark.parametrize(
    ("field", "content", "message"),
    [
        ('typed = "It hit the clinic on 17 August 2024."\ntyped_by = "A. Person"', ARTICLE, "holds text of its own"),
        ('typed = "It hit the clinic on 17 August 2024."', b"\x89PNG\xff", "a transcript needs the picture"),
        ('typed_by = "A. Person"', ARTICLE, "a transcript needs the picture"),
    ],
)
def test_typed_words_never_stand_in_for_archived_ones(
    case: CaseFolder, field: str, content: bytes, message: str
) -> None:
    add(case, "article.txt", content)
    add(case, "statements.toml", SAID.replace('file = "article.txt"', f'file = "article.txt"\n{field}').encode())
    with pytest.raises(StatementError, match=rf"line \d+: .*{message}"):
        check_statements(case, list_filed(case))


def test_a_document_s_text_is_given_to_copy_from(case: CaseFolder) -> None:
    digest = add(case, "page.html", b"<!doctype html><html><p>It &amp; that</p>")
    assert text_of(case, list_filed(case), "page.html", None) == "It & that"
    assert text_of(case, list_filed(case), digest, None) == "It & that"
