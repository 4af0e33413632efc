"""Every name that a gazetteer gives a place, with its language where it says so."""

from __future__ import annotations

import re
from collections.abc import Mapping

from inquo.records.place import Name

_TAG = re.compile(
    r"(?P<alias>alt|official|old|short|int|loc|nat|reg)?_?name(?::(?P<tag>[a-z]{2,3}(?:-[a-z0-9]+)*))?", re.IGNORECASE
)
_OF_WHAT = frozenset(("facility", "health", "hospital", "site"))
_LANGUAGES = {
    "ar": "ar", "arabic": "ar", "en": "en", "eng": "en", "english": "en", "fr": "fr", "french": "fr", "ru": "ru",
    "russian": "ru", "uk": "uk", "ukrainian": "uk", "ku": "ku", "kurdish": "ku", "tr": "tr", "turkish": "tr",
    "he": "he", "hebrew": "he", "fa": "fa", "persian": "fa", "dari": "prs", "ps": "ps", "pashto": "ps", "es": "es",
    "spanish": "es",
    "so": "so", "somali": "so", "am": "am", "amharic": "am", "my": "my", "burmese": "my", "ur": "ur", "urdu": "ur",
}  # fmt: skip
_PLAIN = frozenset((
    "name", "facility", "facilityname", "health facility", "site", "nom", "nombre", "nome", "isim", "ad", "adı",
    "название", "имя", "наименование", "назва", "الاسم", "اسم", "اسم المنشأة", "שם", "نام",
))  # fmt: skip


def read_names(properties: Mapping[str, str]) -> tuple[tuple[Name, ...], frozenset[str]]:
    """Read the names among the properties of a place.

    ``name`` comes first, then names with a language, then alternative, official, old and short
    ones. Several names in one tag are parted at semicolons, as OpenStreetMap does.

    Returns:
        The names, none twice, and the keys that these names say in full. An alias's key is not
        among them: it also says what sort of alias it is, which a name does not keep.
    """
    found: list[tuple[int, Name]] = []
    said: set[str] = set()
    for key, value in properties.items():
        sort = _sort_of(key)
        if sort is None or not value.strip():
            continue
        rank, language = sort
        found.extend((rank, Name(text=part.strip(), language=language)) for part in value.split(";") if part.strip())
        if rank < _ALIAS and ";" not in value:
            said.add(key)
    found.sort(key=lambda item: item[0])
    return tuple(dict.fromkeys(name for _, name in found)), frozenset(said)


_ALIAS = 2


def _sort_of(key: str) -> tuple[int, str | None] | None:
    """Rank and language of a name's key; None for what is no name."""
    tag = _TAG.fullmatch(key.strip())
    if tag:
        rank = _ALIAS if tag["alias"] else 0 if tag["tag"] is None else 1
        return rank, tag["tag"]
    words = re.sub(r"[\s_()\-:]+", " ", key).strip().lower()
    if words in _PLAIN:
        return 0, None
    rest = [word for word in words.split() if word not in _OF_WHAT]
    if rest.count("name") != 1 or len(rest) > 2:
        return None
    rest.remove("name")
    if not rest:
        return 0, None
    return (1, _LANGUAGES[rest[0]]) if rest[0] in _LANGUAGES else None
