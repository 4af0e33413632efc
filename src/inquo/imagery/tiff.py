"""The directories of a TIFF file, read before any decoder may see it.

A GeoTIFF comes from anywhere. What a decoder would only notice while it allocates or
fails - a block of gigabytes, data that ends too early, a file that is something else -
stands in the directories, which cost a few kilobytes to read.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

import numpy as np
from numpy.typing import NDArray

from inquo.errors import ImageryError

Place: TypeAlias = tuple[str, int, int]  # NumPy type of a tag's values, how many, from which byte on

# TIFF 6.0, section 2, and the BigTIFF extension: type code to NumPy type.
_TYPES = {
    1: "u1", 2: "S1", 3: "u2", 4: "u4", 5: "u8", 6: "i1", 7: "u1", 8: "i2",
    9: "i4", 10: "i8", 11: "f4", 12: "f8", 13: "u4", 16: "u8", 17: "i8", 18: "u8",
}  # fmt: skip
_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _STRIP_OFFSETS, _SAMPLES, _STRIP_ROWS, _STRIP_BYTES, _PLANAR = (
    256, 257, 258, 259, 273, 277, 278, 279, 284,
)  # fmt: skip
_TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_BYTES = 322, 323, 324, 325
_WANTED = frozenset((_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _STRIP_OFFSETS, _SAMPLES, _STRIP_ROWS, _STRIP_BYTES,
                     _PLANAR, _TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_BYTES))  # fmt: skip

_MAX_DIRECTORIES = 64
_MAX_BLOCKS = 50_000_000
_MAX_BLOCK_BYTES = 256 * 2**20
_CHUNK = 1 << 20
_NOT_COMPRESSED = 1

_TRUNCATED_HINT = "The file is cut off or damaged: fetch it again and compare its size and digest with the source."


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """One picture in a TIFF file: the full one, a reduced copy or a mask.

    Attributes:
        width_px: Columns.
        height_px: Rows.
        block_width_px: Columns of a tile or strip.
        block_height_px: Rows of a tile or strip.
        blocks: How many tiles or strips it has, for all planes.
        stored: Indices of blocks that hold data: all of them, or about 64 spread evenly; empty when none does.
    """

    width_px: int
    height_px: int
    block_width_px: int
    block_height_px: int
    blocks: int
    stored: tuple[int, ...]

    def block_window(self, index: int) -> tuple[int, int, int, int]:
        """Column, row, width and height that a block covers within the picture, in pixels."""
        across = -(-self.width_px // self.block_width_px)
        down = -(-self.height_px // self.block_height_px)
        row, column = divmod(index % (across * down), across)
        x, y = column * self.block_width_px, row * self.block_height_px
        return x, y, min(self.block_width_px, self.width_px - x), min(self.block_height_px, self.height_px - y)


def read_directories(path: Path) -> tuple[Directory, ...]:
    """Read the directories of a TIFF file and refuse one that cannot be decoded safely and whole.

    1. The first bytes are those of a TIFF or BigTIFF.
    2. Every directory lies within the file, and none is visited twice.
    3. A compressed block decodes to at most 256 MiB.
    4. Every block that is stored lies within the file.
    5. At least one block of the first picture is stored.

    Args:
        path: A file on disk.

    Returns:
        The directories in file order; the first is the full picture.

    Raises:
        ImageryError: One of the five does not hold, or the file cannot be opened.
    """
    try:
        with path.open("rb") as stream:
            directories = tuple(_Reader(path, stream).directories())
    except OSError as error:
        raise ImageryError(path, f"cannot be opened ({error.strerror})") from error
    if not directories[0].stored:  # 5
        raise ImageryError(
            path,
            f"declares {directories[0].width_px} x {directories[0].height_px} px but stores none of them",
            hint="The file is an empty shell: fetch it again, or export the area from its source.",
        )
    return directories


class _Reader:
    """Walks the chain of directories."""

    def __init__(self, path: Path, stream: BinaryIO) -> None:
        self._path = path
        self._stream = stream
        self._size = stream.seek(0, 2)
        head = self._bytes(0, min(16, self._size))
        self._order, self._big, self._first = self._read_head(head)

    def _read_head(self, head: bytes) -> tuple[str, bool, int]:
        order = {b"II": "<", b"MM": ">"}.get(head[:2])
        version = struct.unpack(f"{order}H", head[2:4])[0] if order and len(head) >= 4 else 0
        if order is None or version not in (42, 43):  # 1
            what = "is empty" if self._size == 0 else "is not a TIFF: its first bytes are those of something else"
            raise ImageryError(self._path, what, hint="Give a GeoTIFF or COG; gdal_translate converts other formats.")
        if version == 43 and len(head) >= 16:
            return order, True, int(struct.unpack(f"{order}Q", head[8:16])[0])
        if version == 42 and len(head) >= 8:
            return order, False, int(struct.unpack(f"{order}I", head[4:8])[0])
        raise self._truncated("ends within its header")

    def _truncated(self, reason: str) -> ImageryError:
        return ImageryError(self._path, f"is truncated: {reason}", hint=_TRUNCATED_HINT)

    def _bytes(self, offset: int, count: int) -> bytes:
        if not offset + count <= self._size:  # 2
            raise self._truncated(f"it refers to byte {offset + count:,} but has {self._size:,}")
        self._stream.seek(offset)
        return self._stream.read(count)

    def directories(self) -> list[Directory]:
        found: list[Directory] = []
        seen: set[int] = set()
        offset = self._first
        while offset:
            if offset in seen or len(found) >= _MAX_DIRECTORIES:  # 2
                raise ImageryError(self._path, "has a chain of directories without end", hint=_TRUNCATED_HINT)
            seen.add(offset)
            directory, offset = self._directory(offset)
            found.append(directory)
        if not found:
            raise self._truncated("it holds no picture")
        return found

    def _directory(self, offset: int) -> tuple[Directory, int]:
        count_size, count_code, entry_size, next_code = (8, "Q", 20, "Q") if self._big else (2, "H", 12, "I")
        count = int(struct.unpack(self._order + count_code, self._bytes(offset, count_size))[0])
        if count > 4096:
            raise ImageryError(self._path, f"has a directory of {count} tags", hint=_TRUNCATED_HINT)
        table = self._bytes(offset + count_size, count * entry_size)
        tags: dict[int, Place] = {}
        for position in range(count):
            entry = table[position * entry_size : (position + 1) * entry_size]
            tag, kind = struct.unpack(self._order + "HH", entry[:4])
            if tag in _WANTED and kind in _TYPES:
                inline_at = offset + count_size + position * entry_size + (12 if self._big else 8)
                tags[tag] = self._locate(_TYPES[kind], entry[4:], inline_at)
        after = offset + count_size + count * entry_size
        following = int(struct.unpack(self._order + next_code, self._bytes(after, struct.calcsize(next_code)))[0])
        return self._describe(tags), following

    def _locate(self, kind: str, rest: bytes, inline_at: int) -> Place:
        """Where a tag's values lie: NumPy type, how many, and from which byte on."""
        code, room = ("Q", 8) if self._big else ("I", 4)
        count = int(struct.unpack(self._order + code, rest[:room])[0])
        if count * np.dtype(kind).itemsize <= room:
            return kind, count, inline_at
        return kind, count, int(struct.unpack(self._order + code, rest[room : 2 * room])[0])

    def _value(self, tags: dict[int, Place], tag: int, default: int) -> int:
        if tag not in tags or tags[tag][1] < 1:
            return default
        kind, _, at = tags[tag]
        dtype = np.dtype(self._order + kind)
        return int(np.frombuffer(self._bytes(at, dtype.itemsize), dtype)[0])

    def _describe(self, tags: dict[int, Place]) -> Directory:
        width, height = self._value(tags, _WIDTH, 0), self._value(tags, _HEIGHT, 0)
        if not (width > 0 and height > 0):
            raise ImageryError(self._path, "has a picture without width or height", hint=_TRUNCATED_HINT)
        tiled = _TILE_OFFSETS in tags
        block_width = self._value(tags, _TILE_WIDTH, 0) if tiled else width
        block_height = self._value(tags, _TILE_HEIGHT, 0) if tiled else self._value(tags, _STRIP_ROWS, height)
        block_height = block_height if tiled else min(block_height, height)
        if not (block_width > 0 and block_height > 0):
            raise ImageryError(self._path, "has tiles or strips without size", hint=_TRUNCATED_HINT)
        self._refuse_bomb(tags, block_width, block_height)
        offsets = tags.get(_TILE_OFFSETS) or tags.get(_STRIP_OFFSETS)
        counts = tags.get(_TILE_BYTES) or tags.get(_STRIP_BYTES)
        if offsets is None or counts is None or offsets[1] != counts[1]:
            raise ImageryError(self._path, "does not say where its pixels lie", hint=_TRUNCATED_HINT)
        return Directory(
            width_px=width,
            height_px=height,
            block_width_px=block_width,
            block_height_px=block_height,
            blocks=offsets[1],
            stored=self._stored_blocks(offsets, counts),
        )

    def _refuse_bomb(self, tags: dict[int, Place], block_width: int, block_height: int) -> None:
        planes = self._value(tags, _SAMPLES, 1) if self._value(tags, _PLANAR, 1) == 1 else 1
        decoded = block_width * block_height * planes * self._value(tags, _BITS, 1) // 8
        if self._value(tags, _COMPRESSION, 1) != _NOT_COMPRESSED and not decoded <= _MAX_BLOCK_BYTES:  # 3
            raise ImageryError(
                self._path,
                f"has compressed blocks of {decoded / 2**20:,.0f} MiB, too large to decode by window",
                hint="Rewrite it in tiles: gdal_translate -of COG in.tif out.tif",
            )

    def _stored_blocks(self, offsets: Place, counts: Place) -> tuple[int, ...]:
        """Check that every stored block lies within the file; name some that are spread evenly."""
        total = offsets[1]
        if not total <= _MAX_BLOCKS:
            raise ImageryError(
                self._path,
                f"has {total:,} blocks, too many to check",
                hint="Cut it to the area, or rewrite it with larger tiles: gdal_translate -of COG in.tif out.tif",
            )
        found: list[NDArray[np.int64]] = []
        for start in range(0, total, _CHUNK):
            stop = min(start + _CHUNK, total)
            begin = self._part(offsets, start, stop)
            length = self._part(counts, start, stop)
            ends = np.where(length > 0, begin.astype(np.float64) + length, 0)
            if not ends.max() <= self._size:  # 4
                raise self._truncated(f"its pixels would end at byte {ends.max():,.0f} but it has {self._size:,}")
            full = np.flatnonzero(length) + start
            found.append(full[:: max(1, len(full) // 64)])
        stored = np.concatenate(found)
        return tuple(int(index) for index in stored[:: max(1, len(stored) // 64)])

    def _part(self, place: Place, start: int, stop: int) -> NDArray[np.float64]:
        kind, _, at = place
        dtype = np.dtype(self._order + kind)
        content = self._bytes(at + start * dtype.itemsize, (stop - start) * dtype.itemsize)
        return np.frombuffer(content, dtype).astype(np.float64)
