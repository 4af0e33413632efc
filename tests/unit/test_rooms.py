"""Heavy libraries stay in modules named for them; modules and functions stay small."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import inquo

PACKAGE = Path(inquo.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
NAMED_FOR = {
    "av": "pyav",
    "cv2": "cv2",
    "dask": "dask",
    "osmium": "osmium",
    "pyproj": "pyproj",
    "rasterio": "rasterio",
    "shapely": "shapely",
    "weasyprint": "weasyprint",
}


def _imports(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_one_thing(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert source.count("\n") <= 400, "over 400 lines: this is two modules"
    long = [
        f"{node.name} has {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= 60
    ]
    assert long == [], "over 60 lines: this is two functions"
    strangers = {
        library: word
        for library, word in NAMED_FOR.items()
        if library in _imports(tree) and not module.stem.endswith(word)
    }
    assert strangers == {}, f"only a module named *_{'/'.join(strangers.values())} may import it"


def test_no_room_for_odds_and_ends() -> None:
    vague = [path.name for path in MODULES if any(w in path.stem for w in ("util", "manager", "helper", "common"))]
    assert vague == []
