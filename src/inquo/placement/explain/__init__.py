"""Why a view was placed where it was, or was not: the pictures that a sceptic would ask for."""
