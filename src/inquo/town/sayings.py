"""What invented parties said of the strikes in the invented town: documents, and the statements quoted from them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from inquo.town import ground_pyproj
from inquo.town.plan import Town

_FILES = ("mirage-gazette.html", "ministry.txt", "statements.toml")


def write_sayings(town: Town, folder: Path) -> tuple[Path, ...]:
    """Write the documents and the statements file.

    Args:
        town: Its facilities are those that the statements link to; ``gazetteer`` numbers them so.
        folder: Where to.

    Returns:
        The documents, and last the statements.
    """
    middle = town.map_from_town(town.sites["national-hospital"].outline).mean(axis=0, keepdims=True)
    ((lon, lat),) = ground_pyproj.lonlat(town.crs, middle)
    identifiers = {key: f"invented/{town.seed}/{number}" for number, key in enumerate(town.sites, start=1)}
    facts = {
        "{lon}": f"{lon:.5f}",
        "{lat}": f"{lat:.5f}",
        "{national}": identifiers["national-hospital"],
        "{women-children}": identifiers["women-children-hospital"],
    }
    paths = []
    for name in _FILES:
        text = (files("inquo.town") / "said" / name).read_text(encoding="utf-8")
        for place, fact in facts.items():
            text = text.replace(place, fact)
        paths.append(folder / name)
        paths[-1].write_text(text, encoding="utf-8")
    return tuple(paths)
