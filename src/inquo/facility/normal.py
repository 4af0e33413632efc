"""How much of a bivariate normal distribution lies within a polygon."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import owens_t


def mass_in_ring(ring_m: NDArray[np.float64], covariance_m2: NDArray[np.float64]) -> float:
    """Probability that a normally distributed point with mean zero falls within a simple ring.

    Exact to about 1e-12; no sampling, no quadrature.

    1. Whitening turns the distribution into the standard one and the ring into another ring.
    2. In polar coordinates the probability is the integral of (1 - exp(-r^2 / 2)) / (2 pi) over
       the angle, along the ring.
    3. Along an edge at distance h from the origin, r = h / cos(alpha), with alpha measured from
       the foot of the perpendicular: the second term is the difference of two values of Owen's T.

    Args:
        ring_m: Closed ring that does not cross itself, either way round, metres, shape (n, 2).
        covariance_m2: Symmetric positive definite, shape (2, 2).

    Returns:
        0 to 1.

    Source:
        D. B. Owen, Tables for computing bivariate normal probabilities, Annals of Mathematical
        Statistics 27 (1956), 1075-1090, which derives T for integrals over polygons.

    >>> square = np.array([[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]], dtype=float)
    >>> round(mass_in_ring(square, np.eye(2)), 9)
    0.25
    """
    ring = np.linalg.solve(np.linalg.cholesky(covariance_m2), ring_m.T).T  # 1
    start, edge = ring[:-1], np.diff(ring, axis=0)
    length = np.hypot(edge[:, 0], edge[:, 1])
    start, edge, length = start[length > 0], edge[length > 0], length[length > 0]
    along = edge / length[:, None]
    turn = start[:, 0] * along[:, 1] - start[:, 1] * along[:, 0]
    h = np.abs(turn)
    counts = h > 1e-12  # an edge in line with the origin sweeps no angle
    h, sign = h[counts], np.sign(turn[counts])
    first = (start[counts] * along[counts]).sum(axis=1)
    last = first + length[counts]
    angle = np.arctan2(last, h) - np.arctan2(first, h)  # 2
    decay = owens_t(h, last / h) - owens_t(h, first / h)  # 3
    return float(min(1.0, abs(np.sum(sign * (angle / (2 * np.pi) - decay)))))
