"""Tables that are damaged, mislabelled or hostile are refused by name, or kept unread with the reason."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from inquo.corroboration.columns import AIRWARS, ColumnMap
from inquo.corroboration.names import compare_names
from inquo.corroboration.tables import IncidentTable, read_table
from inquo.dating.documents import Context, read_date
from inquo.errors import IncidentError
from inquo.records.chronology import DateText, WindowSet
from inquo.records.incident import Coverage

MINE = ColumnMap(dataset="Mine", key="id", date="day", longitude="lon", latitude="lat", names=("name",))
HEADER = "id,day,lon,lat,name\n"
COVERAGE = Coverage(
    dataset="Mine",
    windows=WindowSet.always(),
    west_deg=36.5,
    south_deg=32.0,
    east_deg=42.5,
    north_deg=36.4,
    kinds=(),
    languages=(),
    basis="declared for a test",
)


def read_time(text: str) -> DateText:
    return read_date(text, Context(zone="UTC"))


def read(
    folder: Path, content: bytes, columns: ColumnMap = MINE, coverage: Coverage | None = COVERAGE
) -> IncidentTable:
    path = folder / "table.csv"
    path.write_bytes(content)
    return read_table(path, columns, coverage, read_time)


def test_one_swapped_row_is_kept_unread_and_most_swapped_rows_refuse_the_table(tmp_path: Path) -> None:
    good = "".join(f"{n},2016,38.0,35.0,Oldmarket\n" for n in range(5))
    swapped = "9,2016,35.0,38.0,Turned\n"
    last = read(tmp_path, (HEADER + good + swapped).encode()).incidents[-1]
    assert last.place is None
    assert last.unread == {"lon, lat": "35.0, 38.0: lies in the declared area only with latitude and longitude swapped"}
    turned = "".join(f"{n},2016,35.0,38.0,Oldmarket\n" for n in range(5))
    with pytest.raises(IncidentError, match="5 of 6 places lie in its area only with latitude and longitude swapped"):
        read(tmp_path, (HEADER + turned + "8,2016,38.0,35.0,x\n").encode())


def test_without_a_declared_area_nothing_is_called_swapped(tmp_path: Path) -> None:
    table = read(tmp_path, (HEADER + "1,2016,35.0,38.0,x\n").encode(), coverage=None)
    assert table.incidents[0].place is not None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_are_certain_are_read(tmp_path: Path, encoding: str) -> None:
    text = HEADER + "1,2016,38.0,35.0,مشفى الشمال\n"
    assert read(tmp_path, text.encode(encoding)).incidents[0].names == ("مشفى الشمال",)


def test_other_encodings_are_refused_by_line_until_they_are_named(tmp_path: Path) -> None:
    content = (HEADER + "1,2016,38.0,35.0,plain\n2,2016,38.0,35.0,مشفى\n").encode("cp1256")
    with pytest.raises(IncidentError, match="line 3: not UTF-8") as refused:
        read(tmp_path, content)
    assert "cp1256" in refused.value.hint
    named = ColumnMap(**{**{f: getattr(MINE, f) for f in MINE.__slots__}, "encoding": "cp1256"})
    assert read(tmp_path, content, named).incidents[1].names == ("مشفى",)
    unknown = ColumnMap(**{**{f: getattr(MINE, f) for f in MINE.__slots__}, "encoding": "klingon"})
    with pytest.raises(IncidentError, match="there is no encoding klingon"):
        read(tmp_path, content, unknown)


def test_mixed_encodings_and_half_letters_are_refused_by_line(tmp_path: Path) -> None:
    mixed = HEADER.encode() + "1,2016,38.0,35.0,مشفى\n".encode() + "2,2016,38.0,35.0,مشفى\n".encode("cp1256")
    with pytest.raises(IncidentError, match="line 3: not UTF-8"):
        read(tmp_path, mixed)
    with pytest.raises(IncidentError, match="not UTF-16"):
        read(tmp_path, (HEADER + "1,2016,38.0,35.0,x\n").encode("utf-16") + b"\xd8")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\3\4rest", r"is a spreadsheet \(XLSX or ODS\) or an archive"),
        (b"\xd0\xcf\x11\xe0rest", r"is an old spreadsheet \(XLS\)"),
        (b"\x1f\x8brest", "is compressed"),
        (b"", "no column id, day, lon, lat"),
        (b"id,day,lon,lat,lat\n", "the column lat is there 2 times"),
        (b"\0\0\0\0", "no column"),
        (HEADER.encode() + b'1,2016,38,35,"open', "line 2: not a table"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(IncidentError, match=message) as refused:
        read(tmp_path, content)
    assert refused.value.hint


def test_a_header_used_twice_hides_nothing(tmp_path: Path) -> None:
    (one,) = read(tmp_path, b"id,day,lon,lat,name,note,note\n1,2016,38,35,x,first,second\n").incidents
    assert one.rest == {"note": "first", "note#2": "second"}


def test_ragged_rows_and_zero_bytes_are_kept_as_written(tmp_path: Path) -> None:
    table = read(tmp_path, (HEADER + "1,2016,38,35\n2,2016,38,35,x,y\n3,2016,38,35,a\0b\n4,2016,38,35,ok\n").encode())
    assert [row.line for row in table.refused] == [2, 3, 4]
    assert table.refused[0].reason == "4 fields, and the header has 5"
    assert table.refused[2].fields[-1] == "a\0b"
    assert [one.key for one in table.incidents] == ["4"]


@pytest.mark.parametrize("cell", ["=1+1", '=HYPERLINK("http://x","36")', "nan", "inf", "1e999", "36,5", "٣٨٫٠", "0x26"])
def test_a_coordinate_that_is_no_number_is_kept_unread(tmp_path: Path, cell: str) -> None:
    written = io.StringIO()
    csv.writer(written).writerow(["1", "2016", cell, "35.0", "=cmd|' /C calc'!A0"])
    (one,) = read(tmp_path, (HEADER + written.getvalue()).encode()).incidents
    assert one.place is None
    assert one.unread is not None
    assert cell in one.unread["lon, lat"]
    assert one.names == ("=cmd|' /C calc'!A0",), "a formula is text like any other"


def test_marks_of_direction_change_no_name_and_no_header(tmp_path: Path) -> None:
    rows = "\u200fid,day,lon,lat,name\u200e\n1,2016,38,35,\u202bمشفى الشمال\u202c\u200f\n"
    (one,) = read(tmp_path, rows.encode()).incidents
    assert one.names == ("\u202bمشفى الشمال\u202c\u200f",), "kept as written"
    assert compare_names(one.names[0], "مشفى الشمال").score == 1.0


def test_semicolons_tabs_and_bars_part_columns(tmp_path: Path) -> None:
    for mark in ";\t|":
        text = HEADER.replace(",", mark) + f"1{mark}2016{mark}38.0{mark}35.0{mark}a, b\n"
        assert read(tmp_path, text.encode()).incidents[0].names == ("a, b",)


def test_a_table_of_another_publisher_is_not_read_in_these_columns(tmp_path: Path) -> None:
    with pytest.raises(IncidentError, match="no column code, date, longitude, latitude"):
        read(tmp_path, HEADER.encode(), AIRWARS)


_READ_LARGE = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_incident_tables_hostile import MINE, read_time
from inquo.corroboration.tables import read_table
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
table = read_table(Path(sys.argv[1]), MINE, None, read_time, keep=lambda one: one.key.endswith("00000"))
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(len(table.spread.lon_deg), len(table.incidents), (after - before) // 1024)
"""


@pytest.mark.slow
def test_a_million_rows_take_no_more_memory_than_their_places_and_times(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("id,day,lon,lat,name,notes\n")
        for n in range(1_000_000):
            file.write(f"N{n},2016-02-{n % 28 + 1:02},38.{n % 997:03},35.{n % 991:03},Oldmarket,{'words ' * 20}\n")
    command = [sys.executable, "-c", _READ_LARGE, str(path), str(Path(__file__).parent)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    rows, kept, megabytes = map(int, done.stdout.split())
    assert (rows, kept) == (1_000_000, 9)
    assert megabytes < 250
