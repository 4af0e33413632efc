"""Evidence outside a case, for a one-off run: records in memory, files where they lie."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TypeVar

from inquo.errors import EvidenceError, InputError
from inquo.records.canonical import Json
from inquo.records.codec import digest_of
from inquo.records.digest import Digest

R = TypeVar("R")


class LooseFiles:
    """Keeps everything for one run and nothing after it."""

    def __init__(self) -> None:
        self._paths: dict[Digest, Path] = {}
        self._records: dict[Digest, object] = {}
        self._bytes: dict[Digest, bytes] = {}
        self._steps: dict[Digest, tuple[Digest, ...]] = {}

    def add(self, path: Path) -> Digest:
        """Name a file by its content.

        Raises:
            InputError: The file cannot be read.
        """
        try:
            with path.open("rb") as file:
                digest = Digest(hashlib.file_digest(file, "sha256").hexdigest())
        except OSError as error:
            raise InputError(path, (error.strerror or str(error)).lower(), hint="check the path") from error
        self._paths[digest] = path
        return digest

    def path(self, digest: Digest) -> Path:
        """Where a file that was added lies."""
        return self._paths[digest]

    def put(self, record: object) -> Digest:
        """Keep a record."""
        digest = digest_of(record)
        self._records[digest] = record
        return digest

    def get(self, kind: type[R], digest: Digest) -> R:
        """The record of that name.

        Raises:
            EvidenceError: There is none, or it is of another kind.
        """
        record = self._records.get(digest)
        if not isinstance(record, kind):
            raise EvidenceError(f"no {kind.__name__} is named {digest.short}")
        return record

    def keep(self, content: bytes) -> Digest:
        """Keep derived bytes."""
        digest = Digest.of(content)
        self._bytes[digest] = content
        return digest

    def read(self, digest: Digest) -> bytes:
        """Derived bytes that were kept."""
        return self._bytes[digest]

    def recall(self, key: Digest) -> tuple[Digest, ...] | None:
        """What a step gave in this run."""
        return self._steps.get(key)

    def remember(self, key: Digest, step: Json, outputs: tuple[Digest, ...]) -> None:  # noqa: ARG002
        """Note what a step gave."""
        self._steps[key] = outputs
