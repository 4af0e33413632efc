"""Opening a case, new or old, and checking that it is what its ledger says."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from inquo.custody.casefile import create_case, open_case, read_case
from inquo.custody.verify import verify_case
from inquo.pipeline.case_files import CaseFiles
from inquo.records.custody import Check
from inquo.store.geopackage import open_store


def person(who: str | None) -> str:
    """The person as they named themselves, else the user of this computer."""
    return who or getpass.getuser()


def now() -> datetime:
    """The system clock, UTC, to the second: it is not verified, and finer would pretend it were."""
    return datetime.now(UTC).replace(microsecond=0)


def open_new(path: Path, *, question: str, who: str | None, invented: bool = False) -> None:
    """Make a case folder.

    Raises:
        CaseError: There is something at that path, or nothing can be written there.
    """
    folder = create_case(path, question=question, who=person(who), when=now(), invented=invented)
    with open_store(folder.store_path):
        pass


@contextmanager
def opened(path: Path) -> Iterator[CaseFiles]:
    """Open a case for work, and put right what an interruption left.

    Raises:
        CaseError: It is not a case, or not one that this version can open.
        LedgerError: Its ledger is damaged.
    """
    folder = open_case(path)
    with open_store(folder.store_path) as store:
        yield CaseFiles(folder, store)


def check_case(path: Path) -> Iterator[Check]:
    """Check every exhibit and every line of the ledger; nothing is written.

    Raises:
        CaseError: It is not a case, or not one that this version can open.
    """
    read_case(path)
    yield from verify_case(path)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole: whoever looks sees the old one or the new one, never a part."""
    growing = path.with_name(f".{path.name}.growing")
    growing.write_bytes(content)
    growing.replace(path)
