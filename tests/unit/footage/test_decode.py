from __future__ import annotations

import hashlib
from pathlib import Path

import av
import numpy as np
import pytest

import film
from inquo.errors import FootageError
from inquo.footage.decode_pyav import frames, probe


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film.write(tmp_path_factory.mktemp("film") / "clip.mp4", film.shoot(film.Take(seed=1, frames=30)))


def test_every_frame_has_its_index_time_and_digest(clip: Path) -> None:
    decoded = list(frames(clip))
    assert [frame.index for frame in decoded] == list(range(30))
    assert [round(frame.time_s, 6) for frame in decoded] == [round(n / 25, 6) for n in range(30)]
    assert decoded[3].record.pixels == hashlib.sha256(decoded[3].picture.to_ndarray()).hexdigest()
    assert len({frame.record.pixels for frame in decoded}) == 30


def test_a_part_keeps_the_indices_of_the_whole(clip: Path) -> None:
    whole = list(frames(clip))
    part = list(frames(clip, start_pts=whole[10].pts, end_pts=whole[14].pts))
    assert [(frame.index, frame.record) for frame in part] == [(f.index, f.record) for f in whole[10:15]]


def test_pictures_have_the_size_and_range_that_they_should(clip: Path) -> None:
    frame = next(frames(clip))
    assert frame.rgb.shape == (224, 400, 3)
    assert frame.grey.shape == (224, 400)
    assert frame.thumbnail(200).shape == (112, 200, 3)
    assert abs(float(frame.grey.mean()) - float(frame.rgb.mean())) < 2


def test_uneven_spacing_is_kept_to_the_thousandth(tmp_path: Path) -> None:
    steps = np.random.default_rng(4).integers(11, 90, 30)
    stamps = [int(stamp) for stamp in np.concatenate([[0], np.cumsum(steps)])][:30]
    path = film.write(tmp_path / "vfr.mkv", film.shoot(film.Take(seed=1, frames=30)), pts=stamps)
    assert [round(frame.time_s * 1000) for frame in frames(path)] == stamps
    assert probe(path).variable_frame_rate


def test_the_profile_says_what_the_file_is(clip: Path) -> None:
    profile = probe(clip)
    assert (profile.codec, profile.width_px, profile.height_px, profile.frame_count) == ("h264", 400, 224, 30)
    assert not profile.variable_frame_rate
    assert profile.warnings == ()
    assert "libavcodec" in profile.decoder
    assert av.__version__ in profile.decoder


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FootageError, match=r"nothing\.mp4: cannot be opened"):
        probe(tmp_path / "nothing.mp4")
