"""Points on the earth and the distance between them."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_KM = 6371.0088
"""Mean radius R1 of the Earth, GRS 80 (Moritz 2000, Journal of Geodesy 74)."""

Precision = Literal["postcode", "place", "kreis"]
"""How exactly a point is known: of a town under its postcode, of a town, or of a whole Kreis."""


def distance_km(
    lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike
) -> NDArray[np.float64]:
    """Return the great-circle distance in km (haversine); the arguments, in degrees, broadcast.

    NaN in gives NaN out, so an unknown place has an unknown distance. A sphere instead of the
    ellipsoid is off by 0.5 % at most, far less than a town is wide.
    """
    phi1, lambda1, phi2, lambda2 = (
        np.radians(np.asarray(x, float)) for x in (lat1, lon1, lat2, lon2)
    )
    a = (
        np.sin((phi2 - phi1) / 2) ** 2
        + np.cos(phi1) * np.cos(phi2) * np.sin((lambda2 - lambda1) / 2) ** 2
    )
    # Rounding can push antipodes just over 1.
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(a, 1.0))))
