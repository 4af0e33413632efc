"""Which class a stored record belongs to: whatever dataclass ``inquo.records`` defines by that name."""

from __future__ import annotations

import dataclasses
import functools
import importlib
import pkgutil

from inquo import records


def kind_named(name: str) -> type | None:
    """The class of that name; None when this version has none."""
    return _kinds().get(name)


@functools.cache
def _kinds() -> dict[str, type]:
    kinds: dict[str, type] = {}
    for found in pkgutil.iter_modules(records.__path__, f"{records.__name__}."):
        module = importlib.import_module(found.name)
        kinds |= {
            name: value
            for name, value in vars(module).items()
            if isinstance(value, type) and dataclasses.is_dataclass(value) and value.__module__ == found.name
        }
    return kinds
