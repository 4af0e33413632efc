"""Writing satellite images as cloud-optimised GeoTIFF."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
from rasterio.errors import RasterioError
from rasterio.transform import Affine

from inquo.errors import ImageryError
from inquo.town.plan import NOTICE, Town
from inquo.town.satellite import SatelliteImage


def write_geotiff(path: Path, image: SatelliteImage, town: Town) -> None:
    """Write an image with its place, its date, and the notice that it is invented.

    Raises:
        ImageryError: The file cannot be written.
    """
    rows, columns, bands = image.rgb.shape
    tags = {
        "TIFFTAG_DATETIME": f"{image.moment.when:%Y:%m:%d %H:%M:%S}",
        "TIFFTAG_IMAGEDESCRIPTION": f"{NOTICE}. {town.name} does not exist; seed {town.seed}.",
        "INVENTED": "true",
        "SUN_AZIMUTH_DEG": f"{image.moment.sun.azimuth_deg:.2f}",
        "SUN_ELEVATION_DEG": f"{image.moment.sun.elevation_deg:.2f}",
    }
    try:
        with rasterio.open(
            str(path),
            "w",
            driver="COG",
            width=columns,
            height=rows,
            count=bands,
            dtype="uint8",
            crs=image.crs,
            transform=Affine(*image.map_from_pixel.ravel()),
            compress="DEFLATE",
            predictor="YES",
            level=4,
            blocksize=512,
            overview_resampling="average",
        ) as file:
            file.write(np.moveaxis(image.rgb, -1, 0))
            file.update_tags(**tags)
    except RasterioError as e:
        raise ImageryError(path, f"cannot be written: {e}") from e
