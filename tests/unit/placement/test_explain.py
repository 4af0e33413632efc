"""The pictures show what the search did, also when it ended in nothing, and watching changes nothing."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

from drawn_ground import ArrayReference, looked_at, town
from inquo.geometry import homography
from inquo.geometry.grid import View
from inquo.placement.atlas import Atlas
from inquo.placement.criteria import Criteria
from inquo.placement.explain import figures, page
from inquo.placement.explain.account import Account, PeakMap
from inquo.placement.explain.chances import gumbel_density
from inquo.placement.explain.numbers import numbers
from inquo.placement.locate import Located, NotLocated, locate
from inquo.placement.point import ANY_RELIEF_M, ImagePoint, around, ground_point
from inquo.placement.surroundings import Surroundings
from inquo.records.finding import Undetermined

CRITERIA = Criteria(gsd_range_m=(0.35, 0.7), leads=48, aligned=16)
VIEW, TRUTH = looked_at(town(1), centre_px=(420, 300), turn_deg=70)
GROUND = ArrayReference(town(1))


@pytest.fixture(scope="module")
def placed() -> tuple[Account, Located]:
    account = Account()
    found = locate(VIEW, GROUND, CRITERIA, witness=account)
    assert isinstance(found, Located)
    return account, found


def test_watching_changes_nothing(placed: tuple[Account, Located]) -> None:
    alone = locate(VIEW, GROUND, CRITERIA)
    assert isinstance(alone, Located)
    assert alone.registration == placed[1].registration
    assert alone.candidates == placed[1].candidates


def test_the_peak_map_is_highest_where_the_view_lies(placed: tuple[Account, Located]) -> None:
    (search,) = placed[0].searches
    peaks = search.peaks
    y, x = np.unravel_index(int(np.argmax(peaks.best)), peaks.best.shape)
    true = homography.apply(TRUTH, np.array([[240.0, 160.0]]))[0]
    column, row = peaks.cell_of(*true)
    assert np.hypot(column - x - 0.5, row - y - 0.5) * peaks.cell_m < 15
    assert np.isfinite(peaks.best).mean() > 0.9


def test_tiles_of_any_resolution_land_where_they_lie() -> None:
    peaks = PeakMap((0.0, 0.0, 6400.0, 3200.0))
    for working_m in (3.0, 10.0, 37.0):
        scores = np.zeros((round(900 / working_m), round(1200 / working_m)), np.float32)
        scores[round(450 / working_m), round(600 / working_m)] = working_m
        peaks(scores, (2000.0, 2500.0), working_m)
        y, x = np.unravel_index(int(np.argmax(peaks.best)), peaks.best.shape)
        assert np.hypot((x + 0.5) * peaks.cell_m - 2600, 3200 - (y + 0.5) * peaks.cell_m - 2050) < 1.5 * max(
            10, working_m
        )
    assert np.isneginf(peaks.best[0, 0])


def test_every_picture_is_drawn_and_the_page_needs_nothing_else(placed: tuple[Account, Located]) -> None:
    (search,) = placed[0].searches
    drawn = figures.draw(search)
    assert [figure.name for figure in drawn] == ["field", "peaks", "ties", "residuals", "chances"]
    for figure in drawn:
        assert ET.fromstring(figure.svg).tag.endswith("svg")
        assert len(figure.caption) > 100
    section = page.Section(title='<b>"clip" & co', facts=(("Result", "<script>"),), figures=drawn)
    text = page.render([section], "inquo")
    assert "<script" not in text
    assert "<b>" not in text
    outside = [url for url in re.findall(r'(?:href|src)="([^"]{1,40})', text) if not url.startswith("data:")]
    assert outside == []
    assert re.findall(r"https?://[^\"' <]+", text.replace("http://www.w3.org/2000/svg", "")) == []


def test_the_numbers_are_those_of_the_registration(placed: tuple[Account, Located]) -> None:
    account, found = placed
    said = json.loads(json.dumps(numbers(account.searches[0]), allow_nan=False))
    roles = [tie["role"] for tie in said["tie_points"]]
    assert roles.count("control") == found.registration.control
    assert roles.count("check") == found.registration.check
    assert said["significance"]["expected_false_matches"] == found.registration.expected_false_matches
    assert len(said["rival_strengths"]) == said["significance"]["rivals"]
    check = [tie["miss_m"] for tie in said["tie_points"] if tie["role"] == "check"]
    assert np.sqrt((np.array(check) ** 2).sum(axis=1).mean()) == pytest.approx(found.registration.check_rmse_m)


def test_a_search_that_found_nothing_is_shown_too() -> None:
    account = Account()
    found = locate(VIEW, ArrayReference(town(7)), CRITERIA, witness=account)
    assert isinstance(found, NotLocated)
    drawn = figures.draw(account.searches[0])
    assert [figure.name for figure in drawn] == ["field", "peaks", "ties", "residuals", "chances"]
    assert json.dumps(numbers(account.searches[0]), allow_nan=False)


def test_what_only_chance_speaks_against_is_asked_again_and_shown() -> None:
    account, strict = Account(), replace(CRITERIA, max_expected_false_matches=1e-200)
    found = locate(VIEW, GROUND, strict, witness=account)
    unasked = locate(VIEW, GROUND, replace(strict, asks_again=False))
    assert isinstance(found, NotLocated)
    assert isinstance(unasked, NotLocated)
    assert found.expected_false_matches < unasked.expected_false_matches
    said = json.loads(json.dumps(numbers(account.searches[0])))["significance"]["at_larger_pixels"]
    assert said["agreeing"] > said["patches"] / 2
    caption = figures.draw(account.searches[0])[-1].caption
    assert (
        f"Of {said['patches']} patches {said['agreeing']} agree there at pixels one and a half times and twice as large"
        in caption
    )
    assert "With that it is" in caption
    assert f"Both together leave {found.expected_false_matches:.2g}" in caption, "a second pass has found it, too"


def test_what_is_beyond_chance_is_not_asked_again(placed: tuple[Account, Located]) -> None:
    (search,) = placed[0].searches
    assert numbers(search)["significance"]["at_larger_pixels"] is None
    assert "twice as large" not in figures.draw(search)[-1].caption


@pytest.mark.parametrize(
    ("view", "criteria"),
    [
        (VIEW, Criteria(gsd_range_m=(0.01, 0.02))),
        (View(grey=np.full((320, 480), 90, np.uint8), usable=np.ones((320, 480), bool)), CRITERIA),
        (View(grey=VIEW.grey, usable=np.zeros_like(VIEW.usable)), CRITERIA),
    ],
    ids=["no scale", "no structure", "nothing usable"],
)
def test_a_search_that_never_began_shows_what_there_was(view: View, criteria: Criteria) -> None:
    account = Account()
    assert isinstance(locate(view, GROUND, criteria, witness=account), NotLocated)
    drawn = figures.draw(account.searches[0])
    assert [figure.name for figure in drawn][:2] == ["field", "peaks"]


def test_the_law_that_is_drawn_is_the_law_that_is_used() -> None:
    values = np.linspace(-1, 2, 60_001)
    density = gumbel_density(values, 0.2, 0.05)
    step = values[1] - values[0]
    mean = (values * density).sum() * step
    assert density.sum() * step == pytest.approx(1, abs=1e-6)
    assert mean == pytest.approx(0.2, abs=1e-6)
    assert np.sqrt(((values - mean) ** 2 * density).sum() * step) == pytest.approx(0.05, abs=1e-5)


def _around(found: Located, account: Account, view: View) -> Surroundings | Undetermined:
    aim = ImagePoint(at_px=(240.0, 160.0), sigma_px=1.0, relief_m=ANY_RELIEF_M, size_px=(480, 320))
    seen = around(found, aim, view, GROUND, account)
    alone = around(found, aim, view, GROUND)
    assert ground_point(found, aim, seen) == ground_point(found, aim, alone)  # watching changes nothing
    return seen


def test_what_moved_the_point_is_shown(placed: tuple[Account, Located]) -> None:
    account = Account(searches=[replace(placed[0].searches[0])])
    seen = _around(placed[1], account, VIEW)
    assert isinstance(seen, Surroundings)
    drawn = figures.draw(account.searches[0])
    assert drawn[-1].name == "around"
    assert drawn[-1].svg.count("<image") == 3
    assert f"{np.hypot(*seen.moved_m):.1f} m away" in drawn[-1].caption
    assert f"{seen.seen:.0%} probable" in drawn[-1].caption
    said = json.loads(json.dumps(numbers(account.searches[0])))["surroundings"]
    assert said["moved_m"] == pytest.approx(seen.moved_m)
    assert said["covariance_m2"] == pytest.approx(seen.covariance_m2)
    assert said["reason"] is None


def test_why_nothing_moved_the_point_is_said(placed: tuple[Account, Located]) -> None:
    account = Account(searches=[replace(placed[0].searches[0])])
    usable = VIEW.usable.copy()
    usable[110:210, 190:290] = False
    seen = _around(placed[1], account, View(grey=VIEW.grey, usable=usable))
    assert isinstance(seen, Undetermined)
    assert "around" not in [figure.name for figure in figures.draw(account.searches[0])]
    said = json.loads(json.dumps(numbers(account.searches[0])))["surroundings"]
    assert said["moved_m"] is None
    assert said["reason"] == seen.reason


def test_what_moved_the_point_is_shown_with_the_imagery_on_which_it_was_placed(placed: tuple[Account, Located]) -> None:
    """Two dates of one area have the same extent."""
    (search,) = placed[0].searches
    other = replace(search, reference=ArrayReference(town(2)))
    account = Account(searches=[other, replace(search, reference=Atlas(GROUND))])
    _around(placed[1], account, VIEW)
    assert [one.around is not None for one in account.searches] == [False, True]
