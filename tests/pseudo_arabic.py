"""Translations that nobody can read: Arabic letters to see a page from right to left, and a longer Latin one.

They are made from the English table when a test needs them, and translate no sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from inquo.report.wording import ENGLISH

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنه"
_ACCENTS = str.maketrans({"e": "é", "a": "à", "i": "ï", "u": "û"})
_LETTERS = str.maketrans(_LATIN + _LATIN.upper(), _ARABIC * 2)


def pseudo(text: str) -> str:
    """A sentence in letters that run from right to left; what stands in braces stays."""
    return "".join(p if p.startswith("{") else p.translate(_LETTERS) for p in re.split(r"(\{\w+\})", text))


def longer(text: str) -> str:
    """A sentence as long as French makes it, a third more than English, with its accents."""
    kept = [p if p.startswith("{") else p.translate(_ACCENTS) for p in re.split(r"(\{\w+\})", text)]
    letters = sum(len(p) for p in kept if not p.startswith("{"))
    return "".join(kept) + " élàrgïe"[: max(letters // 3, 1)] + " plûs" * (letters // 15)


def write_longer(path: Path) -> Path:
    """Write the table in words that are longer than English ones."""
    return write_pseudo(path, say=longer, language="fr", direction="ltr")


def write_pseudo(
    path: Path,
    *,
    without: str = "",
    instead: dict[str, str] | None = None,
    say: Callable[[str], str] = pseudo,
    language: str = "ar",
    direction: str = "rtl",
) -> Path:
    """Write the table.

    Args:
        path: The TOML file.
        without: A key to leave out.
        instead: Sentences to put in the place of others.
        say: How to write a sentence.
        language: Which language to call it.
        direction: ``rtl`` or ``ltr``.
    """
    lines = [f'language = "{language}"', f'direction = "{direction}"']
    for key, text in ENGLISH.table.items():
        group, _, name = key.partition(".")
        if key != without:
            said = (instead or {}).get(key, say(text))
            lines.append(f"{group}.{json.dumps(name)} = {json.dumps(said, ensure_ascii=False)}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
