"""Pictures of arrays: a field in colours, a surface as heat, a view in grey."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from inquo.placement.field import Field

Bgr = NDArray[np.uint8]
_FULL = 1.2
_NOTHING = 235


def field_picture(field: Field) -> Bgr:
    """A field: hue is the direction of the edge, brightness its strength; without support it is light grey."""
    hue = (np.degrees(np.angle(field.z)) / 2) % 180
    value = np.clip(np.abs(field.z) / _FULL, 0, 1) * 255
    hsv = np.stack([hue, np.full_like(hue, 200), value], axis=-1).astype(np.uint8)
    picture = cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR)
    picture[~field.support] = _NOTHING
    return np.asarray(picture, np.uint8)


def hue_strip(width: int, height: int) -> Bgr:
    """The colours of directions from 0 to 180 degrees."""
    hue = np.tile(np.arange(width) * 180 // width, (height, 1))
    hsv = np.stack([hue, np.full_like(hue, 200), np.full_like(hue, 255)], axis=-1).astype(np.uint8)
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR), np.uint8)


def grey_picture(grey: NDArray[np.uint8], usable: NDArray[np.bool_]) -> Bgr:
    """A grey picture; what is not usable is light grey."""
    picture = np.repeat(grey[..., None], 3, axis=-1)
    picture[~usable] = _NOTHING
    return np.asarray(picture, np.uint8)


def heat_picture(values: NDArray[np.float32], low: float, high: float) -> Bgr:
    """A surface from dark (low) to bright (high); what was not looked at is light grey."""
    level = np.clip((np.nan_to_num(values, neginf=low) - low) / max(high - low, 1e-9), 0, 1)
    picture = cv2.applyColorMap((level * 255).astype(np.uint8), cv2.COLORMAP_INFERNO)
    picture[~np.isfinite(values)] = _NOTHING
    return np.asarray(picture, np.uint8)


def enlarged(picture: Bgr, least_px: int) -> Bgr:
    """A small picture with whole pixels grown, so that its longer side has at least so many."""
    times = max(1, least_px // max(picture.shape[:2]))
    return np.asarray(np.repeat(np.repeat(picture, times, axis=0), times, axis=1), np.uint8)


def png(picture: Bgr) -> bytes:
    """A picture's bytes."""
    done, content = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    assert done
    return content.tobytes()
