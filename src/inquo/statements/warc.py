"""A page out of a web archive: WARC, plain or compressed, alone or in a WACZ package.

Source:
    ISO 28500:2017, WARC file format; WACZ 1.1.1; RFC 9112, chunked transfer coding.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from inquo.errors import QuoteError

LARGEST_BYTES = 256 * 1024 * 1024
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_READABLE = re.compile(rb"^content-type:[ \t]*(text/html|text/plain|application/xhtml\+xml)", re.MULTILINE)
_MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class _Record:
    headers: dict[str, str]
    block: bytes


def is_web_archive(content: bytes) -> bool:
    """True for what begins as a WARC or a WACZ does."""
    return content.startswith((b"WARC/", _GZIP, _ZIP))


def read_page(content: bytes, name: str, url: str | None) -> bytes:
    """Take the bytes of one page out of a web archive.

    Args:
        content: The archive.
        name: What to call it in an error.
        url: Address of the page; None when the archive holds only one.

    Returns:
        The page as the server sent it, without transfer and content coding.

    Raises:
        QuoteError: It is no web archive, is damaged, or does not hold exactly one such page.
    """
    try:
        pages = _pages(_unpack(content, name, LARGEST_BYTES), name, url)
    except (zlib.error, zipfile.BadZipFile, ValueError, EOFError, RuntimeError) as error:
        raise QuoteError(f"{name}: not a web archive, or a damaged one: {error}") from error
    bodies = {body for _, body in pages}
    if not bodies:
        wanted = f"the page {url}" if url else "a page"
        raise QuoteError(f"{name}: the web archive does not hold {wanted}", hint="give the page's address as archived")
    if len(bodies) > 1 and url is not None:
        reason = f"the web archive holds the page {url} {len(pages)} times, not alike"
        raise QuoteError(f"{name}: {reason}", hint="archive that page by itself")
    if len(bodies) > 1:
        addresses = list(dict.fromkeys(address for address, _ in pages))
        shown = ", ".join(addresses[:_MOST_SHOWN]) + (" and others" if len(addresses) > _MOST_SHOWN else "")
        raise QuoteError(f"{name}: the web archive holds {len(addresses)} pages", hint=f"say which: page = {shown}")
    return bodies.pop()


def _pages(content: bytes, name: str, url: str | None) -> list[tuple[str, bytes]]:
    """Every such page, with its address; together they may not unpack to more than an archive may."""
    pages: list[tuple[str, bytes]] = []
    left = LARGEST_BYTES
    for record in _records(content, name):
        if _is_page(record, url):
            body = _body(record, name, left)
            pages.append((_address(record), body))
            left -= len(body)
    return pages


def _unpack(content: bytes, name: str, most_bytes: int) -> bytes:
    """The WARC inside: of a package, all of its archives; of a compressed one, all of its members."""
    if content.startswith(_ZIP):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [i for i in package.infolist() if i.filename.endswith((".warc", ".warc.gz"))]
            if sum(part.file_size for part in parts) > most_bytes:
                raise _too_large(name)
            whole = bytearray()
            for part in parts:
                whole += _unpack_member(package.read(part), name, most_bytes - len(whole))
            return bytes(whole)
    return _unpack_member(content, name, most_bytes)


def _unpack_member(content: bytes, name: str, most_bytes: int) -> bytes:
    if len(content) > most_bytes:
        raise _too_large(name)
    if not content.startswith(_GZIP):
        return content
    unpacked = bytearray()
    while content:
        member = zlib.decompressobj(wbits=31)
        unpacked += member.decompress(content, most_bytes - len(unpacked) + 1)
        if len(unpacked) > most_bytes:
            raise _too_large(name)
        if not member.eof:
            raise EOFError("a compressed member is cut short")
        content = member.unused_data
    return bytes(unpacked)


def _too_large(name: str) -> QuoteError:
    return QuoteError(
        f"{name}: unpacks to more than {LARGEST_BYTES // 2**20} MiB", hint="archive the page that is quoted by itself"
    )


def _records(content: bytes, name: str) -> Iterator[_Record]:
    at = 0
    while at < len(content):
        if not content.startswith(b"WARC/", at):
            raise QuoteError(f"{name}: no WARC record at byte {at}")
        end = content.index(b"\r\n\r\n", at)
        headers = _headers(content[at:end])
        length = int(headers["content-length"]) if "content-length" in headers else -1
        start = end + 4
        if not 0 <= length <= len(content) - start:
            raise ValueError(f"the record at byte {at} is cut short")
        yield _Record(headers, content[start : start + length])
        at = start + length
        while content.startswith(b"\r\n", at):
            at += 2


def _headers(block: bytes) -> dict[str, str]:
    lines = block.decode("utf-8", "strict").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {field.strip().casefold(): value.strip() for field, _, value in pairs}


def _address(record: _Record) -> str:
    return record.headers.get("warc-target-uri", "").strip("<>")


def _is_page(record: _Record, url: str | None) -> bool:
    """True for a page of this address that was served, not sent on elsewhere; for any text where none is given."""
    kind, address = record.headers.get("warc-type"), _address(record)
    if url is not None and address != url:
        return False
    if kind == "response":
        head = record.block.partition(b"\r\n\r\n")[0].lower()
        return head.split(b" ", 2)[1:2] == [b"200"] and (url is not None or _READABLE.search(head) is not None)
    if kind != "resource":
        return False
    media = record.headers.get("content-type", "text/html").lower()
    return url is not None or (media.startswith(("text/html", "text/plain")) and not address.startswith("urn:"))


def _body(record: _Record, name: str, most_bytes: int) -> bytes:
    if record.headers.get("warc-type") == "resource":
        return record.block
    head, _, body = record.block.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")[1:]
    headers = {
        field.strip().casefold(): value.strip().casefold() for field, _, value in (x.partition(":") for x in lines)
    }
    if headers.get("transfer-encoding") == "chunked":
        body = _join_chunks(body)
    match headers.get("content-encoding", "identity"):
        case "identity" | "":
            return body
        case "gzip" | "x-gzip":
            return _inflate(body, 31, name, most_bytes)
        case "deflate":
            return _inflate(body, 15, name, most_bytes)
        case coding:
            raise QuoteError(f"{name}: the page is coded as {coding}, which cannot be read here")


def _join_chunks(body: bytes) -> bytes:
    """Undo chunked coding; archives that have done so already, and kept the header, are left alone."""
    joined, at = bytearray(), 0
    while True:
        end = body.find(b"\r\n", at)
        try:
            size = int(body[at:end].split(b";")[0], 16)
        except ValueError:
            return body
        if size == 0:
            return bytes(joined)
        if end < 0 or end + 2 + size > len(body):
            raise EOFError("a chunk of the page is cut short")
        joined += body[end + 2 : end + 2 + size]
        at = end + 4 + size


def _inflate(body: bytes, window_bits: int, name: str, most_bytes: int) -> bytes:
    stream = zlib.decompressobj(wbits=window_bits)
    page = stream.decompress(body, max(1, most_bytes))
    if stream.unconsumed_tail:
        raise _too_large(name)
    return page
