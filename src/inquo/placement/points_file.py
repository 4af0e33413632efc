"""Control points as QGIS's georeferencer writes them: ``.points`` files.

The first line may be ``#CRS: `` and a definition; then comes a header, then a line a point: map x,
map y, source x, source y, 1 or 0 for enabled, and residuals, which QGIS computes anew and does not read.
Source coordinates of a picture without georeference run from its upper left corner, x to the right and y
*upwards*, so that rows are negative: row 40.5 is written -40.5. Older files call the source columns
``pixelX, pixelY``, leave out the CRS and the residuals, and part columns with tabs; their rows are negative, too.

Source:
    QGIS, ``QgsGCPList::saveGcps`` and ``loadGcps`` in src/app/georeferencer/qgsgcplist.cpp: the line
    after the CRS is skipped unread, fewer than four columns are an error, columns beyond the fifth are ignored.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inquo.errors import PointsError
from inquo.records.control import ControlPoint

HEADER = "mapX,mapY,sourceX,sourceY,enable,dX,dY,residual,role"
_CRS = "#CRS:"
_COLUMNS = (("mapx",), ("mapy",), ("sourcex", "pixelx"), ("sourcey", "pixely"))
_ENABLED = {"1": True, "0": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsFile:
    """What a file of control points says.

    Attributes:
        crs: Definition after ``#CRS:``; None in older files, which do not say.
        points: Every point, disabled ones included.
    """

    crs: str | None
    points: tuple[ControlPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A point to be written.

    Attributes:
        point: The point; its line is not written.
        miss_px: From the point to where the fit sees it in the picture, columns and rows; None when nothing was fitted.
        role: Such as ``control`` or ``check``; for people, QGIS does not read it.
    """

    point: ControlPoint
    miss_px: tuple[float, float] | None = None
    role: str = ""


def parse(text: str, name: str) -> PointsFile:
    """Read a file of control points.

    Args:
        text: Its content.
        name: Its name, for errors.

    Raises:
        PointsError: A line is not what it should be; the message names it.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line]
    crs = None
    if lines and lines[0][1].startswith(_CRS):
        crs = lines.pop(0)[1].removeprefix(_CRS).strip() or None
    if not lines:
        raise PointsError(name, "holds no control points")
    number, header = lines[0]
    where = _columns(name, number, header)
    points = tuple(_point(name, number, _split(line), where) for number, line in lines[1:])
    _refuse_repeats(name, points)
    return PointsFile(crs=crs, points=points)


def write(crs: str, rows: Iterable[Row]) -> str:
    """Write control points so that QGIS opens them, and ``parse`` reads them back to the last bit.

    Args:
        crs: Definition of the map coordinates' CRS on one line; WKT, or a code such as ``EPSG:32637``.
        rows: The points.
    """
    lines = [f"{_CRS} {crs}", HEADER]
    for row in rows:
        point = row.point
        dx, dy = row.miss_px or (0.0, 0.0)
        numbers = (point.map_x, point.map_y, point.x_px, -point.y_px)
        misses = (dx, -dy, math.hypot(dx, dy))
        texts = [
            *map(repr, map(_plain, numbers)),
            str(int(point.enabled)),
            *(f"{miss:.6g}" for miss in misses),
            row.role,
        ]
        lines.append(",".join(texts))
    return "\n".join(lines) + "\n"


def _plain(value: float) -> float:
    return float(value) + 0.0


def _columns(name: str, number: int, header: str) -> tuple[tuple[int, ...], int | None]:
    """Positions of map x, map y, source x and source y, and of the switch, which the oldest files lack."""
    titles = [title.strip().lower() for title in _split(header)]
    places = tuple(titles.index(title) for called in _COLUMNS for title in called if title in titles)
    if len(places) != len(_COLUMNS):
        raise PointsError(name, f"line {number}: no header with mapX, mapY, sourceX and sourceY (or pixelX and pixelY)")
    return places, titles.index("enable") if "enable" in titles else None


def _split(line: str) -> list[str]:
    return line.split("," if "," in line else "\t")


def _point(name: str, number: int, cells: Sequence[str], where: tuple[tuple[int, ...], int | None]) -> ControlPoint:
    places, switch = where
    if not len(cells) > max(places):
        raise PointsError(name, f"line {number}: only {len(cells)} columns")
    map_x, map_y, x_px, source_y = (_number(name, number, cells[place]) for place in places)
    enabled = True
    if switch is not None and switch < len(cells):
        told = _ENABLED.get(cells[switch].strip())
        if told is None:
            raise PointsError(name, f"line {number}: enable is {cells[switch].strip()!r}, not 1 or 0")
        enabled = told
    if enabled and not source_y <= 0:
        raise PointsError(
            name,
            f"line {number}: source y is {source_y:g}, above the picture",
            hint="rows are counted downwards as negative numbers in QGIS: row 40.5 is -40.5",
        )
    return ControlPoint(line=number, x_px=x_px, y_px=0.0 - source_y, map_x=map_x, map_y=map_y, enabled=enabled)


def _number(name: str, number: int, cell: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise PointsError(name, f"line {number}: {cell.strip()!r} is not a number")
    return value


def _refuse_repeats(name: str, points: Sequence[ControlPoint]) -> None:
    """A point that stands there twice would count as two witnesses."""
    seen: dict[tuple[str, float, float], int] = {}
    for point in points:
        if not point.enabled:
            continue
        for place, spot in (
            ("picture", (point.x_px, point.y_px)),
            ("map", (point.map_x, point.map_y)),
        ):
            first = seen.setdefault((place, *spot), point.line)
            if first != point.line:
                raise PointsError(
                    name,
                    f"line {point.line}: the same point of the {place} as in line {first}",
                    hint="a point counts once: delete or disable one of the two",
                )
