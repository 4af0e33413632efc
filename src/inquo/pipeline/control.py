"""Control points between their files and the shots that they belong to."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from inquo.errors import PointsError, UsageError
from inquo.geometry import crs_pyproj, homography
from inquo.pipeline.evidence import Evidence
from inquo.pipeline.opening import now, person, replace_file
from inquo.placement import by_hand, points_file
from inquo.records.control import ControlPoint, ControlPoints
from inquo.records.digest import Digest
from inquo.records.footage import Composite, Shot, ShotKind
from inquo.records.place import NotPlaced, Placement

_MAX_BYTES = 2**20
_SUFFIX = ".points"


def read_points(
    path: Path, shot: Digest, *, crs: str | None, sigma_px: float | None, who: str | None
) -> tuple[ControlPoints, bytes]:
    """Read a file of control points for a shot.

    Args:
        path: The file.
        shot: The shot in whose picture they were set.
        crs: CRS of the map coordinates where the file does not say; a file that says is believed.
        sigma_px: Standard deviation of a click, in pixels of either picture; None for the usual one.
        who: Who set them; None for the user of this computer.

    Returns:
        The points, and the file's bytes.

    Raises:
        PointsError: The file cannot be read, or a line of it; the message names the line.
        UsageError: The standard deviation is not above zero.
    """
    sigma_px = by_hand.SIGMA_PX if sigma_px is None else sigma_px
    if not 0 < sigma_px <= 100:
        raise UsageError(f"--points-sigma {sigma_px:g} is no error of a click in pixels", hint="such as 2")
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise PointsError(path, (error.strerror or str(error)).lower(), hint="check the path") from error
    if len(content) > _MAX_BYTES:
        raise PointsError(path, "is larger than 1 MiB, which no file of control points is")
    try:
        said = points_file.parse(content.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise PointsError(path, f"line {line}: not text in UTF-8") from error
    named = said.crs or crs
    if named is None:
        hint = "say which it is: --points-crs EPSG:4326 for longitude and latitude"
        raise PointsError(path, "line 1: does not say the CRS of its map coordinates", hint=hint)
    points = ControlPoints(
        shot=shot,
        file=Digest.of(content),
        name=os.fsencode(path.name).decode("utf-8", errors="backslashreplace"),
        crs=named,
        points=said.points,
        sigma_px=sigma_px,
        who=person(who),
        when=now(),
    )
    by_hand.on_map(points, points.points, "EPSG:4326")
    return points, content


def latest_points(kept: Iterable[ControlPoints]) -> Mapping[Digest, ControlPoints]:
    """The points in force, by shot: of several files the last; one without points withdraws those before it."""
    last = {points.shot: points for points in kept}
    return {shot: points for shot, points in last.items() if points.points}


def one_shot(shots: Iterable[Shot], number: int | None, option: str) -> int:
    """Number of the shot, from 1, that an option is about. Who names one says that it shows the ground.

    Raises:
        UsageError: There is no such shot, or several could be meant.
    """
    every = tuple(shots)
    overhead = [n for n, shot in enumerate(every, start=1) if shot.kind is ShotKind.OVERHEAD]
    listed = ", ".join(map(str, overhead)) or "any that does all the same"
    if number is None and len(overhead) == 1:
        return overhead[0]
    if number is None:
        raise UsageError(
            f"{option} is about one shot, and {len(overhead)} of {len(every)} show ground from above",
            hint=f"name one with --shot: {listed}",
        )
    if not 1 <= number <= len(every):
        raise UsageError(f"there is no shot {number}", hint=f"there are {len(every)}; ground from above show: {listed}")
    return number


def write_points(path: Path, outcome: Placement | NotPlaced, composite: Composite, evidence: Evidence) -> list[str]:
    """Write a shot's tie points for QGIS, and beside them the picture in whose pixels they are counted.

    QGIS reads ``NAME.png.points`` by itself when it opens ``NAME.png``. Control points are enabled, check
    points are not, so that QGIS fits what Inquo fitted. A shot that was not placed has no points: the file
    is then where a person begins.

    Returns:
        Lines for the person.

    Raises:
        UsageError: The name does not end in ``.points``.
    """
    if path.suffix != _SUFFIX:
        raise UsageError(f"{path} does not end in {_SUFFIX}", hint=f"such as {path.with_suffix('.png.points')}")
    picture = path.with_suffix("") if path.with_suffix("").suffix == ".png" else path.with_suffix(".png")
    rows = _rows(outcome) if isinstance(outcome, Placement) else []
    crs = outcome.registration.crs if isinstance(outcome, Placement) else "EPSG:4326"
    try:
        replace_file(path, points_file.write(crs_pyproj.wkt_of(crs), rows).encode())
        replace_file(picture, evidence.read(composite.picture))
    except OSError as error:
        raise PointsError(path, f"cannot be written: {(error.strerror or str(error)).lower()}") from error
    held = sum(row.role == "check" for row in rows)
    what = f"{len(rows) - held} control and {held} check points" if rows else "no points: the shot was not placed"
    return [f"{path}: {what}", f"{picture}: the picture; open it in QGIS's georeferencer"]


def _rows(placement: Placement) -> list[points_file.Row]:
    fit = placement.registration
    ties = fit.tie_points
    frame_from_map = np.linalg.inv(np.array(fit.map_from_frame, np.float64))
    seen_px = homography.apply(
        frame_from_map, np.array([[tie.x_m, tie.y_m] for tie in ties], np.float64).reshape(-1, 2)
    )
    return [
        points_file.Row(
            point=ControlPoint(
                line=number, x_px=tie.x_px, y_px=tie.y_px, map_x=tie.x_m, map_y=tie.y_m, enabled=not tie.check
            ),
            miss_px=(float(x) - tie.x_px, float(y) - tie.y_px),
            role="check" if tie.check else "control",
        )
        for number, (tie, (x, y)) in enumerate(zip(ties, seen_px, strict=True), start=3)
    ]
