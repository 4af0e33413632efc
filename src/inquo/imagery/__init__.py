"""Georeferenced imagery as one reference that is read by window."""
