"""Benchmarks: what is measured, as ratios against a named baseline in the same run."""
