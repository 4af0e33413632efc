"""An invented town, rendered with exact truth. Nothing in it exists."""
