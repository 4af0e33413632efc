"""The same seed asks the same questions, of whoever is asked, on whatever ground."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bench.placement.decoys import PATTERNS, list_decoys
from bench.placement.question import MissingDataError, Question
from bench.placement.run import jobs
from bench.placement.sets import CATALOGUE, joplin

from inquo.geometry.homography import off_nadir_rad


def test_a_set_without_its_data_is_skipped_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INQUO_DATA", raising=False)
    invented = {"town", "films", "clips"}
    for name in invented:
        assert CATALOGUE[name].questions(1), f"{name} needs no data"
    assert all(question.item.startswith("town:") for question in CATALOGUE["clips"].questions(1))
    for name in CATALOGUE.keys() - invented:
        with pytest.raises(MissingDataError, match=name):
            CATALOGUE[name].questions(1)


@pytest.mark.parametrize("name", PATTERNS)
def test_patterns_repeat_by_their_seed_and_have_structure(name: str) -> None:
    PATTERNS[name].cache_clear()  # type: ignore[attr-defined]
    first = PATTERNS[name](1)
    PATTERNS[name].cache_clear()  # type: ignore[attr-defined]
    assert np.array_equal(first, PATTERNS[name](1))
    assert not np.array_equal(first, PATTERNS[name](2))
    assert first.std() > 1


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["mmim", "srif", "fengyuan", "joplin", "compilation"])
def test_truth_lies_in_the_reference_and_the_scale_in_its_range(
    name: str, measuring_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INQUO_DATA", str(measuring_data))
    question = CATALOGUE[name].questions(1)[0]
    query, again = CATALOGUE[name].pose(question), CATALOGUE[name].pose(question)
    assert np.array_equal(query.view.grey, again.view.grey)
    assert query.truth_m is not None
    left, bottom, right, top = query.reference.bounds_m
    assert left < query.truth_m[0] < right
    assert bottom < query.truth_m[1] < top
    true_gsd = query.footprint_m / np.sqrt(query.view.grey.size)
    assert query.gsd_range_m[0] < true_gsd < query.gsd_range_m[1]


@pytest.mark.real_data
def test_windows_of_tiles_in_degrees_are_seen_at_the_tilt_that_is_asked(
    measuring_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut with square pixels of degrees, they would be seen as if from 37 degrees off nadir."""
    monkeypatch.setenv("INQUO_DATA", str(measuring_data))
    questions = CATALOGUE["joplin"].questions(1)
    middle = np.array([joplin.FRAME_PX], np.float64) / 2
    for question in (*questions[:3], *questions[-3:]):
        before_from_frame = joplin.before_from_after() @ joplin.lay(question, question.rng())
        assert np.degrees(off_nadir_rad(before_from_frame, middle)) == pytest.approx(question.tilt_deg, abs=1)


@pytest.mark.real_data
def test_decoys_never_show_the_place_and_repeat(measuring_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INQUO_DATA", str(measuring_data))
    questions = tuple(q for one in CATALOGUE.values() for q in one.questions(1))
    decoys = list_decoys(questions, CATALOGUE, 500, 1)
    assert decoys == list_decoys(questions, CATALOGUE, 500, 1)
    assert len({d.name for d in decoys}) == 500
    for decoy in decoys:
        assert decoy.is_decoy
        if decoy.ground.startswith("other:"):
            name, ground = decoy.ground.removeprefix("other:").split("/")
            assert CATALOGUE[name].is_elsewhere(replace(decoy, ground="own"), ground)
    assert len(jobs(decoys, ["inquo"])) == 500
    assert len(jobs(decoys, ["sift"])) < 100


@pytest.mark.parametrize(
    ("dataset", "item", "shown"),
    [
        ("clips", "photo:DJI_001:30", "fengyuan"),
        ("clips", "town:3:30", "town"),
        ("compilation", "2", "fengyuan"),
    ],
)
def test_footage_made_from_another_set_is_no_decoy_on_that_set_s_ground(dataset: str, item: str, shown: str) -> None:
    asked = Question(dataset=dataset, kind="any", item=item, look="plain", tilt_deg=0.0, ground="own", seed=1)
    assert not CATALOGUE[shown].is_elsewhere(asked, shown)
    other = "town" if shown == "fengyuan" else "fengyuan"
    assert CATALOGUE[other].is_elsewhere(asked, other)
