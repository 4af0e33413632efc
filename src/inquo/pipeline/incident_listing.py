"""``inquo incidents``: the tables of a case, what they cover, and what they have to say of each place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from inquo.corroboration.matching import Wanted
from inquo.custody.casefile import CaseFolder, open_case
from inquo.dating.bounds import describe
from inquo.dating.documents import read_date
from inquo.errors import CaseError, UsageError
from inquo.geometry.progress import Progress
from inquo.pipeline.incident_tables import FiledTable, FiledTables, file_tables
from inquo.pipeline.incidents import Asked, AskedTables, ask_of
from inquo.pipeline.shot_accounts import ShotAccount, published_by
from inquo.records.canonical import Json
from inquo.records.chronology import WindowSet
from inquo.records.codec import digest_of, to_json
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.footage import Shot
from inquo.records.incident import Corroboration, Coverage, Presence, TableAnswer
from inquo.records.place import Facility, Identification, Placement
from inquo.records.statement import Accounts
from inquo.records.terms import Terms
from inquo.store.geopackage import Store, open_store

_NO_PLACEMENT = Digest.of(b"a place that a person asked about")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Everything that the tables of a case say.

    Attributes:
        tables: Each table with how many records and refused rows it has.
        problems: Why a table or declaration cannot be used.
        answers: Each place by a name for it, with what the tables say.
    """

    tables: tuple[tuple[FiledTable, int, int], ...]
    problems: dict[Digest, str]
    answers: tuple[tuple[str, Corroboration], ...]

    def as_json(self) -> Json:
        """The same for a program."""
        return {
            "tables": [
                {
                    "dataset": table.columns.dataset,
                    "exhibit": table.exhibit,
                    "file": table.label,
                    "records": records,
                    "refused_rows": refused,
                    "coverage": to_json(table.coverage),
                    "declaration": table.declaration,
                }
                for table, records, refused in self.tables
            ],
            "problems": to_json(self.problems),
            "places": [{"place": name, "corroboration": to_json(one)} for name, one in self.answers],
        }


def list_incidents(case: Path, near: Wanted | None, progress: Progress) -> Listing:
    """Ask the tables of a case about every placed shot, or about one place; nothing is written.

    Args:
        case: The case's folder.
        near: The place to ask about; None for every placed shot of the case.
        progress: Told what is being done.

    Raises:
        CaseError: It is not a case.
    """
    folder = open_case(case, for_writing=False)
    filed = file_tables(folder)
    asked, terms = _asked(folder, filed)
    if near is not None:
        asked = {"the place asked about": Asked(placement=_NO_PLACEMENT, wanted=near, when_basis="as you asked")}
    progress(0.1, f"reading {len(filed.tables)} tables")
    opened = AskedTables(filed.tables, list(asked.values()), terms)
    problems = dict(filed.problems)
    tables: list[tuple[FiledTable, int, int]] = []
    for table, read in zip(filed.tables, opened.read, strict=True):
        if isinstance(read, Undetermined):
            problems[table.exhibit] = read.reason
        else:
            tables.append((table, len(read.spread.lon_deg), read.refused_count))
    progress(0.8, f"asking about {len(asked)} places")
    answers = tuple((name, opened.corroborate(one)) for name, one in asked.items() if filed.tables)
    return Listing(tables=tuple(tables), problems=problems, answers=answers)


def place_asked(near: str, when: str | None) -> Wanted:
    """Read ``LON,LAT,RADIUS`` and a time.

    Raises:
        UsageError: They cannot be read.

    >>> place_asked("37.04,36.58,2000", "2016-02").ce90_m
    2000.0
    """
    try:
        lon_deg, lat_deg, radius_m = map(float, near.split(","))
    except ValueError as error:
        raise UsageError(f"--near {near!r} is not LON,LAT,RADIUS", hint="such as --near 37.04,36.58,2000") from error
    if not (-180 <= lon_deg <= 180 and -90 <= lat_deg <= 90 and 0 < radius_m < 1e6):
        raise UsageError(f"--near {near!r} is no place", hint="degrees east, degrees north, and metres above zero")
    windows = WindowSet.always()
    if when is not None:
        read = read_date(when)
        if read.unread is not None:
            raise UsageError(f"--when {when!r}: {read.unread.reason}", hint="such as --when 2016-02-15 or 2016-02")
        windows = read.windows
    return Wanted(lon_deg=lon_deg, lat_deg=lat_deg, ce90_m=radius_m, when=windows)


def lines_of(listing: Listing) -> Iterator[str]:
    """The same for a person."""
    if not listing.tables and not listing.problems:
        yield "no tables of incidents are in this case; add one with: inquo add CASE TABLE.csv DECLARATION.toml"
    for table, records, refused in listing.tables:
        rows = f", {refused} rows that are none" if refused else ""
        yield f"{table.columns.dataset} ({table.label}, {table.exhibit.short}): {records} records{rows}"
        yield f"  {_coverage(table.coverage)}"
    for digest, reason in listing.problems.items():
        yield f"{digest.short}: not used: {reason}"
    if listing.tables and not listing.answers:
        yield "no shot of this case has been placed; ask about a place with --near"
    for name, corroboration in listing.answers:
        yield ""
        yield f"{name}, {describe(corroboration.when)} ({corroboration.when_basis})"
        for answer in corroboration.answers:
            yield from _lines_of_answer(corroboration, answer)
        for link in corroboration.links:
            one, other = " ".join(link.one), " ".join(link.other)
            yield f"  {one} and {other} may be one incident: {'; '.join(link.why)}"


def count_answers(corroboration: Corroboration) -> str:
    """One line on what the tables say of one placed shot."""
    parts = (f"{answer.dataset}: {answer.presence.value} ({answer.why})" for answer in corroboration.answers)
    return f"recorded elsewhere, of placement {corroboration.placement.short}: {'; '.join(parts)}"


def _coverage(coverage: Coverage | None) -> str:
    if coverage is None:
        return "what it covers is not declared: that an event is not in it means nothing"
    first, last = coverage.windows.earliest, coverage.windows.latest
    since = f"from {first:%Y-%m-%d}" if first else "from any time"
    until = f"to {last:%Y-%m-%d}" if last else "on"
    box = f"{coverage.west_deg:g} to {coverage.east_deg:g} E, {coverage.south_deg:g} to {coverage.north_deg:g} N"
    kinds = ", ".join(coverage.kinds) or "every kind of attack"
    languages = ", ".join(coverage.languages) or "not said"
    return f"covers {since} {until}, {box}; {kinds}; sources in {languages}; says: {coverage.basis}"


def _lines_of_answer(corroboration: Corroboration, answer: TableAnswer) -> Iterator[str]:
    yield f"  {answer.dataset}: {answer.presence.value}: {answer.why}"
    if answer.presence is Presence.NOT_COVERED:
        return
    for match in answer.matches:
        incident = corroboration.incident(answer, match)
        names = ", ".join(incident.names[:2]) or "no name"
        yield f"    {match.key}  {match.probability:.0%}  {incident.when.raw}  {names}"
        for ground in match.grounds:
            if ground.weight and ground.aspect != "record":
                side = "for" if ground.weight > 0 else "against"
                yield f"      {side} ({ground.weight:+.1f}) {ground.aspect}: {ground.why}"


def _asked(folder: CaseFolder, filed: FiledTables) -> tuple[dict[str, Asked], Terms]:
    """Every placed shot of the last runs, by file and frame, and how the words of the case include one another.

    What is said of a shot is taken from the last investigation that held it against tables.
    """
    if not folder.store_path.is_file():
        raise CaseError(f"{folder.path}: there is no {folder.store_path.name}", hint="restore the case from a copy")
    with open_store(folder.store_path) as store:
        latest = {placement.shot: placement for placement in store.all(Placement)}
        shots = {digest_of(shot): shot for shot in store.all(Shot)}
        identified = {one.placement: one for one in store.all(Identification)}
        heard = {one.placement: one for one in store.all(Corroboration)}
        accounts = store.all(Accounts)
        known = _facilities(store, filed)
    asked: dict[str, Asked] = {}
    for shot, placement in latest.items():
        exhibit = shots[shot].exhibit if shot in shots else None
        before = heard.get(digest_of(placement))
        said = _said(before) if before else _published(folder, exhibit, with_statements=bool(accounts))
        said = replace(said, facilities=accounts[-1].facilities if accounts else ())
        name = f"{_label(folder, exhibit)} from {shots[shot].first.time_s:.1f} s" if exhibit else shot.short
        name += f", at {placement.lat_deg:.5f} N {placement.lon_deg:.5f} E, {placement.ce90_m:.0f} m"
        asked[name] = ask_of(placement, identified.get(digest_of(placement)), known, said)
    return asked, Terms.of(accounts[-1].broader if accounts else {})


def _said(before: Corroboration) -> ShotAccount:
    return ShotAccount(when=before.when, when_basis=before.when_basis, claims=before.claims)


def _facilities(store: Store, filed: FiledTables) -> Mapping[Digest, Facility]:
    """Facilities of every gazetteer that is no table of incidents."""
    return {digest_of(one): one for one in store.all(Facility) if not filed.holds(one.gazetteer)}


def _published(folder: CaseFolder, exhibit: Digest | None, *, with_statements: bool) -> ShotAccount:
    """What the publication of a shot says, where no investigation has asked what statements say of it."""
    events = [event for event in folder.history(exhibit) if event.source is not None] if exhibit else []
    source = events[-1].source if events else None
    when, basis = published_by([(exhibit, source.published)] if exhibit and source else ())
    if with_statements:
        basis += f"; what statements say of it is asked by inquo investigate {folder.path.name}"
    return ShotAccount(when=when, when_basis=basis)


def _label(folder: CaseFolder, exhibit: Digest | None) -> str:
    events = folder.history(exhibit) if exhibit else ()
    return next((event.name for event in events if event.name), "a shot")
