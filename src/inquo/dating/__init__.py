"""When it happened: what documents say of dates, and where every bound meets."""
