"""The error tree is drawn once, and nothing is raised outside it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re

import inquo
from inquo import errors
from inquo.errors import InquoError


def _modules() -> list[str]:
    return [module.name for module in pkgutil.walk_packages(inquo.__path__, "inquo.")]


def test_every_exception_of_the_package_stands_in_the_tree() -> None:
    outside = [
        f"{name}.{cls.__name__}"
        for name in _modules()
        for cls in vars(importlib.import_module(name)).values()
        if inspect.isclass(cls)
        and issubclass(cls, BaseException)
        and cls.__module__.startswith("inquo")
        and not issubclass(cls, InquoError)
    ]
    assert outside == []


def test_the_drawing_at_the_top_names_every_class_with_its_exit_code() -> None:
    drawn = {name: int(code) for name, code in re.findall(r"(\w+Error) +(\d) ", errors.__doc__ or "")}
    real = {name: cls.exit_code for name, cls in vars(errors).items() if inspect.isclass(cls)}
    assert drawn == real


def test_public_names_are_the_ones_that_are_promised() -> None:
    assert all(hasattr(inquo, name) for name in inquo.__all__)
