"""What other programs read: the same content as GeoJSON, KML, CSV, QGIS, FollowTheMoney and a timeline."""
