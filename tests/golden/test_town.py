"""The rendered town against its own truth."""

from __future__ import annotations

import json
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
import rasterio

from inquo.town import moment, satellite, stills
from inquo.town.camera import look_at
from inquo.town.plan import FIRST_PASS, SECOND_PASS, Town, draw_town
from inquo.town.polygons import centroid
from inquo.town.scene import Scene, render


@pytest.fixture(scope="module")
def town() -> Town:
    return draw_town(3, size_m=520.0)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return render(3, tmp_path_factory.mktemp("town"), size_m=500.0, gsd_m=1.0, shots=(0,))


@pytest.mark.parametrize(("off_nadir_deg", "heading_deg"), [(0.0, 20.0), (30.0, 130.0), (55.0, 300.0)])
def test_a_roof_is_drawn_where_the_camera_projects_it(town: Town, off_nadir_deg: float, heading_deg: float) -> None:
    building = next(b for b in town.buildings if b.facility == "women-children-hospital")
    x, y = centroid(building.outline)
    camera = look_at(
        (float(x), float(y), building.height_m),
        off_nadir_deg=off_nadir_deg,
        heading_deg=heading_deg,
        range_m=3000.0,
        gsd_m=0.25,
        size_px=(400, 300),
    )
    still = stills.still(town, camera, moment.at(FIRST_PASS), "grey")
    corners = camera.project(
        np.concatenate([building.outline, np.full((len(building.outline), 1), building.height_m)], axis=1)
    )
    expected = np.zeros(still.up_m.shape, dtype=np.uint8)
    cv2.fillPoly(expected, [np.round((corners - 0.5) * 16).astype(np.int32)], 1, cv2.LINE_8, 4)
    one_px = np.ones((3, 3), dtype=np.uint8)
    inside, around = cv2.erode(expected, one_px, iterations=2), cv2.dilate(expected, one_px, iterations=6)
    drawn = still.up_m > building.height_m - 0.3
    parapet_px = int(np.ceil(1.2 * np.sin(np.radians(off_nadir_deg)) / 0.25))
    allowed = cv2.dilate(expected, np.ones((3 + 2 * parapet_px,) * 2, dtype=np.uint8))
    assert drawn[inside > 0].mean() > 0.99
    assert not drawn[(around > 0) & (allowed == 0)].any()


def test_a_still_knows_what_a_pixel_sees(town: Town) -> None:
    strike = town.strikes[0]
    camera = look_at(
        (strike.x_m, strike.y_m, strike.up_m),
        off_nadir_deg=40.0,
        heading_deg=10.0,
        range_m=3000.0,
        gsd_m=0.3,
        size_px=(320, 240),
    )
    still = stills.still(town, camera, moment.just_before(strike.when))
    x, y, up = still.ground_point(160.0, 120.0)
    assert still.frame_point(x, y, up) == pytest.approx((160.0, 120.0), abs=1e-3)
    back = camera.project(np.array([[x - town.origin_m[0], y - town.origin_m[1], up]]))
    assert back[0] == pytest.approx([160.0, 120.0], abs=1e-3)
    assert up == pytest.approx(strike.up_m, abs=3.0)


def test_the_same_seed_gives_the_same_pixels(town: Town) -> None:
    window = (200.0, 200.0, 260.0, 240.0)
    twin = draw_town(3, size_m=520.0)
    once, again = (satellite.image(place, moment.at(SECOND_PASS), bounds=window) for place in (town, twin))
    assert once.rgb.shape == (80, 120, 3)
    assert np.array_equal(once.rgb, again.rgb)


def test_a_window_shows_what_the_whole_shows(town: Town) -> None:
    """Texture and shadows are fixed to the ground; only the sensor's noise differs."""
    whole = satellite.image(town, moment.at(FIRST_PASS), bounds=(180.0, 180.0, 300.0, 300.0))
    part = satellite.image(town, moment.at(FIRST_PASS), bounds=(210.0, 200.0, 250.0, 240.0))
    same = whole.rgb[120:200, 60:140].astype(float)
    assert np.abs(part.rgb[4:-4, 4:-4] - same[4:-4, 4:-4]).mean() < 3.0


def test_the_strike_changes_the_hospital(town: Town) -> None:
    strike = town.strikes[0]
    window = (strike.x_m - 8, strike.y_m - 8, strike.x_m + 8, strike.y_m + 8)
    after = satellite.image(town, moment.at(SECOND_PASS), bounds=window, gsd_m=0.25)
    before = satellite.image(town, moment.just_before(strike.when), bounds=window, gsd_m=0.25)
    assert np.abs(after.rgb.astype(float) - before.rgb).mean() > 12.0


def test_the_imagery_is_georeferenced_and_says_that_it_is_invented(scene: Scene) -> None:
    for path in scene.imagery:
        with rasterio.open(path) as file:
            assert file.crs.to_string() == scene.town.crs
            assert (file.width, file.height, file.count) == (500, 500, 3)
            assert file.bounds.left == scene.town.origin_m[0]
            assert file.bounds.bottom == scene.town.origin_m[1]
            assert file.tags()["INVENTED"] == "true"
            assert file.profile["tiled"]


def test_the_film_has_the_frames_that_its_truth_says(scene: Scene) -> None:
    truth = json.loads(scene.truth_path.read_text(encoding="utf-8"))
    assert truth["invented"] is True
    with av.open(str(scene.film)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        grey = [frame.to_ndarray(format="gray") for frame in container.decode(stream)]
    assert len(grey) == truth["frames"] == truth["shots"][-1]["last"] + 1
    shot = truth["shots"][1]
    brightness = np.array([frame.mean() for frame in grey])
    jump = np.diff(brightness)[shot["first"] :]
    assert shot["first"] + 1 + int(np.argmax(jump)) == shot["flash_frame"]


def test_the_gazetteer_is_written(scene: Scene) -> None:
    table = json.loads(Path(scene.gazetteer).read_text(encoding="utf-8"))
    assert [f["properties"]["name:ar"] for f in table["features"]] == [s.name_ar for s in scene.town.sites.values()]
