"""``inquo statements``: who said what, checked against the documents in custody."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from inquo.cli.terminal import say, say_json, say_text
from inquo.errors import UsageError


def statements(
    case: Annotated[Path | None, typer.Argument(metavar="CASE", help="The case's folder.", show_default=False)] = None,
    file: Annotated[
        Path | None, typer.Option(help="Check this statements file against the case, before it is added.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print every record whole, as JSON.")] = False,
    text: Annotated[
        str | None,
        typer.Option(metavar="DOCUMENT", help="Print a document's text as quotes are compared with it, to copy from."),
    ] = None,
    page: Annotated[
        str | None, typer.Option(metavar="URL", help="With --text: which page, where the document is a web archive.")
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option("--import", metavar="TABLE", help="Draft a statements file from CSV or FollowTheMoney entities."),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="With --import: where the draft goes; never over a file.")
    ] = Path("statements.toml"),
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON schema of a statements file, for your editor.")
    ] = False,
) -> None:
    """List what was said in a case, and find every quote in the bytes in custody.

    A quote that is not in its document, letter by letter, is an error with its line and the nearest passage.

    \b
    Examples:
        inquo statements azaz-2016
        inquo statements azaz-2016 --file statements.toml
        inquo statements azaz-2016 --text article.pdf
        inquo statements azaz-2016 --import table.csv --output draft.toml
        inquo statements --schema > statements.schema.json
    """
    if schema:
        from inquo.statements.schema import schema_text

        typer.echo(schema_text(), nl=False)
        return
    if case is None:
        raise UsageError("which case?", hint="inquo statements CASE")
    if table is not None:
        from inquo.pipeline.drafting import draft

        say(draft(case, table, output))
        return

    from inquo.pipeline import listing

    if text is not None:
        say_text(listing.document_text(case, text, page))
        return
    found = listing.list_statements(case, file)
    if as_json:
        say_json(listing.json_of(found))
        return
    for line in listing.lines_of(found):
        say(line)
