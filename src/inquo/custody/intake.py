"""Intake: a file comes into custody before anything looks at what is in it."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from inquo.custody.casefile import CaseFolder
from inquo.custody.content import receive_file
from inquo.custody.kind import Content, read_as, tell_kind
from inquo.custody.ledger import PROGRAM
from inquo.errors import CustodyError
from inquo.geometry.progress import Progress, silent
from inquo.records.custody import Act, CustodyEvent, Exhibit, ExhibitKind, Source
from inquo.records.digest import Digest


def take_in(
    case: CaseFolder,
    path: Path,
    source: Source,
    who: str,
    when: datetime,
    progress: Progress = silent,
    *,
    kind: ExhibitKind | None = None,
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
        kind: What the person says it is, where the content leaves a choice; None for what the content says.

    Returns:
        The exhibit.

    Raises:
        CustodyError: The file is missing, unreadable, empty, not a plain file, or changed while it was copied;
            or the disk is full. Nothing of it is then in the case, unless the disk filled up between steps 2
            and 3: then it is whole, and adding it again tells its kind. Or the content cannot be what the
            person says: then it is in custody as what it is.
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
    told = tell_kind(case.exhibit_path(incoming.digest))  # 3
    chosen = read_as(told, kind) if kind is not None else told
    described = _describe(case, incoming.digest, chosen or told, when, chosen=kind is not None)
    if chosen is None and kind is not None:
        why = f"{path}: not a {kind.value}: {told.reason}"
        raise CustodyError(why, hint=f"it is in custody as what it is: {told.kind.value}")
    return Exhibit(digest=incoming.digest, size_bytes=incoming.size_bytes, kind=described)


def _describe(case: CaseFolder, digest: Digest, content: Content, when: datetime, *, chosen: bool) -> ExhibitKind:
    """Record what an exhibit is, unless that is recorded already; what a person chose stands until one chooses again.

    Returns:
        What it is in the case from now on.
    """
    known = [event.kind for event in case.history(digest) if event.act is Act.DESCRIBED and event.kind is not None]
    if known and (known[-1] is content.kind or (content.kind in known and not chosen)):
        return known[-1]
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
    return content.kind
