"""The case folder: one question, and everything that bears on it.

    case.json               what the case says of itself
    ledger.jsonl            who did what, when; ledger.head vouches for its end
    exhibits/ab/<sha256>    bytes as received, read-only
    derived/ab/<sha256>     working copies, each with its recipe in the ledger
    incoming/               copies in progress; empty when nobody is working
    case.gpkg               the records, for the programs and for QGIS
    report/                 what is shown to people
    unfinished/             sweeps that were stopped, to go on with; not there when none was

How a file enters, so that ``kill -9`` at any moment leaves the whole exhibit or none:

1. It is copied to ``incoming/copying-...`` and is on disk to the last byte.
2. With the ledger held, the copy is renamed to ``incoming/<sha256>``.
3. The event is appended to the ledger: from here on the exhibit is in custody.
4. The copy is renamed to ``exhibits/ab/<sha256>``.

Whoever opens the case next settles what an interruption left. A copy that no event names was
never in custody and is removed (killed before 3). A copy that an event names is whole, and is
put in place with a ``RECOVERED`` event (killed between 3 and 4).
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from inquo.custody.content import Incoming, digest_file, left_behind, place_of, put_in_place, receive_bytes
from inquo.custody.disk import explain, sync_folder, write_all
from inquo.custody.kind import tell_kind
from inquo.custody.ledger import PROGRAM, Ledger, LedgerWriter, recovery
from inquo.errors import CaseError, CustodyError
from inquo.records.canonical import canonical_bytes
from inquo.records.case import FORMAT_VERSION, Case
from inquo.records.codec import digest_of, from_json, to_json
from inquo.records.custody import Act, CustodyEvent, Exhibit, WorkingCopy
from inquo.records.digest import Digest

CASE_FILE = "case.json"
LEDGER_FILE = "ledger.jsonl"
_FOLDERS = ("exhibits", "derived", "incoming", "report")
ENTERED = {Act.TAKEN_IN: "exhibits", Act.DERIVED: "derived"}


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """An open case.

    Attributes:
        path: The folder.
        case: What it says of itself.
        ledger: Who did what.
    """

    path: Path
    case: Case
    ledger: Ledger

    @property
    def store_path(self) -> Path:
        """The GeoPackage that holds the case's records."""
        return self.path / "case.gpkg"

    @property
    def report_path(self) -> Path:
        """The folder for what is shown to people."""
        return self.path / "report"

    @property
    def unfinished_path(self) -> Path:
        """The folder for sweeps that were stopped; made when it is needed."""
        return self.path / "unfinished"

    def exhibits(self) -> tuple[Exhibit, ...]:
        """Everything in custody, in the order in which it was first taken in.

        Raises:
            LedgerError: The ledger is damaged.
        """
        events = self.ledger.events()
        described = {event.subject: event.kind for event in events if event.act is Act.DESCRIBED}
        return tuple(
            Exhibit(
                digest=event.subject,
                size_bytes=event.size_bytes or 0,
                kind=described.get(event.subject) or tell_kind(self.exhibit_path(event.subject)).kind,
            )
            for event in events
            if event.act is Act.TAKEN_IN and event.subject is not None
        )

    def history(self, digest: Digest) -> tuple[CustodyEvent, ...]:
        """What was done to one exhibit or working copy, in order; every source it came from is among it."""
        return tuple(event for event in self.ledger.events() if event.subject == digest)

    def exhibit_path(self, digest: Digest) -> Path:
        """The read-only copy of an exhibit.

        Raises:
            CustodyError: It is not in this case.
        """
        return self._held("exhibits", digest)

    def derived_path(self, digest: Digest) -> Path:
        """A working copy.

        Raises:
            CustodyError: It is not in this case.
        """
        return self._held("derived", digest)

    def holds_derived(self, digest: Digest) -> bool:
        """Whether a working copy of that digest is here."""
        return place_of(self.path / "derived", digest).is_file()

    def derive(
        self,
        content: bytes,
        *,
        derived_from: tuple[Digest, ...],
        recipe: str,
        media_type: str,
        who: str = PROGRAM,
        when: datetime | None = None,
    ) -> WorkingCopy:
        """Keep a working copy; content that is here already is not written again.

        Args:
            content: Its bytes.
            derived_from: Digests of what it was made from.
            recipe: Step, method version and what it did.
            media_type: Such as ``image/png``.
            who: The person, or the program when nobody chose anything.
            when: Time in UTC; now when None.

        Raises:
            CustodyError: The disk refused.
        """
        copy = WorkingCopy(
            digest=Digest.of(content),
            derived_from=derived_from,
            recipe=recipe,
            media_type=media_type,
            size_bytes=len(content),
        )
        if not self.holds_derived(copy.digest):
            event = CustodyEvent(
                act=Act.DERIVED,
                subject=copy.digest,
                who=who,
                when=when or datetime.now(UTC),
                program=PROGRAM,
                size_bytes=copy.size_bytes,
                detail=f"{recipe}; {media_type}; from {', '.join(derived_from) or 'nothing'}",
            )
            with receive_bytes(content, self.path / "incoming") as incoming:
                self.enter(incoming, event)
        return copy

    def enter(self, incoming: Incoming, event: CustodyEvent, again: CustodyEvent | None = None) -> bool:
        """Take a whole copy into custody: steps 2 to 4 above.

        Args:
            incoming: The copy.
            event: What to record; its act says whether it is an exhibit or a working copy.
            again: What to record instead when the same bytes are here already; None for nothing.

        Returns:
            Whether it is new here.

        Raises:
            CustodyError: The disk refused, or the bytes that are here already no longer match their digest.
        """
        waiting, folder = self.path / "incoming", self.path / ENTERED[event.act]
        with self.settled() as writer, _disk_errors(self.path):
            if place_of(folder, incoming.digest).exists():
                self._require_intact(folder, incoming)
                if again is not None:
                    writer.append(again)
                return False
            place_of(folder, incoming.digest).parent.mkdir(exist_ok=True)
            incoming.path.rename(waiting / incoming.digest)  # 2
            sync_folder(waiting)
            try:
                writer.append(event)  # 3
            except CustodyError:
                (waiting / incoming.digest).unlink()
                raise
            put_in_place(waiting, folder, incoming.digest)  # 4
            return True

    @contextlib.contextmanager
    def settled(self) -> Iterator[LedgerWriter]:
        """Hold the ledger, with everything that an interruption left put right."""
        with self.ledger.writing() as writer, _disk_errors(self.path):
            waiting = self.path / "incoming"
            for digest in left_behind(waiting):
                folder = self._folder_of(digest)
                if folder is None or place_of(self.path / folder, digest).exists():
                    (waiting / digest).unlink()
                    continue
                writer.append(recovery(digest, "the copy was whole when an interruption came; put in place"))
                put_in_place(waiting, self.path / folder, digest)
            yield writer

    def _folder_of(self, digest: Digest) -> str | None:
        """Where the ledger says that content entered; None when it never did."""
        found = None
        for line in (self.path / LEDGER_FILE).read_bytes().splitlines():
            if digest.encode() in line:
                event = from_json(CustodyEvent, json.loads(line)["event"])
                if event.subject == digest and event.act in ENTERED:
                    found = ENTERED[event.act]
        return found

    def _held(self, folder: str, digest: Digest) -> Path:
        place = place_of(self.path / folder, digest)
        if not place.is_file():
            raise CustodyError(f"{place}: not in this case", hint="see what is missing with `inquo check`")
        return place

    def _require_intact(self, folder: Path, incoming: Incoming) -> None:
        place = place_of(folder, incoming.digest)
        if digest_file(place) != (incoming.digest, incoming.size_bytes):
            raise CustodyError(f"{place}: no longer matches its digest", hint="restore the case from a copy")


def create_case(path: Path, *, question: str, who: str, when: datetime, invented: bool = False) -> CaseFolder:
    """Make a case folder; it appears complete or not at all.

    Args:
        path: Where; must not exist, or be an empty folder.
        question: What the investigation is to answer.
        who: Who opens it.
        when: Time in UTC.
        invented: True when the place and the events are made up.

    Raises:
        CaseError: There is something at that path, or nothing can be written there.
    """
    path = path.resolve()
    if path.is_dir() and any(path.iterdir()):
        hint = "open it with `inquo add` or `inquo investigate`" if (path / CASE_FILE).exists() else "choose a new name"
        raise CaseError(f"{path}: the folder exists and is not empty", hint=hint)
    if path.exists() and not path.is_dir():
        raise CaseError(f"{path}: there is a file of that name", hint="choose a new name")
    case = Case(name=path.name, question=question, opened=when, opened_by=who, invented=invented, program=PROGRAM)
    growing = path.parent / f".{path.name}.{secrets.token_hex(4)}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _fill(growing, case)
        growing.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        reason, hint = explain(error)
        raise CaseError(f"{path}: the case cannot be made: {reason}", hint=hint) from error
    except CustodyError as error:
        raise CaseError(f"{path}: the case cannot be made: {error}", hint=error.hint) from error
    except UnicodeEncodeError as error:
        hint = "write its name and question in Unicode"
        raise CaseError(f"{path.name!r}: the case cannot be made: {error.object!r} is not text", hint=hint) from error
    finally:
        shutil.rmtree(growing, ignore_errors=True)
    return CaseFolder(path, case, Ledger(path / LEDGER_FILE))


def open_case(path: Path, *, for_writing: bool = True) -> CaseFolder:
    """Open a case, and put right what an interruption left.

    Args:
        path: The folder.
        for_writing: False to look only: nothing is written, nothing is put right.

    Raises:
        CaseError: It is not a case, was made by a newer Inquo, or cannot be written to.
        LedgerError: Its ledger is damaged.
    """
    path = path.resolve()
    case = read_case(path)
    folder = CaseFolder(path, case, Ledger(path / LEDGER_FILE))
    folder.ledger.entries()
    if for_writing:
        _require_writable(path)
        with folder.settled():
            pass
    return folder


def read_case(path: Path) -> Case:
    """Read what a folder says of itself.

    Raises:
        CaseError: It is not a case, or one that only a newer Inquo can read.
    """
    try:
        value = json.loads((path / CASE_FILE).read_bytes())
        _require_known_format(path, value)
        return from_json(Case, value)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise CaseError(f"{path}: not a case: there is no {CASE_FILE}", hint="make one with `inquo new`") from error
    except OSError as error:
        reason, hint = explain(error)
        raise CaseError(f"{path / CASE_FILE}: {reason}", hint=hint) from error
    except (ValueError, RecursionError) as error:
        raise CaseError(f"{path / CASE_FILE}: cannot be read: {error}", hint="restore it from a copy") from error


def _require_known_format(path: Path, value: object) -> None:
    """Refuse a layout that only a newer Inquo knows, before reading on as if it were ours."""
    if not isinstance(value, dict):
        return
    version, program = value.get("format_version"), value.get("program")
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise CaseError(
            f"{path}: case format {version}, made by {program or 'a newer Inquo'}; this is {PROGRAM},"
            f" which reads up to format {FORMAT_VERSION}",
            hint=f"open it with {program or 'the Inquo that made it'} or newer",
        )


def _require_writable(path: Path) -> None:
    """Find out before anything is begun; folders that were lost on the way, being empty, are made again."""
    for place in (path, *(path / name for name in _FOLDERS)):
        with contextlib.suppress(OSError):
            place.mkdir(exist_ok=True)
        if not os.access(place, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
            raise CaseError(
                f"{place}: the case cannot be written to",
                hint="check who owns it and its permissions; on a read-only disk, copy the case first",
            )


def _fill(folder: Path, case: Case) -> None:
    """Write a whole new case into a folder that nobody sees yet."""
    folder.mkdir()
    for name in _FOLDERS:
        (folder / name).mkdir()
    descriptor = os.open(folder / CASE_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        write_all(descriptor, canonical_bytes(to_json(case)) + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    opened = CustodyEvent(
        act=Act.CASE_OPENED, subject=digest_of(case), who=case.opened_by, when=case.opened, program=PROGRAM
    )
    Ledger.create(folder / LEDGER_FILE, opened)
    sync_folder(folder)


@contextlib.contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    """Translate the system's refusals while the case is being changed."""
    try:
        yield
    except OSError as error:
        reason, hint = explain(error)
        raise CustodyError(f"{error.filename or path}: {reason}", hint=hint) from error
