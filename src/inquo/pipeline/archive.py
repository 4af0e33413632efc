"""The documents and the statements files of a case: which exhibit a name means, and which version counts."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from inquo.custody.casefile import CaseFolder
from inquo.errors import QuoteError, StatementError
from inquo.pipeline.accounts import parse_accounts
from inquo.pipeline.case_files import CaseFiles
from inquo.pipeline.evidence import once
from inquo.records.canonical import Json
from inquo.records.custody import Act, CustodyEvent, Exhibit, ExhibitKind, Source
from inquo.records.digest import Digest
from inquo.records.statement import Accounts
from inquo.statements.anchor import extract_text
from inquo.statements.documents import OpenDocument, Opened, read_whole
from inquo.statements.pdf_pypdf import EXTRACTION
from inquo.store.step import Step

METHOD = f"statements/2; html/1; text/1; warc/1; typed/1; {EXTRACTION}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """An exhibit, and what it came in as.

    Attributes:
        exhibit: The exhibit.
        names: Every name it came in by, the latest last; may be empty.
        source: What was said of it when it last came in.
        position: Line of the ledger on which it last came in, from 0.
    """

    exhibit: Exhibit
    names: tuple[str, ...]
    source: Source
    position: int

    @property
    def label(self) -> str:
        """The name it last came in by, or the start of its digest."""
        return self.names[-1] if self.names else self.exhibit.digest.short


def list_filed(folder: CaseFolder) -> tuple[Filed, ...]:
    """Everything in custody, in the order in which it last came in."""
    came_in: dict[Digest, list[tuple[int, CustodyEvent]]] = {}
    for position, event in enumerate(folder.ledger.events()):
        if event.subject is not None and event.act in {Act.TAKEN_IN, Act.TAKEN_IN_AGAIN}:
            came_in.setdefault(event.subject, []).append((position, event))
    found = []
    for exhibit in folder.exhibits():
        intakes = came_in[exhibit.digest]
        position, latest = intakes[-1]
        names = tuple(dict.fromkeys(event.name for _, event in intakes if event.name))
        found.append(Filed(exhibit=exhibit, names=names, source=latest.source or Source(), position=position))
    return tuple(sorted(found, key=lambda one: one.position))


def versions(exhibits: Sequence[Filed]) -> tuple[Filed, ...]:
    """The statements files of a case, the one that counts last: a later one takes the place of all before it."""
    return tuple(one for one in exhibits if one.exhibit.kind is ExhibitKind.STATEMENTS)


def open_filed(folder: CaseFolder, exhibits: Sequence[Filed]) -> OpenDocument:
    """Documents among the exhibits of a case: by digest where the statements file gives one, else by name.

    Args:
        folder: The case.
        exhibits: Everything in custody.
    """

    def open_document(file: str, sha256: str | None) -> Opened:
        name = _plain(PurePosixPath(file.replace("\\", "/")).name)
        if sha256 is not None:
            found = [one for one in exhibits if one.exhibit.digest == sha256.lower()]
        else:
            found = [one for one in exhibits if name in map(_plain, one.names)]
        if not found:
            raise _missing(folder, file, exhibits)
        if len(found) > 1:
            digests = ", ".join(one.exhibit.digest for one in found)
            raise StatementError(
                file, f"{len(found)} exhibits came in by this name", hint=f"say which with sha256 = one of {digests}"
            )
        return Opened(file, _bytes_of(folder, found[0]))

    return open_document


def check_statements(folder: CaseFolder, exhibits: Sequence[Filed], path: Path | None = None) -> Accounts:
    """Read statements and find every quote in the bytes in custody, whatever was found before.

    Args:
        folder: The case.
        exhibits: Everything in custody.
        path: A file that is not in the case; None for the one in it that counts.

    Raises:
        StatementError: There is none, or it cannot be used; the message gives the line.
        QuoteError: A quote is not in its document.
    """
    if path is not None:
        content = read_whole(path, lambda reason: StatementError(path, reason))
        return parse_accounts(content, path, open_filed(folder, exhibits))
    files = versions(exhibits)
    if not files:
        hint = f"write one (docs/statements.md), then: inquo add {folder.path.name} statements.toml"
        raise StatementError(folder.path, "there is no statements file in this case", hint=hint)
    return parse_accounts(_bytes_of(folder, files[-1]), Path(files[-1].label), open_filed(folder, exhibits))


def accounts_of(evidence: CaseFiles, exhibits: Sequence[Filed]) -> Accounts | None:
    """What was said, from the statements file that counts; read once for the same file and exhibits.

    Returns:
        None where the case has no statements file.

    Raises:
        StatementError: It cannot be used; the message gives the line.
        QuoteError: A quote is not in its document.
    """
    files = versions(exhibits)
    if not files:
        return None
    others = [one for one in exhibits if one.exhibit.kind is not ExhibitKind.STATEMENTS]
    names: dict[str, Json] = {one.exhibit.digest: [*one.names] for one in others}
    step = Step(name="statements", method=METHOD, inputs=(files[-1].exhibit.digest,), settings={"documents": names})
    (record,) = once(evidence, step, lambda: [check_statements(evidence.folder, exhibits)])
    assert isinstance(record, Accounts)
    return record


def text_of(folder: CaseFolder, exhibits: Sequence[Filed], name: str, page: str | None) -> str:
    """A document's text, in the one form in which quotes are compared: to copy a quote from.

    Args:
        folder: The case.
        exhibits: Everything in custody.
        name: Its name, or its SHA-256.
        page: Address of the page in a web archive.

    Raises:
        StatementError: There is no such document.
        QuoteError: It holds no text that can be read.
    """
    known = {one.exhibit.digest for one in exhibits}
    opened = open_filed(folder, exhibits)(name, name if name.lower() in known else None)
    return extract_text(opened.content, opened.name, page).text


def _bytes_of(folder: CaseFolder, one: Filed) -> bytes:
    path = folder.exhibit_path(one.exhibit.digest)
    content = read_whole(path, lambda reason: StatementError(one.label, reason))
    if Digest.of(content) != one.exhibit.digest:
        raise QuoteError(
            f"{one.label}: the copy in custody no longer matches its digest", hint="see `inquo check`; restore the case"
        )
    return content


def _missing(folder: CaseFolder, file: str, exhibits: Sequence[Filed]) -> StatementError:
    names = [name for one in exhibits for name in one.names]
    close = difflib.get_close_matches(PurePosixPath(file).name, names, n=1)
    did_you_mean = f"did you mean {close[0]!r}? else: " if close else ""
    return StatementError(
        file, "is not among the exhibits of this case", hint=f"{did_you_mean}inquo add {folder.path.name} {file}"
    )


def _plain(name: str) -> str:
    """A file name as people see it: the same letters may be stored composed or apart."""
    return unicodedata.normalize("NFC", name)
