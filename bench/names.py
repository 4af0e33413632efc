"""How often a place's Arabic name is found from its English one, and the other way round.

Run with ``python -m bench.names`` and INQUO_DATA set. The names are the bilingual place names of
``incidents/syrianarchive_2015_locations.csv``; a hit is any row that writes the wanted name the same way.
"""

from __future__ import annotations

import csv
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from anyascii import anyascii
from rapidfuzz import fuzz, process

from inquo.corroboration.names import NameIndex

Search = Callable[[str], list[int]]


def main() -> None:
    """Print recall at 1 and 5 of each method, both ways."""
    path = Path(os.environ["INQUO_DATA"]) / "incidents" / "syrianarchive_2015_locations.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    rows = [row for row in rows if row["name_en"].strip() and row["name_ar"].strip()]
    print(f"{len(rows)} pairs of names")
    print(f"{'method':28} {'from':8} {'at 1':>7} {'at 5':>7} {'s':>7}")
    for source, target in (("name_en", "name_ar"), ("name_ar", "name_en")):
        queries, names = [row[source] for row in rows], [row[target] for row in rows]
        for label, search in _methods(names).items():
            start = time.monotonic()
            found = [search(query) for query in queries]
            seconds = time.monotonic() - start
            shares = [_recall(found, names, limit) for limit in (1, 5)]
            print(f"{label:28} {source[-2:]:8} {shares[0]:7.1%} {shares[1]:7.1%} {seconds:7.1f}")


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


def _recall(found: Sequence[Sequence[int]], names: Sequence[str], limit: int) -> float:
    hits = sum(any(names[i] == names[row] for i in positions[:limit]) for row, positions in enumerate(found))
    return hits / len(found)


if __name__ == "__main__":
    main()
