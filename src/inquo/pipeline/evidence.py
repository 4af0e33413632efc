"""What the steps need of wherever records and bytes are kept, and the rule that nothing is computed twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol, TypeVar

from inquo.records.canonical import Json, canonical_bytes
from inquo.records.codec import to_json
from inquo.records.digest import Digest

R = TypeVar("R")


class Evidence(Protocol):
    """Records and bytes, named by digest. A case on disk is one; a one-off run in memory another."""

    def path(self, digest: Digest) -> Path:
        """Where an exhibit's bytes are."""

    def put(self, record: object) -> Digest:
        """Keep a record; keeping it again changes nothing."""

    def get(self, kind: type[R], digest: Digest) -> R:
        """The record of that name.

        Raises:
            EvidenceError: There is none, or it is of another kind.
        """

    def keep(self, content: bytes) -> Digest:
        """Keep derived bytes, such as a composite's picture."""

    def read(self, digest: Digest) -> bytes:
        """Derived bytes that were kept."""

    def recall(self, key: Digest) -> tuple[Digest, ...] | None:
        """What a step gave for these inputs and settings, or None when it has not run."""

    def remember(self, key: Digest, step: Json, outputs: tuple[Digest, ...]) -> None:
        """Note what a step gave."""


def once(
    evidence: Evidence,
    kind: type[R],
    *,
    method: str,
    inputs: Iterable[Digest],
    settings: object,
    compute: Callable[[], Iterable[R]],
) -> tuple[R, ...]:
    """Run a step, unless the same step has already run on the same inputs with the same settings.

    Args:
        evidence: Where results are looked up and kept.
        kind: What the step gives.
        method: Name and version, such as ``shots/1``. A change that could change a result bumps it.
        inputs: Digests of everything that the step reads.
        settings: Everything else that could change the result.
        compute: The step itself.

    Returns:
        The step's records, computed now or then.
    """
    step: Json = {"inputs": [str(digest) for digest in inputs], "method": method, "settings": to_json(settings)}
    key = Digest.of(canonical_bytes(step))
    known = evidence.recall(key)
    if known is not None:
        return tuple(evidence.get(kind, digest) for digest in known)
    records = tuple(compute())
    evidence.remember(key, step, tuple(evidence.put(record) for record in records))
    return records
