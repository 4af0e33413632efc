"""Answers as they were given, kept line by line, so that a long run can be stopped and continued.

An answer stands under the digest of what was asked and the digest of who answered. Both cover the source
that they rest on, without comments and docstrings, and the versions of the libraries: a changed method is
asked again, a reworded one is not. The measuring data are taken to stay as they are.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import importlib
import json
import math
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import inquo
from bench.placement import machine
from bench.placement.decoys import OTHER
from bench.placement.methods import METHODS, OURS
from bench.placement.question import Question
from bench.placement.verdict import Verdict

HERE, PACKAGE = Path(__file__).resolve().parent, Path(inquo.__path__[0])
LIBRARIES = ("numpy", "scipy", "opencv-python-headless", "scikit-image", "av")
POSED_WITH = tuple(HERE / f"{name}.py" for name in ("question", "ground", "look", "sets/source", "sets/windows"))
RESTS_ON = {"town": ("town",), "films": ("town", "footage"), "clips": ("town", "footage"), "compilation": ("footage",)}
"""Rooms of the package whose output a set's questions are."""
ANSWERS_WITH = ("placement", "geometry")
"""Rooms of the package that Inquo's answers come from."""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What is known of earlier runs.

    Attributes:
        path: JSON lines; made when the first answer is kept.
        any_version: Whether the last answer that a method gave counts, whatever has been changed in it since. Some
            changes cannot touch most questions; that they cannot is for whoever asks so to show.
        unreadable: Lines that are no answer, such as one that a killed run left unfinished. They stay in the file.
    """

    path: Path
    any_version: bool = False
    unreadable: int = 0
    _known: dict[tuple[str, str], Verdict] = field(default_factory=dict, repr=False)

    def find(self, question: Question, method: str) -> Verdict | None:
        """The answer to a question, if this method, as it is today or as it was, has given it."""
        by = METHODS[method]().name if self.any_version else answered_by(method)
        return self._known.get((asked(question), by))

    def keep(self, question: Question, method: str, verdict: Verdict) -> None:
        """Add an answer: to memory, and as one line of the file."""
        what, by = asked(question), answered_by(method)
        self._known[what, verdict.method if self.any_version else by] = verdict
        entry = {
            "asked": what,
            "answered_by": by,
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
            "commit": _commit(),
            "load": round(os.getloadavg()[0], 1),
            "verdict": finite(asdict(verdict)),
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(entry, allow_nan=False) + "\n")


def load(path: Path, *, any_version: bool = False) -> Answers:
    """Read what earlier runs have kept; a file that is not there holds nothing."""
    known: dict[tuple[str, str], Verdict] = {}
    unreadable = 0
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            entry = json.loads(line)
            verdict = restored(entry["verdict"])
            known[entry["asked"], verdict.method if any_version else entry["answered_by"]] = verdict
        except (ValueError, KeyError, TypeError):
            unreadable += 1
    return Answers(path=path, any_version=any_version, unreadable=unreadable, _known=known)


def finite(values: dict[str, Any]) -> dict[str, Any]:
    """JSON has no infinity: it becomes text."""
    return {k: str(v) if isinstance(v, float) and not math.isfinite(v) else v for k, v in values.items()}


def restored(values: dict[str, Any]) -> Verdict:
    """A verdict from what ``finite`` made of it.

    Raises:
        TypeError: It has not the fields of a verdict.
    """
    text = {one.name for one in fields(Verdict) if one.type == "str"}
    values = {k: float(v) if isinstance(v, str) and k not in text else v for k, v in values.items()}
    off = values["off_m"]
    return Verdict(**{**values, "off_m": None if off is None else (off[0], off[1])})


def asked(question: Question) -> str:
    """Digest of a question and of the source that poses it."""
    sources = (*POSED_WITH, HERE / "sets" / f"{question.dataset}.py")
    if question.is_decoy:
        sources += (HERE / "decoys.py", *(HERE / "sets" / f"{name}.py" for name in ground_set(question)))
    rooms = tuple(PACKAGE / room for room in RESTS_ON.get(question.dataset, ()))
    return _digest((_source(sources + rooms), json.dumps(asdict(question), sort_keys=True)))


def ground_set(question: Question) -> tuple[str, ...]:
    """The set whose ground is searched instead of a question's own, if there is one."""
    other = question.ground.removeprefix(OTHER)
    return () if other == question.ground else (other.split("/", 1)[0],)


@functools.cache
def answered_by(method: str) -> str:
    """Digest of a method: its source, what it is built on, and for Inquo the version that it calls itself."""
    made = METHODS[method]
    sources: tuple[Path, ...] = (HERE / "methods" / f"{made.__module__.rsplit('.', 1)[-1]}.py",)
    name = method
    if method in OURS:
        sources += tuple(PACKAGE / room for room in ANSWERS_WITH)
        name += str(importlib.import_module("inquo.placement.criteria").METHOD)
    return _digest((_source(sources), name, *(f"{one} {version(one)}" for one in LIBRARIES)))


@functools.cache
def _source(paths: tuple[Path, ...]) -> str:
    files = [file for path in paths for file in (sorted(path.glob("*.py")) if path.is_dir() else [path])]
    return _digest(meaning(file.read_text(encoding="utf-8")) for file in files)


def meaning(source: str) -> str:
    """What a module does: its syntax without comments, layout and docstrings.

    >>> meaning("x = 1  # one") == meaning("x  =  1")
    True
    """
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False):
            node.body = node.body[1:]
    return ast.dump(tree)


def _digest(parts: Iterable[str] | Sequence[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


@functools.cache
def _commit() -> str:
    return machine.commit()
