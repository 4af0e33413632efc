"""Content-addressed files: ``ab/<sha256>``, written whole or not at all, read-only ever after.

A copy is made under ``incoming/`` and locked with ``flock`` while it is being made, so that
another process can tell a copy in progress from what a dead process left behind.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from inquo.custody.disk import explain, sync_folder, write_all
from inquo.errors import CustodyError
from inquo.geometry.progress import Progress, silent
from inquo.records.digest import Digest

_CHUNK_BYTES = 1 << 20
_UNFINISHED = "copying-"
_KEEP_ACCESS_TIME = getattr(os, "O_NOATIME", 0)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A whole copy on disk that is not yet in custody.

    Attributes:
        path: Where it waits.
        digest: SHA-256 of its bytes.
        size_bytes: Length.
    """

    path: Path
    digest: Digest
    size_bytes: int


def place_of(folder: Path, digest: Digest) -> Path:
    """Where content of that digest stands below a folder."""
    return folder / digest[:2] / digest


def digest_file(path: Path) -> tuple[Digest, int]:
    """SHA-256 and length of a file, read in constant memory.

    Raises:
        CustodyError: The file cannot be read.
    """
    try:
        with _reading(path) as descriptor:
            return _pour(_chunks(descriptor), None)
    except OSError as error:
        reason, hint = explain(error)
        raise CustodyError(f"{path}: {reason}", hint=hint) from error


@contextlib.contextmanager
def receive_file(source: Path, waiting: Path, progress: Progress = silent) -> Iterator[Incoming]:
    """Copy a file bit for bit, hashing on the way; the original is opened for reading and never touched.

    Args:
        source: The file as received.
        waiting: The case's ``incoming`` folder.
        progress: Told how much is copied.

    Yields:
        The copy, on disk to the last byte; removed on leaving unless it was moved into place.

    Raises:
        CustodyError: The source is missing, unreadable, empty, not a plain file, or changed while it was
            copied; or the disk is full.
    """
    try:
        with _reading(source) as descriptor:
            before = os.fstat(descriptor)
            chunks = _reported(_chunks(descriptor), before.st_size, f"taking in {source.name}", progress)
            with _receive(chunks, waiting, source) as incoming:
                after = os.fstat(descriptor)
                _require_unchanged(source, before, after, incoming.size_bytes)
                yield incoming
    except OSError as error:
        reason, hint = explain(error)
        raise CustodyError(f"{source}: {reason}", hint=hint) from error


@contextlib.contextmanager
def receive_bytes(content: bytes, waiting: Path) -> Iterator[Incoming]:
    """Write a working copy to disk to the last byte.

    Raises:
        CustodyError: The disk is full.
    """
    with _receive((content,), waiting, Path("working copy")) as incoming:
        yield incoming


def put_in_place(waiting: Path, folder: Path, digest: Digest) -> Path:
    """Move a whole copy to where its digest says it belongs; the step that a crash cannot halve."""
    place = place_of(folder, digest)
    place.parent.mkdir(exist_ok=True)
    (waiting / digest).rename(place)
    sync_folder(place.parent)
    sync_folder(folder)
    return place


def left_behind(waiting: Path) -> tuple[Digest, ...]:
    """Clear away what dead processes were still copying, and name the whole copies that wait.

    Call it only while holding the ledger: a whole copy waits only while its process does.
    """
    whole = []
    for path in sorted(waiting.iterdir()):
        if path.name.startswith(_UNFINISHED):
            _remove_if_abandoned(path)
        else:
            whole.append(Digest(path.name))
    return tuple(whole)


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[int]:
    """Open a plain file without waiting on a pipe or waking a device.

    Raises:
        CustodyError: It is something else.
    """
    _require_plain(path, path.stat())
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags | _KEEP_ACCESS_TIME)
    except PermissionError:
        descriptor = os.open(path, flags)
    try:
        _require_plain(path, os.fstat(descriptor))
        yield descriptor
    finally:
        os.close(descriptor)


def _require_plain(path: Path, found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise CustodyError(f"{path}: is a folder", hint="name the files in it")
    if not stat.S_ISREG(found.st_mode):
        raise CustodyError(f"{path}: is a pipe, a socket or a device, not a file", hint="save it to a file first")


def _chunks(descriptor: int) -> Iterator[bytes]:
    while chunk := os.read(descriptor, _CHUNK_BYTES):
        yield chunk


def _reported(chunks: Iterable[bytes], size_bytes: int, what: str, progress: Progress) -> Iterator[bytes]:
    done = 0
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        progress(min(1.0, done / max(1, size_bytes)), what)


def _pour(chunks: Iterable[bytes], descriptor: int | None) -> tuple[Digest, int]:
    """Hash chunks, writing them on the way when there is somewhere to write."""
    digest, size_bytes = hashlib.sha256(), 0
    for chunk in chunks:
        if descriptor is not None:
            write_all(descriptor, chunk)
        digest.update(chunk)
        size_bytes += len(chunk)
    return Digest(digest.hexdigest()), size_bytes


@contextlib.contextmanager
def _receive(chunks: Iterable[bytes], waiting: Path, what: Path) -> Iterator[Incoming]:
    try:
        path, descriptor = _open_locked(waiting)
    except OSError as error:
        reason, hint = explain(error)
        raise CustodyError(f"{what}: cannot be copied into the case: {reason}", hint=hint) from error
    try:
        try:
            digest, size_bytes = _pour(chunks, descriptor)
            os.fchmod(descriptor, 0o444)
            os.fsync(descriptor)
        except OSError as error:
            reason, hint = explain(error)
            raise CustodyError(f"{what}: cannot be copied into the case: {reason}", hint=hint) from error
        yield Incoming(path, digest, size_bytes)
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _open_locked(waiting: Path) -> tuple[Path, int]:
    """Open a new file and lock it before anybody can take it for abandoned."""
    while True:
        path = waiting / f"{_UNFINISHED}{os.getpid()}-{secrets.token_hex(4)}"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return path, descriptor
        os.close(descriptor)


def _remove_if_abandoned(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError, BlockingIOError):
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
        finally:
            os.close(descriptor)


def _require_unchanged(source: Path, before: os.stat_result, after: os.stat_result, copied_bytes: int) -> None:
    same = (before.st_size, before.st_mtime_ns, before.st_ctime_ns) == (
        after.st_size,
        after.st_mtime_ns,
        after.st_ctime_ns,
    )
    if not (same and copied_bytes == before.st_size):
        raise CustodyError(
            f"{source}: changed while it was being copied", hint="wait until nothing writes to it, then add it again"
        )
    if copied_bytes == 0:
        raise CustodyError(f"{source}: the file is empty", hint="a download may have failed; get the file again")
