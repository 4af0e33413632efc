"""Each publisher's columns are read for what they say, and no more; all places and events here are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from incident_case import read_rows

from inquo.corroboration.columns import ACLED, INSECURITY_INSIGHT, LAYOUTS, WHO_SSA
from inquo.records.incident import TOLD_BY, Incident, layout_of
from inquo.records.proposition import Count

ACLED_HEADER = (
    "event_id_cnty,event_date,year,time_precision,sub_event_type,actor1,location,latitude,longitude,geo_precision,"
    "fatalities,notes\n"
)
SIND_HEADER = (
    "Date,Country,Admin 1,Latitude,Longitude,Geo Precision,Reported Perpetrator,Reported Perpetrator Name,"
    "Weapon Carried/Used,Location of Incident,Health Workers Killed,Health Workers Injured,SiND Event ID\n"
)
SSA_HEADER = (
    "Attack ID,Attack Date,Country / Territory,Certainty Level,Attack Type,Total Injured,Total Death,HC Facilities,"
    "Type of Facility\n"
)


def one(folder: Path, header: str, row: str, layout: str) -> Incident:
    (incident,) = read_rows(folder, row, header=header, columns=LAYOUTS[layout]).incidents
    return incident


@pytest.mark.parametrize(
    ("header", "layout"), [(ACLED_HEADER, "acled"), (SIND_HEADER, "insecurity-insight"), (SSA_HEADER, "who-ssa")]
)
def test_a_layout_is_told_by_its_header(header: str, layout: str) -> None:
    assert layout_of(header.strip().split(",")) == layout
    assert layout_of(header.strip().split(",")[1:-1]) is None


def test_an_acled_date_is_no_finer_than_its_precision_says(tmp_path: Path) -> None:
    row = "XXX1,15 February 2016,2016,{},Air/drone strike,One,Oldmarket,36.58,37.04,2,4,words\n"
    day, week, month = (one(tmp_path, ACLED_HEADER, row.format(code), "acled") for code in "123")
    assert day.when.readings[0].edtf == "2016-02-15"
    for wider, days in ((week, 7), (month, 31)):
        (reading,) = wider.when.readings
        assert reading.edtf is None
        assert f"{days} days to either side" in reading.rule
        first, last = wider.when.windows.earliest, wider.when.windows.latest
        assert first is not None
        assert last is not None
        assert day.when.windows.earliest is not None
        assert (day.when.windows.earliest - first).days == days
    assert week.place is not None
    assert (week.place.radius_m, week.place.basis) == (20_000.0, "geo_precision: 2")
    assert week.kinds == ("strike",)
    assert week.rest == {"year": "2016", "notes": "words"}


def test_counts_of_health_workers_are_only_the_least_that_were_killed(tmp_path: Path) -> None:
    row = "2016-02-15 00:00:00,Nowhere,North,36.58,37.04,,State,Army One,Aerial bomb,Hospital,2.0,,77\n"
    incident = one(tmp_path, SIND_HEADER, row, "insecurity-insight")
    assert incident.killed == Count(least=2, most=None)
    assert incident.injured is None
    assert incident.facilities == ("Hospital",)
    assert incident.weapons == ("bomb",)
    assert incident.actors == ("Army One", "State")
    assert incident.when.raw == "2016-02-15 00:00:00"
    assert incident.when.readings[0].edtf == "2016-02-15", "a spreadsheet's midnight is a day, not an hour"
    assert incident.place is not None
    assert incident.place.basis.startswith("assumed")
    assert incident.rest == {"Country": "Nowhere"}


def test_a_row_of_hxl_tags_is_no_incident(tmp_path: Path) -> None:
    tags = "#date,#country,#adm1,#lat,#long,,,,#weapon,,#affected,,#event +id\n"
    table = read_rows(tmp_path, tags, header=SIND_HEADER, columns=INSECURITY_INSIGHT)
    assert [row.reason for row in table.refused] == ["a row of tags, not an incident"]
    assert not table.incidents


def test_a_table_without_places_gives_none(tmp_path: Path) -> None:
    row = '901,2016-02-15,Nowhere,Confirmed,"Violence with heavy weapons,Setting fire",3,1,YES,Hospital\n'
    incident = one(tmp_path, SSA_HEADER, row, "who-ssa")
    assert incident.place is None
    assert incident.unread == {}
    assert incident.kinds == ("strike", "Setting fire")
    assert (incident.killed, incident.injured) == (Count(least=1, most=1), Count(least=3, most=3))
    assert incident.rest == {"Certainty Level": "Confirmed", "HC Facilities": "YES"}


def test_a_layout_uses_the_columns_that_a_table_has(tmp_path: Path) -> None:
    header = ",".join(name for name in ACLED_HEADER.strip().split(",") if name != "geo_precision") + "\n"
    row = "XXX1,2016-02-15,2016,1,Armed clash,One,Oldmarket,36.58,37.04,0,\n"
    incident = one(tmp_path, header, row, "acled")
    assert incident.place is not None
    assert incident.place.radius_m == ACLED.assumed_radius_m
    assert WHO_SSA.required == ("Attack ID", "Attack Date")


def test_every_layout_is_told_by_columns_that_it_reads() -> None:
    assert set(TOLD_BY) == set(LAYOUTS)
    for layout, columns in TOLD_BY.items():
        assert set(LAYOUTS[layout].required) <= columns | {LAYOUTS[layout].date}
        assert columns <= LAYOUTS[layout].used
