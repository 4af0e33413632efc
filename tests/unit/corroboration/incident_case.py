"""A small table of incidents, as a publisher would write it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from inquo.corroboration.columns import AIRWARS, ColumnMap
from inquo.corroboration.tables import IncidentTable, read_table
from inquo.dating.documents import Context, read_date
from inquo.records.chronology import DateText, WindowSet
from inquo.records.incident import Coverage

HEADER = (
    "code,airwars_url,date,date_end,location_original,location_ar,latitude,longitude,military_original,"
    "strike_type_original,killed_min,killed_max,injured_min,injured_max,health_keywords,geo_accuracy,region_ar\n"
)
ROWS = """A1,https://example.org/a1,2016-02-15,,Azaz,أعزاز,36.58,37.04,"One, Two",Airstrike,9,14,30,30,hospital,,حلب
A2,,2016-02-16,,A`zaz,,36.58,37.04,One,Artillery,1,1,,,,,حلب
A3,,2016-02-10,2016-02-12,North Hospital,مشفى الشمال,36.5801,37.0402,,,,,,,hospital,Exact location (via Airwars),
A4,,2017-05-01,,Elsewhere,,35.0,39.0,,,,,,,,,
A5,,sometime,,Nowhere,,,,,,few,,,,,,
A6,,2016-03-01,,Off,,96.5,37.0,,,,,,,,,
"""
COVERAGE = Coverage(
    dataset="Airwars",
    windows=WindowSet.one(datetime(2014, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)),
    west_deg=36.5,
    south_deg=32.0,
    east_deg=42.5,
    north_deg=36.9,
    kinds=(),
    languages=("ar", "en"),
    basis="declared for a test",
)


def read_time(text: str) -> DateText:
    return read_date(text, Context(zone="UTC"))


def read_rows(folder: Path, rows: str = ROWS, header: str = HEADER, columns: ColumnMap = AIRWARS) -> IncidentTable:
    path = folder / "table.csv"
    path.write_text(header + rows, encoding="utf-8")
    return read_table(path, columns, COVERAGE, read_time)
