"""What the finished tiles of an unfinished search gave, in a file that grows by a line a tile.

Each line begins with the digest of itself and of the line before, so that a line that was cut short by
``kill -9``, damaged, or written by another program at the same time is noticed: what stands before it is
recalled, it and what follows is swept again. A search is one sweep after another. The first line of each says
what was asked; an answer to another question is never recalled.
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
    """One search's file. It is made with the first tile.

    Args:
        path: Where it is, or is to be.
        question: Digest of what the search is about: the picture, the imagery, the settings and the method.
    """

    def __init__(self, path: Path, question: Digest) -> None:
        self.path = path
        self._question = question
        self._head = b""
        self._headed = False
        self._last = Digest.of(b"")
        self._end = 0

    def begun(self, plan: Json) -> list[tuple[SweptLead, ...]]:
        """The first sweep of the search begins, or the next: recall what each tile gave that was finished before.

        Args:
            plan: What the sweep will do, tile by tile.

        Raises:
            StoreError: The disk refused.
        """
        self._head = canonical_bytes({"format": _FORMAT, "plan": plan, "question": self._question})
        self._headed = False
        with _translated(self.path):
            written = self.path.read_bytes() if self.path.exists() else b""
        tiles = []
        for content, last, end in self._intact(written):
            if not self._headed and content == self._head:
                self._headed = True
            elif self._headed and content.startswith(b"["):
                tiles.append(tuple(from_json(SweptLead, lead) for lead in json.loads(content)))
            else:  # the next sweep, or another question's
                break
            self._last, self._end = last, end
        return tiles

    def finished(self, leads: Sequence[SweptLead]) -> None:
        """Keep what the next tile gave.

        Not forced to the disk, which would take longer than a small tile: a loss of power can cost more than
        one tile, never mix them up.

        Raises:
            StoreError: The disk refused.
        """
        content = canonical_bytes([to_json(lead) for lead in leads])
        lines = [content] if self._headed else [self._head, content]
        with _translated(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("r+b" if self.path.exists() else "wb") as file:
                file.truncate(self._end)
                file.seek(self._end)
                for line in lines:
                    self._last = _next(self._last, line)
                    file.write(_sealed(self._last, line))
                self._end = file.tell()
        self._headed = True

    def _intact(self, written: bytes) -> Iterator[tuple[bytes, Digest, int]]:
        """What follows what was recalled, up to the first line that does not follow from those before it.

        Yields:
            The content of a line, its digest, and where it ends.
        """
        last, end = self._last, self._end
        for line in written[end:].splitlines(keepends=True):
            content = line[len(last) + 1 : -1]
            last, end = _next(last, content), end + len(line)
            if _sealed(last, content) != line:
                return
            yield content, last, end


def _next(last: Digest, content: bytes) -> Digest:
    return Digest.of(f"{last} ".encode() + content)


def _sealed(digest: Digest, content: bytes) -> bytes:
    return f"{digest} ".encode() + content + b"\n"


@contextlib.contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = "free some space or check the folder's permissions; what was swept so far is kept"
        raise StoreError(f"{path}: {(error.strerror or str(error)).lower()}", hint=hint) from error
