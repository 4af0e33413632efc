"""What the documents say is what the program does."""

from __future__ import annotations

import importlib.util
import re
import shlex
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def _reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cli_reference", ROOT / "docs" / "cli_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = _reference()


def test_the_layer_diagram_is_the_enforced_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert page.split("<!-- layers")[1].split("```")[1].strip().splitlines() == layers


def test_the_command_reference_is_current() -> None:
    assert REFERENCE.PAGE.read_text(encoding="utf-8") == REFERENCE.render(), "run: make docs"


@pytest.mark.parametrize("name", REFERENCE.commands())
def test_every_command_has_an_example_in_its_help(name: str) -> None:
    assert f"  inquo {name} " in REFERENCE.help_of(name), f"inquo {name} --help shows no example"


def _documented_lines() -> list[str]:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    blocks = [
        b for page in pages for b in re.findall(r"```(?:sh|console)\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    ]
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip().startswith("inquo ")]


@pytest.mark.parametrize("line", _documented_lines())
def test_a_documented_command_line_uses_options_that_exist(line: str) -> None:
    words = shlex.split(line, comments=True)
    known = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", REFERENCE.help_of(words[1])))
    used = {word.partition("=")[0] for word in words[2:] if word.startswith("-")}
    assert used <= known
