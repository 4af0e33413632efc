"""What a file is, told by its content and never by its name.

At most 128 KiB are read, wherever the file's length; nothing is decoded. The answer is
about what the content claims to be: whether it can be decoded is the decoder's business.
"""

from __future__ import annotations

import csv
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from inquo.custody.disk import explain
from inquo.custody.tiff import has_georeference, is_tiff
from inquo.errors import CustodyError
from inquo.records.custody import ExhibitKind
from inquo.records.incident import layout_of

_LOOK_BYTES = 1 << 16

_LATITUDE = frozenset({"lat", "latitude", "lat_deg", "y", "breitengrad", "широта", "خط_العرض"})
_LONGITUDE = frozenset({"lon", "lng", "long", "longitude", "lon_deg", "x", "längengrad", "долгота", "خط_الطول"})
_DECLARATION = re.compile(r"""^\s*inquo\s*=\s*["']incident table \d+["']""", re.MULTILINE)

_STILL_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1")
_SOUND_BRANDS = (b"M4A ", b"M4B ")
_QUICKTIME_ATOMS = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")

_POINTERS = (
    (re.compile(rb"<\s*VRTDataset\b", re.IGNORECASE), "a GDAL virtual raster, which points to other files"),
    (re.compile(rb"<\s*GDAL_W(MS|MTS)\b", re.IGNORECASE), "a GDAL web map description, which points to a server"),
    (re.compile(rb"<\s*MPD\b"), "a DASH playlist, which points to other files"),
    (re.compile(rb"\A\s*#EXTM3U"), "an HLS playlist, which points to other files"),
    (re.compile(rb"\A\s*ffconcat version"), "an ffmpeg playlist, which points to other files"),
    (re.compile(rb"\Av=0\r?\no="), "a stream description (SDP), which points to a server"),
)


@dataclass(frozen=True, slots=True)
class Content:
    """What a file's content is.

    Attributes:
        kind: The kind of exhibit.
        reason: What it was told by, in a clause such as ``ISO media, brand isom``.
    """

    kind: ExhibitKind
    reason: str


_EITHER = Content(ExhibitKind.GAZETTEER, "GeoJSON")


def tell_kind(path: Path) -> Content:
    """Tell what a file is.

    Args:
        path: The copy in custody.

    Returns:
        Its kind, ``UNKNOWN`` with the reason when it is nothing that Inquo reads.

    Raises:
        CustodyError: The file cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_LOOK_BYTES)
            size_bytes = file.seek(0, 2)
            file.seek(max(len(head), size_bytes - _LOOK_BYTES))
            tail = file.read(_LOOK_BYTES)
            return _tell(file, head, tail)
    except OSError as error:
        reason, hint = explain(error)
        raise CustodyError(f"{path}: {reason}", hint=hint) from error


def read_as(told: Content, kind: ExhibitKind) -> Content | None:
    """What a file is when a person says which of two things it is; None when its content leaves no such choice.

    Args:
        told: What ``tell_kind`` made of its content.
        kind: What the person says.

    >>> read_as(Content(ExhibitKind.GAZETTEER, "GeoJSON"), ExhibitKind.MAP).reason
    'GeoJSON, which the person who added it called a map'
    >>> read_as(Content(ExhibitKind.FOOTAGE, "AVI"), ExhibitKind.MAP)
    """
    if told.kind is kind:
        return told
    if told == _EITHER and kind is ExhibitKind.MAP:
        return Content(kind, f"{told.reason}, which the person who added it called a map")
    return None


def _tell(file: BinaryIO, head: bytes, tail: bytes) -> Content:
    if not head:
        return Content(ExhibitKind.UNKNOWN, "the file is empty")
    if is_tiff(head):
        return _tell_tiff(file)
    if head.startswith(b"PK") and b"xl/workbook.xml" in head + tail:
        return Content(ExhibitKind.UNKNOWN, "a spreadsheet (XLSX); save the sheet as CSV (UTF-8) and add that")
    told = _tell_signature(head) or _tell_packed(head, tail) or _tell_iso_media(head) or _tell_stream(head)
    return told or _tell_text(head, tail)


def _tell_tiff(file: BinaryIO) -> Content:
    try:
        if has_georeference(file):
            return Content(ExhibitKind.IMAGERY, "TIFF with a georeference")
    except ValueError as error:
        return Content(ExhibitKind.UNKNOWN, f"begins like a TIFF, but {error}")
    return Content(ExhibitKind.PICTURE, "TIFF without a georeference")


def _tell_signature(head: bytes) -> Content | None:
    """Formats whose first bytes are theirs alone.

    Source:
        OGC 12-128r19, 1.1.1.1.1: a GeoPackage's application id, and those of versions before 1.2. The OSM wiki's
        "PBF Format": a length in four bytes, then a header whose type, OSMHeader, stands first.
    """
    if head.startswith(b"SQLite format 3\0") and head[68:72] in (b"GPKG", b"GP10", b"GP11"):
        return Content(ExhibitKind.MAP, "GeoPackage")
    if head[:1] == b"\0" and head[4:15] == b"\x0a\x09OSMHeader":
        return Content(ExhibitKind.MAP, "OpenStreetMap extract")
    footage, picture, unknown = ExhibitKind.FOOTAGE, ExhibitKind.PICTURE, ExhibitKind.UNKNOWN
    looping = b"NETSCAPE2.0" in head
    signatures: tuple[tuple[bytes, ExhibitKind, str], ...] = (
        (b"\x1a\x45\xdf\xa3", footage, "Matroska or WebM"),
        (b"FLV\x01", footage, "Flash video"),
        (b"\0\0\x01\xba", footage, "MPEG program stream"),
        (b"\0\0\x01\xb3", footage, "MPEG video"),
        (_ASF, footage, "Windows Media"),
        (b"\x89PNG\r\n\x1a\n", picture, "PNG"),
        (b"\xff\xd8\xff", picture, "JPEG"),
        (b"GIF8", footage if looping else picture, "animated GIF" if looping else "GIF"),
        (b"%PDF-", ExhibitKind.DOCUMENT, "PDF"),
        (b"\0\0\0\x0cjP  ", unknown, "JPEG 2000, which is not read"),
        (b"SQLite format 3\0", unknown, "an SQLite database other than a GeoPackage, which is not taken as evidence"),
        (b"WARC/", ExhibitKind.DOCUMENT, "web archive (WARC)"),
    )
    for signature, kind, reason in signatures:
        if head.startswith(signature):
            return Content(kind, reason)
    if head[:2] == b"BM" and len(head) > 26 and head[6:10] == b"\0\0\0\0":
        return Content(picture, "BMP")
    if head[:4] == b"OggS":
        return Content(footage, "Ogg video") if b"theora" in head else Content(unknown, "Ogg sound")
    if head[:4] == b"RIFF":
        riff = {b"AVI ": Content(footage, "AVI"), b"WEBP": Content(picture, "WebP")}
        return riff.get(head[8:12], Content(unknown, "a RIFF file that is neither video nor picture"))
    return None


def _tell_packed(head: bytes, tail: bytes) -> Content | None:
    """Compressed files: a web archive is a document, any other is to be unpacked by the person.

    Source:
        WACZ 1.1.1: a ZIP with ``datapackage.json`` and WARC files under ``archive/``. A list of all names
        stands at the end of a ZIP. ISO 28500:2017, annex D: every record is a gzip member of its own.
    """
    if head.startswith(b"PK\x03\x04"):
        names = head + tail
        if b"datapackage.json" in names and re.search(rb"archive/[^\0]{1,255}\.warc(\.gz)?", names):
            return Content(ExhibitKind.DOCUMENT, "web archive (WACZ)")
        return Content(ExhibitKind.UNKNOWN, "a ZIP archive; add the files in it")
    if not head.startswith(b"\x1f\x8b"):
        return None
    try:
        first = zlib.decompressobj(wbits=31).decompress(head, 16)
    except zlib.error:
        first = b""
    if first.startswith(b"WARC/"):
        return Content(ExhibitKind.DOCUMENT, "compressed web archive (WARC)")
    return Content(ExhibitKind.UNKNOWN, "a gzip archive; add the file in it")


def _tell_iso_media(head: bytes) -> Content | None:
    """MP4, QuickTime and what shares their boxes.

    Source:
        ISO/IEC 14496-12, 4.3; QuickTime files may begin with another atom than ``ftyp``.
    """
    box, brand = head[4:8], head[8:12]
    if box in _QUICKTIME_ATOMS and len(head) > 8:
        return Content(ExhibitKind.FOOTAGE, f"QuickTime, first atom {box.decode()}")
    if box != b"ftyp":
        return None
    name = brand.decode("ascii", errors="replace").strip()
    if brand in _STILL_BRANDS:
        return Content(ExhibitKind.PICTURE, f"still picture in ISO media, brand {name}")
    if brand in _SOUND_BRANDS:
        return Content(ExhibitKind.UNKNOWN, f"sound in ISO media, brand {name}")
    return Content(ExhibitKind.FOOTAGE, f"ISO media, brand {name}")


def _tell_stream(head: bytes) -> Content | None:
    """MPEG transport streams: a sync byte at the start of every packet, of 188 or (with a timestamp) 192 bytes."""
    for start, packet_bytes in ((0, 188), (4, 192)):
        syncs = head[start : start + 5 * packet_bytes : packet_bytes]
        if syncs == b"G" * 5:
            return Content(ExhibitKind.FOOTAGE, f"MPEG transport stream, packets of {packet_bytes} bytes")
    return None


def _tell_text(head: bytes, tail: bytes) -> Content:
    for pattern, reason in _POINTERS:
        if pattern.search(head):
            return Content(ExhibitKind.UNKNOWN, reason)
    text = _decode(head)
    if text is None:
        return Content(ExhibitKind.UNKNOWN, "none of the formats that Inquo knows")
    if re.search(r"\A\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html)\b", text, re.IGNORECASE | re.DOTALL):
        return Content(ExhibitKind.DOCUMENT, "HTML")
    if _DECLARATION.search(text):
        return Content(ExhibitKind.DECLARATION, "declaration of a table of incidents")
    readings: tuple[Callable[[], Content | None], ...] = (
        lambda: _tell_statements(text),
        lambda: _tell_json(text, tail),
        lambda: _tell_table(text),
    )
    for reading in readings:
        if told := reading():
            return told
    return Content(ExhibitKind.DOCUMENT, "text")


def _tell_statements(text: str) -> Content | None:
    """A statements file: TOML that begins with its format, and has tables of that format."""
    table = re.search(r"^[ \t]*\[\[[ \t]*(document|party|facility|event|term|statement)[ \t]*\]\]", text, re.MULTILINE)
    if table and re.search(r"^[ \t]*format[ \t]*=[ \t]*\d", text[: table.start()], re.MULTILINE):
        return Content(ExhibitKind.STATEMENTS, "statements file")
    return None


def _tell_json(text: str, tail: bytes) -> Content | None:
    """GeoJSON, whichever end of the file it says so at."""
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return None
    both = text + tail.decode("utf-8", errors="replace")
    if re.search(r'"type"\s*:\s*"(FeatureCollection|Feature)"', both):
        return _EITHER
    if re.search(r'"type"\s*:\s*"Topology"', both):
        return Content(ExhibitKind.MAP, "TopoJSON")
    return Content(ExhibitKind.DOCUMENT, "JSON")


def _tell_table(text: str) -> Content | None:
    """A table of incidents in a publisher's columns, or any with columns of latitude and longitude."""
    first, newline, _ = text.lstrip("\ufeff").partition("\n")
    if not newline:
        return None
    for delimiter in ",;\t|":
        try:
            header = next(csv.reader([first.rstrip("\r")], delimiter=delimiter), [])
        except csv.Error:
            continue
        written = frozenset(name.strip(" \t\u200e\u200f") for name in header)
        if layout := layout_of(written):
            return Content(ExhibitKind.INCIDENTS, f"table of incidents in the columns of the layout {layout}")
        names = {re.sub(r"[\s\-]+", "_", name.strip().lower()) for name in header}
        if names & _LATITUDE and names & _LONGITUDE:
            return Content(ExhibitKind.GAZETTEER, "table with latitude and longitude")
    return None


def _decode(head: bytes) -> str | None:
    """Read the beginning as text; None when it is not text in any encoding that is certain."""
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return head[: len(head) & ~1].decode("utf-16", errors="replace")
    if re.search(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]", head):
        return None
    try:
        return head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(head) - 3 and len(head) == _LOOK_BYTES:
            return head[: error.start].decode("utf-8-sig")
        return head.decode("cp1252", errors="replace") if _mostly_letters(head) else None


def _mostly_letters(head: bytes) -> bool:
    """Whether bytes outside UTF-8 are few enough to be an older encoding of text."""
    plain = sum(byte in b"\t\r\n" or 32 <= byte < 127 for byte in head)
    return plain >= 0.7 * len(head)
