"""A step of the straight line, named by everything that its result depends on."""

from __future__ import annotations

from dataclasses import dataclass, field

from inquo.records.canonical import Json, canonical_bytes
from inquo.records.digest import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is to be done, to what, and how: equal steps give equal results.

    Attributes:
        name: Such as ``composite``.
        method: Name and version of the method, such as ``median/1``.
        inputs: Digests of the records and exhibits that it reads, in order.
        settings: Everything else that bears on its result.
    """

    name: str
    method: str
    inputs: tuple[Digest, ...]
    settings: dict[str, Json] = field(default_factory=dict)

    @property
    def key(self) -> Digest:
        """Digest under which the result is remembered."""
        return Digest.of(
            canonical_bytes(
                {"inputs": [*self.inputs], "method": self.method, "settings": self.settings, "step": self.name}
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A step that was done, as it is remembered.

    Attributes:
        method: Name and version of the method by which it was done.
        settings: What bore on its result besides its inputs.
        outputs: Digests of what it made.
    """

    method: str
    settings: dict[str, Json]
    outputs: tuple[Digest, ...]
