"""The exhibits of a case about a town that does not exist, for the tests of the report."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
from pyproj import Transformer

from inquo.records.custody import Act, CustodyEvent, Exhibit, ExhibitKind, Source
from inquo.records.digest import Digest
from inquo.records.footage import VideoProfile
from inquo.records.imagery import Imagery
from inquo.report.dossier import ExhibitFacts, GazetteerFacts

CRS = "EPSG:32626"  # the open Atlantic: nobody lives there
WEST_M, NORTH_M, GSD_M, SIDE_PX = 500_000.0, 4_000_000.0, 0.5, 900
WIDTH_PX, HEIGHT_PX = 640, 360
VIDEO, TILES, LIST = Digest.of(b"video"), Digest.of(b"imagery"), Digest.of(b"gazetteer")
_LONLAT = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)

Text = Callable[[str], str]


def lonlat(points_m: np.ndarray) -> tuple[tuple[float, float], ...]:
    """Map metres as longitude and latitude."""
    return tuple((float(a), float(b)) for a, b in zip(*_LONLAT.transform(points_m[:, 0], points_m[:, 1]), strict=True))


def build_exhibits(say: Text) -> tuple[ExhibitFacts, ...]:
    """A video, imagery, a list of facilities, and a file that nobody can read."""

    def taken(digest: Digest, name: str, source: Source | None = None) -> tuple[CustodyEvent, ...]:
        when = datetime(2026, 3, 1, 9, 6, tzinfo=UTC)
        event = CustodyEvent(
            act=Act.TAKEN_IN,
            subject=digest,
            who=say("A. Person"),
            when=when,
            program=say("inquo 0.1.0"),
            clock=say("system clock, not verified"),
            source=source,
            name=say(name),
            detail=say("copied bit for bit"),
        )
        again = dataclasses.replace(event, act=Act.TAKEN_IN_AGAIN, source=None)
        return (event, again)

    source = Source(
        description=say("Posted by an invented ministry"),
        url=say("https://video.example/clip?a=1&b=2"),
        published=say("12 May, afternoon"),
        note=say("Downloaded by hand"),
    )
    profile = VideoProfile(
        container=say("mov,mp4"),
        codec=say("h264"),
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        time_base=(1, 12800),
        duration_s=31.6,
        frame_count=790,
        frame_rate=25.0,
        variable_frame_rate=False,
        decoder=say("PyAV 18.1"),
        metadata={say("encoder"): say("Lavf61")},
        warnings=(say("frame 12 has no time of its own"),),
    )
    imagery = Imagery(
        exhibit=TILES,
        crs=CRS,
        outline_lonlat_deg=lonlat(
            np.array([[WEST_M, NORTH_M], [WEST_M + 450, NORTH_M], [WEST_M, NORTH_M - 450], [WEST_M, NORTH_M]])
        ),
        gsd_m=GSD_M,
        width_px=SIDE_PX,
        height_px=SIDE_PX,
        bands=(say("grey"),),
        data_type=say("uint8"),
        ce90_m=4.0,
        ce90_basis=say("assumed: none stated"),
        acquired=say("2023-06"),
        provider=say("Nobody"),
        licence=say("CC0"),
    )
    return (
        ExhibitFacts(
            exhibit=Exhibit(digest=VIDEO, size_bytes=3_200_000, kind=ExhibitKind.FOOTAGE),
            events=taken(VIDEO, "clip.mp4", source),
            profile=profile,
        ),
        ExhibitFacts(
            exhibit=Exhibit(digest=TILES, size_bytes=91_000_000, kind=ExhibitKind.IMAGERY),
            events=taken(TILES, "town.tif"),
            imagery=imagery,
        ),
        ExhibitFacts(
            exhibit=Exhibit(digest=LIST, size_bytes=9_100, kind=ExhibitKind.GAZETTEER),
            events=taken(LIST, "facilities.geojson"),
            gazetteer=GazetteerFacts(facilities=3, refused=(say("feature 4: a ring that is not closed"),)),
        ),
        ExhibitFacts(
            exhibit=Exhibit(digest=Digest.of(b"x"), size_bytes=12, kind=ExhibitKind.UNKNOWN),
            events=taken(Digest.of(b"x"), "notes.bin"),
            problem=say("neither a picture nor text"),
        ),
    )
