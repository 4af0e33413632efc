"""How often a place's Arabic name is found from its English one, and the other way round.

Run with ``python -m bench.names`` and INQUO_DATA set. The names are the bilingual place names of
``incidents/syrianarchive_2015_locations.csv``, parted by their digest: the sounds may be tuned on one half, and
count on the other. Every name is looked for among all of them; a hit is any row that writes the wanted name the
same way. Cyrillic: the towns of ``tests/unit/corroboration/towns.csv``, on which nothing was tuned.
"""

from __future__ import annotations

import csv
import hashlib
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from anyascii import anyascii
from rapidfuzz import fuzz, process

from inquo.corroboration.names import NameIndex

Search = Callable[[str], list[int]]


def main() -> None:
    """Print recall at 1 and 5 of each method, both ways, on either half."""
    path = Path(os.environ["INQUO_DATA"]) / "incidents" / "syrianarchive_2015_locations.csv"
    rows = [row for row in _rows(path) if row["name_en"].strip() and row["name_ar"].strip()]
    held_out = [_is_held_out(row["name_en"], row["name_ar"]) for row in rows]
    print(f"Arabic and Latin: {len(rows)} pairs of names, {sum(held_out)} of them held out")
    _print_recall(rows, "name_en", "name_ar", held_out)
    towns = _rows(Path(__file__).parents[1] / "tests" / "unit" / "corroboration" / "towns.csv")
    print(f"\nCyrillic and Latin: {len(towns)} towns, all held out")
    _print_recall(towns, "latin", "cyrillic", [True] * len(towns))


def _print_recall(rows: Sequence[dict[str, str]], one: str, other: str, held_out: Sequence[bool]) -> None:
    print(f"{'method':24} {'from':9} {'tuned: at 1':>12} {'at 5':>7} {'held out: at 1':>15} {'at 5':>7} {'s':>6}")
    for source, target in ((one, other), (other, one)):
        queries, names = [row[source] for row in rows], [row[target] for row in rows]
        for label, search in _methods(names).items():
            start = time.monotonic()
            found = [search(query) for query in queries]
            seconds = time.monotonic() - start
            shares = [_recall(found, names, limit, held_out, half) for half in (False, True) for limit in (1, 5)]
            tuned = f"{shares[0]:12.1%} {shares[1]:7.1%}" if not all(held_out) else f"{'':12} {'':7}"
            print(f"{label:24} {source:9} {tuned} {shares[2]:15.1%} {shares[3]:7.1%} {seconds:6.1f}")


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def _is_held_out(*names: str) -> bool:
    """Whether a pair belongs to the half on which nothing may be tuned: by its digest, so that it stays there."""
    return hashlib.sha256("\n".join(names).encode()).digest()[0] % 2 == 1


def _methods(names: Sequence[str]) -> dict[str, Search]:
    index = NameIndex(names)
    plain = [name.casefold() for name in names]
    ascii_names = [anyascii(name).casefold() for name in names]
    return {
        "rapidfuzz": lambda query: _ranked(query.casefold(), plain),
        "anyascii + rapidfuzz": lambda query: _ranked(anyascii(query).casefold(), ascii_names),
        "inquo": lambda query: [position for position, _ in index.search(query)],
    }


def _ranked(query: str, names: Sequence[str]) -> list[int]:
    return [position for _, _, position in process.extract(query, names, scorer=fuzz.WRatio, limit=5)]


def _recall(
    found: Sequence[Sequence[int]],
    names: Sequence[str],
    limit: int,
    held_out: Sequence[bool],
    half: bool,  # noqa: FBT001
) -> float:
    rows = [row for row, out in enumerate(held_out) if out is half]
    hits = sum(any(names[i] == names[row] for i in found[row][:limit]) for row in rows)
    return hits / len(rows) if rows else 0.0


if __name__ == "__main__":
    main()
