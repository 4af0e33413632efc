"""Intake: a file comes into custody before anything looks at what is in it."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from inquo.custody.casefile import CaseFolder
from inquo.custody.content import receive_file
from inquo.custody.kind import Content, tell_kind
from inquo.custody.ledger import PROGRAM
from inquo.geometry.progress import Progress, silent
from inquo.records.custody import Act, CustodyEvent, Exhibit, Source
from inquo.records.digest import Digest


def take_in(
    case: CaseFolder, path: Path, source: Source, who: str, when: datetime, progress: Progress = silent
) -> Exhibit:
    """Take one file into custody.

    1. The bytes are copied and hashed; the original is never touched.
    2. The event and the read-only copy become part of the case, together.
    3. Only then is the copy, never the original, looked at to tell its kind.

    The same bytes twice are one exhibit with two events.

    Args:
        case: The case.
        path: The file as received.
        source: Where it came from.
        who: Who adds it.
        when: Time in UTC.
        progress: Told how much is copied.

    Returns:
        The exhibit.

    Raises:
        CustodyError: The file is missing, unreadable, empty, not a plain file, or changed while it was copied;
            or the disk is full. Nothing of it is then in the case, unless the disk filled up between steps 2
            and 3: then it is whole, and adding it again tells its kind.
        LedgerError: The case's ledger is damaged.
    """
    with receive_file(path, case.path / "incoming", progress) as incoming:  # 1
        events = [
            CustodyEvent(
                act=act,
                subject=incoming.digest,
                who=who,
                when=when,
                program=PROGRAM,
                source=source,
                name=os.fsencode(path.name).decode("utf-8", errors="backslashreplace"),
                size_bytes=incoming.size_bytes,
            )
            for act in (Act.TAKEN_IN, Act.TAKEN_IN_AGAIN)
        ]
        case.enter(incoming, events[0], again=events[1])  # 2
    content = tell_kind(case.exhibit_path(incoming.digest))  # 3
    _describe(case, incoming.digest, content, when)
    return Exhibit(digest=incoming.digest, size_bytes=incoming.size_bytes, kind=content.kind)


def _describe(case: CaseFolder, digest: Digest, content: Content, when: datetime) -> None:
    """Record what an exhibit is, unless that is recorded already."""
    if any(event.act is Act.DESCRIBED and event.kind is content.kind for event in case.history(digest)):
        return
    case.ledger.append(
        CustodyEvent(
            act=Act.DESCRIBED,
            subject=digest,
            who=PROGRAM,
            when=when,
            program=PROGRAM,
            kind=content.kind,
            detail=content.reason,
        )
    )
