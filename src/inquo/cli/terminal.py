"""Lines for a person: whatever others wrote is read on the terminal, and never obeyed by it."""

from __future__ import annotations

import json
import unicodedata

import typer

from inquo.statements.toml_text import visible


def say(line: object, *, err: bool = False) -> None:
    """Print one line; what cannot be seen in it, or would move the cursor or turn the text around, as its code.

    Args:
        line: Anything that has words.
        err: Whether it goes to standard error.
    """
    typer.echo(visible(str(line)), err=err)


def say_text(text: str) -> None:
    """Print a text of many lines letter by letter, so that words can be copied from it; controls alone as codes."""
    typer.echo("".join(c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") else visible(c) for c in text))


def say_json(value: object, *, indent: int | None = None) -> None:
    """Print JSON that says the same with what cannot be seen escaped; letters of every script stay."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    typer.echo("".join(c if c == "\n" or c.isprintable() else json.dumps(c)[1:-1] for c in text))
