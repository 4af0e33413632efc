"""Every word of the report stands in one table; a translation is whole, or it is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import inquo.report
import invented_dossier as invented
from inquo.errors import UsageError
from inquo.report.render import render
from inquo.report.wording import ENGLISH, read_wording
from pseudo_arabic import write_pseudo

ROOM = Path(inquo.report.__file__).parent
SOURCES = [*ROOM.glob("*.py"), *(ROOM / "templates").glob("*.j2")]
BUILT = re.compile(  # keys that are put together from a value of a list of ours
    r"(month|language_name|strength|strength_meaning|relation|chapter|slot|aspect|limit|glossary|finding)\..*"
    r"|conformance\.(\w+\.(point|did|gap)|collection|preservation|verification|done|partly|not_done)"
    r"|search\.(the_\w+)|missing\.\w+|shot\.record_\w+|method\.plain_\d|matrix\.(contradictions|supports|leans|compatible|silent)"
    r"|hypotheses\.(who|what|weigh_\w+)|incidents\.(names|actors|kinds|weapons|killed|injured|found|covered_not_found|not_covered|not_determined)"
    r"|statements\.(asserts|denies|reports|general_denial|narrow_denial|admission|implied_admission|assertion|report)"
    r"|value\.(and|or|comma)"
)


def literals() -> set[str]:
    text = "\n".join(source.read_text("utf-8") for source in SOURCES)
    return set(re.findall(r"""["']([a-z_]+\.[a-z0-9_.]+)["']""", text))


def test_every_sentence_that_the_code_names_is_in_the_table() -> None:
    groups = {key.partition(".")[0] for key in ENGLISH.table}
    named = {key for key in literals() if key.partition(".")[0] in groups and not key.endswith(("_", ".j2", ".css"))}
    assert named - set(ENGLISH.table) == set()


def test_every_sentence_of_the_table_is_said_somewhere() -> None:
    assert {key for key in ENGLISH.table if key not in literals() and not BUILT.fullmatch(key)} == set()


def test_the_page_says_nothing_that_is_not_in_the_table(tmp_path: Path) -> None:
    """In a pseudo-translation no English word is left but what records hold, and what the program is called."""
    words = read_wording(write_pseudo(tmp_path / "ar.toml"))
    page = render(invented.build(lambda _: "٠", invented=True), words)
    body = re.sub(r"<(style|script).*?</\1>|<title>.*?</title>|<[^>]*>|&#?\w+;", " ", page, flags=re.DOTALL)
    latin = set(re.findall(r"[A-Za-z]{4,}", re.sub(r"\b[0-9a-f]{12,64}\b", "", body)))
    assert latin <= {
        "inquo", "crosshair", "structure", "sweep", "error", "ellipse", "homography", "hospital", "first", "mapped",
        "overhead", "title", "footage", "imagery", "gazetteer", "unknown", "bytes", "taken", "into", "custody", "again",
        "json", "report", "EPSG", "same", "received",
    }, latin  # fmt: skip


def test_a_translation_that_lacks_a_sentence_is_refused_by_name(tmp_path: Path) -> None:
    path = write_pseudo(tmp_path / "ar.toml", without="finding.aim.established")
    with pytest.raises(UsageError, match=r"1 sentence\(s\) are not translated: finding\.aim\.established"):
        read_wording(path)


@pytest.mark.parametrize(
    "said", ["within {ce90} of it", "{ce90} {coordinates} {more}", "{ce90.__class__} {coordinates}", "{ce90"]
)
def test_a_translation_that_fills_other_words_is_refused(tmp_path: Path, said: str) -> None:
    path = write_pseudo(tmp_path / "ar.toml", instead={"finding.aim.established": said})
    with pytest.raises(UsageError, match=r"finding\.aim\.established must fill"):
        read_wording(path)


@pytest.mark.parametrize(
    "content",
    ["", "language = 'ar'", "language = '../x'\ndirection = 'rtl'", "language = 'ar'\ndirection = 'up'", "][", "\x00"],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(content)
    with pytest.raises(UsageError):
        read_wording(path)


def test_a_whole_translation_sets_language_and_direction(tmp_path: Path) -> None:
    page = render(invented.build(), read_wording(write_pseudo(tmp_path / "ar.toml")))
    assert '<html lang="ar" dir="rtl">' in page
    assert '<bdi class="filled coordinates" dir="auto">36.14306°\u00a0N, 26.99779°\u00a0W</bdi>' in page


def test_nothing_says_that_anything_is_admissible() -> None:
    assert not [text for text in ENGLISH.table.values() if "admissib" in text.lower()]
