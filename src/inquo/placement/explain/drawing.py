"""Drawings as SVG text, without a plotting library: marks, arrows, ellipses, a bar of scale."""

from __future__ import annotations

import base64
import html
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Float64 = NDArray[np.float64]

CONTROL, CHECK, OTHER, WINNER = "#1b9e77", "#e66101", "#b0b0b0", "#d01c8b"
INK = "#222222"


@dataclass(slots=True)
class Drawing:
    """A drawing that grows.

    Attributes:
        width: Units across.
        height: Units down.
        parts: SVG elements, first at the bottom.
    """

    width: float
    height: float
    parts: list[str] = field(default_factory=list)

    def picture(self, png: bytes, x: float, y: float, width: float, height: float) -> None:
        """Show a picture."""
        data = base64.b64encode(png).decode()
        self.parts.append(
            f'<image x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
            f'preserveAspectRatio="none" href="data:image/png;base64,{data}"/>'
        )

    def line(
        self, points: Sequence[Sequence[float]] | Float64, colour: str, width: float = 1.5, dash: str = ""
    ) -> None:
        """A line through points."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}/>')

    def area(self, points: Iterable[Sequence[float]], colour: str) -> None:
        """A filled outline."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.parts.append(f'<polygon points="{path}" fill="{colour}"/>')

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        """A dot."""
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{colour}"/>')

    def ring(self, x: float, y: float, radius: float, colour: str) -> None:
        """A ring with a light edge, seen on any ground."""
        for stroke, width in (("white", 5), (colour, 2.5)):
            paint = f'fill="none" stroke="{stroke}" stroke-width="{width}"'
            self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" {paint}/>')

    def square(self, x: float, y: float, half: float, colour: str) -> None:
        """A square."""
        self.parts.append(
            f'<rect x="{x - half:.1f}" y="{y - half:.1f}" width="{2 * half:g}" height="{2 * half:g}" fill="{colour}"/>'
        )

    def ellipse(self, x: float, y: float, covariance: Float64, times: float, colour: str) -> None:
        """The ellipse of one standard deviation of a covariance in the drawing's units, magnified."""
        values, vectors = np.linalg.eigh(covariance)
        minor, major = (times * math.sqrt(max(float(v), 0.0)) for v in values)
        turn = math.degrees(math.atan2(float(vectors[1, 1]), float(vectors[0, 1])))
        self.parts.append(
            f'<ellipse transform="translate({x:.1f} {y:.1f}) rotate({turn:.1f})" rx="{major:.1f}" ry="{minor:.1f}" '
            f'fill="none" stroke="{colour}" stroke-width="1.5"/>'
        )

    def text(
        self, x: float, y: float, text: str, *, size: float = 13, anchor: str = "start", colour: str = INK
    ) -> None:
        """A short text with a light edge, readable on any ground."""
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" fill="{colour}" stroke="white" '
            f'stroke-width="3" paint-order="stroke" stroke-linejoin="round">{html.escape(text)}</text>'
        )

    def scale_bar(self, unit_m: float, x: float, y: float, most: float) -> None:
        """A bar of a round number of metres, no longer than so many units."""
        length_m = round_number(most * unit_m)
        end = x + length_m / unit_m
        self.line([(x, y), (end, y)], "white", 6)
        self.line([(x, y), (end, y)], INK, 3)
        self.text(x, y - 8, f"{length_m:g} m" if length_m < 1000 else f"{length_m / 1000:g} km")

    def svg(self) -> str:
        """The whole drawing."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:.0f} {self.height:.0f}" '
            f'font-family="sans-serif"><rect width="100%" height="100%" fill="white"/>{"".join(self.parts)}</svg>\n'
        )


def round_number(value: float) -> float:
    """The greatest 1, 2 or 5 times a power of ten that is no greater.

    >>> round_number(137.0), round_number(0.07)
    (100.0, 0.05)
    """
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in (1.0, 2.0, 5.0) if step * power <= value * (1 + 1e-9))
