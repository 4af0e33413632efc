from __future__ import annotations

import wave
from pathlib import Path

import av
import numpy as np
import pytest

import film
from inquo.errors import FootageError
from inquo.footage.decode_pyav import frames, probe
from inquo.footage.shots import split


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A clip whose index stands first, as web servers like it."""
    path = tmp_path_factory.mktemp("film") / "clip.mp4"
    film.write(path, film.shoot(film.Take(seed=1, frames=100)), options={"movflags": "faststart"})
    return path.read_bytes()


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.mp4"
    path.touch()
    with pytest.raises(FootageError, match=r"empty\.mp4: the file is empty"):
        split(path)


def test_text_that_calls_itself_a_video(tmp_path: Path) -> None:
    path = tmp_path / "text.mp4"
    path.write_text("this is no video\n" * 500)
    with pytest.raises(FootageError, match="is not a video that can be read"):
        split(path)


def test_sound_without_pictures(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("aac", rate=44100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 44100
        out.mux(stream.encode(frame))
        out.mux(stream.encode())
    with pytest.raises(FootageError, match="has no pictures"):
        split(path)


def test_a_wave_file(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", "none"))
        out.writeframes(bytes(16000))
    with pytest.raises(FootageError):
        split(path)


def test_one_pixel(tmp_path: Path) -> None:
    path = film.write(tmp_path / "one.mkv", [np.zeros((1, 1), np.uint8)] * 5, codec="ffv1", pix_fmt="yuv444p")
    with pytest.raises(FootageError, match="1 x 1 pixels are too small"):
        split(path)


def test_a_lost_index_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    whole = film.write(tmp_path / "whole.mp4", film.shoot(film.Take(seed=1, frames=40)))
    path = tmp_path / "cut.mp4"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(FootageError) as caught:
        split(path)
    assert "fetch it again" in caught.value.hint


def test_a_lost_tail_gives_what_is_there_and_says_so(tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / "tail.mp4"
    path.write_bytes(sound[: len(sound) * 2 // 3])
    profile = probe(path)
    assert 20 < profile.frame_count < 100
    assert any("may be truncated" in warning for warning in profile.warnings)
    assert split(path)[-1].last.index == profile.frame_count - 1


def test_damage_in_the_middle_is_marked_not_hidden(tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / "damaged.mp4"
    content = bytearray(sound)
    content[len(sound) // 2 : len(sound) // 2 + 3000] = b"\x55" * 3000
    path.write_bytes(content)
    assert any(frame.damaged for frame in frames(path))
    assert any("damaged" in warning or "could not be decoded" in warning for warning in probe(path).warnings)


@pytest.mark.parametrize(
    "text",
    [
        "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile /etc/passwd\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n",
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period/></MPD>',
    ],
    ids=["hls", "concat", "sdp", "dash"],
)
def test_a_playlist_reaches_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "clip.mp4"
    path.write_text(text)
    with pytest.raises(FootageError):
        probe(path)


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FootageError):
        probe(tmp_path)
