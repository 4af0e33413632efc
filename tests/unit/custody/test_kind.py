"""What a file is does not depend on what it is called."""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest
import rasterio
from rasterio import Affine

from inquo.custody.kind import tell_kind
from inquo.records.custody import ExhibitKind

GREY = np.zeros((32, 32), np.uint8)
COLLECTION = {"type": "FeatureCollection", "features": []}


def _encoded(extension: str) -> bytes:
    return bytes(cv2.imencode(extension, GREY)[1])


def _tiff(order: str, *, big: bool, tags: tuple[int, ...]) -> bytes:
    mark = b"II" if order == "<" else b"MM"
    if big:
        entries = b"".join(struct.pack(f"{order}HHQQ", tag, 3, 1, 0) for tag in tags)
        return mark + struct.pack(f"{order}HHHQQ", 43, 8, 0, 16, len(tags)) + entries
    entries = b"".join(struct.pack(f"{order}HHII", tag, 3, 1, 0) for tag in tags)
    return mark + struct.pack(f"{order}HIH", 42, 8, len(tags)) + entries


def _zipped(*names: str) -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as out:
        for name in names:
            out.writestr(name, "x")
    return package.getvalue()


FOOTAGE = {
    "mp4": b"\0\0\0\x20ftypisom\0\0\2\0isomiso2",
    "quicktime": b"\0\0\0\x14ftypqt  \0\0\0\0",
    "old quicktime": b"\0\0\x10\0moov\0\0\0\x6cmvhd",
    "matroska": b"\x1a\x45\xdf\xa3\xa3\x42\x86",
    "avi": b"RIFF\0\0\0\0AVI LIST",
    "transport stream": (b"G" + bytes(187)) * 6,
    "m2ts": (bytes(4) + b"G" + bytes(187)) * 6,
    "flash": b"FLV\x01\5",
    "windows media": bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"),
    "looping gif": b"GIF89a" + bytes(20) + b"NETSCAPE2.0",
}
PICTURES = {
    "png": _encoded(".png"),
    "jpeg": _encoded(".jpg"),
    "webp": _encoded(".webp"),
    "bmp": _encoded(".bmp"),
    "tiff": _encoded(".tif"),
    "scale without tie point": _tiff("<", big=False, tags=(256, 257, 33550)),
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0",
}
IMAGERY = {
    f"{order} {'big' if big else 'classic'} {tags}": _tiff(order, big=big, tags=tags)
    for order in "<>"
    for big in (False, True)
    for tags in ((256, 34735), (256, 34264), (33550, 33922))
}
GAZETTEERS = {
    "geojson": json.dumps(COLLECTION).encode(),
    "type at the end": json.dumps({"features": ["x" * 200_000], **COLLECTION}).encode(),
    "byte order mark": b"\xef\xbb\xbf" + json.dumps(COLLECTION, indent=1).encode(),
    "csv": b"name,lat,lon\nHospital,36.5,37.0\n",
    "semicolons and capitals": b"Name;Latitude;Longitude\r\nHospital;36,5;37,0\r\n",
    "quoted header": b'"id","X","Y"\n1,37,36\n',
    "utf-16": "name\tlat\tlng\nمستشفى\t36.5\t37.0\n".encode("utf-16"),
}
INCIDENTS = {
    "acled": b"event_id_cnty,event_date,year,latitude,longitude\nXXX1,2016-02-15,2016,36.5,37.0\n",
    "acled with semicolons": b'"event_id_cnty";"event_date";"latitude";"longitude"\n',
    "airwars": "\ufeffcode,airwars_url,date,latitude,longitude\r\n".encode(),
    "insecurity insight": b"Date,Country,Latitude,Longitude,SiND Event ID\n",
    "who": b"Attack ID,Attack Date,Country / Territory\n",
}
DECLARATIONS = {
    "toml": b'# ours\ninquo = "incident table 1"\nlayout = "acled"\n',
}
DOCUMENTS = {
    "pdf": b"%PDF-1.7\n",
    "html": b"\n<!-- saved -->\n<!DOCTYPE html><html>",
    "xhtml": b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">',
    "arabic": "شهادة طبيب".encode(),
    "cut in the middle of a letter": "я".encode() * 40_000 + b"!",
    "old encoding": "L'hôpital a été touché".encode("cp1252"),
    "table without places": b"name,beds\nHospital,40\n",
    "json": b'{"a": 1}',
    "web archive": b"WARC/1.1\r\nWARC-Type: warcinfo\r\n",
    "compressed web archive": gzip.compress(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n", mtime=0),
    "packaged web archive": _zipped("archive/data.warc.gz", "datapackage.json"),
    "toml of another kind": b'format = 1\n[tool.x]\ny = "[[statement]]"\n',
}
STATEMENTS = {
    "statements": b"# who said what\nformat = 1\n\n[[document]]\nkey = 'a'\n",
    "statements of a later format": b"format = 2\n[[statement]]\n",
    "statements in mixed encodings": b"format = 1\n# caf\xe9\n[[party]]\nname = '\xd9\x85'\n",
}
MAPS = {
    "topojson": b'{"type": "Topology", "objects": {}}',
    "geopackage": b"SQLite format 3\0" + bytes(52) + b"GPKG" + bytes(28),
    "osm extract": b"\0\0\0\x0d\x0a\x09OSMHeader\x18",
}
UNKNOWN = {
    "virtual raster": b'<VRTDataset rasterXSize="1" rasterYSize="1">',
    "web map": b'<?xml version="1.0"?><GDAL_WMS><Service name="TMS">',
    "hls": b"#EXTM3U\n#EXT-X-VERSION:3\nhttp://example.org/a.ts\n",
    "dash": b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011">',
    "concat": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "sdp": b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n",
    "database": b"SQLite format 3\0" + bytes(84),
    "archive": b"PK\3\4",
    "another archive": _zipped("archive/readme.txt"),
    "compressed": gzip.compress(b"WAR", mtime=0),
    "broken gzip": b"\x1f\x8b\0\0",
    "spreadsheet": b"PK\3\4" + bytes(99_000) + b"PK\1\2xl/workbook.xml",
    "noise": bytes(range(256)) * 8,
    "sound": b"\0\0\0\x18ftypM4A \0\0\0\0",
    "wave": b"RIFF\0\0\0\0WAVEfmt ",
    "tiff cut short": _encoded(".tif")[:9],
    "tiff of no tags": b"II*\0\x08\0\0\0\0\0",
    "tiff that points outside": b"II*\0\xff\xff\xff\xff",
    "big tiff that points outside": b"II+\0\x08\0\0\0" + b"\xff" * 8,
    "empty": b"",
}
ALL = [
    pytest.param(kind, content, id=f"{kind.value}: {name}")
    for kind, contents in (
        (ExhibitKind.FOOTAGE, FOOTAGE),
        (ExhibitKind.PICTURE, PICTURES),
        (ExhibitKind.IMAGERY, IMAGERY),
        (ExhibitKind.GAZETTEER, GAZETTEERS),
        (ExhibitKind.INCIDENTS, INCIDENTS),
        (ExhibitKind.DECLARATION, DECLARATIONS),
        (ExhibitKind.DOCUMENT, DOCUMENTS),
        (ExhibitKind.STATEMENTS, STATEMENTS),
        (ExhibitKind.MAP, MAPS),
        (ExhibitKind.UNKNOWN, UNKNOWN),
    )
    for name, content in contents.items()
]


@pytest.mark.parametrize(("kind", "content"), ALL)
@pytest.mark.parametrize("name", ["x.tif", "x.mp4", "x"])
def test_kind_is_told_by_content(tmp_path: Path, name: str, kind: ExhibitKind, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    told = tell_kind(tmp_path / name)
    assert told.kind is kind, told.reason
    assert told.reason


@pytest.mark.parametrize("options", [{}, {"driver": "COG"}, {"BIGTIFF": "YES"}, {"ENDIANNESS": "BIG"}])
def test_georeferenced_files_as_gdal_writes_them_are_imagery(tmp_path: Path, options: dict[str, str]) -> None:
    profile = {"driver": "GTiff", "width": 32, "height": 32, "count": 1, "dtype": "uint8"} | options
    path = tmp_path / "x.jpg"
    with rasterio.open(path, "w", crs="EPSG:32637", transform=Affine(0.6, 0, 3e5, 0, -0.6, 4e6), **profile) as raster:
        raster.write(GREY, 1)
    assert tell_kind(path).kind is ExhibitKind.IMAGERY


def test_a_large_file_is_told_without_reading_it_all(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.write(FOOTAGE["mp4"])
        file.truncate(1 << 40)
    assert tell_kind(path).kind is ExhibitKind.FOOTAGE
