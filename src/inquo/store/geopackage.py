"""The case's records in one GeoPackage: append-only, shared by processes, open in QGIS.

The store knows nothing of SQL towards its users: records go in and come out, steps are
remembered with what they made. Every write is one transaction that starts with
``BEGIN IMMEDIATE``, so that writers wait for one another instead of losing their work.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from inquo.errors import CaseError, StoreError
from inquo.records.canonical import canonical_bytes
from inquo.records.codec import from_json, to_json
from inquo.records.digest import Digest
from inquo.store.kinds import kind_named
from inquo.store.layers import LAYERS, Feature, features_of
from inquo.store.schema import create_schema, require_schema
from inquo.store.step import Past, Step

R = TypeVar("R")

_WAIT_S = 60.0
_DAMAGED = "restore the case from a copy"
_TOO_NEW = "open the case with the Inquo that wrote the record"
_REMEMBER = (
    "INSERT INTO derivations (key, step, method, inputs, settings, outputs, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_COLUMNS = {layer.name: ("geom", "record", *(name for name, _ in layer.columns)) for layer in LAYERS}


class Store:
    """An open store; use it in a ``with`` statement.

    Args:
        path: The GeoPackage.
        connection: Open on it, with its tables checked.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def put(self, record: object) -> Digest:
        """Keep a record; one that is here already is not written again.

        Returns:
            The digest that names it.

        Raises:
            StoreError: The disk refused; nothing of it was kept.
        """
        return self.put_all((record,))[0]

    def put_all(self, records: Iterable[object]) -> tuple[Digest, ...]:
        """Keep records, all or none; those that are here already are not written again.

        Returns:
            Their digests, in order.

        Raises:
            StoreError: The disk refused; none was kept.
        """
        named = [_Named(record) for record in records]
        with _translated(self.path):
            missing = [each for each in named if not self._holds(each.digest)]
            if missing:
                with self._writing():
                    self._insert(missing)
        return tuple(each.digest for each in named)

    def get(self, kind: type[R], digest: Digest) -> R:
        """Look up a record of a known kind.

        Raises:
            StoreError: It is not here, is of another kind, or no longer matches its digest.
        """
        record = self.find(digest)
        if not isinstance(record, kind):
            raise StoreError(f"{self.path}: {digest} is a {type(record).__name__}, not a {kind.__name__}")
        return record

    def find(self, digest: Digest) -> object:
        """Look up a record of any kind, to be told apart with ``match``.

        Raises:
            StoreError: It is not here, or no longer matches its digest.
        """
        with _translated(self.path):
            row = self._connection.execute(
                "SELECT digest, kind, json FROM records WHERE digest = ?", (digest,)
            ).fetchone()
        if row is None:
            raise StoreError(f"{self.path}: there is no record {digest}", hint=_DAMAGED)
        return self._read(*row)

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of a kind, in the order in which they were first put, whichever run made them.

        Raises:
            StoreError: One no longer matches its digest.
        """
        query = "SELECT digest, kind, json FROM records WHERE kind = ? ORDER BY id"
        with _translated(self.path):
            rows = self._connection.execute(query, (kind.__name__,)).fetchall()
        records = [self._read(*row) for row in rows]
        return tuple(record for record in records if isinstance(record, kind))

    def remember(self, step: Step, outputs: Sequence[object]) -> tuple[Digest, ...]:
        """Keep what a step made, with the step itself, in one transaction.

        Args:
            step: What was done.
            outputs: The records that it made, in order; may be empty.

        Returns:
            Digests of what is remembered. When another process remembered the same step first, those are its
            outputs, and these are not kept.

        Raises:
            StoreError: The disk refused; nothing was kept.
        """
        named = [_Named(record) for record in outputs]
        digests = tuple(each.digest for each in named)
        row = (
            step.key,
            step.name,
            step.method,
            json.dumps(step.inputs),
            canonical_bytes(step.settings).decode(),
            json.dumps(digests),
            datetime.now(UTC).isoformat(timespec="milliseconds"),
        )
        with _translated(self.path), self._writing():
            known = self.recall(step)
            if known is not None:
                return known
            self._insert([each for each in named if not self._holds(each.digest)])
            self._connection.execute(_REMEMBER, row)
        return digests

    def recall(self, step: Step) -> tuple[Digest, ...] | None:
        """What the same step made before; None when it was never done.

        Raises:
            StoreError: The store cannot be read.
        """
        with _translated(self.path):
            row = self._connection.execute("SELECT outputs FROM derivations WHERE key = ?", (step.key,)).fetchone()
        return None if row is None else tuple(Digest(text) for text in json.loads(row[0]))

    def past(self, step: str) -> tuple[Past, ...]:
        """Every time that a step of some name was done, in order.

        Raises:
            StoreError: The store cannot be read.
        """
        query = "SELECT method, settings, outputs FROM derivations WHERE step = ? ORDER BY id"
        with _translated(self.path):
            rows = self._connection.execute(query, (step,)).fetchall()
        return tuple(
            Past(method=method, settings=json.loads(settings), outputs=tuple(map(Digest, json.loads(outputs))))
            for method, settings, outputs in rows
        )

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _holds(self, digest: Digest) -> bool:
        query = "SELECT 1 FROM records WHERE digest = ?"
        return self._connection.execute(query, (digest,)).fetchone() is not None

    def _insert(self, named: Iterable[_Named]) -> None:
        """Write records that were not here a moment ago, and draw those that another process has not."""
        for each in named:
            added = self._connection.execute(
                "INSERT OR IGNORE INTO records (digest, kind, json) VALUES (?, ?, ?)",
                (each.digest, type(each.record).__name__, each.content.decode()),
            ).rowcount
            for feature in features_of(each.record) if added else ():
                self._draw(feature, each.digest)

    def _draw(self, feature: Feature, digest: Digest) -> None:
        columns = _COLUMNS[feature.layer]
        self._connection.execute(
            f"INSERT INTO {feature.layer} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",  # noqa: S608 - names are ours
            (feature.geometry.blob, digest, *feature.values),
        )
        west, south, east, north = feature.geometry.box
        self._connection.execute(
            "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),"
            " min_x = min(coalesce(min_x, ?1), ?1), min_y = min(coalesce(min_y, ?2), ?2),"
            " max_x = max(coalesce(max_x, ?3), ?3), max_y = max(coalesce(max_y, ?4), ?4) WHERE table_name = ?5",
            (west, south, east, north, feature.layer),
        )

    def _read(self, digest: str, kind: str, content: str) -> object:
        if Digest.of(content.encode()) != digest:
            raise StoreError(f"{self.path}: record {digest} no longer matches its digest", hint=_DAMAGED)
        known = kind_named(kind)
        if known is None:
            raise StoreError(f"{self.path}: records of the kind {kind} are unknown to this Inquo", hint=_TOO_NEW)
        try:
            return from_json(known, json.loads(content))
        except ValueError as error:
            raise StoreError(f"{self.path}: record {digest} cannot be read: {error}", hint=_TOO_NEW) from error


class _Named:
    """A record with its canonical bytes and the digest that they give."""

    def __init__(self, record: object) -> None:
        self.record = record
        self.content = canonical_bytes(to_json(record))
        self.digest = Digest.of(self.content)


def open_store(path: Path) -> Store:
    """Open a case's GeoPackage, or make it when there is none.

    Args:
        path: Where it is, or is to be.

    Raises:
        CaseError: The file is not a case's GeoPackage, or one that only a newer Inquo can read.
        StoreError: It cannot be read, or the disk refused.
    """
    with _translated(path):
        if not path.exists():
            _create(path)
        connection = _connect(path)
        try:
            require_schema(connection, path)
        except BaseException:
            connection.close()
            raise
    return Store(path, connection)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _create(path: Path) -> None:
    """Make the file beside its place and link it there whole; another process may have been quicker."""
    growing = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with contextlib.closing(_connect(growing)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            create_schema(connection)
            connection.execute("COMMIT")
        with contextlib.suppress(FileExistsError):
            os.link(growing, path)
    finally:
        for leftover in path.parent.glob(f"{growing.name}*"):
            leftover.unlink()


@contextlib.contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Say what SQLite's refusal means to a person."""
    try:
        yield
    except sqlite3.Error as error:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        reasons = {
            sqlite3.SQLITE_FULL: ("no room is left on the disk", "free some space, then run the same command again"),
            sqlite3.SQLITE_IOERR: ("the disk failed or is full", "free some space, then run the same command again"),
            sqlite3.SQLITE_BUSY: (f"another program has held it for {_WAIT_S:.0f} s", "close it there, then try again"),
            sqlite3.SQLITE_READONLY: ("it cannot be written to", "check who owns it and its folder"),
            sqlite3.SQLITE_PERM: ("permission denied", "check who owns it and its folder"),
            sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "check that the folder is there and can be written to"),
            sqlite3.SQLITE_CORRUPT: ("it is damaged", _DAMAGED),
        }
        if code == sqlite3.SQLITE_NOTADB:
            hint = "move it away; Inquo then makes a new one"
            raise CaseError(f"{path}: not the GeoPackage of a case", hint=hint) from error
        reason, hint = reasons.get(code, (str(error), ""))
        raise StoreError(f"{path}: {reason}", hint=hint) from error
    except OSError as error:
        raise StoreError(f"{path}: {(error.strerror or str(error)).lower()}", hint="check the folder") from error
