"""Layers as tables that a spreadsheet opens and does not calculate.

A cell of text that a spreadsheet could take for a formula starts with an apostrophe, which
spreadsheets hide. Numbers are never quoted and never changed, so that -36.5 stays a number.

Source:
    RFC 4180 for commas, quotes and line ends; OWASP, CSV Injection, for what starts a formula.
"""

from __future__ import annotations

from collections.abc import Iterable

from inquo.report.exports import provenance
from inquo.report.exports.content import Content
from inquo.report.exports.layer import Feature, Geometry, Layer, Polygon, Value
from inquo.report.exports.layers import draw

_BOM = "\ufeff"
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(content: Content, *, bom: bool = False) -> dict[str, bytes]:
    """One file for each layer, by file name, and ``provenance.csv``.

    Args:
        content: What to write.
        bom: Start each file with a byte order mark, by which Excel knows UTF-8.
    """
    told = provenance.pairs(content.provenance)
    tables = {"provenance.csv": _table(["name", "value"], told)}
    tables |= {f"{layer.name}.csv": of(layer) for layer in draw(content)}
    return {name: ((_BOM if bom else "") + table).encode() for name, table in tables.items()}


def safe(value: Value) -> Value:
    r"""A cell that is no formula, whatever it says.

    >>> safe("=1+1"), safe("-36.5"), safe(-36.5)
    ("'=1+1", "'-36.5", -36.5)
    """
    # An apostrophe that is there already gets another, so that taking one off gives the text back.
    if isinstance(value, str) and value.startswith((*_STARTS_FORMULA, "'")):
        return f"'{value}"
    return value


def of(layer: Layer) -> str:
    """One layer as a table; polygons are in a last column, as well-known text."""
    names = [field.name for field in layer.fields]
    if layer.geometry is Geometry.POLYGON:
        return _table([*names, "wkt"], ((*feature.values, _wkt(feature)) for feature in layer.features))
    return _table(names, (feature.values for feature in layer.features))


def _table(names: list[str], rows: Iterable[Iterable[Value]]) -> str:
    lines = (",".join(map(_cell, row)) for row in ([*names], *rows))
    return "".join(f"{line}\r\n" for line in lines)


def _cell(value: Value) -> str:
    """Text in quotes, numbers bare, nothing for what is not known."""
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + str(safe(value)).replace('"', '""') + '"'
    return repr(value)


def _wkt(feature: Feature) -> str | None:
    if not feature.polygons:
        return None
    return f"MULTIPOLYGON ({', '.join(map(_polygon_text, feature.polygons))})"


def _polygon_text(polygon: Polygon) -> str:
    rings = (", ".join(f"{lon!r} {lat!r}" for lon, lat in ring) for ring in polygon)
    return f"({', '.join(f'({ring})' for ring in rings)})"
