"""What every test may ask for."""

from __future__ import annotations

import os
import signal
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from numpy.typing import NDArray

if TYPE_CHECKING:
    from inquo.records.statement import Accounts


def pytest_configure() -> None:
    """Hear Ctrl-C, as the commands that tests start and stop have to, even where a shell's background ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def measuring_data() -> Path:
    """Real data with known truth, for measuring; it is not part of the project."""
    folder = os.environ.get("INQUO_DATA")
    if not folder:
        pytest.skip("INQUO_DATA is not set: no measuring data here")
    path = Path(folder)
    if not path.is_dir():
        pytest.fail(f"INQUO_DATA is {folder}, which is not a folder")
    return path.resolve()


@pytest.fixture(scope="session")
def azaz() -> Accounts:
    """The published case, as its example states it."""
    from azaz_case import EXAMPLE
    from inquo.pipeline.accounts import read_accounts

    return read_accounts(EXAMPLE / "statements.toml")


class WriteGeoTiff(Protocol):
    """Writes a GeoTIFF for a test."""

    def __call__(self, name: str, pixels: NDArray[Any], **profile: Any) -> Path:
        """Write pixels, shape (bands, height, width); the profile is rasterio's, UTM 37 N by default."""


@pytest.fixture
def write_geotiff(tmp_path: Path) -> WriteGeoTiff:
    """A writer of small GeoTIFFs with 1 m pixels whose corner is at 300000 E, 4050000 N."""
    import rasterio
    from rasterio.transform import from_origin

    def write(name: str, pixels: NDArray[Any], **profile: Any) -> Path:
        path = tmp_path / name
        bands, height, width = pixels.shape
        facts = {"crs": "EPSG:32637", "transform": from_origin(300000, 4050000, 1, 1), "dtype": pixels.dtype}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with rasterio.open(
                path, "w", driver="GTiff", count=bands, height=height, width=width, **(facts | profile)
            ) as dataset:
                dataset.write(pixels)
        return path

    return write
