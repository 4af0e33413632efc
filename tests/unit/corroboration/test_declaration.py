"""Coverage is what a person declared, with a basis; a mistake in the declaration is named by its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from inquo.corroboration.declaration import Declaration, read_declaration
from inquo.dating.documents import Context, read_date
from inquo.errors import IncidentError, UsageError
from inquo.records.chronology import DateText
from inquo.records.digest import Digest

COVERAGE = """
[coverage]
time = "2014/2020"
west = 36
south = 32.5
east = 42.5
north = 37
kinds = ["airstrike"]
languages = ["ar", "en"]
basis = "the publisher's page on its method"
"""
COLUMNS = """
[columns]
key = "id"
date = "day"
longitude = "x"
latitude = "y"
names = ["title"]
killed = ["dead"]
precision = "how"
encoding = "cp1256"
[columns.radius_m]
"exact" = 50
"""
EXHIBIT = Digest.of(b"declaration")


def read_time(text: str, zone: str | None) -> DateText:
    return read_date(text, Context(zone=zone))


def declared(folder: Path, text: str) -> Declaration:
    path = folder / "declaration.toml"
    path.write_text(text, encoding="utf-8")
    return read_declaration(path, EXHIBIT, read_time)


def test_a_layout_with_its_coverage(tmp_path: Path) -> None:
    one = declared(tmp_path, 'inquo = "incident table 1"\nlayout = "airwars"\nzone = "UTC"\n' + COVERAGE)
    assert one.coverage is not None
    assert one.coverage.dataset == "Airwars"
    assert one.coverage.holds(37.0, 36.5)
    assert one.coverage.kinds == ("airstrike",)
    first = one.coverage.windows.earliest
    assert first is not None
    assert first.isoformat() == "2014-01-01T00:00:00+00:00"
    assert one.fits(Digest.of(b"table"), ["code", "airwars_url", "date", "latitude", "longitude", "more"])
    assert not one.fits(Digest.of(b"table"), ["id", "date", "latitude", "longitude"])


def test_columns_of_its_own(tmp_path: Path) -> None:
    digest = Digest.of(b"table")
    text = f'inquo = "incident table 1"\ndataset = "Ours"\nsha256 = "{digest[:12]}"\n' + COLUMNS
    one = declared(tmp_path, text)
    assert one.coverage is None
    assert one.columns.killed == ("dead", None)
    assert one.columns.radius_m == {"exact": 50}
    assert one.columns.encoding == "cp1256"
    assert one.fits(digest, ["id", "day", "x", "y"])
    assert not one.fits(Digest.of(b"another"), ["id", "day", "x", "y"])
    assert not one.fits(digest, ["id", "day", "x"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('inquo = "incident table 2"\nlayout = "acled"', "line 1: inquo: this version reads"),
        ('inquo = "incident table 1"\n', "names a layout or gives the columns"),
        ('inquo = "incident table 1"\nlayout = "acled"\n' + COLUMNS, "one of the two"),
        ('inquo = "incident table 1"\nlayout = "gdelt"', "line 2: layout: the known layouts are acled, airwars"),
        ('inquo = "incident table 1"\nlayuot = "acled"', "line 2: layuot: there is no such field"),
        ('inquo = "incident table 1"\n' + COLUMNS, "line 3: columns: a table with columns of its own needs a name"),
        (
            'inquo = "incident table 1"\nlayout = "acled"\n' + COVERAGE.replace("west = 36", ""),
            "coverage.west: it is mis",
        ),
        (
            'inquo = "incident table 1"\nlayout = "acled"\n' + COVERAGE.replace("36", "'x'"),
            "line 6: coverage.west: it ho",
        ),
        (
            'inquo = "incident table 1"\nlayout = "acled"\n' + COVERAGE.replace("2014/2020", "often"),
            "line 5: coverage.time",
        ),
        ('inquo = "incident table 1"\nlayout = "acled"\n' + COVERAGE.replace("36", "99"), "west before its east"),
        (
            'inquo = "incident table 1"\nlayout = "acled"\n' + COVERAGE.replace('["ar", "en"]', '"ar"'),
            "a list of texts",
        ),
        (
            'inquo = "incident table 1"\ndataset = "O"\n' + COLUMNS.replace("50", "0"),
            "line 13: columns.radius_m: a rad",
        ),
        ('inquo = "incident table 1"\ndataset = "O"\n' + COLUMNS.replace('latitude = "y"', ""), "go together"),
        ('inquo = "incident table 1"\ndataset = "O"\n' + COLUMNS.replace('["dead"]', "[]"), "line 10: columns.killed"),
        ('inquo = "incident table 1"\nlayout = "acled', "not TOML"),
    ],
)
def test_a_mistake_is_named_by_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(IncidentError) as refused:
        declared(tmp_path, text)
    assert message in str(refused.value)
    assert refused.value.hint


def test_a_declaration_in_no_encoding_or_of_no_zone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "declaration.toml"
    path.write_bytes('inquo = "incident table 1"\n# أ'.encode("cp1256"))
    with pytest.raises(IncidentError, match="line 2: not UTF-8"):
        read_declaration(path, EXHIBIT, read_time)
    with pytest.raises(IncidentError, match="cannot be read"):
        read_declaration(tmp_path / "gone", EXHIBIT, read_time)
    with pytest.raises(UsageError, match="Atlantis"):
        declared(tmp_path, 'inquo = "incident table 1"\nlayout = "acled"\nzone = "Atlantis/Port"')
