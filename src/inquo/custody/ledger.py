"""The ledger: who did what, when, one line an event, each line naming the one before.

A line is the canonical JSON of an entry and a newline. ``previous`` is the SHA-256 of the
line before, newline included, so that an expert needs no program of ours to follow the
chain: ``sed -n 3p ledger.jsonl | sha256sum`` is what line 4 must name. ``digest`` is the
SHA-256 of the canonical JSON of the entry without it: it guards the last line, which no
other line names yet. ``ledger.head``, beside the ledger, says how far it had come when the
last append returned.

What a crash can leave, and what then happens (``kill -9`` at any moment, power cut):

1. A last line without its newline, all lines that the head vouches for whole: the append
   had not returned. The next writer replaces the torn line by a ``RECOVERED`` event that
   quotes it.
2. A ledger that is one line ahead of the head: the line is whole and stays; the next
   writer brings the head up to date.

Anything else is not a crash but damage, and raises: fewer lines than the head vouches for,
a line that was changed, added, removed or moved.

Appends are serialised by ``flock`` on the ledger itself, which the kernel releases when a
process dies. ``fcntl`` does not exist on Windows: there the import fails, which is better
than two writers without a lock.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from inquo import __version__
from inquo.custody.disk import explain, write_all
from inquo.errors import CustodyError, LedgerError
from inquo.records.canonical import Json, canonical_bytes
from inquo.records.codec import from_json, to_json
from inquo.records.custody import Act, Check, CustodyEvent
from inquo.records.digest import Digest

PROGRAM = f"inquo {__version__}"
BEFORE_THE_FIRST = Digest("0" * 64)

_DAMAGED = "restore the case from a copy; the lines that still hold are listed by `inquo check`"
_HEAD_BYTES = 16 + 1 + 64 + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger.

    Attributes:
        sequence: Its place, from 0.
        previous: SHA-256 of the line before; zeros for the first.
        event: What happened.
    """

    sequence: int
    previous: Digest
    event: CustodyEvent

    def line(self) -> bytes:
        """Write the entry as it stands in the file, newline included."""
        body: dict[str, Json] = {
            "event": to_json(self.event),
            "previous": str(self.previous),
            "sequence": self.sequence,
        }
        body["digest"] = str(Digest.of(canonical_bytes(body)))
        return canonical_bytes(body) + b"\n"


@dataclass(frozen=True, slots=True)
class _Head:
    """How many lines there are, and the SHA-256 of the last."""

    count: int
    last: Digest

    def bytes(self) -> bytes:
        return f"{self.count:016d} {self.last}\n".encode("ascii")


def recovery(subject: Digest | None, detail: str) -> CustodyEvent:
    """What to record when the program puts right what an interruption left."""
    return CustodyEvent(
        act=Act.RECOVERED, subject=subject, who=PROGRAM, when=datetime.now(UTC), program=PROGRAM, detail=detail
    )


class LedgerWriter:
    """The right to append, while nobody else can."""

    def __init__(self, descriptor: int, head_descriptor: int, head: _Head, end: int) -> None:
        self._descriptor = descriptor
        self._head_descriptor = head_descriptor
        self._head = head
        self._end = end

    def append(self, event: CustodyEvent) -> Entry:
        """Add an event; when this returns it is on disk, when it raises it is not in the ledger.

        Raises:
            CustodyError: The disk refused, or the event holds what is not text.
        """
        entry = Entry(sequence=self._head.count, previous=self._head.last, event=event)
        try:
            line = entry.line()
        except UnicodeEncodeError as error:
            hint = "write names, sources and notes in Unicode"
            raise CustodyError(f"the event holds bytes that are not text: {error.object!r}", hint=hint) from error
        head = _Head(self._head.count + 1, Digest.of(line))
        try:
            os.lseek(self._descriptor, self._end, os.SEEK_SET)
            write_all(self._descriptor, line)
            os.ftruncate(self._descriptor, self._end + len(line))
            os.fsync(self._descriptor)
            self._write_head(head)
        except BaseException as error:
            self._take_back()
            if isinstance(error, OSError):
                reason, hint = explain(error)
                raise CustodyError(f"the ledger could not be written: {reason}", hint=hint) from error
            raise
        self._head, self._end = head, self._end + len(line)
        return entry

    def _write_head(self, head: _Head) -> None:
        """Overwrite in place: the length never changes, so a full disk cannot refuse it."""
        os.pwrite(self._head_descriptor, head.bytes(), 0)
        os.fsync(self._head_descriptor)

    def _take_back(self) -> None:
        """Undo a half-done append, head first: a ledger may be ahead of its head, never behind."""
        with contextlib.suppress(OSError):
            os.pwrite(self._head_descriptor, self._head.bytes(), 0)
            os.ftruncate(self._descriptor, self._end)
            os.fsync(self._descriptor)

    def bring_up_to_date(self, torn: bytes) -> None:
        """Write the head anew, and record a torn last line in the place where it stood."""
        self._write_head(self._head)
        if torn:
            quoted = torn.decode("utf-8", errors="backslashreplace")
            self.append(
                recovery(
                    None, f"the last line was cut short by an interruption; this one replaces it; it read: {quoted}"
                )
            )


class Ledger:
    """The hash-chained list of custody events of one case.

    Args:
        path: The ``ledger.jsonl``; its head is beside it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._head_path = path.with_suffix(".head")

    @classmethod
    def create(cls, path: Path, first: CustodyEvent) -> Ledger:
        """Start a ledger with its first event.

        Raises:
            CustodyError: The disk refused.
            FileExistsError: There is one already.
        """
        ledger = cls(path)
        start = _Head(0, BEFORE_THE_FIRST)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
        head_descriptor = os.open(ledger._head_path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            write_all(head_descriptor, start.bytes())
            LedgerWriter(descriptor, head_descriptor, start, 0).append(first)
        finally:
            os.close(head_descriptor)
            os.close(descriptor)
        return ledger

    @contextlib.contextmanager
    def writing(self) -> Iterator[LedgerWriter]:
        """Hold the ledger for appending; waits for whoever else holds it, and repairs what a crash left.

        Raises:
            CustodyError: The disk refused.
            LedgerError: The end of the ledger is damaged, not merely cut short.
        """
        with self._open(os.O_RDWR) as (descriptor, head_descriptor):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            head = self._read_head(head_descriptor)
            last_line, torn, end = _read_end(descriptor)
            writer = LedgerWriter(descriptor, head_descriptor, self._agree(head, last_line), end - len(torn))
            if torn or writer._head != head:  # noqa: SLF001 - the ledger and its writer are one thing
                writer.bring_up_to_date(torn)
            yield writer

    def append(self, event: CustodyEvent) -> Entry:
        """Add one event; when this returns it is on disk.

        Raises:
            CustodyError: The disk refused; the event is not in the ledger.
            LedgerError: The end of the ledger is damaged.
        """
        with self.writing() as writer:
            return writer.append(event)

    def entries(self) -> tuple[Entry, ...]:
        """Read all of it, checking the chain on the way.

        Raises:
            LedgerError: The chain is broken; the message says at which line.
        """
        lines, _torn, head = self._read()
        entries = []
        for check, entry in _follow(lines):
            if entry is None or not check.passed:
                raise LedgerError(f"{self.path}: {check.subject}: {check.detail}", hint=_DAMAGED)
            entries.append(entry)
        check = _compare_with_head(lines, head)
        if not check.passed:
            raise LedgerError(f"{self.path}: {check.detail}", hint=_DAMAGED)
        return tuple(entries)

    def events(self) -> tuple[CustodyEvent, ...]:
        """What happened, in order.

        Raises:
            LedgerError: The chain is broken.
        """
        return tuple(entry.event for entry in self.entries())

    def verify(self) -> tuple[Check, ...]:
        """Follow the chain and say of every line whether it holds.

        1. Each line is the canonical JSON of an entry and matches its own digest.
        2. Its sequence number is its place, and it names the SHA-256 of the line before.
        3. No line is cut short.
        4. The head vouches for the last line, or for the one before it.
        """
        try:
            lines, torn, head = self._read()
        except LedgerError as error:
            return (Check(number=4, subject=self.path.name, passed=False, detail=str(error)),)
        checks = [check for check, _ in _follow(lines)]
        detail = f"{len(torn)} bytes of an unfinished line at the end" if torn else "the last line is whole"
        checks.append(Check(number=3, subject=self.path.name, passed=not torn, detail=detail))
        checks.append(_compare_with_head(lines, head))
        return tuple(checks)

    @contextlib.contextmanager
    def _open(self, flags: int) -> Iterator[tuple[int, int]]:
        with contextlib.ExitStack() as stack:
            try:
                descriptor = os.open(self.path, flags)
                stack.callback(os.close, descriptor)
                head_descriptor = os.open(self._head_path, flags)
                stack.callback(os.close, head_descriptor)
            except FileNotFoundError as error:
                raise LedgerError(f"{error.filename}: the file is missing", hint=_DAMAGED) from error
            except OSError as error:
                reason, hint = explain(error)
                raise CustodyError(f"{error.filename}: {reason}", hint=hint) from error
            yield descriptor, head_descriptor

    def _read(self) -> tuple[list[bytes], bytes, _Head]:
        """Whole lines, what is left after the last of them, and the head, at one moment."""
        with self._open(os.O_RDONLY) as (descriptor, head_descriptor):
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            content = os.pread(descriptor, os.fstat(descriptor).st_size, 0)
            head = self._read_head(head_descriptor)
        *lines, torn = content.split(b"\n")
        return [line + b"\n" for line in lines], torn, head

    def _read_head(self, descriptor: int) -> _Head:
        content = os.pread(descriptor, _HEAD_BYTES + 1, 0)
        try:
            count, last = content.decode("ascii").removesuffix("\n").split(" ")
            head = _Head(int(count), Digest(last))
        except ValueError as error:
            raise LedgerError(f"{self._head_path}: not the head of a ledger", hint=_DAMAGED) from error
        if head.bytes() != content:
            raise LedgerError(f"{self._head_path}: not the head of a ledger", hint=_DAMAGED)
        return head

    def _agree(self, head: _Head, last_line: bytes) -> _Head:
        """Take the ledger's end for true if the head vouches for it or for the line before.

        Raises:
            LedgerError: It vouches for neither, or the last line is damaged.
        """
        if not last_line:
            raise LedgerError(f"{self.path}: the ledger is empty", hint=_DAMAGED)
        try:
            entry = _read_line(last_line)
        except ValueError as error:
            raise LedgerError(f"{self.path}: last line: {error}", hint=_DAMAGED) from error
        now = _Head(entry.sequence + 1, Digest.of(last_line))
        if now != head and _Head(entry.sequence, entry.previous) != head:
            raise LedgerError(
                f"{self.path}: the head vouches for {head.count} lines, the last line is number {now.count}",
                hint=_DAMAGED,
            )
        return now


def _read_end(descriptor: int) -> tuple[bytes, bytes, int]:
    """Last whole line, what stands after it, and the length of the file."""
    end = os.fstat(descriptor).st_size
    start, tail = end, b""
    while start > 0 and tail.count(b"\n") < 2:
        step = min(start, 1 << 16)
        start -= step
        tail = os.pread(descriptor, step, start) + tail
    whole, newline, torn = tail.rpartition(b"\n")
    return whole.rpartition(b"\n")[2] + newline, torn, end


def _read_line(line: bytes) -> Entry:
    """Read one line, newline included.

    Raises:
        ValueError: It is not, to the bit, what writing its entry would give.
    """
    try:
        value = json.loads(line)
        entry = Entry(
            sequence=int(value["sequence"]),
            previous=Digest(value["previous"]),
            event=from_json(CustodyEvent, value["event"]),
        )
        rewritten = entry.line()
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ValueError(f"not an entry ({error})") from error
    if rewritten != line:
        raise ValueError("does not match its own digest")
    return entry


def _follow(lines: list[bytes]) -> Iterator[tuple[Check, Entry | None]]:
    """Check each line by itself (1) and against the one before (2)."""
    previous = BEFORE_THE_FIRST
    for place, line in enumerate(lines):
        subject = f"line {place + 1}"
        try:
            entry: Entry | None = _read_line(line)
        except ValueError as error:
            entry = None
            yield Check(number=1, subject=subject, passed=False, detail=str(error)), None
        if entry is not None:
            chained = entry.sequence == place and entry.previous == previous
            detail = entry.event.act.value if chained else "does not follow the line before it"
            yield Check(number=2, subject=subject, passed=chained, detail=detail), entry
        previous = Digest.of(line)


def _compare_with_head(lines: list[bytes], head: _Head) -> Check:
    """The head vouches for the last line, or for the one before it (4)."""
    vouched = 0 < head.count <= len(lines) <= head.count + 1 and Digest.of(lines[head.count - 1]) == head.last
    detail = f"the head vouches for {head.count} lines, the ledger has {len(lines)}"
    return Check(number=4, subject="ledger.head", passed=vouched, detail=detail)
