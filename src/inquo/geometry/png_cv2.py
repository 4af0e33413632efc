"""Grey pictures and masks as PNG bytes: lossless, so that a digest names the pixels too."""

from __future__ import annotations

import cv2
import numpy as np

from inquo.geometry.grid import Grey, Mask


def encode(picture: Grey) -> bytes:
    """Write a grey picture, shape (height, width), as PNG."""
    done, content = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 3])
    if not done:
        raise ValueError(f"a picture of {picture.shape} cannot be written as PNG")
    return content.tobytes()


def encode_mask(mask: Mask) -> bytes:
    """Write a mask as PNG: 255 where true."""
    return encode(mask.astype(np.uint8) * np.uint8(255))


def decode(content: bytes) -> Grey:
    """Read a grey PNG that ``encode`` wrote.

    Raises:
        ValueError: The bytes are not a picture.
    """
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        raise ValueError("not a picture")
    return picture.astype(np.uint8, copy=False)
