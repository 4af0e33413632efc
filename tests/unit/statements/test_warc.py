"""A page is taken out of a web archive exactly, or the archive is refused."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib

import pytest

from inquo.errors import QuoteError
from inquo.records.digest import Digest
from inquo.statements.anchor import anchor_quote, extract_text
from inquo.statements.warc import read_page

PAGE = "<!doctype html><html><meta charset=utf-8><p>The hospital — مشفى — was hit.</p>".encode()
URL = "https://example.org/news"


def record(body: bytes, url: str = URL, status: str = "200 OK", headers: str = "", kind: str = "response") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{headers}\r\n".encode() + body
    block = body if kind == "resource" else http
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


INFO = b"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nx: y\r\n\r\n"


def chunked(body: bytes) -> bytes:
    parts = [body[:10], body[10:]]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def wacz(*archives: bytes) -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as out:
        out.writestr("datapackage.json", "{}")
        for number, archive in enumerate(archives):
            out.writestr(f"archive/{number}.warc.gz", archive)
    return package.getvalue()


@pytest.mark.parametrize(
    "archive",
    [
        INFO + record(PAGE),
        gzip.compress(INFO, mtime=0) + gzip.compress(record(PAGE)),
        wacz(gzip.compress(INFO, mtime=0), gzip.compress(record(PAGE))),
        INFO + record(chunked(PAGE), headers="Transfer-Encoding: chunked\r\n"),
        INFO + record(PAGE, headers="Transfer-Encoding: chunked\r\n"),
        INFO + record(gzip.compress(PAGE, mtime=0), headers="Content-Encoding: gzip\r\n"),
        INFO + record(zlib.compress(PAGE), headers="Content-Encoding: deflate\r\n"),
        INFO + record(PAGE, kind="resource"),
        INFO + record(b"", status="301 Moved") + record(PAGE) + record(PAGE),
        INFO + record(PAGE) + record(b"<html>other", url="https://example.org/other"),
    ],
)
def test_a_page_is_taken_out_and_quoted(archive: bytes) -> None:
    assert read_page(archive, "a.warc", URL) == PAGE
    text = extract_text(archive, "a.warc", URL)
    anchor = anchor_quote("The hospital — مشفى — was hit.", text, language="en")
    assert anchor.document == Digest.of(archive)
    assert anchor.extraction == f"warc/1 {URL}; html/1"


@pytest.mark.parametrize(
    ("archive", "url", "message"),
    [
        (INFO + record(PAGE), "https://example.org/", "does not hold the page"),
        (INFO, None, "does not hold a page"),
        (INFO + record(PAGE) + record(PAGE + b"!"), URL, "2 times, not alike"),
        (INFO + record(PAGE)[:-30], URL, "cut short"),
        (gzip.compress(INFO + record(PAGE), mtime=0)[:-12], URL, "cut short"),
        (gzip.compress(b"tar, not warc", mtime=0), URL, "no WARC record at byte 0"),
        (b"PK\x03\x04 not a zip", URL, "damaged"),
        (b"WARC/1.1\r\nno end", URL, "damaged"),
        (b"WARC/1.1\r\nContent-Length: -5\r\n\r\n", URL, "cut short"),
        (INFO + record(PAGE, headers="Content-Encoding: br\r\n"), URL, "coded as br"),
        (INFO + record(b"5\r\nab", headers="Transfer-Encoding: chunked\r\n"), URL, "cut short"),
    ],
)
def test_an_archive_that_is_damaged_or_holds_another_page_is_refused(
    archive: bytes, url: str | None, message: str
) -> None:
    with pytest.raises(QuoteError, match=message):
        read_page(archive, "a.warc", url)


def test_of_several_pages_one_must_be_named_and_the_rest_of_a_page_is_none() -> None:
    style = record(b"p {}", url=f"{URL}/style.css").replace(b"text/html", b"text/css!")
    text = record(b"The words", url="urn:text:x", kind="resource")
    assert read_page(INFO + record(PAGE) + style + text, "a.warc", None) == PAGE
    other = record(b"<html>other", url="https://example.org/other")
    with pytest.raises(QuoteError, match="holds 2 pages") as refusal:
        read_page(INFO + record(PAGE) + style + other, "a.warc", None)
    assert refusal.value.hint == f"say which: page = {URL}, https://example.org/other"


def test_pages_that_unpack_together_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inquo.statements.warc.LARGEST_BYTES", 100_000)
    pages = [
        record(gzip.compress(b"<html>%d" % n + bytes(40_000), mtime=0), headers="Content-Encoding: gzip\r\n")
        for n in range(4)
    ]
    with pytest.raises(QuoteError, match="unpacks to more than"):
        read_page(INFO + b"".join(pages), "a.warc", None)


def test_a_bomb_is_refused_before_it_goes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inquo.statements.warc.LARGEST_BYTES", 10_000)
    bomb = gzip.compress(b"\0" * 1_000_000, mtime=0)
    for archive in (bomb, wacz(bomb), INFO + record(bomb, headers="Content-Encoding: gzip\r\n")):
        with pytest.raises(QuoteError, match="unpacks to more than"):
            read_page(archive, "a.warc", URL)
