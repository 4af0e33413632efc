"""What invented parties said of the strikes in the invented town: documents, and the statements quoted from them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from inquo.town.plan import Town

_DOCUMENTS = ("mirage-gazette.html", "ministry.txt")
_STATEMENTS = "statements.toml"


def write_sayings(town: Town, folder: Path) -> tuple[Path, ...]:
    """Write the documents and the statements file.

    Args:
        town: Its facilities are those that the statements link to; ``gazetteer`` numbers them so.
        folder: Where to.

    Returns:
        The documents, and last the statements.
    """
    identifiers = {key: f"invented/{town.seed}/{number}" for number, key in enumerate(town.sites, start=1)}
    said = (files("inquo.town") / "said" / _STATEMENTS).read_text(encoding="utf-8")
    for place, site in (("{national}", "national-hospital"), ("{women-children}", "women-children-hospital")):
        said = said.replace(place, identifiers[site])
    paths = tuple(folder / name for name in (*_DOCUMENTS, _STATEMENTS))
    for path in paths[:-1]:
        path.write_bytes((files("inquo.town") / "said" / path.name).read_bytes())
    paths[-1].write_text(said, encoding="utf-8")
    return paths
