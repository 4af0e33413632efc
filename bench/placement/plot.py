"""The honesty of stated chances, as a picture: written as SVG by hand, without a plotting library."""

from __future__ import annotations

import math
from collections.abc import Sequence

LOW, HIGH = 1e-4, 10.0
SIDE, MARGIN = 420, 56


def honesty_svg(rows: Sequence[tuple[float, float, float, float]], searches: int) -> str:
    """Seen share of decoy searches with E <= t against t, both logarithmic, between a third and three times the truth.

    The dashed line is the 95 % upper bound of what was seen, which so many searches cannot tell from it.

    Args:
        rows: From ``statistics.honesty``.
        searches: How many decoy searches stated a value.
    """
    width, style = SIDE + MARGIN + 16, 'font-family="sans-serif" font-size="12"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {SIDE + MARGIN + 40}" {style}>',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{MARGIN}" y="20">Decoy searches whose best match had E at most t (n = {searches})</text>',
    ]
    band = [(t, -3 * math.expm1(-t)) for t in _steps()] + [(t, -math.expm1(-t) / 3) for t in reversed(_steps())]
    parts.append(f'<polygon points="{_points(band)}" fill="#dfe8f2"/>')
    parts.append(
        f'<polyline points="{_points([(t, -math.expm1(-t)) for t in _steps()])}" fill="none" stroke="#4a6a8a"/>'
    )
    bound = [(t, upper) for t, _, _, upper in rows]
    if bound:
        dashed = 'fill="none" stroke="#b03020" stroke-dasharray="4 3"'
        parts.append(f'<polyline points="{_points(bound)}" {dashed}/>')
    seen = [(t, share) for t, _, share, _ in rows if share > 0]
    if seen:
        parts.append(f'<polyline points="{_points(seen)}" fill="none" stroke="#b03020" stroke-width="2"/>')
    for exponent in range(round(math.log10(LOW)), round(math.log10(HIGH)) + 1):
        x, y = _at(10.0**exponent, 10.0 ** min(exponent, 0))
        parts.append(f'<text x="{x:.0f}" y="{SIDE + 46}" text-anchor="middle">1e{exponent}</text>')
        if exponent <= 0:
            parts.append(f'<text x="{MARGIN - 6}" y="{y + 4:.0f}" text-anchor="end">1e{exponent}</text>')
    parts.append(f'<rect x="{MARGIN}" y="30" width="{SIDE}" height="{SIDE}" fill="none" stroke="black"/>')
    parts.append(
        f'<text x="{MARGIN + SIDE / 2}" y="{SIDE + 68}" text-anchor="middle">t, stated expected false matches</text>'
    )
    return "\n".join([*parts, "</svg>\n"])


def _steps() -> list[float]:
    return [LOW * (HIGH / LOW) ** (i / 60) for i in range(61)]


def _at(t: float, share: float) -> tuple[float, float]:
    top = 1.0
    x = MARGIN + SIDE * math.log(t / LOW) / math.log(HIGH / LOW)
    y = 30 + SIDE * math.log(top / min(max(share, LOW), top)) / math.log(top / LOW)
    return x, y


def _points(values: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in (_at(t, s) for t, s in values))
