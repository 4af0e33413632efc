"""Pure mathematics on arrays: homographies, error ellipses, similarity transforms, the sun."""
