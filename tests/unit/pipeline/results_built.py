"""Results built by hand, for tests of what is said about them."""

from __future__ import annotations

from inquo.pipeline.results import ShotResult, aim_of
from inquo.records.codec import digest_of
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.footage import AimPoint, Composite, Frame, ImpactFrame, Shot, ShotKind
from inquo.records.imagery import Imagery
from inquo.records.place import (
    Candidate,
    Facility,
    FacilityProbability,
    Name,
    NotPlaced,
    Placement,
    Registration,
)

EXHIBIT, PICTURE = Digest.of(b"video"), Digest.of(b"picture")
FIRST = Frame(index=40, pts=640, time_s=1.6, pixels=PICTURE)
LAST = Frame(index=164, pts=2624, time_s=6.56, pixels=PICTURE)
SHOT = Shot(
    exhibit=EXHIBIT, first=FIRST, last=LAST, end_s=6.6, kind=ShotKind.OVERHEAD, reason="structure up to its top edge"
)
CROSSHAIR = AimPoint(x_px=640.0, y_px=360.0, sigma_px=1.0, basis="crosshair at the picture centre")
HOSPITAL = Facility(
    gazetteer=Digest.of(b"gazetteer"),
    id="invented/1",
    names=(Name(text="Invented Hospital", language=None), Name(text="مشفى متخيَّل", language="ar")),
    kind="hospital",
    outline_lonlat_deg=(),
    point_lonlat_deg=(50.7, 20.0),
    properties={},
)
IMAGE = Imagery(
    exhibit=Digest.of(b"image"),
    crs="EPSG:32639",
    outline_lonlat_deg=((50.0, 20.0), (51.0, 20.0), (51.0, 21.0), (50.0, 20.0)),
    gsd_m=0.5,
    width_px=100,
    height_px=100,
    bands=("grey",),
    data_type="uint8",
    ce90_m=5.0,
    ce90_basis="assumed: none stated",
)
PLACED = Placement(
    shot=digest_of(SHOT),
    imagery=(IMAGE.exhibit,),
    lon_deg=50.7,
    lat_deg=20.0,
    covariance_m2=((4.0, 0.0), (0.0, 4.0)),
    ce90_m=4.29,
    footprint_lonlat_deg=((50.6, 20.0), (50.8, 20.0), (50.8, 20.1), (50.6, 20.0)),
    registration=Registration(
        map_from_frame=((0.4, 0.0, 0.0), (0.0, -0.4, 0.0), (0.0, 0.0, 1.0)),
        crs="EPSG:32639",
        model="affine",
        control=24,
        check=6,
        check_rmse_m=0.8,
        score=0.4,
        expected_false_matches=1e-6,
        tie_points=(),
        method="structure-sweep/1",
    ),
    chain=(),
    method="structure-sweep/1",
)
NOT_PLACED = NotPlaced(
    shot=digest_of(SHOT),
    why=Undetermined(reason="chance alone would give 0.9 places as good"),
    candidates=(Candidate(lon_deg=50.7, lat_deg=20.0, score=0.2, rotation_deg=10.0, gsd_m=0.4),),
    method="structure-sweep/1",
)


def composite(aim: AimPoint | Undetermined = CROSSHAIR) -> Composite:
    """A composite of the shot."""
    return Composite(
        shot=digest_of(SHOT),
        picture=PICTURE,
        usable=PICTURE,
        width_px=1280,
        height_px=720,
        key=FIRST,
        frames=(FIRST,),
        masked_share=0.02,
        impact=ImpactFrame(index=108, time_s=4.32, sigma_frames=1.0, basis="flash"),
        aim=aim,
    )


def result(outcome: Placement | NotPlaced, aim: AimPoint | Undetermined = CROSSHAIR) -> ShotResult:
    """A result with that outcome; a placed one on the hospital."""
    placed = isinstance(outcome, Placement)
    share = FacilityProbability(facility=digest_of(HOSPITAL), probability=0.9, distance_m=0.0)
    rest = FacilityProbability(facility=None, probability=0.1, distance_m=None)
    return ShotResult(
        file="clip.mp4",
        number=2,
        shot=SHOT,
        composite=composite(aim),
        aim=aim_of(composite(aim)),
        outcome=outcome,
        group=1,
        facilities=((HOSPITAL, share), (None, rest)) if placed else (),
        imagery=(("area.tif", IMAGE),) if placed else (),
    )
