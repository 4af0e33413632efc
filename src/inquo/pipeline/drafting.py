"""``inquo statements --import``: from somebody else's table to a statements file that a person completes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from inquo import __version__
from inquo.custody.casefile import open_case
from inquo.errors import StatementError, UsageError
from inquo.pipeline.archive import Filed, list_filed
from inquo.records.custody import ExhibitKind
from inquo.statements.csv_import import draft_from_csv
from inquo.statements.documents import read_whole
from inquo.statements.fields import DOCUMENT, EVENT, FACILITY, FORMAT, PARTY
from inquo.statements.ftm_import import draft_from_ftm
from inquo.statements.toml_text import comment, entry


def draft(case: Path, table: Path, output: Path) -> str:
    """Draft a statements file from a CSV table or FollowTheMoney entities; nothing is ever written over.

    1. What the table says is taken over; what no field takes stays beside it as a comment.
    2. What its statements name, and it does not declare, is declared, to be completed.
    3. The documents of the case are declared with what was said of them when they came in.

    Args:
        case: The case's folder.
        table: The table or the entities; which it is shows in its content.
        output: Where the draft goes.

    Returns:
        A line for the person.

    Raises:
        StatementError: The table cannot be read; the message gives the line.
        UsageError: There is a file at ``output``.
    """
    documents = [
        one for one in list_filed(open_case(case, for_writing=False)) if one.exhibit.kind is ExhibitKind.DOCUMENT
    ]
    head = read_whole(table, lambda reason: StatementError(table, reason))[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    body = draft_from_ftm(table) if head.startswith(b"{") else draft_from_csv(table)  # 1
    tables = tomllib.loads(body)
    files = {one.get("file") for one in tables.get("document", [])}
    declared = _declarations(_named(tables), [one for one in documents if one.label not in files])  # 2, 3
    text = "\n".join(
        [
            "#:schema statements.schema.json",
            comment(
                f"Drafted by inquo {__version__} from {table.name}. Complete what is needed, and check every line."
            ),
            f"format = {FORMAT}",
            "",
            *(line for lines in declared for line in (*lines, "")),
            body,
        ]
    )
    try:
        with output.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(f"{output}: there is a file already", hint="give another with --output") from error
    return f"{output}: a draft. Complete it, then: inquo statements {case} --file {output}"


def _named(tables: Mapping[str, Any]) -> dict[str, list[str]]:
    """Every key that statements use and the draft does not declare, by table."""
    used: dict[str, list[str]] = {"document": [], "party": [], "facility": [], "event": []}
    for statement in tables.get("statement", []):
        used["document"].append(statement.get("document", ""))
        used["party"].append(statement.get("speaker", ""))
        for proposition in statement.get("proposition", []):
            for field, table in (("actor", "party"), ("facility", "facility"), ("about", "event")):
                value = proposition.get(field, [])
                used[table] += [value] if isinstance(value, str) else value
    return {
        table: [key for key in dict.fromkeys(keys) if key and key not in _declared(tables, table)]
        for table, keys in used.items()
    }


def _declared(tables: Mapping[str, Any], table: str) -> set[str]:
    return {one["key"] for one in tables.get(table, []) if "key" in one}


def _declarations(named: Mapping[str, Iterable[str]], documents: Sequence[Filed]) -> list[list[str]]:
    """A table for each key that is used, and for each document of the case."""
    blocks = []
    left = {one.label: one for one in documents}
    for key in named["document"]:
        label = next((label for label in left if key in {label, Path(label).stem}), None)
        blocks.append(_document(key, left.pop(label) if label else None))
    blocks += [_document(Path(label).stem, one) for label, one in left.items()]
    blocks += [entry("party", PARTY, {"key": key, "name": key}) for key in named["party"]]
    blocks += [entry("facility", FACILITY, {"key": key, "names": key}) for key in named["facility"]]
    blocks += [entry("event", EVENT, {"key": key}) for key in named["event"]]
    return blocks


def _document(key: str, one: Filed | None) -> list[str]:
    if one is None:
        return [comment(f"{key}: no document of the case has this name"), *entry("document", DOCUMENT, {"key": key})]
    values = {
        "key": key,
        "file": one.label,
        "sha256": one.exhibit.digest,
        "citation": one.source.description,
        "published": one.source.published or "",
        "url": one.source.url or "",
    }
    return entry("document", DOCUMENT, values)
