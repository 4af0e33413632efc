"""Which mapped building stands at a placement, and which others it could be."""
