"""The report as one HTML file: no network, no other files, nothing that others wrote is obeyed."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from inquo.records.finding import Finding
from inquo.report import contents, inert, narrative, notation, pages, said, timeline
from inquo.report.dossier import Dossier
from inquo.report.wording import ENGLISH, Wording

_TEMPLATES = Path(__file__).parent / "templates"


def render(dossier: Dossier, words: Wording = ENGLISH) -> str:
    """Render a dossier.

    Args:
        dossier: Everything the report says.
        words: The sentences to say it in.

    Returns:
        A self-contained HTML document. Names, quotes, notes and reasons in it are text, whatever they
        contain; the only script is the program's own, named by its digest in the content security policy.

    Raises:
        InquoError: A stored picture cannot be decoded, or PROJ does not know a CRS.
    """
    script = (_TEMPLATES / "swipe.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    sheets = ("report.css", "statements.css", "print.css")
    return (
        _environment(words)
        .get_template("report.html.j2")
        .render(
            d=dossier,
            h=dossier.hearing,
            r=contents.gather(dossier, words),
            style=_ours("\n".join((_TEMPLATES / sheet).read_text("utf-8") for sheet in sheets)),
            running=_ours(_running(dossier, words)),
            script=_ours(script),
            policy=f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
            "base-uri 'none'; form-action 'none'",
        )
    )


def _running(dossier: Dossier, words: Wording) -> str:
    """Headers and footers of printed pages, and the one word that the style sheet says."""
    head = inert.css_string(f"Inquo · {dossier.case.name}")
    banner = inert.css_string(words.say("page.banner") if dossier.case.invented else "")
    corner = inert.css_string(words.say("page.invented"))
    return (
        f"@page {{ @top-left {{ content: {head}; }} @top-right {{ content: {banner}; }} }}\n"
        f".invented .plate::after {{ content: {corner}; }}"
    )


def _ours(text: str) -> Markup:
    """Text that this program wrote itself, and that holds nothing of anybody else's unescaped."""
    return Markup(text)  # noqa: S704 - the one place


@functools.cache
def _environment_of(language: str, direction: str, table: tuple[tuple[str, str], ...]) -> Environment:
    words = Wording(language=language, direction=direction, table=dict(table))
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    say = functools.partial
    filters: dict[str, Callable[..., Any]] = {
        "metres": notation.metres,
        "percent": say(notation.percent, words=words),
        "timecode": notation.timecode,
        "size": notation.size,
        "instant": say(notation.instant, words=words),
        "windows": say(notation.windows, words=words),
        "odds": say(notation.odds, words=words),
        "power": notation.power,
        "language": say(notation.language, words=words),
        "many": say(said.counted, words=words),
        "link": inert.link,
        "sentence": lambda finding: _sentence(finding, words),
        "basis": pages.basis_of,
        "facility_strength": pages.strength_of_facility,
        "only_claimed": timeline.only_claimed,
    }
    environment.filters |= filters
    environment.globals |= {
        "words": words,
        "t": lambda key, /, **values: _tell(words, key, values),
        "coordinates": notation.coordinates,
        "degrees": notation.degrees,
    }
    return environment


def _environment(words: Wording) -> Environment:
    return _environment_of(words.language, words.direction, tuple(words.table.items()))


def _tell(words: Wording, key: str, values: dict[str, object]) -> Markup:
    """A sentence of the table, with whatever fills it escaped and isolated; markup of our own passes."""
    given = {name: value if isinstance(value, str) else str(value) for name, value in values.items()}
    said = Markup()
    for part in words.parts(key, given):
        if isinstance(part.text, Markup):
            said += part.text
        elif part.name:
            said += Markup('<bdi dir="{}">{}</bdi>').format(_way(part.text), inert.visible(part.text))
        else:
            said += escape(part.text)
    return said


def _sentence(finding: Finding, words: Wording) -> Markup:
    """A finding's sentence, in which what came from the evidence is told from the table's own words."""
    said = Markup()
    for part in narrative.parts(finding, words):
        if part.name:
            text = inert.visible(part.text)
            said += Markup('<bdi class="filled {}" dir="{}">{}</bdi>').format(part.name, _way(part.text), text)
        else:
            said += escape(part.text)
    return said


def _way(text: str) -> str:
    """The direction of what fills a sentence: figures and signs alone run from left to right in every language."""
    return "auto" if any(letter.isalpha() for letter in text) else "ltr"


def _finalize(value: object) -> object:
    """Show what cannot be seen in every text that the template prints; markup of our own passes."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return inert.visible(value)
    return value
