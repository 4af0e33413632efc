"""How long work says how far it is, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told now and then how far a step is; raises KeyboardInterrupt's like to stop it."""

    def __call__(self, done: float, what: str) -> None:
        """Take note.

        Args:
            done: Share of the step that is finished, 0 to 1.
            what: What is being done, for a person, such as ``sweeping tile 3 of 12``.
        """


def silent(done: float, what: str) -> None:
    """Listen to nothing."""
