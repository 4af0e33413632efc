"""Names are compared in their own script first, then by sound, and never decide anything."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from inquo.corroboration.names import NameIndex, compare_names
from inquo.corroboration.sounds import skeleton, sounds_of, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أعزاز", "اعزاز"),
        ("مدرسة الشفاء", "الشفا"),
        ("Al-Bab", "al Bab"),
        ("A`zaz", "Azaz"),
        ("مشفى أعزاز\u200e", "أعزاز"),
        ("the village of Tafas", "TAFAS"),
    ],
)
def test_spelling_marks_articles_and_generic_words_are_no_difference(one: str, other: str) -> None:
    assert compare_names(one, other).score > 0.93


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("حلفايا", "Halfaya"),
        ("كفر تخاريم", "Kafr Takharim"),
        ("صلاح الدين", "Salah al-Din"),
        ("ناحية راس العين", "Ras al-Ayn nahiyah"),
        ("شدار", "Shaddar"),
        ("حماة", "HAMA"),
        ("Идлиб", "إدلب"),
        ("Хама", "Hama"),
    ],
)
def test_scripts_meet_in_their_sounds(arabic: str, latin: str) -> None:
    assert compare_names(arabic, latin).score > 0.75
    assert compare_names(latin, arabic).score == compare_names(arabic, latin).score


def test_two_spellings_of_one_hospital_are_closer_than_two_hospitals() -> None:
    assert compare_names("Al Shifa", "El Chifa").score == 1.0
    assert compare_names("Al Shifa", "Al Safa").score < 0.9
    assert compare_names("الشفاء", "Al Chifa").score > compare_names("الشفاء", "Al Safa").score


def test_a_name_of_generic_words_alone_keeps_them() -> None:
    assert words_of("The Hospital") == ("the", "hospital")
    assert words_of("المستشفى") == ("مستشفى",)


def test_the_skeleton_leaves_out_what_some_script_leaves_out() -> None:
    assert skeleton(sounds_of("Hammuriyah")) == skeleton(sounds_of("حمورية")) == "mr"


def test_the_index_finds_a_name_across_scripts_and_says_why() -> None:
    index = NameIndex(["حلب", "طفس", "زملكا", "التل", "عربين"])
    (position, match), *_ = index.search("zamalka")
    assert (position, match.name) == (2, "زملكا")
    assert "sounds" in match.why
    assert index.search("") == []
    assert index.search("🙂") == []


def test_names_of_other_scripts_and_of_nothing_score_nothing() -> None:
    assert compare_names("", "Aleppo").score == 0.0
    assert compare_names("東京", "Aleppo").score == 0.0
    assert compare_names("東京", "東京").score == 1.0


def test_names_that_sound_alike_are_told_by_what_comes_with_them() -> None:
    index = NameIndex(["الاشرفيه", "أشرفية", "حي الأشرفية"])
    first = [index.search(name)[0][0] for name in ("Ashrafiyah", "al-Ashrafiyah", "the al-Ashrafiyah district")]
    assert first == [1, 0, 2]


def test_words_may_stand_the_other_way_round() -> None:
    turned = compare_names("Central Prison", "السجن المركزي")
    assert turned.score > 0.8
    assert "the other way round" in turned.why
    assert compare_names("السجن المركزي", "Central Prison").score == turned.score
    assert compare_names("Central Prison", "البياضة").score < 0.5


def test_towns_are_found_between_cyrillic_and_latin() -> None:
    """Well-known towns of Syria, Ukraine and Russia, on which no sound was tuned."""
    with (Path(__file__).parent / "towns.csv").open(encoding="utf-8") as file:
        towns = list(csv.DictReader(file))
    for source, target in (("cyrillic", "latin"), ("latin", "cyrillic")):
        index = NameIndex(town[target] for town in towns)
        found = [[position for position, _ in index.search(town[source])] for town in towns]
        first = sum(positions[:1] == [row] for row, positions in enumerate(found))
        in_five = sum(row in positions for row, positions in enumerate(found))
        assert first >= 0.95 * len(towns), source
        assert in_five == len(towns), source
