"""The straight line from exhibits to a report: settings, steps, and what was already computed."""
