"""What the steps need of wherever records and bytes are kept, and the rule that nothing is computed twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from inquo.pipeline.journals import Journals
from inquo.records.digest import Digest
from inquo.store.step import Step


class Evidence(Protocol):
    """Records and bytes, named by digest. A case on disk is one; a one-off run in memory another."""

    @property
    def journals(self) -> Journals:
        """Where unfinished sweeps are kept."""

    def path(self, digest: Digest) -> Path:
        """Where an exhibit's bytes are."""

    def find(self, digest: Digest) -> object:
        """The record of that name.

        Raises:
            EvidenceError: There is none.
        """

    def keep(self, content: bytes, *, derived_from: tuple[Digest, ...], recipe: str, media_type: str) -> Digest:
        """Keep derived bytes, such as a composite's picture, with what they were made from and how."""

    def read(self, digest: Digest) -> bytes:
        """Derived bytes that were kept."""

    def recall(self, step: Step) -> tuple[Digest, ...] | None:
        """Names of what a step gave, or None when it has not run."""

    def remember(self, step: Step, outputs: Sequence[object]) -> tuple[Digest, ...]:
        """Keep what a step gave."""


def once(evidence: Evidence, step: Step, compute: Callable[[], Iterable[object]]) -> tuple[object, ...]:
    """Run a step, unless the same step has already run on the same inputs with the same settings.

    Args:
        evidence: Where results are looked up and kept.
        step: Everything that the result depends on. A change of method that could change it bumps the version.
        compute: The step itself; gives records.

    Returns:
        The step's records, computed now or then.
    """
    known = evidence.recall(step)
    if known is None:
        known = evidence.remember(step, tuple(compute()))
    return tuple(evidence.find(digest) for digest in known)
