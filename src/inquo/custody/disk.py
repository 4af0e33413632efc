"""What the file system has to promise: on disk means on disk, and a full disk has a name."""

from __future__ import annotations

import errno
import os
from pathlib import Path

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, content: bytes | memoryview) -> None:
    """Write every byte, however few the system takes at a time."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def explain(error: OSError) -> tuple[str, str]:
    """Say what the system's refusal means to a person.

    Returns:
        The reason, in a clause, and what to do next.
    """
    if error.errno in _NO_ROOM:
        return (
            "no room is left on the disk",
            "free some space, then run the same command again; nothing was half-written",
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        return "permission denied", "check who owns the file and its folder, and their permissions"
    if error.errno == errno.EROFS:
        return "the disk is read-only", "copy the case to a disk that can be written to"
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return "there is no such file", "check the path"
    return (error.strerror or str(error)).lower(), ""
