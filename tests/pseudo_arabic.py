"""A translation that nobody can read: Arabic letters in the place of Latin ones, to see a page from right to left.

It is made from the English table when a test needs it, and is no translation of any sentence.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from inquo.report.wording import ENGLISH

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنه"
_LETTERS = str.maketrans(_LATIN + _LATIN.upper(), _ARABIC * 2)


def pseudo(text: str) -> str:
    """A sentence in letters that run from right to left; what stands in braces stays."""
    return "".join(p if p.startswith("{") else p.translate(_LETTERS) for p in re.split(r"(\{\w+\})", text))


def write_pseudo(path: Path, *, without: str = "", instead: dict[str, str] | None = None) -> Path:
    """Write the table.

    Args:
        path: The TOML file.
        without: A key to leave out.
        instead: Sentences to put in the place of others.
    """
    lines = ['language = "ar"', 'direction = "rtl"']
    for key, text in ENGLISH.table.items():
        group, _, name = key.partition(".")
        if key != without:
            said = (instead or {}).get(key, pseudo(text))
            lines.append(f"{group}.{json.dumps(name)} = {json.dumps(said, ensure_ascii=False)}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
