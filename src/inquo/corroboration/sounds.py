"""Names as sounds: Arabic, Cyrillic and Latin script brought to one short alphabet.

Scripts leave out different things. Arabic writes few vowels, Latin spells one sound in many ways. What they
share is the row of consonants; vowels and half-vowels are kept, but count for little.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

WEAK = frozenset("awyh")
"""Sounds that one script writes and another leaves out."""

_ARABIC = {
    **dict.fromkeys("اأإآٱىء", "a"),
    "ة": "a",
    "ه": "h",
    **dict.fromkeys("وؤ", "w"),
    **dict.fromkeys("يئی", "y"),
    **dict.fromkeys("تطث", "t"),
    **dict.fromkeys("دضذ", "d"),
    **dict.fromkeys("سص", "s"),
    **dict.fromkeys("زظ", "z"),
    **dict.fromkeys("كقک", "k"),
    **dict.fromkeys("جچ", "j"),
    **dict.fromkeys("غگ", "g"),
    "ب": "b",
    "پ": "b",
    "ح": "h",
    "خ": "x",
    "ر": "r",
    "ش": "c",
    "ع": "a",
    "ف": "f",
    "ڤ": "f",
    "ل": "l",
    "م": "m",
    "ن": "n",
}
_CYRILLIC = {
    **dict.fromkeys("аэеёя", "a"),
    **dict.fromkeys("иыйі", "y"),
    **dict.fromkeys("оуюў", "w"),
    **dict.fromkeys("гґ", "g"),
    **dict.fromkeys("жчџ", "j"),
    **dict.fromkeys("шщ", "c"),
    **dict.fromkeys("вф", "f"),
    **dict.fromkeys("бп", "b"),
    **dict.fromkeys("ъь", ""),
    "д": "d",
    "з": "z",
    "к": "k",
    "л": "l",
    "м": "m",
    "н": "n",
    "р": "r",
    "с": "s",
    "т": "t",
    "х": "x",
    "ц": "s",
}
_LATIN_PAIRS = {
    "kh": "x",
    "gh": "g",
    "sh": "c",
    "ch": "c",
    "th": "t",
    "dh": "d",
    "ph": "f",
    "zh": "z",
    "dj": "j",
    "ou": "w",
    "oo": "w",
    "ee": "y",
    "ei": "y",
    "ai": "y",
    "ay": "y",
    "aw": "w",
    "au": "w",
}
_LATIN = {
    **dict.fromkeys("ae", "a"),
    **dict.fromkeys("iy", "y"),
    **dict.fromkeys("ouw", "w"),
    **dict.fromkeys("kqc", "k"),
    **dict.fromkeys("bp", "b"),
    **dict.fromkeys("fv", "f"),
    "x": "ks",
    **{letter: letter for letter in "dghjlmnrstz"},
}
_PAIR = re.compile("|".join(_LATIN_PAIRS))
_ARTICLE = re.compile(r"^(?:ال|لل)(?=..)")
_LATIN_ARTICLE = re.compile(r"^(?:a[lnrsztd]h?|el|ul)$|^(?:ash|adh|ath)$")
_FINAL_BREATH = re.compile(r"(?<=.)[ae]h$")
_FINAL_HE = re.compile("(?<=..)ه$")
_GLUED_ARTICLE = re.compile(r"^al(?=[^aeiou]..)")
_GENERIC_WORDS = """
    village town city neighbourhood neighborhood district subdistrict area countryside street st road camp farm farms
    nahiyah mantiqah governorate province hospital clinic school mosque market souq suq roundabout square suburb
    the of in near and
    حي مدينة بلدة بلد قرية ضيعة ناحية منطقة ضاحية ريف شارع طريق دوار مخيم مزارع محافظة مشفى مستشفى مدرسة جامع مسجد سوق
    ساحة
    в на город село деревня район улица больница
"""
GENERIC = frozenset(_GENERIC_WORDS.split())
"""Words for what a place is, in English, Arabic and Russian: they tell it from few others."""

_SAME_IN_ARABIC = {
    "university": "جامعة",
    "prison": "سجن",
    "airport": "مطار",
    "airbase": "مطار",
    "bridge": "جسر",
    "old": "قديمة",
    "new": "جديدة",
    "great": "كبير",
    "central": "مركزي",
    "northern": "شمالي",
    "southern": "جنوبي",
    "eastern": "شرقي",
    "western": "غربي",
}


@lru_cache(maxsize=65536)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others: without marks, articles and words for what it is.

    Where nothing else is left, the words for what it is stay.

    >>> words_of("Al-Ra'i subdistrict")
    ('rai',)
    """
    words = _plain_words(name)
    words = [_ARTICLE.sub("", word) for word in words if not _LATIN_ARTICLE.match(word)] or words
    return tuple(_SAME_IN_ARABIC.get(word, word) for word in words if word not in GENERIC) or tuple(words)


def _plain_words(name: str) -> list[str]:
    """All words of a name, in small letters and without marks."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c for c in folded if not unicodedata.combining(c) and unicodedata.category(c) != "Cf" and c != "ـ")
    return re.findall(r"[^\W_]+", re.sub(r"['’ʼ`´ʾʿ‘]", "", kept))


@lru_cache(maxsize=65536)
def sounds_of(name: str) -> str:
    """A name as a row of sounds, in whatever script it was written.

    >>> sounds_of("حلفايا"), sounds_of("Halfaya")
    ('hlfaya', 'halfya')
    """
    return "".join(_sound(word) for word in words_of(name))


@lru_cache(maxsize=65536)
def turned_sounds_of(name: str) -> str:
    """The same with its words the other way round: an adjective stands before its noun or after it."""
    return "".join(_sound(word) for word in reversed(words_of(name)))


@lru_cache(maxsize=65536)
def dress_of(name: str) -> frozenset[str]:
    """What comes with a name and is not part of it: an article, and words for what the place is.

    >>> sorted(dress_of("al-Bab")), sorted(dress_of("مدينة الباب"))
    (['article'], ['article', 'kind'])
    """
    words = _plain_words(name)
    has_article = any(_LATIN_ARTICLE.match(word) or _ARTICLE.match(word) for word in words)
    has_kind = any(_ARTICLE.sub("", word) in GENERIC for word in words)
    return frozenset(("article",) * has_article + ("kind",) * has_kind)


def skeleton(sounds: Sequence[str]) -> str:
    """The sounds that every script writes."""
    return "".join(sound for sound in sounds if sound not in WEAK)


def _sound(word: str) -> str:
    if any("a" <= letter <= "z" for letter in word):
        word = _FINAL_BREATH.sub("a", _GLUED_ARTICLE.sub("", word))
        word = _PAIR.sub(lambda pair: _LATIN_PAIRS[pair[0]].upper(), word)
        row = "".join(letter.lower() if letter.isupper() else _LATIN.get(letter, letter) for letter in word)
        return re.sub(r"(.)\1+", r"\1", row)  # Arabic does not write a letter twice that is only held
    row = "".join(_ARABIC.get(letter, _CYRILLIC.get(letter, letter)) for letter in _FINAL_HE.sub("ة", word))
    return re.sub("aa+", "a", row)
