"""The statements file: one TOML file that a person writes, reads and keeps."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from inquo.errors import QuoteError, StatementError, UsageError
from inquo.records.chronology import DateText, Precision, WindowSet
from inquo.records.digest import Digest
from inquo.records.proposition import Area, Mark, Proposition, Spot
from inquo.records.statement import Accounts, Attitude, Document, Event, NamedFacility, Party, Statement
from inquo.statements import slots
from inquo.statements.anchor import ArchivedText, anchor_quote, extract_text, typed_text
from inquo.statements.documents import OpenDocument, Opened, beside, read_whole
from inquo.statements.fields import FORMAT, PROPOSITION, TABLES
from inquo.statements.hearsay import find_circle
from inquo.statements.lines import Lines
from inquo.statements.marked import read_mark
from inquo.statements.slots import Cell, check_table, known, texts
from inquo.statements.vocabulary import Vocabulary

LARGEST_FILE_BYTES = 16 * 1024 * 1024


class TimeReader(Protocol):
    """Reads words about a time, by rules that never add precision."""

    def __call__(
        self, text: str, *, dateline: date | None, zone: str | None, events: Mapping[str, WindowSet]
    ) -> DateText:
        """Read some words.

        Args:
            text: The words, as written.
            dateline: Day that they may count from; None when unknown.
            zone: Time zone of the document; None when unknown.
            events: Events that they may count from, with what is known of the time of each.

        Returns:
            The words with every meaning that they can have, or with why they have none.
        """


def read_statements(path: Path, *, read_time: TimeReader) -> Accounts:
    """Read a file of statements, and anchor each to the document beside it that it quotes.

    Args:
        path: The file.
        read_time: Reads words about a time.

    Raises:
        StatementError: The file is not one of this format, or names what it does not declare; the
            message gives the line.
        QuoteError: A quote is not in its document, or the document is not the one expected.
    """
    content = read_whole(path, lambda reason: StatementError(path, reason))
    return parse_statements(content, path, read_time=read_time, open_document=beside(path.parent))


def parse_statements(content: bytes, path: Path, *, read_time: TimeReader, open_document: OpenDocument) -> Accounts:
    """Read a file of statements that quotes documents kept anywhere.

    Args:
        content: The file.
        path: What to call it in an error.
        read_time: Reads words about a time.
        open_document: Finds the documents that it names.

    Raises:
        StatementError: As for ``read_statements``.
        QuoteError: As for ``read_statements``.
    """
    if len(content) > LARGEST_FILE_BYTES:
        raise StatementError(path, f"larger than {LARGEST_FILE_BYTES // 2**20} MiB", hint="split it by question")
    try:
        text = content.decode("utf-8")
        tables = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise StatementError(path, f"line {line}: not UTF-8", hint="save the file as UTF-8 throughout") from error
    except tomllib.TOMLDecodeError as error:
        raise StatementError(path, f"not TOML: {error}", hint="check brackets and quotation marks there") from error
    except RecursionError as error:
        raise StatementError(path, "not TOML that a person wrote: nested without end") from error
    root = Cell(path=path, lines=Lines(text), where=(), value=tables)
    return _Reading(root, read_time, open_document).accounts()


class _Reading:
    """One reading of one file: its cells, by table and key."""

    def __init__(self, root: Cell, read_time: TimeReader, open_document: OpenDocument) -> None:
        self._root = root
        self._read_time = read_time
        self._open_document = open_document
        _check_root(root)
        self._cells = {name: _by_key(root.get(name), "term" if name == "term" else "key") for name in TABLES}

    def accounts(self) -> Accounts:
        """Build every record, in the order in which they lean on one another."""
        parties = self._each("party", self._party)
        facilities = self._each("facility", _facility)
        events = self._each("event", self._event)
        times = {event.key: event.time.windows if event.time else WindowSet.always() for event in events}
        opened = [self._document(cell) for cell in self._cells["document"].values()]
        documents = {document.key: (document, text) for document, text in opened}
        broader = {str(c.value["term"]): str(c.value["broader"]) for c in self._cells["term"].values()}
        statements = self._each("statement", lambda cell: self._statement(cell, documents, times))
        self._refuse_circles(statements)
        accounts = Accounts(
            documents=tuple(document for document, _ in opened),
            parties=parties,
            facilities=facilities,
            events=events,
            broader=broader,
            statements=statements,
        )
        self._root.build(lambda: Vocabulary.of(accounts))
        return accounts

    def _each(self, table: str, build: Callable[[Cell], Any]) -> tuple[Any, ...]:
        return tuple(build(cell) for cell in self._cells[table].values())

    def _party(self, cell: Cell) -> Party:
        self._known(cell, "part_of", "party")
        return Party(key=cell.value["key"], name=cell.value["name"], part_of=cell.value.get("part_of"))

    def _event(self, cell: Cell) -> Event:
        self._known(cell, "part_of", "event")
        return Event(
            key=cell.value["key"],
            description=cell.value["description"],
            part_of=texts(cell.get("part_of")),
            time=self._time(cell.get("time"), None, None, {}),
            context=cell.value.get("context", False),
            shots=texts(cell.get("shot")),
        )

    def _document(self, cell: Cell) -> tuple[Document, ArchivedText]:
        self._known(cell, "publisher", "party")
        value = cell.value
        opened = self._open(cell, "file", value.get("sha256"))
        text, picture = self._text(cell, opened)
        if value.get("sha256", text.document).lower() != text.document:
            raise QuoteError(
                f"{opened.name}: its SHA-256 is {text.document}, not {value['sha256']}",
                hint="this is not the document that was quoted; find that one, or quote this one anew",
            )
        try:
            published = self._read_time(value["published"], dateline=None, zone=value.get("zone"), events={})
        except UsageError as error:
            raise cell.at("zone").refuse(str(error), error.hint) from error
        document: Document = cell.build(
            lambda: Document(
                key=value["key"],
                digest=text.document,
                citation=value["citation"],
                publisher=value["publisher"],
                language=value["language"],
                published=published,
                dateline=value.get("dateline"),
                url=value.get("url"),
                summary=value.get("summary", False),
                transcript_of=picture,
                typed_by=value.get("typed_by"),
            )
        )
        return document, text

    def _text(self, cell: Cell, opened: Opened) -> tuple[ArchivedText, Digest | None]:
        """A document's text, and the picture that a person typed it off; None for any other document.

        Words may be typed in the statements file only where the document holds none that can be read:
        what can be read is quoted from the bytes.
        """
        value = cell.value
        try:
            text = extract_text(opened.content, opened.name, value.get("page"))
        except QuoteError as error:
            if "typed" not in value:
                raise QuoteError(
                    f"{cell.path}: line {cell.lines.find((*cell.where, 'file'))}: {error}", hint=error.hint
                ) from error
            if "transcript_of" in value:
                raise cell.at("typed").refuse("the words stand in a file already", "leave out one of the two") from None
            picture = Digest.of(opened.content)
            return typed_text(value["typed"], picture), picture
        if "typed" in value:
            raise cell.at("typed").refuse(f"{opened.name} holds text of its own", "leave typed out, and quote that")
        if "transcript_of" not in value:
            return text, None
        return text, Digest.of(self._open(cell, "transcript_of", None).content)

    def _open(self, cell: Cell, field: str, sha256: str | None) -> Opened:
        try:
            return self._open_document(cell.value[field], sha256)
        except StatementError as error:
            raise cell.at(field).refuse(f"{error.path}: {error.reason}", error.hint) from error

    def _statement(
        self, cell: Cell, documents: Mapping[str, tuple[Document, ArchivedText]], times: Mapping[str, WindowSet]
    ) -> Statement:
        for field, table in (("speaker", "party"), ("document", "document"), ("rests_on", "statement")):
            self._known(cell, field, table)
        value = cell.value
        document, archived = documents[value["document"]]
        try:
            anchor = anchor_quote(
                value["quote"],
                archived,
                language=value.get("language", document.language),
                prefix=value.get("prefix", ""),
                suffix=value.get("suffix", ""),
            )
        except QuoteError as error:
            line = cell.lines.find((*cell.where, "quote"))
            raise QuoteError(f"{cell.path}: line {line}: {error}", hint=error.hint) from error
        attitudes = {attitude.value: attitude for attitude in Attitude}
        if value["attitude"] not in attitudes:
            raise cell.at("attitude").refuse(f"{value['attitude']!r} is none", "asserts, denies or reports")
        source = self._cells["document"][value["document"]]
        propositions = cell.get("proposition")
        built = (
            [self._proposition(item, document, source, times) for item in propositions.items()] if propositions else []
        )
        statement: Statement = cell.build(
            lambda: Statement(
                key=value["key"],
                speaker=value["speaker"],
                attitude=attitudes[value["attitude"]],
                propositions=tuple(built),
                anchor=anchor,
                rests_on=texts(cell.get("rests_on")),
                translation=slots.translation(cell.get("translation")),
                grade=slots.grade(cell.get("grade")),
                note=value.get("note", ""),
            )
        )
        return statement

    def _proposition(self, cell: Cell, document: Document, source: Cell, times: Mapping[str, WindowSet]) -> Proposition:
        check_table(cell, PROPOSITION)
        self._known(cell, "about", "event")
        self._known(cell, "actor", "party")
        facility = slots.facility(cell.get("facility"))
        if facility:
            known(cell.at("facility"), facility.keys, self._cells["facility"], "facility")
        return Proposition(
            about=texts(cell.get("about")),
            actor=slots.one_of(cell.get("actor")),
            action=slots.one_of(cell.get("action")),
            facility=facility,
            place=self._place(cell.get("place")),
            time=self._time(cell.get("time"), _dateline(document.published), source.value.get("zone"), times),
            weapon=slots.one_of(cell.get("weapon")),
            platform=slots.one_of(cell.get("platform")),
            effect=slots.one_of(cell.get("effect")),
            status=slots.one_of(cell.get("status")),
            killed=slots.count(cell.get("killed")),
            injured=slots.count(cell.get("injured")),
            tally=slots.tally(cell.get("tally")),
            means=cell.value.get("means", ""),
        )

    def _place(self, cell: Cell | None) -> Spot | Area | Mark | None:
        if cell is None or "picture" not in cell.value:
            return slots.place(cell)
        opened = self._open(cell, "picture", cell.value.get("sha256"))
        mark: Mark = cell.build(lambda: read_mark(cell.value, opened.content))
        if cell.value.get("sha256", mark.picture).lower() != mark.picture:
            raise cell.at("sha256").refuse(f"the picture's is {mark.picture}", "find the picture that was marked")
        return mark

    def _time(
        self, cell: Cell | None, dateline: date | None, zone: str | None, times: Mapping[str, WindowSet]
    ) -> DateText | None:
        if cell is None:
            return None
        if isinstance(cell.value, str):
            return self._read_time(cell.value, dateline=dateline, zone=zone, events={})
        origins = texts(cell.get("from"))
        known(cell, origins, self._cells["event"], "event")
        events = {key: times.get(key, WindowSet.always()) for key in origins}
        return self._read_time(cell.value["text"], dateline=dateline, zone=zone, events=events)

    def _known(self, cell: Cell, field: str, table: str) -> None:
        if named := cell.get(field):
            known(named, texts(named), self._cells[table], table)

    def _refuse_circles(self, statements: Iterable[Statement]) -> None:
        if circle := find_circle(statements):
            cell = self._cells["statement"][circle[0]]
            raise cell.at("rests_on").refuse(
                "circular hearsay: " + " rests on ".join(circle), "a report cannot be its own source; remove one link"
            )


def _check_root(root: Cell) -> None:
    """Refuse another format, and tables that do not exist."""
    for name in root.value:
        if name not in TABLES and name != "format":
            known(root.at(name), (name,), TABLES, "table")
    if root.value.get("format") != FORMAT:
        found = root.value.get("format", "none")
        raise root.refuse(
            f"format is {found}, and this version reads {FORMAT}", f"begin the file with format = {FORMAT}"
        )
    for name, fields in TABLES.items():
        if table := root.get(name):
            for cell in table.items():
                check_table(cell, fields)


def _by_key(table: Cell | None, field: str) -> dict[str, Cell]:
    """Entries of a table by key, in the order of the file; a key used twice is refused."""
    cells: dict[str, Cell] = {}
    for cell in table.items() if table else []:
        key = cell.value[field]
        if key in cells:
            first = cell.lines.find(cells[key].where)
            raise cell.at(field).refuse(f"{key!r} is already used on line {first}")
        cells[key] = cell
    return cells


def _facility(cell: Cell) -> NamedFacility:
    return NamedFacility(
        key=cell.value["key"],
        names=texts(cell.at("names")),
        kind=cell.value["kind"],
        where=cell.value.get("where"),
        gazetteer_ids=texts(cell.get("gazetteer")),
    )


def _dateline(published: DateText) -> date | None:
    """The day that words such as Thursday count from; None unless the document states exactly one."""
    if len(published.readings) != 1 or published.readings[0].precision is not Precision.DAY:
        return None
    edtf = published.readings[0].edtf
    return date.fromisoformat(edtf) if edtf and len(edtf) == 10 else None
