"""``inquo statements``: what was said, listed and checked against the documents in custody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inquo.custody.casefile import open_case
from inquo.pipeline.archive import Filed, check_statements, list_filed, text_of, versions
from inquo.records.canonical import Json
from inquo.records.codec import to_json
from inquo.records.naming import Names
from inquo.records.statement import Accounts, Document, Statement
from inquo.statements.anchor import shorten
from inquo.statements.scope import scope_of
from inquo.statements.toml_text import visible
from inquo.statements.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The statements of a case, every quote found in its document.

    Attributes:
        name: The file that they are from.
        digest: Its digest, where it is in custody; None for a file outside.
        accounts: What it holds.
        superseded: Earlier statements files of the case, oldest first.
    """

    name: str
    digest: str | None
    accounts: Accounts
    superseded: tuple[Filed, ...]

    def document(self, statement: Statement) -> Document:
        """The document that a statement is quoted from."""
        return next(one for one in self.accounts.documents if one.digest == statement.anchor.document)


def list_statements(case: Path, file: Path | None) -> Listing:
    """Read the statements of a case, and find every quote in the bytes in custody; nothing is written.

    Args:
        case: The case's folder.
        file: A statements file outside the case, to check before it is added; None for the one that counts.

    Raises:
        CaseError: It is not a case.
        StatementError: There are no statements, or they cannot be used; the message gives the line.
        QuoteError: A quote is not in its document.
    """
    folder = open_case(case, for_writing=False)
    exhibits = list_filed(folder)
    accounts = check_statements(folder, exhibits, file)
    files = versions(exhibits)
    if file is not None:
        return Listing(name=str(file), digest=None, accounts=accounts, superseded=())
    return Listing(name=files[-1].label, digest=files[-1].exhibit.digest, accounts=accounts, superseded=files[:-1])


def document_text(case: Path, name: str, page: str | None) -> str:
    """A document's text as quotes are compared with it.

    Raises:
        StatementError: There is no such document in the case.
        QuoteError: It holds no text that can be read.
    """
    folder = open_case(case, for_writing=False)
    return text_of(folder, list_filed(folder), name, page)


def lines_of(listing: Listing) -> Iterator[str]:
    """The listing for a person: what holds, then a line for each statement, then what it takes the place of."""
    yield from map(visible, _lines(listing))


def _lines(listing: Listing) -> Iterator[str]:
    accounts = listing.accounts
    documents = f"{len(accounts.documents)} document{'s' * (len(accounts.documents) != 1)}"
    yield (
        f"{listing.name}: {len(accounts.statements)} statements by {len({s.speaker for s in accounts.statements})} "
        f"parties; every quote is in its document ({documents})"
    )
    vocabulary = Vocabulary.of(accounts)
    names = Names(accounts)
    width = max((len(statement.key) for statement in accounts.statements), default=0)
    digits = len(f"S{len(accounts.statements)}")
    for statement in accounts.statements:
        document = listing.document(statement)
        marks = [mark for mark, true in (("summary", document.summary), ("typed", document.typed_by)) if true]
        source = ", ".join([document.key, *marks])
        number, speaker = names.statement(statement.key), names.party(statement.speaker)
        yield (
            f"  {number:{digits}}  {statement.key:{width}}  {speaker}: {scope_of(statement, vocabulary).value}, "
            f"{source} {statement.anchor.start}-{statement.anchor.end}: {shorten(statement.anchor.exact)}"
        )
    for older in listing.superseded:
        yield f"superseded: {older.label} ({older.exhibit.digest.short})"


def json_of(listing: Listing) -> dict[str, Json]:
    """The listing for a program: every record whole."""
    vocabulary = Vocabulary.of(listing.accounts)
    scopes: dict[str, Json] = {one.key: scope_of(one, vocabulary).value for one in listing.accounts.statements}
    return {
        "file": listing.name,
        "sha256": listing.digest,
        "superseded": [{"file": one.label, "sha256": str(one.exhibit.digest)} for one in listing.superseded],
        "scopes": scopes,
        "accounts": to_json(listing.accounts),
    }
