"""Every exhibit of a case is looked at, whatever it is called."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from commands import done
from conftest import WriteGeoTiff
from inquo.geometry.progress import silent
from inquo.pipeline.opening import opened
from inquo.pipeline.run import survey


def test_two_images_of_one_name_are_two_images(tmp_path: Path, write_geotiff: WriteGeoTiff) -> None:
    case = tmp_path / "case"
    done("new", case, "--question", "Where?", "--who", "A. Person", cwd=tmp_path)
    for level in (80, 90):
        image = write_geotiff("area.tif", np.full((1, 40, 40), level, np.uint8))
        done("add", case, image, cwd=tmp_path)
    with opened(case) as evidence:
        material = survey(evidence, silent)
    assert len({image.exhibit for image in material.imagery.values()}) == 2
    assert "area.tif" in material.imagery
