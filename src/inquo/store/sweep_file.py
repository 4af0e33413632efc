"""What the finished tiles of an unfinished sweep gave, in a file that grows by a line a tile.

Each line begins with the digest of itself and of the line before, so that a line that was cut short by
``kill -9``, damaged, or written by another program at the same time is noticed: what stands before it is
recalled, it and what follows is swept again. The first line says what was asked; an answer to another
question is never recalled.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from inquo.errors import StoreError
from inquo.records.canonical import Json, canonical_bytes
from inquo.records.codec import from_json, to_json
from inquo.records.digest import Digest
from inquo.records.swept import SweptLead

_FORMAT = "inquo sweep 1"


class SweepFile:
    """One sweep's file. It is made with the first tile.

    Args:
        path: Where it is, or is to be.
        question: Digest of what the sweep is about: the picture, the imagery, the settings and the method.
    """

    def __init__(self, path: Path, question: Digest) -> None:
        self.path = path
        self._question = question
        self._head = b""
        self._last = Digest.of(b"")
        self._end = 0

    def begun(self, plan: Json) -> list[tuple[SweptLead, ...]]:
        """Recall what each tile gave that was finished before, from the first tile on.

        Args:
            plan: What the sweep will do, tile by tile.

        Raises:
            StoreError: The disk refused.
        """
        self._head = canonical_bytes({"format": _FORMAT, "plan": plan, "question": self._question})
        self._last, self._end = Digest.of(b""), 0
        with _translated(self.path):
            written = self.path.read_bytes() if self.path.exists() else b""
        lines = self._intact(written)
        if next(lines, None) != self._head:
            self._last, self._end = Digest.of(b""), 0
            return []
        return [tuple(from_json(SweptLead, lead) for lead in json.loads(line)) for line in lines]

    def finished(self, leads: Sequence[SweptLead]) -> None:
        """Keep what the next tile gave.

        Not forced to the disk, which would take longer than a small tile: a loss of power can cost more than
        one tile, never mix them up.

        Raises:
            StoreError: The disk refused.
        """
        content = canonical_bytes([to_json(lead) for lead in leads])
        lines = [self._head, content] if self._end == 0 else [content]
        with _translated(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("r+b" if self.path.exists() else "wb") as file:
                file.truncate(self._end)
                file.seek(self._end)
                file.write(b"".join(self._sealed(line) for line in lines))
                self._end = file.tell()

    def _sealed(self, content: bytes) -> bytes:
        self._last = Digest.of(f"{self._last} ".encode() + content)
        return f"{self._last} ".encode() + content + b"\n"

    def _intact(self, written: bytes) -> Iterator[bytes]:
        """The content of each line up to the first that does not follow from those before it."""
        for line in written.splitlines(keepends=True):
            content = line[len(self._last) + 1 : -1]
            before = self._last
            if self._sealed(content) != line:
                self._last = before
                return
            self._end += len(line)
            yield content


@contextlib.contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = "free some space or check the folder's permissions; what was swept so far is kept"
        raise StoreError(f"{path}: {(error.strerror or str(error)).lower()}", hint=hint) from error
