"""The report as one HTML file: no network, no other files, nothing that others wrote is obeyed."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from inquo.report import inert, narrative, notation, pages, wording
from inquo.report.dossier import Dossier

_TEMPLATES = Path(__file__).parent / "templates"


def render(dossier: Dossier) -> str:
    """Render a dossier.

    Args:
        dossier: Everything the report says.

    Returns:
        A self-contained HTML document. Names, notes and reasons in it are text, whatever they contain;
        the only script is the program's own, named by its digest in the content security policy.

    Raises:
        InquoError: A stored picture cannot be decoded, or PROJ does not know a CRS.
    """
    script = (_TEMPLATES / "swipe.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            d=dossier,
            r=pages.gather(dossier),
            words=wording,
            thresholds=narrative.THRESHOLDS,
            style=_ours((_TEMPLATES / "report.css").read_text("utf-8")),
            running=_ours(_running(dossier)),
            script=_ours(script),
            policy=f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
            "base-uri 'none'; form-action 'none'",
        )
    )


def _running(dossier: Dossier) -> str:
    """Headers and footers of printed pages."""
    head = inert.css_string(f"Inquo · {dossier.case.name}")
    banner = inert.css_string(wording.INVENTED if dossier.case.invented else "")
    return f"@page {{ @top-left {{ content: {head}; }} @top-right {{ content: {banner}; }} }}"


def _ours(text: str) -> Markup:
    """Text that this program wrote itself, and that holds nothing of anybody else's unescaped."""
    return Markup(text)  # noqa: S704 - the one place


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., Any]] = {
        "metres": notation.metres,
        "percent": notation.percent,
        "timecode": notation.timecode,
        "size": notation.size,
        "instant": notation.instant,
        "odds": notation.odds,
        "power": notation.power,
        "link": inert.link,
        "parts": narrative.parts,
        "basis": pages.basis_of,
        "facility_strength": pages.strength_of_facility,
    }
    environment.filters |= filters
    environment.globals |= {"coordinates": notation.coordinates}
    return environment


def _finalize(value: object) -> object:
    """Show what cannot be seen in every text that the template prints; markup of our own passes."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return inert.visible(value)
    return value
