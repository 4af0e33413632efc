"""Where the documents that a statements file quotes are: a seam, and the plain answer, which is beside the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from inquo.errors import StatementError

LARGEST_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Opened:
    """A document's bytes.

    Attributes:
        name: What to call it in an error.
        content: All of them.
    """

    name: str
    content: bytes


class OpenDocument(Protocol):
    """Finds the document that a statements file names."""

    def __call__(self, file: str, sha256: str | None) -> Opened:
        """Read it whole.

        Args:
            file: Its path, as the statements file has it.
            sha256: Digest that it must have; None where the statements file does not say.

        Raises:
            StatementError: There is none, or more than one; the reason is a clause.
        """


def beside(folder: Path) -> OpenDocument:
    """Documents in a folder and below it, and none outside.

    Args:
        folder: Where the statements file is.
    """
    root = folder.resolve()

    def open_document(file: str, sha256: str | None) -> Opened:  # noqa: ARG001 - a path names one file
        path = (root / file).resolve()
        if not path.is_relative_to(root):
            raise StatementError(
                file, "lies outside this file's folder", hint="copy the document beside the statements"
            )
        return Opened(str(path), read_whole(path, lambda reason: StatementError(path, reason)))

    return open_document


def read_whole(path: Path, refuse: Callable[[str], StatementError]) -> bytes:
    """A file's bytes, unless there are too many to hold.

    Args:
        path: The file.
        refuse: Makes the error from the reason.

    Raises:
        StatementError: It cannot be read, or is too large.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise refuse(f"larger than {LARGEST_BYTES // 2**20} MiB; add the part that is quoted by itself")
        return path.read_bytes()
    except OSError as error:
        raise refuse(f"cannot be read: {error.strerror}") from error
