"""Records on disk: an append-only GeoPackage that QGIS opens."""
