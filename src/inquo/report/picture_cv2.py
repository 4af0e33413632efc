"""Pictures for the page: decoded, brought to size, laid into another's frame, and encoded, by OpenCV."""

from __future__ import annotations

import base64

import cv2
import numpy as np

from inquo.errors import InquoError
from inquo.geometry.grid import Grey, GroundRaster, Matrix

_NOT_COVERED = 226
_JPEG_QUALITIES = (84, 76, 68, 60, 50, 40, 30)
_MOST_BYTES = 230_000


def decode(picture: bytes) -> Grey:
    """Decode a stored picture to grey.

    Raises:
        InquoError: The bytes are not a picture.
    """
    try:
        grey = cv2.imdecode(np.frombuffer(picture, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    except cv2.error as error:
        raise InquoError("a stored picture cannot be decoded") from error
    if grey is None:
        raise InquoError("a stored picture cannot be decoded")
    return np.asarray(grey, dtype=np.uint8)


def data_uri(grey: Grey) -> str:
    """A JPEG inside an address, so that the page needs no other file; coarser where it would weigh too much."""
    for quality in _JPEG_QUALITIES:
        _, encoded = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1])
        if encoded.nbytes <= _MOST_BYTES:
            break
    return "data:image/jpeg;base64," + base64.b64encode(encoded.tobytes()).decode("ascii")


def shrink(grey: Grey, longest_px: int) -> Grey:
    """Bring a picture's longer side down to a length; one that is small enough stays as it is."""
    factor = longest_px / max(grey.shape)
    if factor >= 1:
        return grey
    wanted = (max(round(grey.shape[1] * factor), 1), max(round(grey.shape[0] * factor), 1))
    return np.asarray(cv2.resize(grey, wanted, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def paint_uncovered(ground: GroundRaster) -> Grey:
    """The imagery, with a flat light grey where there is none."""
    return np.where(ground.valid, ground.grey, np.uint8(_NOT_COVERED)).astype(np.uint8)


def warp_to_frame(ground: GroundRaster, map_from_frame: Matrix, width_px: int, height_px: int, longest_px: int) -> Grey:
    """Lay imagery into a picture's frame: the same scale, orientation and tilt.

    Args:
        ground: The imagery.
        map_from_frame: Homography, shape (3, 3), from picture pixels to the imagery's map metres.
        width_px: Columns of the picture.
        height_px: Its rows.
        longest_px: The longer side of what is returned is at most this.

    Returns:
        The imagery as the picture's camera would have seen it, were the ground flat.
    """
    factor = min(longest_px / max(width_px, height_px), 1.0)
    size = (max(round(width_px * factor), 1), max(round(height_px * factor), 1))
    # OpenCV puts a pixel's centre at 0, we at 0.5.
    frame_from_page = np.array([[width_px / size[0], 0, 0], [0, height_px / size[1], 0], [0, 0, 1.0]]) @ _shift(0.5)
    pixel_from_map = np.linalg.inv(np.vstack([ground.map_from_pixel, [0, 0, 1]]))
    pixel_from_page = _shift(-0.5) @ pixel_from_map @ map_from_frame @ frame_from_page
    pixel_from_page = pixel_from_page / pixel_from_page[2, 2]
    grey = cv2.warpPerspective(ground.grey, pixel_from_page, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    covered = cv2.warpPerspective(
        ground.valid.astype(np.uint8), pixel_from_page, size, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    )
    return np.where(covered > 0, grey, np.uint8(_NOT_COVERED)).astype(np.uint8)


def _shift(by_px: float) -> Matrix:
    return np.array([[1, 0, by_px], [0, 1, by_px], [0, 0, 1]], dtype=np.float64)
