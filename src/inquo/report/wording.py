"""The table of sentences and labels: what a report says in words stands in ``words/en.toml`` and nowhere else.

A sentence hangs on what it is about and on how strong it is. The words in braces are filled
with names, numbers and quotes. A translation is the same file in another language; one that
lacks a sentence, or fills other words, is refused whole.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inquo.errors import UsageError

_HINT = "copy src/inquo/report/words/en.toml and translate every line of it, keeping keys and words in braces"


_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a sentence.

    Attributes:
        text: The piece.
        name: The word in braces that it fills; empty for the table's own words.
    """

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Every sentence and label in one language.

    Attributes:
        language: BCP 47 tag, the ``lang`` of the document.
        direction: ``ltr`` or ``rtl``, its ``dir``.
        table: The sentences by key, such as ``finding.aim.established``.
    """

    language: str
    direction: str
    table: Mapping[str, str]

    def say(self, key: str, /, **values: str) -> str:
        """A sentence as plain text.

        Raises:
            KeyError: The table has no such sentence, or a word in braces is left empty.

        >>> ENGLISH.say("chapter.site", number="3")
        'Site 3'
        """
        return "".join(part.text for part in self.parts(key, values))

    def parts(self, key: str, values: Mapping[str, str]) -> tuple[Part, ...]:
        """A sentence in pieces that tell the table's words from what fills them."""
        pieces: list[Part] = []
        for words, name, _, _ in string.Formatter().parse(self.table[key]):
            pieces.append(Part(text=words))
            if name is not None:
                pieces.append(Part(text=values[name], name=name))
        return tuple(piece for piece in pieces if piece.text)

    def group(self, prefix: str) -> dict[str, str]:
        """Every sentence of a group, by the rest of its key, in the order of the table."""
        return {key.removeprefix(prefix): text for key, text in self.table.items() if key.startswith(prefix)}

    def listing(self, items: list[str], last: str = "and") -> str:
        """Items in a sentence.

        >>> ENGLISH.listing(["1", "2", "5"]), ENGLISH.listing(["1", "2"], "or"), ENGLISH.listing(["3"])
        ('1, 2 and 5', '1 or 2', '3')
        """
        if len(items) < 2:
            return "".join(items)
        return self.say(f"value.{last}", items=self.table["value.comma"].join(items[:-1]), last=items[-1])


def read_wording(path: Path) -> Wording:
    """Read a translation, and hold it against the English table.

    Raises:
        UsageError: It cannot be read, lacks a sentence, has one too many, or fills other words in braces.
    """
    wording = _read(path)
    missing = sorted(set(ENGLISH.table) - set(wording.table))
    if missing:
        raise UsageError(f"{path}: {len(missing)} sentence(s) are not translated: {', '.join(missing[:5])}", hint=_HINT)
    strange = sorted(set(wording.table) - set(ENGLISH.table))
    if strange:
        raise UsageError(f"{path}: no such sentence(s): {', '.join(strange[:5])}", hint=_HINT)
    for key, text in wording.table.items():
        if _braces(text) != (wanted := _braces(ENGLISH.table[key])):
            raise UsageError(f"{path}: {key} must fill {sorted(wanted)}, not {sorted(_braces(text))}", hint=_HINT)
    return wording


def _read(path: Path) -> Wording:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: not a table of sentences: {error}", hint=_HINT) from error
    language, direction = content.pop("language", None), content.pop("direction", None)
    if not isinstance(language, str) or not _TAG.fullmatch(language) or direction not in ("ltr", "rtl"):
        raise UsageError(f"{path}: needs a language, and a direction that is ltr or rtl", hint=_HINT)
    table: dict[str, str] = {}
    for group, sentences in content.items():
        if not isinstance(sentences, dict) or not all(isinstance(text, str) for text in sentences.values()):
            raise UsageError(f"{path}: [{group}] must hold texts alone", hint=_HINT)
        table |= {f"{group}.{name}": text for name, text in sentences.items()}
    return Wording(language=language, direction=direction, table=table)


def _braces(text: str) -> set[str]:
    """The words that a sentence fills; what is no sentence fills something that nobody offers."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError as error:
        return {str(error)}


ENGLISH: Final = _read(Path(__file__).parent / "words" / "en.toml")
