"""Tables are read by their columns; what is not understood is kept as it was written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from incident_case import COVERAGE, HEADER, ROWS, read_rows, read_time

from inquo.corroboration.columns import ACLED, AIRWARS, ColumnMap
from inquo.corroboration.tables import read_table
from inquo.errors import IncidentError
from inquo.records.canonical import canonical_bytes
from inquo.records.codec import from_json, to_json
from inquo.records.incident import Coverage, Incident
from inquo.records.proposition import Count


def test_a_row_becomes_an_incident_with_its_own_precision(tmp_path: Path) -> None:
    table = read_rows(tmp_path)
    first, _, third, *_ = table.incidents
    assert (first.dataset, first.key, first.url) == ("Airwars", "A1", "https://example.org/a1")
    assert first.names == ("Azaz", "أعزاز")
    assert first.actors == ("One", "Two")
    assert first.kinds == ("airstrike",)
    assert first.facilities == ("hospital",)
    assert first.killed == Count(least=9, most=14)
    assert first.rest == {"region_ar": "حلب"}
    assert first.place is not None
    assert (first.place.radius_m, first.place.basis) == (5000.0, "assumed: none stated that says how precise")
    assert third.place is not None
    assert third.place.radius_m == 100.0
    assert third.when.raw == "2016-02-10/2016-02-12"


def test_what_cannot_be_read_is_kept_with_the_reason(tmp_path: Path) -> None:
    *_, fifth, sixth = read_rows(tmp_path).incidents
    assert fifth.when.unread is not None
    assert fifth.when.raw == "sometime"
    assert fifth.place is None
    assert fifth.unread is not None
    assert "few" in fifth.unread["killed_min, killed_max"]
    assert sixth.place is None
    assert sixth.unread is not None
    assert "not on Earth" in sixth.unread["longitude, latitude"]


def test_rows_that_are_no_incident_are_kept_as_written(tmp_path: Path) -> None:
    table = read_rows(tmp_path, ROWS + "A1" + "," * 16 + "\n" + "," * 16 + "\nA9,short\n")
    assert [row.reason for row in table.refused] == [
        "the identifier A1 is already used",
        "no identifier",
        "2 fields, and the header has 17",
    ]
    assert table.refused[-1].fields == ("A9", "short")
    assert len(table.incidents) == 6


def test_incidents_survive_the_round_trip_through_bytes(tmp_path: Path) -> None:
    for incident in read_rows(tmp_path).incidents:
        assert from_json(Incident, json.loads(canonical_bytes(to_json(incident)))) == incident


def test_swapped_latitude_and_longitude_are_refused_by_name(tmp_path: Path) -> None:
    swapped = HEADER.replace("latitude,longitude", "longitude,latitude")
    with pytest.raises(IncidentError, match="only with latitude and longitude swapped"):
        read_rows(tmp_path, header=swapped)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no column code"),
        (b"a,b\n1,2\n", "no column code, date, longitude, latitude"),
        (HEADER.encode() + "A1,,2016,,café".encode("latin-1"), "line 2: not UTF-8"),
        (HEADER.encode() + b'A1,"unclosed', "line 2: not a table"),
    ],
)
def test_what_is_no_such_table_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(IncidentError, match=message):
        read_table(path, AIRWARS, COVERAGE, read_time)
    with pytest.raises(IncidentError, match="cannot be read"):
        read_table(tmp_path / "gone.csv", AIRWARS, COVERAGE, read_time)


def test_another_table_needs_only_another_map(tmp_path: Path) -> None:
    acled = (
        "event_id_cnty,event_date,sub_event_type,actor1,location,latitude,longitude,geo_precision,fatalities,notes\n"
        "SYR1,15 February 2016,Air/drone strike,One,Azaz,36.58,37.04,1,14,Words here\n"
    )
    (incident,) = read_rows(tmp_path, acled, header="", columns=ACLED).incidents
    assert incident.when.readings[0].edtf == "2016-02-15"
    assert incident.place is not None
    assert incident.place.radius_m == 3000.0
    assert incident.killed == Count(least=14, most=14)
    assert incident.rest == {"notes": "Words here"}
    mine = ColumnMap(dataset="Mine", key="id", date="day", longitude="x", latitude="y", names=("title",))
    (other,) = read_rows(tmp_path, "1,2016-02,37,36.6,Azaz\n", header="id,day,x,y,title\n", columns=mine).incidents
    assert (other.dataset, other.names) == ("Mine", ("Azaz",))


def test_a_coverage_without_basis_or_area_is_refused() -> None:
    windows = COVERAGE.windows
    for edges, basis in (((42.0, 36.0), "x"), ((36.0, 42.0), " ")):
        with pytest.raises(ValueError, match=r"area|basis"):
            Coverage(
                dataset="d",
                windows=windows,
                west_deg=edges[0],
                south_deg=32.0,
                east_deg=edges[1],
                north_deg=37.0,
                kinds=(),
                languages=(),
                basis=basis,
            )
