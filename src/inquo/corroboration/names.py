"""Which names could be the same, across scripts: a score with its reason, and never a decision by itself.

"Al Shifa" and "El Chifa" are one hospital, "Al Shifa" and "Al Safa" are two, and spelling alone says the
opposite. A name score is evidence beside distance, date and kind; nothing here looks at where a place is,
and nothing may be decided where nobody does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inquo.corroboration.sounds import WEAK, dress_of, skeleton, sounds_of, turned_sounds_of, words_of

_SWAPPED_WORDS = 0.9
_WEAK_COST = 0.2
_BREATH_COST = 0.35
_NEAR_COST = 0.5
_NEAR = frozenset(
    frozenset(pair) for pair in ("td", "sz", "jg", "kg", "dz", "xk", "xh", "cs", "jc", "tc", "ts", "nm", "bf")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMatch:
    """Two names, and how alike they are.

    Attributes:
        query: The name that was looked for.
        name: The name that was found.
        score: 0 to 1; 1 when no sound and no word differs.
        why: In what script and by which sounds they were compared.
    """

    query: str
    name: str
    score: float
    why: str


def compare_names(one: str, other: str) -> NameMatch:
    """Compare two names: by their letters where these agree, else by their sounds.

    >>> compare_names("Al Shifa", "El Chifa").score > compare_names("Al Shifa", "Al Safa").score
    True
    """
    words, others = words_of(one), words_of(other)
    if words == others and words:
        return NameMatch(query=one, name=other, score=1.0, why=f"the same words: {' '.join(words)}")
    mine, theirs = sounds_of(one), sounds_of(other)
    match = NameMatch(query=one, name=other, score=_likeness(mine, theirs), why=f"sounds {mine} and {theirs}")
    if not (len(words) == len(others) == 2 and match.score < _SWAPPED_WORDS):
        return match
    turned, turned_others = turned_sounds_of(one), turned_sounds_of(other)
    score = _SWAPPED_WORDS * max(_likeness(turned, theirs), _likeness(mine, turned_others))
    if score <= match.score:
        return match
    return NameMatch(
        query=one, name=other, score=score, why=f"sounds {mine} and {theirs}, its words the other way round"
    )


class NameIndex:
    """Many names, made ready to be searched by sound."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._sounds = tuple(sounds_of(name) for name in self._names)
        self._grams = tuple(_grams(sounds) for sounds in self._sounds)
        self._holding: dict[str, list[int]] = defaultdict(list)
        for index, grams in enumerate(self._grams):
            for gram in grams:
                self._holding[gram].append(index)

    def search(self, query: str, limit: int = 5, shortlist: int = 60) -> list[tuple[int, NameMatch]]:
        """Find the names most like one.

        Args:
            query: A name in any script.
            limit: How many to give.
            shortlist: How many to compare closely, chosen by the pairs of consonants that they share.

        Returns:
            Positions in the index and matches, best first. Of names that sound alike those come first that have
            an article, or a word for what the place is, as the query has; then in the order of the index.
        """
        sounds = sounds_of(query)
        grams = _grams(sounds)
        shared: Counter[int] = Counter()
        for gram in grams:
            for index in self._holding.get(gram, ()):
                shared[index] += 1
        ranked = sorted(shared, key=lambda i: (-2 * shared[i] / (len(grams) + len(self._grams[i])), i))[:shortlist]
        matches = [(index, compare_names(query, self._names[index])) for index in ranked]
        dress = dress_of(query)
        return sorted(
            matches,
            key=lambda pair: (-round(pair[1].score, 2), len(dress ^ dress_of(self._names[pair[0]])), pair[0]),
        )[:limit]


def _grams(sounds: Sequence[str]) -> frozenset[str]:
    bones = f"^{skeleton(sounds)}$"
    return frozenset(bones[i : i + 2] for i in range(len(bones) - 1))


def _likeness(one: str, other: str) -> float:
    """One less the cost of turning one row of sounds into the other, as a share of what there is to turn."""
    if not one or not other:
        return 0.0
    row = [0.0]
    for sound in other:
        row.append(row[-1] + _cost(sound))
    for mine in one:
        above, row = row, [row[0] + _cost(mine)]
        for index, theirs in enumerate(other, 1):
            row.append(
                min(
                    above[index - 1] + _exchange(mine, theirs),
                    above[index] + _cost(mine),
                    row[index - 1] + _cost(theirs),
                )
            )
    whole = max(sum(map(_cost, one)), sum(map(_cost, other)))
    return max(0.0, 1 - row[-1] / whole)


def _cost(sound: str) -> float:
    """What leaving a sound out costs."""
    if sound == "h":
        return _BREATH_COST
    return _WEAK_COST if sound in WEAK else 1.0


def _exchange(one: str, other: str) -> float:
    """What writing one sound for another costs."""
    if one == other:
        return 0.0
    if one in WEAK and other in WEAK:
        return _WEAK_COST / 2
    if frozenset((one, other)) in _NEAR:
        return _NEAR_COST
    return max(_cost(one), _cost(other))
