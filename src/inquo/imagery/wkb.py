"""Polygons and lines out of well-known binary, as GeoPackage keeps them.

Source:
    OGC 06-103r4, clause 8 (WKB; Z, M and ZM by thousands); OGC 12-128r19, clause 2.1.3 (GeoPackage's header).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np

from inquo.imagery.map_features import Part, Ring, Shape

_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_LINE, _POLYGON = 2, 3
_COLLECTIONS = (4, 5, 6, 7)
_MOST_DEPTH = 8


def parts_of_blob(blob: bytes) -> tuple[Part, ...]:
    """Polygons and lines of a GeoPackage geometry.

    Raises:
        ValueError: It is cut off, or no geometry.
    """
    if len(blob) < 8 or blob[:2] != b"GP":
        raise ValueError("not a GeoPackage geometry")
    envelope = (blob[3] >> 1) & 7
    if envelope >= len(_ENVELOPE_BYTES):
        raise ValueError("not a GeoPackage geometry")
    reader = _Reader(blob, 8 + _ENVELOPE_BYTES[envelope])
    try:
        return tuple(reader.geometry(0))
    except struct.error as error:
        raise ValueError("the geometry is cut off") from error


class _Reader:
    """Walks through well-known binary; every count is checked against what is left before it is believed."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = data, at

    def geometry(self, depth: int) -> Iterator[Part]:
        """The geometry that begins here."""
        if depth > _MOST_DEPTH:
            raise ValueError("the geometry is nested too deeply")
        (order,) = struct.unpack_from("B", self._data, self._at)
        self._at += 1
        mark = "<" if order == 1 else ">"
        code = self._number(mark)
        kind, dimensions = code % 1000, (2, 3, 3, 4)[min(code // 1000, 3)]
        if kind == _LINE:
            yield Part(shape=Shape.LINE, rings=(self._points(mark, dimensions),))
        elif kind == _POLYGON:
            rings = tuple(self._points(mark, dimensions) for _ in range(self._count(mark, 4)))
            if rings:
                yield Part(shape=Shape.POLYGON, rings=rings)
        elif kind in _COLLECTIONS:
            for _ in range(self._count(mark, 5)):
                yield from self.geometry(depth + 1)
        elif kind == 1:
            self._at += 8 * dimensions
        else:
            raise ValueError(f"geometry type {code} is not read")

    def _number(self, mark: str) -> int:
        (value,) = struct.unpack_from(f"{mark}I", self._data, self._at)
        self._at += 4
        return int(value)

    def _count(self, mark: str, least_bytes: int) -> int:
        count = self._number(mark)
        if not count * least_bytes <= len(self._data) - self._at:
            raise ValueError("the geometry is cut off")
        return count

    def _points(self, mark: str, dimensions: int) -> Ring:
        count = self._count(mark, 8 * dimensions)
        values = np.frombuffer(self._data, f"{mark}f8", count * dimensions, self._at)
        self._at += 8 * count * dimensions
        return np.array(values.reshape(count, dimensions)[:, :2], np.float64)
