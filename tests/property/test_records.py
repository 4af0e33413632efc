"""Canonical bytes agree with another implementation of RFC 8785; records survive the round trip."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from inquo.records.canonical import canonical_bytes
from inquo.records.codec import digest_of, from_json, to_json
from inquo.records.custody import Act, CustodyEvent, Source
from inquo.records.digest import Digest
from inquo.records.finding import Undetermined
from inquo.records.footage import AimPoint, Composite, Frame, ImpactFrame
from inquo.records.place import Candidate, NotPlaced

texts = st.text(st.characters(exclude_categories=("Cs",)))
numbers = st.floats(allow_nan=False, allow_infinity=False)
exact_integers = st.integers(-(2**53) + 1, 2**53 - 1)
values = st.recursive(
    st.none() | st.booleans() | exact_integers | numbers | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=20,
)
digests = st.binary(max_size=8).map(Digest.of)


@given(values)
def test_canonical_bytes_agree_with_another_implementation(value: object) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(numbers)
def test_every_number_comes_back(number: float) -> None:
    assert float(json.loads(canonical_bytes(number))) == number


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 2**53])
def test_what_json_cannot_say_exactly_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="number"):
        canonical_bytes(number)


frames = st.builds(Frame, index=st.integers(0, 10**6), pts=exact_integers, time_s=numbers, pixels=digests)
composites = st.builds(
    Composite,
    shot=digests,
    picture=digests,
    usable=digests,
    width_px=exact_integers,
    height_px=exact_integers,
    key=frames,
    frames=st.lists(frames, max_size=3).map(tuple),
    masked_share=numbers,
    impact=st.builds(Undetermined, reason=st.just("no flash"))
    | st.builds(ImpactFrame, index=exact_integers, time_s=numbers, sigma_frames=numbers, basis=texts),
    aim=st.builds(Undetermined, reason=st.just("no crosshair"))
    | st.builds(AimPoint, x_px=numbers, y_px=numbers, sigma_px=st.floats(0.1, 10), basis=texts),
)
candidates = st.builds(Candidate, lon_deg=numbers, lat_deg=numbers, score=numbers, rotation_deg=numbers, gsd_m=numbers)
not_placed = st.builds(
    NotPlaced,
    shot=digests,
    why=st.builds(Undetermined, reason=st.just("too narrow")),
    candidates=st.lists(candidates, max_size=3).map(tuple),
    method=texts,
)
events = st.builds(
    CustodyEvent,
    act=st.sampled_from(Act),
    subject=st.none() | digests,
    who=texts,
    when=st.datetimes(timezones=st.just(UTC)),
    program=texts,
    source=st.none() | st.builds(Source, description=texts, url=st.none() | texts),
    name=st.none() | texts,
)


@given(composites | not_placed | events)
def test_a_record_survives_the_round_trip_through_bytes(record: object) -> None:
    again = from_json(type(record), json.loads(canonical_bytes(to_json(record))))
    assert again == record
    assert digest_of(again) == digest_of(record)


def test_a_record_with_a_missing_or_unknown_field_is_refused() -> None:
    record = to_json(Undetermined(reason="too narrow"))
    assert isinstance(record, dict)
    for broken in (record | {"more": 1}, {"record": "Undetermined"}, record | {"reason": " "}, record | {"reason": 3}):
        with pytest.raises(ValueError, match=r"Undetermined|reason"):
            from_json(Undetermined, broken)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="UTC"):
        CustodyEvent(act=Act.TAKEN_IN, subject=None, who="x", when=datetime(2026, 1, 1), program="p")  # noqa: DTZ001
