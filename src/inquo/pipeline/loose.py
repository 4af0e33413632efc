"""Evidence outside a case, for a one-off run: records in memory, files where they lie."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from inquo.errors import InputError
from inquo.pipeline.journals import Journals
from inquo.records.codec import digest_of
from inquo.records.digest import Digest
from inquo.store.step import Step


class LooseFiles:
    """Keeps everything for one run and nothing after it, unfinished sweeps apart.

    Args:
        unfinished: Folder for sweeps that are stopped; None to keep none.
    """

    def __init__(self, unfinished: Path | None = None) -> None:
        self.journals = Journals(unfinished)
        self._paths: dict[Digest, Path] = {}
        self._records: dict[Digest, object] = {}
        self._bytes: dict[Digest, bytes] = {}
        self._steps: dict[Digest, tuple[Digest, ...]] = {}

    def add(self, path: Path) -> Digest:
        """Name a file by its content.

        Raises:
            InputError: The file cannot be read, or is empty.
        """
        try:
            with path.open("rb") as file:
                if not file.peek(1):
                    raise InputError(path, "the file is empty", hint="get the file again from its source")
                digest = Digest(hashlib.file_digest(file, "sha256").hexdigest())
        except OSError as error:
            raise InputError(path, (error.strerror or str(error)).lower(), hint="check the path") from error
        self._paths[digest] = path
        return digest

    def path(self, digest: Digest) -> Path:
        """Where a file that was added lies."""
        return self._paths[digest]

    def find(self, digest: Digest) -> object:
        """The record of that name."""
        return self._records[digest]

    def keep(self, content: bytes, *, derived_from: tuple[Digest, ...], recipe: str, media_type: str) -> Digest:  # noqa: ARG002
        """Keep derived bytes."""
        digest = Digest.of(content)
        self._bytes[digest] = content
        return digest

    def read(self, digest: Digest) -> bytes:
        """Derived bytes that were kept."""
        return self._bytes[digest]

    def recall(self, step: Step) -> tuple[Digest, ...] | None:
        """Names of what a step gave in this run."""
        return self._steps.get(step.key)

    def remember(self, step: Step, outputs: Sequence[object]) -> tuple[Digest, ...]:
        """Keep what a step gave."""
        digests = tuple(digest_of(record) for record in outputs)
        self._records.update(zip(digests, outputs, strict=True))
        self._steps[step.key] = digests
        return digests
