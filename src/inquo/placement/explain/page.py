"""The page that shows the pictures: one file, no script, nothing from elsewhere."""

# ruff: noqa: E501 - a caption is a line
from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from inquo.placement.explain.figures import Figure

_STYLE = (
    "body{font:16px/1.5 sans-serif;color:#222;max-width:960px;margin:2rem auto;padding:0 1rem}"
    "figure{margin:2rem 0}svg{width:100%;height:auto;border:1px solid #ccc}figcaption{margin:.5rem 0}"
    "h2{margin-top:3rem;border-top:2px solid #222;padding-top:1rem}dl{display:grid;grid-template-columns:max-content 1fr;"
    "gap:.2rem 1rem}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}@media print{figure{break-inside:avoid}}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One shot, or one search for it.

    Attributes:
        title: Such as ``clip.mp4, shot 3``.
        facts: Names and values, in order.
        figures: Its pictures.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]


def render(sections: Sequence[Section], program: str) -> str:
    """Write the page."""
    body = "".join(_section(section) for section in sections) or "<p>No shot shows ground from above.</p>"
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width"><title>Why it was placed there, or was not</title>'
        f"<style>{_STYLE}</style></head><body><h1>Why it was placed there, or was not</h1>"
        "<p>Each section shows how one picture was looked for: what was compared, where, which points were seen in both "
        "pictures, how the fit does at points that it was not told, and whether chance could give as much. The method is "
        f"described in docs/method.md; the numbers stand in explain.json. Made by {html.escape(program)}.</p>"
        f"{body}</body></html>\n"
    )


def _section(section: Section) -> str:
    facts = "".join(f"<dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd>" for name, value in section.facts)
    figures = "".join(
        f"<figure><h3>{html.escape(figure.title)}</h3>{figure.svg}<figcaption>{html.escape(figure.caption)}</figcaption></figure>"
        for figure in section.figures
    )
    return f"<section><h2>{html.escape(section.title)}</h2><dl>{facts}</dl>{figures}</section>"
