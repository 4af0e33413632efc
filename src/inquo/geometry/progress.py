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


def part(progress: Progress, start: float, end: float, of: str = "") -> Progress:
    """Progress of a part of the work, told as a share of the whole.

    Args:
        progress: Who listens to the whole.
        start: Share of the whole that is done when the part begins.
        end: Share that is done when it ends.
        of: Put before what the part says, such as ``shot 3``.
    """

    def tell(done: float, what: str) -> None:
        progress(start + (end - start) * done, f"{of}: {what}" if of else what)

    return tell
