"""GeoTIFFs: the facts in their headers, and grey windows of their pixels.

The decoder is GDAL, which by itself would open far more than a TIFF. What holds it back:

- the directories of the file are read by us first (`tiff`), and only the GTiff driver is asked;
- drivers that follow references to other files or hosts are not registered;
- files that lie beside the image (``.ovr``, ``.aux.xml``, ``.tfw``, ``.msk``, ``_RPC.TXT``) are
  neither listed nor read: an exhibit is one file, and what it says is in it;
- a TIFF that names another file as its overviews is refused before they are looked for.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from inquo.errors import ImageryError
from inquo.geometry.grid import Mask
from inquo.imagery.tiff import Directory, read_directories

# GDAL reads this once, when the first picture is opened.
os.environ.setdefault(
    "GDAL_SKIP", "VRT,WMS,WMTS,WCS,GTI,STACIT,STACTA,HTTP,DAAS,EEDAI,NGW,PLMOSAIC,OGCAPI,TileDB,Zarr,netCDF,HDF5"
)

import rasterio
from rasterio._err import CPLE_BaseError
from rasterio.enums import ColorInterp, MaskFlags, Resampling
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.windows import Window

_GDAL = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_CACHEMAX": 32 * 2**20,
    "GDAL_HTTP_MAX_RETRY": 0,
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".nothing",
}
_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
_PALETTE_OVERSAMPLING = 4
_WHOLE_PX = 4096 * 4096
_WHOLE_SIDE_PX = 768

_DAMAGED_HINT = "The file is cut off or damaged: fetch it again and compare its size and digest with the source."


Look: TypeAlias = tuple[tuple[int, int, int, int], tuple[int, int]]
"""A window, column, row, width and height, and the width and height at which it is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the header of a GeoTIFF says.

    Attributes:
        width_px: Columns.
        height_px: Rows.
        crs: As WKT.
        crs_from_pixel: Affine transform, shape (2, 3), from pixel (x, y) to the CRS.
        bands: What each band is, in order.
        grey_bands: The bands, from 1, that make the grey picture: red, green, blue, or the first.
        palette: True when its one band holds indices into a table of colours.
        data_type: Such as ``uint16``.
        declares_missing: True when it has a nodata value, a mask or an alpha band.
        coarsest_px: Columns and rows of its smallest overview; its own where it has none.
        directory: Layout of its blocks.
    """

    width_px: int
    height_px: int
    crs: str
    crs_from_pixel: NDArray[np.float64]
    bands: tuple[str, ...]
    grey_bands: tuple[int, ...]
    palette: bool
    data_type: str
    declares_missing: bool
    coarsest_px: tuple[int, int]
    directory: Directory


def read_facts(path: Path) -> Facts:
    """Read the header of a GeoTIFF.

    Raises:
        ImageryError: It is not a TIFF, is cut off, is built to exhaust memory, refers to
            another file, has no CRS, or does not say where its pixels lie.
    """
    directory = read_directories(path)[0]
    # What is not georeferenced is refused below, in our words.
    with warnings.catch_warnings(action="ignore", category=NotGeoreferencedWarning), _opened(path) as dataset:
        _require_usable(path, dataset)
        a = dataset.transform
        interpretation = tuple(dataset.colorinterp)
        overviews = dataset.overviews(1)
        factor = overviews[-1] if overviews else 1
        return Facts(
            width_px=dataset.width,
            height_px=dataset.height,
            crs=dataset.crs.to_wkt(),
            crs_from_pixel=np.array([[a.a, a.b, a.c], [a.d, a.e, a.f]], dtype=np.float64),
            bands=tuple(band.name for band in interpretation),
            grey_bands=_choose_grey_bands(interpretation),
            palette=interpretation[0] is ColorInterp.palette,
            data_type=str(dataset.dtypes[0]),
            declares_missing=not all(MaskFlags.all_valid in flags for flags in dataset.mask_flag_enums),
            coarsest_px=(-(-dataset.width // factor), -(-dataset.height // factor)),
            directory=directory,
        )


def look_at_whole(facts: Facts) -> Look | None:
    """The window and size at which the whole image is read in small; None where that would decode too much of it."""
    columns, rows = facts.coarsest_px
    if columns * rows > _WHOLE_PX:
        return None
    shrink = max(1.0, max(columns, rows) / _WHOLE_SIDE_PX)
    size_px = (max(1, round(columns / shrink)), max(1, round(rows / shrink)))
    return (0, 0, facts.width_px, facts.height_px), size_px


def read_grey(
    path: Path, facts: Facts, window_px: tuple[int, int, int, int], size_px: tuple[int, int]
) -> tuple[NDArray[np.float32], Mask]:
    """Read a window as grey values, averaged when it is to be smaller than it is.

    Args:
        path: The file.
        facts: What its header says.
        window_px: Column, row, width and height within the image.
        size_px: Width and height wanted, at most those of the window.

    Returns:
        Values on the scale of the file, shape (height, width), and True where they exist. A
        smaller pixel is the mean of those that exist, and exists when any does.

    Raises:
        ImageryError: The pixels cannot be decoded.
    """
    return next(read_greys(path, facts, [(window_px, size_px)]))


def read_greys(path: Path, facts: Facts, looks: Iterable[Look]) -> Iterator[tuple[NDArray[np.float32], Mask]]:
    """Read several windows, each with the size wanted, as `read_grey` does, from a file opened once."""
    with _opened(path) as dataset:
        for window_px, size_px in looks:
            try:
                grey, valid = _read_window(dataset, facts, Window(*window_px), size_px)
            except RasterioError as error:
                where = f"column {window_px[0]}, row {window_px[1]}"
                raise ImageryError(path, f"cannot be decoded near {where} ({error})", hint=_DAMAGED_HINT) from error
            valid &= np.isfinite(grey)
            grey[~valid] = 0
            yield grey, valid


def _read_window(
    dataset: Any,  # noqa: ANN401
    facts: Facts,
    window: Window,
    size_px: tuple[int, int],
) -> tuple[NDArray[np.float32], Mask]:
    if facts.palette:
        return _read_palette(dataset, window, size_px)
    width, height = size_px
    shape = (len(facts.grey_bands), height, width)
    raw = dataset.read(list(facts.grey_bands), window=window, out_shape=shape, resampling=Resampling.average)
    valid: Mask = np.ones((height, width), dtype=bool)
    if facts.declares_missing:
        valid = dataset.dataset_mask(window=window, out_shape=(height, width), resampling=Resampling.average) > 0
    values = raw.astype(np.float32, copy=False)
    return values[0] if len(values) == 1 else np.tensordot(_LUMA, values, axes=1), valid


def _read_palette(dataset: Any, window: Window, size_px: tuple[int, int]) -> tuple[NDArray[np.float32], Mask]:  # noqa: ANN401
    """Look indices up in the table of colours first: the mean of two indices is a third colour."""
    width, height = size_px
    step = int(min(_PALETTE_OVERSAMPLING, max(1, window.width // width), max(1, window.height // height)))
    shape = (height * step, width * step)
    index = dataset.read(1, window=window, out_shape=shape, resampling=Resampling.nearest)
    seen = dataset.dataset_mask(window=window, out_shape=shape, resampling=Resampling.nearest) > 0
    table = np.zeros((np.iinfo(index.dtype).max + 1, 4), dtype=np.float32)
    for entry, colour in dataset.colormap(1).items():
        table[entry] = colour
    grey = (table[:, :3] @ _LUMA)[index]
    seen &= table[index, 3] > 0
    cells = (height, step, width, step)
    count = seen.reshape(cells).sum(axis=(1, 3))
    total = np.where(seen, grey, 0).reshape(cells).sum(axis=(1, 3), dtype=np.float32)
    return np.divide(total, count, out=np.zeros_like(total), where=count > 0), count > 0


def _choose_grey_bands(interpretation: tuple[ColorInterp, ...]) -> tuple[int, ...]:
    colours = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
    if all(colour in interpretation for colour in colours):
        return tuple(interpretation.index(colour) + 1 for colour in colours)
    pictures = [index + 1 for index, band in enumerate(interpretation) if band is not ColorInterp.alpha]
    return tuple(pictures[:3]) if len(pictures) >= 3 else tuple(pictures[:1])


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a file as a GeoTIFF and as nothing else."""
    if not path.is_file() or str(path.resolve()).startswith("/vsi"):
        raise ImageryError(path, "is not a file on this machine", hint="Give the path of a local GeoTIFF.")
    with rasterio.Env(**_GDAL):
        try:
            dataset = rasterio.open(path.resolve(), driver="GTiff", GEOREF_SOURCES="INTERNAL")
        except (RasterioError, ValueError) as error:
            raise ImageryError(
                path, f"cannot be opened as a GeoTIFF ({' '.join(str(error).split())})", hint=_DAMAGED_HINT
            ) from error
        with dataset, _translated(path):
            # Asked before anything else: looking for overviews is what would follow the reference.
            if dataset.tags(ns="OVERVIEWS"):
                raise ImageryError(
                    path,
                    "refers to another file for its overviews",
                    hint="Such a file is refused for safety; have its maker export it again as a COG.",
                )
            yield dataset


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn what rasterio raises over damaged headers and pixels into our own error."""
    try:
        yield
    except (RasterioError, CPLE_BaseError, ValueError, OverflowError) as error:
        raise ImageryError(path, f"cannot be decoded ({' '.join(str(error).split())})", hint=_DAMAGED_HINT) from error


def _require_usable(path: Path, dataset: Any) -> None:  # noqa: ANN401
    """Refuse an image without brightness, or that does not say by itself and by an affine transform where it lies."""
    if any(name.startswith("complex") for name in dataset.dtypes):
        raise ImageryError(path, "holds complex numbers, not brightness", hint="Export its amplitude as a GeoTIFF.")
    transform = dataset.transform
    if dataset.crs is None or transform.is_identity:
        gcps, _ = dataset.gcps
        if gcps:
            reason = f"is placed only by {len(gcps)} ground control points, which do not say how well they fit"
            raise ImageryError(path, reason, hint="Warp it first and check the fit: gdalwarp -t_srs EPSG:nnnnn IN OUT")
        if dataset.tags(ns="RPC"):
            reason = "is a raw satellite image with a camera model (RPC) but no map projection"
            raise ImageryError(path, reason, hint="Orthorectify it first: gdalwarp -rpc -to RPC_DEM=dem.tif IN OUT")
    if dataset.crs is None:
        raise ImageryError(
            path,
            "has no coordinate reference system",
            hint="Files beside it (.tfw, .aux.xml) are not read; write it in: gdal_translate -a_srs EPSG:nnnnn IN OUT",
        )
    values = np.array(transform[:6], dtype=np.float64)
    unplaced = np.array_equal(np.abs(values), [1, 0, 0, 0, 1, 0])
    if unplaced or not (np.isfinite(values).all() and abs(transform.determinant) > 0):
        raise ImageryError(
            path,
            "has no usable geotransform: it does not say where its pixels lie",
            hint="Files beside it (.tfw) are not read; write it into the file: gdal_translate IN OUT",
        )
