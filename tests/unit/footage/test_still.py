from __future__ import annotations

import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest

import film
from inquo.errors import FootageError
from inquo.footage.composite import Blend
from inquo.footage.still_cv2 import format_of, read
from inquo.footage.study import study
from inquo.records.finding import Undetermined
from inquo.records.footage import AimPoint, ShotKind

LAND = film.ground(3)[:300, :480]


def saved(path: Path, picture: np.ndarray) -> Path:
    assert cv2.imwrite(str(path), picture)
    return path


@pytest.mark.parametrize("ending", ["png", "jpg", "tif", "webp"])
def test_each_kind_is_told_by_content(tmp_path: Path, ending: str) -> None:
    path = saved(tmp_path / f"picture.{ending}", LAND)
    renamed = path.rename(tmp_path / "picture.dat")
    still = read(renamed)
    assert still.format == {"jpg": "jpeg", "tif": "tiff"}.get(ending, ending)
    assert np.abs(still.grey.astype(int) - LAND).mean() < 4
    assert still.opaque.all()


def test_colours_come_in_their_order(tmp_path: Path) -> None:
    colours = np.dstack([LAND, LAND // 2, LAND // 4])
    still = read(saved(tmp_path / "colours.png", colours))
    assert np.array_equal(still.rgb, colours[..., ::-1])


def test_sixteen_bits_are_stretched_to_eight(tmp_path: Path) -> None:
    deep = 9000 + LAND.astype(np.uint16) * 11
    still = read(saved(tmp_path / "deep.tif", deep))
    assert still.grey.min() == 0
    assert still.grey.max() == 255
    assert np.corrcoef(still.grey.ravel(), LAND.ravel())[0, 1] > 0.99


def test_what_is_transparent_is_not_ground(tmp_path: Path) -> None:
    alpha = np.full(LAND.shape, 255, np.uint8)
    alpha[:, :100] = 0
    path = saved(tmp_path / "alpha.png", np.dstack([LAND, LAND, LAND, alpha]))
    blend = study(path).shots[0].blend
    assert isinstance(blend, Blend)
    assert not blend.view.usable[:, :95].any()
    assert blend.view.usable[:, 110:].mean() > 0.95


def test_a_palette_is_resolved(tmp_path: Path) -> None:
    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content).to_bytes(4)
        return len(content).to_bytes(4) + name + content + check

    head = (80).to_bytes(4) + (80).to_bytes(4) + bytes([8, 3, 0, 0, 0])
    rows = b"".join(b"\x00" + bytes([0] * 40 + [1] * 40) for _ in range(80))
    content = chunk(b"IHDR", head) + chunk(b"PLTE", bytes([200, 10, 10, 10, 10, 200]))
    content += chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    path = tmp_path / "palette.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + content)
    still = read(path)
    assert still.rgb[0, 0].tolist() == [200, 10, 10]
    assert still.rgb[0, 79].tolist() == [10, 10, 200]


def test_a_still_is_a_shot_of_one_frame(tmp_path: Path) -> None:
    picture = LAND.copy()
    film.draw_symbols(picture, (240, 150))
    (shot,) = study(saved(tmp_path / "still.png", picture)).shots
    assert shot.shot.kind is ShotKind.OVERHEAD
    assert shot.shot.first == shot.shot.last
    assert isinstance(shot.impact, Undetermined)
    assert isinstance(shot.blend, Blend)
    assert len(shot.blend.frames) == 1
    assert shot.blend.frames[0].pixels == read(tmp_path / "still.png").samples
    assert isinstance(shot.aim, AimPoint)
    assert np.hypot(shot.aim.x_px - 240, shot.aim.y_px - 150) < 1.5


@pytest.mark.parametrize("smooth", ["above the river", "everywhere but the river"])
def test_smooth_ground_in_a_single_picture_is_no_sky(tmp_path: Path, smooth: str) -> None:
    picture = np.full((300, 480), 90, np.uint8)
    river = slice(120, 300) if smooth == "above the river" else slice(120, 160)
    picture[river] = LAND[river]
    (shot,) = study(saved(tmp_path / "forest.png", picture)).shots
    assert shot.shot.kind is ShotKind.OVERHEAD
    assert isinstance(shot.blend, Blend)


def test_one_grey_is_no_view(tmp_path: Path) -> None:
    (shot,) = study(saved(tmp_path / "grey.png", np.full((300, 480), 90, np.uint8))).shots
    assert shot.shot.kind is ShotKind.OTHER
    assert isinstance(shot.blend, Undetermined)


def test_white_streets_of_a_single_picture_are_ground(tmp_path: Path) -> None:
    streets = LAND.copy()
    cv2.line(streets, (200, 0), (200, 299), 250, 2)
    cv2.line(streets, (0, 120), (479, 120), 250, 2)
    blend = study(saved(tmp_path / "streets.png", streets)).shots[0].blend
    assert isinstance(blend, Blend)
    assert blend.overlay.any(), "they look like symbols"
    assert blend.view.usable.all()


def test_a_crossing_beside_the_centre_of_a_single_picture_marks_nothing(tmp_path: Path) -> None:
    picture = LAND.copy()
    film.draw_symbols(picture, (210, 130))
    assert isinstance(study(saved(tmp_path / "crossing.png", picture)).shots[0].aim, Undetermined)


def test_a_broken_picture_is_named(tmp_path: Path) -> None:
    path = saved(tmp_path / "broken.png", LAND)
    path.write_bytes(path.read_bytes()[:60])
    assert format_of(path) == "png"
    with pytest.raises(FootageError, match=r"broken\.png"):
        read(path)


def test_a_wall_of_pixels_is_refused_before_it_is_built(tmp_path: Path) -> None:
    path = tmp_path / "wall.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + (30000).to_bytes(4) * 2 + bytes(100))
    with pytest.raises(FootageError, match="30000 x 30000 pixels are more"):
        read(path)


def test_too_small_a_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FootageError, match="1 x 1 pixels are too small"):
        read(saved(tmp_path / "dot.png", np.zeros((1, 1), np.uint8)))
