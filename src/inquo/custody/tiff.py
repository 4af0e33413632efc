"""Whether a TIFF says where on Earth it is: its first directory of tags, and nothing else.

Source:
    TIFF 6.0, section 2; BigTIFF (Aware Systems); OGC GeoTIFF 1.1, clause 7.1 and annex.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

_GEO_KEYS, _MODEL_TRANSFORMATION, _PIXEL_SCALE, _TIE_POINT = 34735, 34264, 33550, 33922
_MOST_TAGS = 4096


def is_tiff(head: bytes) -> bool:
    """Whether the first bytes are those of a TIFF or a BigTIFF."""
    return head[:4] in {b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"}


def has_georeference(file: BinaryIO) -> bool:
    """Look through the first directory for GeoTIFF's tags.

    Args:
        file: A TIFF, open at any position.

    Returns:
        True when it has a key directory, a transformation, or a scale with a tie point.

    Raises:
        ValueError: The file ends before its directory, or the directory is none.
    """
    tags = _first_directory(file)
    return _GEO_KEYS in tags or _MODEL_TRANSFORMATION in tags or {_PIXEL_SCALE, _TIE_POINT} <= tags


def _first_directory(file: BinaryIO) -> set[int]:
    head = _read(file, 0, 8)
    order = "<" if head[:2] == b"II" else ">"
    if head[2:4] in {b"+\0", b"\0+"}:
        (offset,) = struct.unpack(f"{order}Q", _read(file, 8, 8))
        (count,) = struct.unpack(f"{order}Q", _read(file, offset, 8))
        start, entry_bytes = offset + 8, 20
    else:
        (offset,) = struct.unpack(f"{order}I", head[4:8])
        (count,) = struct.unpack(f"{order}H", _read(file, offset, 2))
        start, entry_bytes = offset + 2, 12
    if not 0 < count <= _MOST_TAGS:
        raise ValueError(f"its directory claims {count} tags")
    entries = _read(file, start, count * entry_bytes)
    return {struct.unpack_from(f"{order}H", entries, at)[0] for at in range(0, len(entries), entry_bytes)}


def _read(file: BinaryIO, offset: int, length: int) -> bytes:
    if offset >= 1 << 63:
        raise ValueError("its directory lies outside the file")
    file.seek(offset)
    found = file.read(length)
    if len(found) < length:
        raise ValueError("the file ends before its directory")
    return found
