"""Hostile documents and statements in a case: a named error with its line or inert text, and never a traceback."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from tests.commands import inquo

ARTICLE = "The ministry denied it. A doctor said that the clinic was empty."
SAID = """format = 1
[[document]]
key = "a"
file = "article.txt"
citation = "A paper"
publisher = "p"
language = "en"
published = "2024-08-26"
[[party]]
key = "p"
name = "A paper"
[[event]]
key = "e"
description = "The strike"
[[statement]]
key = "s"
speaker = "p"
attitude = "asserts"
document = "a"
quote = "The ministry denied it."
[[statement.proposition]]
about = "e"
action = "strike"
"""
QUOTE_LINE = SAID[: SAID.index("quote =")].count("\n") + 1


@pytest.fixture
def case(tmp_path: Path) -> Path:
    assert inquo("new", "case", "--question", "?", cwd=tmp_path).returncode == 0
    return tmp_path / "case"


def added(case: Path, name: str, content: bytes | str) -> str:
    path = case.parent / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = inquo("add", "case", name, cwd=case.parent)
    assert done.returncode == 0, done.stderr
    return done.stdout


def refused(case: Path, said: str | bytes, article: bytes | str = ARTICLE) -> tuple[int, str]:
    """What the command says of statements that quote a document; the case is investigated too, and says the same."""
    added(case, "article.txt", article)
    added(case, "statements.toml", said)
    done = inquo("statements", "case", cwd=case.parent)
    assert done.returncode != 0
    investigated = inquo("investigate", "case", cwd=case.parent)
    assert investigated.returncode == 2
    reason = done.stderr.splitlines()[0].removeprefix("error: ")
    assert reason.split(": ")[-1][:60] in investigated.stderr
    assert not list((case / "report").iterdir())
    return done.returncode, done.stderr


@pytest.mark.parametrize("at", [0, 10, len("The ministry denied it.") - 1])
def test_a_quote_changed_by_one_character(case: Path, at: int) -> None:
    quote = "The ministry denied it."
    changed = quote[:at] + "#" + quote[at + 1 :]
    code, said = refused(case, SAID.replace(quote, changed))
    assert code == 3
    assert f"error: statements.toml: line {QUOTE_LINE}: the quote {changed!r} is not in the archived document" in said
    assert f"the nearest passage is {quote!r}" in said


@pytest.mark.parametrize(
    ("instead", "message"),
    [
        ('colour = "red"', "colour: there is no such field here"),
        ('effects = "destroyed"', "effects: there is no such field here"),
        ("killed = -3", "killed: must be integer"),
        ('place = "here"', "place: must be table of a point, of an area, or of a mark"),
        ("tally = { kind = 'hospital' }", "tally: must be table"),
    ],
)
def test_a_fact_of_a_type_that_does_not_exist(case: Path, instead: str, message: str) -> None:
    code, said = refused(case, SAID + instead + "\n")
    assert code == 1
    assert f"statements.toml: line {SAID.count(chr(10)) + 1}: {message}" in said
    assert "  next: " in said


def test_an_unknown_word_in_a_slot_is_unknown_and_never_no(case: Path) -> None:
    added(case, "article.txt", ARTICLE)
    added(case, "statements.toml", SAID.replace('"strike"', '"defenestration"'))
    assert inquo("statements", "case", cwd=case.parent).returncode == 0
    assert "contradicts" not in inquo("investigate", "case", cwd=case.parent).stdout


def test_circular_hearsay(case: Path) -> None:
    report = '[[statement]]\nkey = "{0}"\nspeaker = "p"\nattitude = "reports"\ndocument = "a"\n'
    report += 'quote = "The ministry denied it."\nrests_on = "{1}"\n'
    circle = "".join(report.format(one, other) for one, other in (("x", "y"), ("y", "z"), ("z", "x")))
    code, said = refused(case, SAID + circle)
    assert code == 1
    assert "line " in said
    assert "circular hearsay: " in said


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (SAID.replace("A paper", "Caf\u00e9").encode("cp1252"), "line 5: not UTF-8"),
        (SAID.encode() + "# مشفى".encode("cp1256"), f"line {SAID.count(chr(10)) + 1}: not UTF-8"),
        (SAID.replace("[[party]]", "[[party]"), "not TOML"),
        (SAID.replace("format = 1", "format = 9"), "line 1: file: format is 9, and this version reads 1"),
        (SAID.replace('published = "2024-08-26"', 'published = "2024"\nzone = "Mars/Olympus"'), "line 9: zone: "),
    ],
)
def test_statements_that_cannot_be_read(case: Path, said: str | bytes, message: str) -> None:
    code, told = refused(case, said)
    assert code == 1
    assert f"statements.toml: {message}" in told


@pytest.mark.parametrize(
    ("article", "message"),
    [
        ("Caf\u00e9. ".encode() + "مشفى".encode("cp1256"), "not utf-8 throughout: byte 7 does not fit"),
        (b"<!doctype html><html><meta charset=utf-8>" + b"caf\xe9", "not utf-8 throughout"),
        (b"%PDF-1.7\n1 0 obj\n<<", "not a PDF that can be read"),
        (gzip.compress(b"WARC/1.1\r\n" + bytes(300 << 20), 9, mtime=0), "unpacks to more than 256 MiB"),
    ],
)
def test_documents_that_cannot_be_read(case: Path, article: bytes, message: str) -> None:
    code, said = refused(case, SAID, article)
    assert code == 3
    assert f"error: statements.toml: line 4: article.txt: {message}" in said


def test_a_package_of_many_small_archives_that_unpack_without_end(case: Path) -> None:
    part = gzip.compress(bytes(40 << 20), 9, mtime=0)
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as out:
        out.writestr("datapackage.json", "{}")
        for number in range(8):
            out.writestr(f"archive/{number}.warc.gz", part)
    assert len(package.getvalue()) < 1 << 20
    _, said = refused(case, SAID, package.getvalue())
    assert "unpacks to more than 256 MiB" in said


def test_a_package_with_a_password_or_another_packing_is_refused(case: Path) -> None:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as out:
        out.writestr("datapackage.json", "{}")
        out.writestr("archive/0.warc", "x")
    content = bytearray(package.getvalue())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(signature)
        while start >= 0:
            content[start + at] |= 1  # the flag of an encrypted member
            start = content.find(signature, start + 4)
    _, said = refused(case, SAID, bytes(content))
    assert "not a web archive, or a damaged one" in said


def test_a_file_that_is_too_large_is_refused_before_it_is_read(case: Path) -> None:
    path = case.parent / "article.txt"
    with path.open("wb") as file:
        file.write(ARTICLE.encode())
        file.truncate(257 << 20)
    done = inquo("add", "case", "article.txt", cwd=case.parent)
    assert done.returncode == 0
    added(case, "statements.toml", SAID)
    done = inquo("statements", "case", cwd=case.parent)
    assert done.returncode == 1
    assert "larger than 256 MiB" in done.stderr


@pytest.mark.parametrize("mark", ["\u202e", "\u200f", "\u2066", "\u061c", "\u200b"])
def test_marks_of_direction_in_names_are_shown_as_codes_on_a_terminal(case: Path, mark: str) -> None:
    name = f"A {mark}paper"
    said = SAID.replace('key = "s"', f'key = "s{mark}t"').replace("A paper", name)
    denial = '[[statement]]\nkey = "d"\nspeaker = "p"\nattitude = "denies"\ndocument = "a"\nquote = "A doctor said"\n'
    added(case, "article.txt", ARTICLE)
    added(case, "statements.toml", said + denial + '[[statement.proposition]]\nabout = "e"\naction = "strike"\n')
    listed = inquo("statements", "case", cwd=case.parent)
    heard = inquo("investigate", "case", cwd=case.parent)
    code = f"\\u{ord(mark):04x}"
    assert listed.returncode == heard.returncode == 0, heard.stderr
    for told in (listed.stdout, heard.stdout):
        assert mark not in told
    assert f"s{code}t" in listed.stdout
    assert f"by a {code}paper (S1) contradicts" in heard.stdout


def test_a_quote_is_found_though_the_document_holds_marks_that_cannot_be_seen(case: Path) -> None:
    added(case, "article.txt", "\u202bThe min\u00adistry\u202c \u200fdenied it.".encode())
    added(case, "statements.toml", SAID)
    assert inquo("statements", "case", cwd=case.parent).returncode == 0
