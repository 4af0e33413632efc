"""Writes ``docs/exports.md``: what is said here, and every layer with every field, from the program itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from inquo.records.digest import Digest
from inquo.report.exports.content import Content, Provenance
from inquo.report.exports.groups import LEADS_BACK, MEANINGS, Group
from inquo.report.exports.layer import Layer
from inquo.report.exports.layers import draw

PAGE = Path(__file__).with_name("exports.md")
INTRODUCTION = """# Exports

`inquo export CASE` writes what the last investigation found for other programs. Nothing is computed: every number is
the one in the report. When a decision or another version of Inquo would change what is found, the export is refused
until `inquo investigate` has run again; files that were added since are listed with that reason.

```sh
inquo export azaz-2016
inquo export azaz-2016 --format kml -o azaz.kml
inquo export azaz-2016 --format geojson --format csv --coarsen 1000 -o to-publish
```

| format | files | opens in |
|---|---|---|
| `geojson` | a file for each layer | QGIS, web maps, GDAL; RFC 7946 |
| `kml` | `inquo.kml` | Google Earth; KML 2.2 |
| `csv` | a table for each layer, and `provenance.csv` | spreadsheets; RFC 4180 |
| `qgis` | `inquo.qgs`, `inquo.gpkg`, `styles/` | QGIS 3.22 and later |
| `ftm` | `entities.ftm.json` | Aleph, OpenAleph; FollowTheMoney 4, an entity a line |
| `timeline` | `timeline.json` | TimelineJS 3 |

All of it appears at once or not at all, in a new folder, and nothing is ever written over. The ledger records who
exported what, with the SHA-256 of every file. Nothing else in the case is changed, and its GeoPackage is not copied.

## What every format keeps to

- A shot that could not be placed is there with the reason, and so is a file that could not be read. No data is not no
  match.
- A lead is a layer of its own, and each says that it is no finding.
- Coordinates are WGS 84, longitude before latitude, to seven decimals (a centimetre); errors are at 90 %.
- Unknown is empty, or `null`. A date is never finer than its source: a month is a month, and what has no earliest
  time has no place on a line, but a list of its own.
- Text that others wrote is shown and never obeyed. Marks that cannot be seen, such as those that turn the direction
  of writing, are spelt out: `\u27e8U+202E\u27e9`. The archived words stay as they are in the case.
- Each file says which case it is from (SHA-256 of `case.json`), how its ledger stood, by which version it was made, and
  what is withheld.

## Format by format

**GeoJSON.** `inquo` in each collection is a foreign member with the provenance. Outer rings run anticlockwise; what
crosses the 180th meridian is cut there.

**KML.** Placemarks carry every field as extended data, and a time span where the event that a shot shows has bounds.
`<` and `>` in text are written `&lt;` and `&gt;`, because Google Earth shows text as HTML. Opening the file fetches
nothing.

**CSV.** UTF-8; `--bom` adds the mark by which Excel knows it. Text is in quotes, numbers are not. Text that a
spreadsheet could take for a formula, or that starts with an apostrophe, has one apostrophe put before it: take the
first one off to get the text back. Import with the comma as the only separator. Polygons are in a last column,
`wkt`.

**QGIS.** The GeoPackage is made for the export and holds its layers, their styles (`layer_styles`) and the provenance;
it is no copy of the case's. `styles/` has the same styles as files. There is no base map: add one if you may.

**FollowTheMoney.** Files are `Video`, `Image` or `Document`; an overhead shot is an `Event` whose `addressEntity` is
the placed point; a shot that was not determined says why in `notes`; other shots are `Note`. Parties are `LegalEntity`:
whether one is a person is not in the case and is not guessed. Facilities are `RealEstate`. Statements are `Note`s
with the quote as `description`, joined by `UnknownLink` to who said them, what they are about and what they rest on.
A `date` is set only where the bounds are exactly a year, a month or a day; other bounds are in `notes`. SHA-256
digests are in `notes` too, for the model's own `contentHash` is SHA-1.

**Timeline.** `events` is what TimelineJS draws; `undated` is what has no known start, with the reason.

| field of an entry | meaning |
|---|---|
| `unique_id`, `group`, `text` | which entry, its row, and its words as HTML |
| `start_date` | as far as it is known: `year`, `month`, `day`; of a stretch, its earliest edge, to the second |
| `end_date` | of a stretch, its latest edge; none for a year, a month or a day |
| `display_date` | of a stretch, the source's own words, or its edges |
| `inquo` | `not_before`, `not_after`, `windows` (ISO 8601 intervals), `precision`, `words`, `basis` |

## Giving less away

`--withhold GROUP` leaves a group out. `--coarsen METRES` moves every place to the middle of a cell of a grid, and
withholds by itself whatever could lead back to the exact place; `--keep GROUP` lets a group back in, at your own
judgement: places in it are moved to the grid all the same, its words are not changed.

| group | what it is | withheld by `--coarsen` |
|---|---|---|
{groups}

What a coarsened export holds, and what follows:

- `ce90_m` is widened so that the stated circle still holds the true point with at least the stated probability,
  wherever in the cell it lies, and rounded up to a tenth of the grid. It says nothing of where in the cell the exact
  place is.
- All shots of one site have one cell and one radius, or their differences would tell.
- Footprints, ellipses, covariances, outlines, distances, digests of records, and names of files and
  facilities are out, and images with their outlines even with `--keep imagery`. Shots are told apart by the digest of
  their file, which is the published footage.
- The reason why a shot was not determined stays, unless it repeats a withheld name or a fine coordinate.
- The kind of a facility is out as well: where a cell has one hospital, its kind is its name.
- Two coarsened exports of different grids can be laid over one another. Publish one.
- What was published elsewhere, the footage itself first of all, can be placed again by anyone.

## Layers and fields

The same in GeoJSON, KML, CSV and QGIS. A point layer can hold rows without a point: ground that nobody mapped, a
statement that gives no place, an incident without coordinates.
"""


def render() -> str:
    """The page as Markdown."""
    groups = "\n".join(
        f"| `{group.value}` | {MEANINGS[group]} | {'yes' if group in LEADS_BACK else ''} |" for group in Group
    )
    return INTRODUCTION.replace("{groups}", groups) + "".join(map(_layer, _layers()))


def _layers() -> tuple[Layer, ...]:
    nothing = Provenance(
        program="",
        generated=datetime(2026, 1, 1, tzinfo=UTC),
        case=Digest.of(b""),
        name=None,
        question=None,
        ledger_head=None,
        ledger_entries=0,
        invented=True,
    )
    return draw(Content(provenance=nothing, files=(), shots=()))


def _layer(layer: Layer) -> str:
    kinds = {str: "text", float: "number", int: "whole number"}
    rows = "\n".join(f"| `{field.name}` | {kinds[field.kind]} | {field.meaning} |" for field in layer.fields)
    drawn = {"None": "no geometry", "Point": "points", "Polygon": "polygons"}[layer.geometry.value]
    return f"\n### {layer.name}\n\n{layer.title}; {drawn}.\n\n| field | holds | meaning |\n|---|---|---|\n{rows}\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
