"""A dossier of a town that does not exist, for the tests of the report.

The pictures are sampled here with numpy alone, so that a warped figure can be held
against a picture that was not made by the code under test.
"""

from __future__ import annotations

import functools
import math
from datetime import UTC, datetime

import cv2
import numpy as np

from inquo.geometry.grid import GroundRaster
from inquo.records.case import Case
from inquo.records.codec import digest_of
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.footage import AimPoint, Composite, Frame, ImpactFrame, Shot, ShotKind
from inquo.records.place import (
    BetweenHalves,
    Candidate,
    Facility,
    FacilityProbability,
    Identification,
    Name,
    NotPlaced,
    OffPlane,
    Placement,
    Registration,
    TiePoint,
)
from inquo.report.dossier import (
    Dossier,
    Lead,
    LedgerHead,
    MethodVersion,
    OtherShot,
    Setting,
    ShotResult,
    Strike,
)
from invented_exhibits import (
    CRS,
    GSD_M,
    HEIGHT_PX,
    LIST,
    NORTH_M,
    SIDE_PX,
    TILES,
    VIDEO,
    WEST_M,
    WIDTH_PX,
    Text,
    build_exhibits,
    lonlat,
)
from invented_hearing import build_hearing
from invented_incidents import build_incidents


def plain(text: str) -> str:
    """Every text as it is."""
    return text


@functools.cache
def town(seed: int = 7) -> GroundRaster:
    """Streets, roofs and trees from above."""
    rng = np.random.default_rng(seed)
    grey = np.full((SIDE_PX, SIDE_PX), 118.0) + rng.normal(0, 5, (SIDE_PX, SIDE_PX))
    for _ in range(420):
        x, y = rng.integers(0, SIDE_PX - 60, 2)
        w, h = rng.integers(14, 52, 2)
        grey[y : y + h + 5, x : x + w + 5] -= 32
        grey[y : y + h, x : x + w] = rng.uniform(120, 225) + rng.normal(0, 3, (h, w))
    for at in range(20, SIDE_PX, 120):
        grey[at : at + 13] = 84
        grey[:, at + 30 : at + 41] = 90
    valid = np.ones(grey.shape, dtype=bool)
    transform = np.array([[GSD_M, 0, WEST_M], [0, -GSD_M, NORTH_M]])
    return GroundRaster(grey=np.clip(grey, 0, 255).astype(np.uint8), valid=valid, map_from_pixel=transform, crs=CRS)


def camera(east_m: float, south_m: float, turn_deg: float, gsd_m: float) -> np.ndarray:
    """``map_from_frame`` of a camera that looks at a point of the town, a little oblique."""
    turn = math.radians(turn_deg)
    right = gsd_m * np.array([math.cos(turn), -math.sin(turn)])
    down = gsd_m * np.array([-math.sin(turn), -math.cos(turn)])
    centre = np.array([WEST_M + east_m, NORTH_M - south_m])
    origin = centre - right * WIDTH_PX / 2 - down * HEIGHT_PX / 2
    flat = np.array([[right[0], down[0], origin[0]], [right[1], down[1], origin[1]], [0, 0, 1]])
    tilt = np.array([[1, 0, 0], [0, 1, 0], [0, 1.5e-4, 1 - 1.5e-4 * HEIGHT_PX / 2]])
    about = np.array([[1, 0, WIDTH_PX / 2], [0, 1, HEIGHT_PX / 2], [0, 0, 1]])
    fit = flat @ about @ tilt @ np.linalg.inv(about)
    return fit / fit[2, 2]


def carry(fit: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Points through a homography."""
    carried = np.column_stack([points, np.ones(len(points))]) @ fit.T
    return carried[:, :2] / carried[:, 2:]


def seen(ground: GroundRaster, map_from_frame: np.ndarray) -> np.ndarray:
    """What the camera sees, by the nearest pixel."""
    x, y = np.meshgrid(np.arange(WIDTH_PX) + 0.5, np.arange(HEIGHT_PX) + 0.5)
    on_map = carry(map_from_frame, np.column_stack([x.ravel(), y.ravel()]))
    columns = np.floor((on_map[:, 0] - WEST_M) / GSD_M).astype(int).clip(0, SIDE_PX - 1)
    rows = np.floor((NORTH_M - on_map[:, 1]) / GSD_M).astype(int).clip(0, SIDE_PX - 1)
    return ground.grey[rows, columns].reshape(HEIGHT_PX, WIDTH_PX)


@functools.cache
def picture_of(seed: int, east_m: float, south_m: float, turn_deg: float, gsd_m: float) -> bytes:
    """What a camera sees of a town, as it is stored."""
    return cv2.imencode(".png", seen(town(seed), camera(east_m, south_m, turn_deg, gsd_m)))[1].tobytes()


def frame(index: int) -> Frame:
    """A frame of the invented video, 25 a second."""
    return Frame(index=index, pts=index * 512, time_s=index / 25, pixels=Digest.of(f"frame {index}".encode()))


def shot(first: int, last: int, kind: ShotKind, reason: str) -> Shot:
    """A shot of the invented video."""
    return Shot(exhibit=VIDEO, first=frame(first), last=frame(last), end_s=(last + 1) / 25, kind=kind, reason=reason)


def tie_points(map_from_frame: np.ndarray, count: int = 40, seed: int = 3) -> tuple[TiePoint, ...]:
    """Tie points with errors of about half a metre; every fifth held out."""
    rng = np.random.default_rng(seed)
    points = np.column_stack([rng.uniform(25, WIDTH_PX - 25, count), rng.uniform(25, HEIGHT_PX - 25, count)])
    true = carry(map_from_frame, points)
    found = true + rng.normal(0, 0.5, true.shape)
    return tuple(
        TiePoint(
            x_px=float(p[0]),
            y_px=float(p[1]),
            x_m=float(m[0]),
            y_m=float(m[1]),
            covariance_m2=((0.3, 0.0), (0.0, 0.3)),
            score=0.6,
            check=n % 5 == 4,
            residual_m=float(np.hypot(*(m - t))),
        )
        for n, (p, m, t) in enumerate(zip(points, found, true, strict=True))
    )


def composite(of: Shot, picture: bytes, say: Text, *, impact: bool = True, aim: bool = True) -> Composite:
    """The record of a composite, with or without impact frame and aim point."""
    struck = ImpactFrame(index=108, time_s=4.32, sigma_frames=1, basis=say("flash: brightness rises by 83 of 255"))
    aimed = AimPoint(x_px=WIDTH_PX / 2, y_px=HEIGHT_PX / 2, sigma_px=2.5, basis=say("crosshair"))
    return Composite(
        shot=digest_of(of),
        picture=Digest.of(picture),
        usable=Digest.of(b"mask"),
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        key=of.first,
        frames=tuple(frame(n) for n in range(of.first.index, of.first.index + 12)),
        masked_share=0.04,
        impact=struck if impact else Undetermined(reason=say("no frame is brighter than those before it")),
        aim=aimed if aim else Undetermined(reason=say("no crosshair was found")),
    )


def placement(
    of: Shot,
    fit: np.ndarray,
    *,
    expected: float = 2e-5,
    chain: tuple[Digest, ...] = (),
    halves: BetweenHalves | Undetermined | None = None,
    off_plane: OffPlane | Undetermined | None = None,
) -> Placement:
    """A placement of the picture's middle."""
    corners = np.array([[0, 0], [WIDTH_PX, 0], [WIDTH_PX, HEIGHT_PX], [0, HEIGHT_PX], [0, 0]], dtype=float)
    ties = tie_points(fit)
    registration = Registration(
        map_from_frame=tuple(tuple(float(x) for x in row) for row in fit),
        crs=CRS,
        model="homography",
        control=sum(not t.check for t in ties),
        check=sum(t.check for t in ties),
        check_rmse_m=0.71,
        score=0.46,
        expected_false_matches=expected,
        tie_points=ties,
        method="structure-sweep/1",
        mirror_share=0.41,
    )
    moved = [off_plane.east_m, off_plane.north_m] if isinstance(off_plane, OffPlane) else [0.0, 0.0]
    ((lon, lat),) = lonlat(carry(fit, np.array([[WIDTH_PX / 2, HEIGHT_PX / 2]])) + np.array([moved]))
    return Placement(
        shot=digest_of(of),
        imagery=(TILES,),
        lon_deg=lon,
        lat_deg=lat,
        covariance_m2=((9.0, 3.0), (3.0, 5.0)),
        ce90_m=5.8,
        footprint_lonlat_deg=lonlat(carry(fit, corners)),
        registration=registration,
        chain=chain,
        method="structure-sweep/1",
        halves=halves,
        off_plane=off_plane,
    )


def facility(name: str, number: int, east_m: float, south_m: float, half_m: float, say: Text) -> Facility:
    """A square facility."""
    centre = np.array([WEST_M + east_m, NORTH_M - south_m])
    ring = centre + half_m * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]], dtype=float)
    (point,) = lonlat(centre[None])
    return Facility(
        gazetteer=LIST,
        id=say(f"invented/{number}"),
        names=(
            Name(text=say(name), language=None),
            Name(text=say("مشفى متخيَّل"), language=say("ar")),
            Name(text=say("虛構醫院"), language=say("zh")),
        ),
        kind=say("hospital"),
        outline_lonlat_deg=((lonlat(ring),),),
        point_lonlat_deg=point,
        properties={say("operator"): say("Nobody"), "first_mapped": "2012-04-02"},
    )


def identification(of: Placement, answers: list[tuple[Facility | None, float, float | None]]) -> Identification:
    """Probabilities over facilities."""
    rows = tuple(
        FacilityProbability(facility=digest_of(f) if f else None, probability=p, distance_m=m) for f, p, m in answers
    )
    return Identification(placement=digest_of(of), answers=rows, method="error-ellipse/1")


def placed_shot(
    number: int,
    view: tuple[float, float, float, float],
    ground: GroundRaster,
    facilities: tuple[Facility, ...],
    share: float,
    say: Text = plain,
    *,
    expected: float = 2e-5,
    chain: tuple[Digest, ...] = (),
    halves: BetweenHalves | Undetermined | None = None,
    off_plane: OffPlane | Undetermined | None = None,
) -> ShotResult:
    """A shot that was placed."""
    of = shot(number * 125, number * 125 + 124, ShotKind.OVERHEAD, say("the ground moves under a fixed overlay"))
    picture = picture_of(7, *view)
    place = placement(of, camera(*view), expected=expected, chain=chain, halves=halves, off_plane=off_plane)
    answers = [(facilities[0], share, 0.0), (None, (1 - share) * 0.7, None), (facilities[1], (1 - share) * 0.3, 61.0)]
    lead = Candidate(lon_deg=place.lon_deg + 1e-3, lat_deg=place.lat_deg, score=0.24, rotation_deg=212, gsd_m=0.21)
    return ShotResult(
        number=number,
        shot=of,
        composite=composite(of, picture, say),
        picture=picture,
        place=place,
        ground=ground,
        identification=identification(place, sorted(answers, key=lambda a: -a[1])),
        facilities=facilities,
        leads=(Lead(candidate=lead),),
        note=say("The picture is mirrored in the second half."),
    )


def lost_shot(number: int, ground: GroundRaster, say: Text = plain) -> ShotResult:
    """A shot that was not placed, with three leads."""
    of = shot(number * 125, number * 125 + 124, ShotKind.OVERHEAD, say("the ground moves"))
    picture = picture_of(99, 200, 200, 10, 0.2)
    leads = tuple(
        Lead(
            candidate=Candidate(lon_deg=lon, lat_deg=lat, score=0.2 - n / 100, rotation_deg=90.0 * n, gsd_m=0.2),
            ground=ground,
        )
        for n, (lon, lat) in enumerate(
            lonlat(
                np.array([[WEST_M + 150, NORTH_M - 150], [WEST_M + 300, NORTH_M - 200], [WEST_M + 200, NORTH_M - 320]])
            )
        )
    )
    why = Undetermined(reason=say("only 7 tie points agree with one transform, and 12 are needed"))
    return ShotResult(
        number=number,
        shot=of,
        composite=composite(of, picture, say, impact=False, aim=False),
        picture=picture,
        place=NotPlaced(
            shot=digest_of(of), why=why, candidates=tuple(lead.candidate for lead in leads), method="structure-sweep/1"
        ),
        leads=leads,
        note=say("Smoke hides a third of it."),
    )


def build(say: Text = plain, *, invented: bool = True) -> Dossier:
    """A whole dossier: two sites placed, one of them twice, and one lost.

    Args:
        say: Rewrites every text that others could have written.
        invented: What the case says of itself.
    """
    ground = town()
    near = (
        facility("Invented National Hospital", 1, 200, 180, 22, say),
        facility("Invented Women's Hospital", 2, 262, 150, 15, say),
    )
    far = (facility("Invented School", 3, 330, 330, 20, say), near[1])
    first = placed_shot(
        2,
        (200, 185, 37, 0.2),
        ground,
        near,
        0.97,
        say,
        halves=BetweenHalves(apart_m=0.42, explained_m=1.3),
        off_plane=OffPlane(east_m=-1.2, north_m=1.6, seen=0.93),
    )
    second = placed_shot(
        3,
        (320, 330, 120, 0.24),
        ground,
        far,
        0.62,
        say,
        halves=BetweenHalves(apart_m=5.6, explained_m=1.7),
        off_plane=Undetermined(reason=say("only 20% of what surrounds the point shows the ground")),
    )
    third = placed_shot(4, (320, 330, 120, 0.13), ground, far, 0.55, say, chain=(digest_of(second.shot),))
    return Dossier(
        case=Case(
            name=say("invented-town"),
            question=say("Which places does the compilation of 12 May show?"),
            opened=datetime(2026, 3, 1, 9, 5, tzinfo=UTC),
            opened_by=say("A. Person"),
            invented=invented,
        ),
        generated=datetime(2026, 3, 1, 10, 0, tzinfo=UTC),
        program="inquo 0.1.0",
        exhibits=build_exhibits(say),
        strikes=(
            Strike(number=1, shots=(first,)),
            Strike(number=2, shots=(second, third)),
            Strike(number=3, shots=(lost_shot(5, ground, say),)),
        ),
        other_shots=(
            OtherShot(number=1, shot=shot(0, 39, ShotKind.TITLE, say("nothing moves and most of it is text"))),
        ),
        overview=ground,
        methods=(MethodVersion(step=say("placement"), version=say("structure-sweep/1")),),
        settings=(Setting(name=say("gsd"), value=say("0.05:2"), meaning=say("Metres per pixel that were searched.")),),
        limits=(say("The imagery is three years older than the footage."),),
        ledger=LedgerHead(head=Digest.of(b"ledger"), entries=14),
        hearing=build_hearing(say),
        incidents=build_incidents(first.placement, say),
    )
