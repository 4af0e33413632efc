"""The parts of an export: what is gathered, what a layer refuses, what a time may say."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import invented_content as invented
from inquo.cli.export import FormatName, GroupName
from inquo.dating.documents import read_date
from inquo.pipeline.exporting import Format
from inquo.report.exports import kml, timeline
from inquo.report.exports.content import ShotRow
from inquo.report.exports.entity import entity
from inquo.report.exports.groups import MEANINGS, Group
from inquo.report.exports.layer import Feature, Field, Geometry, Layer, polygons
from inquo.report.exports.layers import draw
from inquo.report.exports.times import calendar_date


def test_the_command_line_names_every_format_and_every_group() -> None:
    assert [one.value for one in FormatName] == [one.value for one in Format]
    assert [one.value for one in GroupName] == [one.value for one in Group] == [one.value for one in MEANINGS]


def test_every_shot_of_the_dossier_is_there_once_in_the_order_of_the_footage() -> None:
    content = invented.content()
    assert [shot.number for shot in content.shots] == [1, 2, 3, 4, 5]
    assert [shot.site for shot in content.shots] == [None, 1, 2, 2, 3]
    placed = {layer.name: layer for layer in draw(content)}
    numbers = [feature.values[1] for name in ("placements", "undetermined") for feature in placed[name].features]
    assert sorted(n for n in numbers if n is not None) == [1, 2, 3, 4, 5]


def test_a_shot_placed_through_another_says_so() -> None:
    content = invented.content()
    chained = content.shots[3].place
    assert chained is not None
    assert (chained.steps, chained.through) == (1, (3,))
    assert chained.strength == "likely"


def test_the_sentence_is_the_reports_own() -> None:
    place = invented.content().shots[1].place
    assert place is not None
    assert place.sentence is not None
    assert place.sentence.startswith("The point aimed at lies within 5.8\u00a0m of ")
    assert "Invented National Hospital" in place.sentence


def test_a_case_without_statements_has_their_layers_all_the_same() -> None:
    layers = {layer.name: layer for layer in draw(invented.content(whole=False))}
    assert [len(layers[name].features) for name in ("statements", "date_bounds", "incidents")] == [0, 0, 0]


def test_a_shot_is_placed_or_has_a_reason() -> None:
    shot: ShotRow = invented.content().shots[4]
    with pytest.raises(ValueError, match="for a reason"):
        replace(shot, reason=None)


def test_a_layer_refuses_a_value_of_another_kind() -> None:
    field = Field(name="n", kind=int, meaning="")
    with pytest.raises(ValueError, match="holds int"):
        Layer(name="x", title="x", geometry=Geometry.NONE, fields=(field,), features=(Feature(values=("1",)),))


def test_a_polygon_across_the_180th_meridian_is_cut_there() -> None:
    parts = polygons([[(179.0, 10.0), (-179.0, 10.0), (-179.0, 11.0), (179.0, 11.0)]])
    sides = {frozenset(lon for lon, _ in outer) for outer, *_ in parts}
    assert sides == {frozenset({-180.0, -179.0}), frozenset({179.0, 180.0})}


def test_what_encloses_nothing_is_no_polygon() -> None:
    assert (
        polygons([]) == polygons([[(1.0, 1.0), (1.0, 1.0)]]) == polygons([[(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)]]) == ()
    )


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2016", "2016"),
        ("2016-02", "2016-02"),
        ("27 February 2021", "2021-02-27"),
        ("early February 2016", None),
        ("before 2016", None),
        ("12 May", None),
        ("some time ago", None),
    ],
)
def test_a_calendar_date_is_never_finer_than_the_words(words: str, date: str | None) -> None:
    assert calendar_date(read_date(words)) == date


def test_a_part_of_a_month_is_a_stretch_in_its_own_words() -> None:
    content = invented.content()
    (image, *others) = content.imagery
    early = replace(content, imagery=(replace(image, acquired=read_date("early February 2016")), *others))
    entries = json.loads(timeline.write(early)["timeline.json"])["events"]
    (entry,) = [one for one in entries if one["unique_id"] == "imagery 1"]
    assert entry["display_date"] == "early February 2016"
    assert entry["start_date"]["month"] in (1, 2)
    assert entry["end_date"]["day"] < 20


def test_an_ampersand_in_a_name_stays_one() -> None:
    assert kml.words("Women's & Children's") == "Women's &amp; Children's"


def test_a_long_text_says_that_it_was_cut() -> None:
    (name,) = entity("Note", ("x",), name="a" * 1000).properties["name"]
    assert name.endswith("… (1000 characters in the case)")
