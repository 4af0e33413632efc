"""Evidence in a case on disk: bytes in custody, records in its GeoPackage."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from inquo.custody.casefile import CaseFolder
from inquo.pipeline.journals import Journals
from inquo.records.digest import Digest
from inquo.store.geopackage import Store
from inquo.store.step import Step


class CaseFiles:
    """A case folder and its records, as the steps see them.

    Args:
        folder: Bytes and ledger.
        store: Records.
    """

    def __init__(self, folder: CaseFolder, store: Store) -> None:
        self.folder = folder
        self.store = store
        self.journals = Journals(folder.unfinished_path)

    def path(self, digest: Digest) -> Path:
        """The read-only copy of an exhibit."""
        return self.folder.exhibit_path(digest)

    def find(self, digest: Digest) -> object:
        """The record of that name."""
        return self.store.find(digest)

    def keep(self, content: bytes, *, derived_from: tuple[Digest, ...], recipe: str, media_type: str) -> Digest:
        """Keep a working copy, with a line in the ledger."""
        return self.folder.derive(content, derived_from=derived_from, recipe=recipe, media_type=media_type).digest

    def read(self, digest: Digest) -> bytes:
        """A working copy's bytes."""
        return self.folder.derived_path(digest).read_bytes()

    def recall(self, step: Step) -> tuple[Digest, ...] | None:
        """Names of what a step gave, in this run or an earlier one."""
        return self.store.recall(step)

    def remember(self, step: Step, outputs: Sequence[object]) -> tuple[Digest, ...]:
        """Keep what a step gave."""
        return self.store.remember(step, outputs)
