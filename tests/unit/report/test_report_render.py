"""The report holds what the dossier says, in one file that asks for no other."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
from datetime import datetime

import cv2
import numpy as np
import pytest

import invented_dossier as invented
from inquo.records.canonical import canonical_bytes
from inquo.records.finding import Undetermined
from inquo.report import wording
from inquo.report.dossier import Dossier, Strike
from inquo.report.export import truth
from inquo.report.render import render


@pytest.fixture(scope="module")
def page() -> str:
    return render(invented.build())


def words_of(page: str) -> str:
    """The page without the marks that isolate what was filled in."""
    return re.sub(r"</?bdi[^>]*>", "", page)


def test_the_same_dossier_is_the_same_page(page: str) -> None:
    assert render(invented.build()) == page


def test_nothing_is_fetched_from_anywhere(page: str) -> None:
    asked = re.findall(r"""(?:\b(?:src|href)="|url\(|@import)\s*["']?([^"')\s>]+)""", page)
    assert {a.partition(":")[0] for a in asked if not a.startswith("#")} <= {"data", "https"}
    assert {a for a in asked if a.startswith("https")} == {
        "https://video.example/clip?a=1&amp;b=2", "https://paper.example/a?b=1", "https://list.example/17?a=1",
    }  # fmt: skip


def test_only_the_script_that_the_policy_names_is_in_the_page(page: str) -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    policy = policy.replace("&#39;", "'")
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in policy
    assert not re.search(r"<[^>]*\son\w+=", page)


def test_an_invented_place_says_so_on_screen_and_on_every_printed_page(page: str) -> None:
    assert page.count(wording.ENGLISH.say("page.banner")) == 2
    assert '@top-right { content: "Invented' in page
    real = render(invented.build(invented=False))
    assert wording.ENGLISH.say("page.banner") not in real
    assert "<title>Invented" not in real


@pytest.mark.parametrize(
    "said",
    [
        "Invented National Hospital", "مشفى متخيَّل", "虛構醫院", 'lang="ar"', "36.14306°", "only 7 tie points agree",
        "Leads, not findings", "Placed through shot 3", "assumed: none stated", "frame 12 has no time of its own",
        "a ring that is not closed", "neither a picture nor text", "after 14 entries", "structure-sweep/1", "Unmapped",
        "Not searched for (title)", "0.05:2", "three years older", "fits there at most 41\u00a0% as strongly",
        "0.4\u00a0m apart, within the 1.3\u00a0m that their own errors", "5.6\u00a0m apart, more than the 1.7\u00a0m",
        "not compared: too few frames", "put it 2.0\u00a0m from where the plane of the fit does, towards 323°",
        "is 93\u00a0% probable", "the plane decides: only 20% of what surrounds", "placed through another shot, or by",
    ],
)  # fmt: skip
def test_what_is_known_is_shown(page: str, said: str) -> None:
    assert said in words_of(page)


def test_why_two_halves_cannot_be_compared_is_said() -> None:
    dossier = invented.build()
    (first,) = dossier.strikes[0].shots
    assert first.placement
    unknown = Undetermined(reason="the later frames by themselves have too few tie points that agree")
    shot = dataclasses.replace(first, place=dataclasses.replace(first.placement, halves=unknown))
    lacking = dataclasses.replace(dossier, strikes=(Strike(number=1, shots=(shot,)), *dossier.strikes[1:]))
    assert "not known whether they agree: the later frames by themselves" in words_of(render(lacking))


def test_every_digest_that_a_finding_rests_on_is_shown_in_full(page: str) -> None:
    dossier = invented.build()
    for facts in dossier.exhibits:
        assert facts.exhibit.digest in page
    for result in dossier.results:
        assert result.composite is not None
        assert result.composite.picture in page
        assert all(frame.pixels in page for frame in result.composite.frames)


def test_an_empty_case_still_makes_a_report() -> None:
    empty = dataclasses.replace(invented.build(), strikes=(), other_shots=(), exhibits=(), overview=None, ledger=None)
    empty = dataclasses.replace(empty, hearing=None, incidents=())
    page = render(dataclasses.replace(empty, methods=(), settings=(), limits=()))
    assert "nothing to place" in page
    assert "nothing was taken into custody" in page


def test_a_placed_shot_without_kept_imagery_or_composite_is_still_shown() -> None:
    dossier = invented.build()
    shot = dossier.strikes[0].shots[0]
    for bare in (
        dataclasses.replace(shot, ground=None),
        dataclasses.replace(shot, composite=None, picture=None),
        dataclasses.replace(shot, identification=None, facilities=()),
        dataclasses.replace(shot, facilities=()),
    ):
        assert "36.14306°" in render(dataclasses.replace(dossier, strikes=(Strike(number=1, shots=(bare,)),)))


def test_the_json_is_canonical_and_holds_every_sentence_of_the_page() -> None:
    dossier = invented.build()
    content = truth(dossier)
    read = json.loads(content)
    assert canonical_bytes(read) == content
    assert read["record"] == "inquo-report/3"
    assert [f["finding"]["kind"] for f in read["findings"]][:3] == ["aim", "facility", "impact"]
    page = words_of(render(dossier))
    assert all(found["sentence"].replace("'", "&#39;") in page for found in read["findings"])


def test_a_report_carries_no_time_without_a_zone() -> None:
    with pytest.raises(ValueError, match="UTC"):
        dataclasses.replace(invented.build(), generated=datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_strike_needs_a_shot() -> None:
    with pytest.raises(ValueError, match="without a shot"):
        Strike(number=1, shots=())


def test_seven_shots_stay_under_eight_megabytes() -> None:
    """Pictures of noise on imagery of noise, a little softened as any lens does: real ground compresses better."""
    rng = np.random.default_rng(5)
    dossier = invented.build()
    shot = dossier.strikes[0].shots[0]
    assert shot.ground is not None
    sizes = ((720, 1280), (1500, 1500))
    noise = [cv2.GaussianBlur(rng.integers(0, 256, s, dtype=np.uint8), (0, 0), 0.7) for s in sizes]
    ground = dataclasses.replace(
        shot.ground,
        grey=noise[1],
        valid=np.ones((1500, 1500), dtype=bool),
        map_from_pixel=shot.ground.map_from_pixel * 0.6,
    )
    heavy = dataclasses.replace(shot, picture=cv2.imencode(".png", noise[0])[1].tobytes(), ground=ground)
    strikes = (Strike(number=1, shots=(heavy,)),)
    alone = len(render(dataclasses.replace(dossier, strikes=strikes, overview=None)))
    whole = len(render(dataclasses.replace(dossier, strikes=strikes, overview=ground)))
    assert 7 * alone + (whole - alone) < 8_000_000


def test_the_dossier_says_which_exhibit_is_meant() -> None:
    dossier: Dossier = invented.build()
    assert dossier.exhibit_label(invented.VIDEO) == "clip.mp4"
    assert dossier.exhibit_label(invented.frame(1).pixels) == invented.frame(1).pixels.short
