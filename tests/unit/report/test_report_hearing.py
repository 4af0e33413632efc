"""What rests on statements: each mark, bar, arrow and line of the log says what the dossier holds."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import UTC, datetime

import pytest
from markupsafe import escape

import invented_dossier as invented
from inquo.records.chronology import WindowSet
from inquo.records.comparison import Relation
from inquo.records.digest import Digest
from inquo.records.finding import Strength
from inquo.report import berkeley, conclusions, lineage, matrix, missing, said, timeline, weighing
from inquo.report.contents import gather
from inquo.report.dossier import Dossier
from inquo.report.export import truth
from inquo.report.hearing import CountedOnce, Hearing, Weighs
from inquo.report.narrative import sentence
from inquo.report.render import render


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return invented.build()


@pytest.fixture(scope="module")
def hearing(dossier: Dossier) -> Hearing:
    assert dossier.hearing is not None
    return dossier.hearing


@pytest.fixture(scope="module")
def page(dossier: Dossier) -> str:
    return render(dossier)


def test_a_cell_stands_on_both_sides_of_the_matrix_and_reports_fill_no_row(hearing: Hearing) -> None:
    laid = matrix.lay_out(hearing)
    assert [row.claim.label for row in laid.rows] == ["S1", "S2", "S3", "S6.1", "S6.2", "S6.3", "S6.4", "S7"]
    assert laid.events == ("strike",)
    denial, doctor = laid.rows[1], laid.rows[2]
    assert denial.others[2] is doctor.others[1] is not None
    assert denial.others[2].comparison.relation is Relation.CONTRADICTS
    assert [mark.look if mark else None for row in laid.rows for mark in row.findings] == [
        "compatible undetermined", "contradicts likely", "supports established", "contradicts leaning",
        "supports leaning", None, None, "does_not_address established",
    ]  # fmt: skip


def test_every_comparison_has_one_sentence_and_what_leans_is_kept_from_what_contradicts(hearing: Hearing) -> None:
    groups = {group.name: group.marks for group in matrix.lay_out(hearing).groups}
    assert sum(map(len, groups.values())) == len(hearing.comparisons)
    assert {mark.comparison.relation for mark in groups["contradictions"]} == {Relation.CONTRADICTS}
    assert {mark.comparison.relation for mark in groups["leans"]} == {Relation.COMPATIBLE}
    assert next(iter(groups)) == "contradictions"


def test_every_mark_of_the_matrix_leads_to_a_sentence_that_is_there(page: str) -> None:
    marks = re.findall(r'<a class="mark [^"]*" href="#(cell-\d+)"', page)
    assert len(marks) > 10
    assert set(marks) == set(re.findall(r'<li id="(cell-\d+)"', page))


def test_every_link_within_the_page_leads_somewhere(page: str) -> None:
    there = set(re.findall(r'\bid="([^"]+)"', page))
    assert {link for link in re.findall(r'href="#([^"]+)"', page) if link not in there} == set()
    assert len(re.findall(r'\bid="([^"]+)"', page)) == len(there)


def test_a_finding_leads_down_to_the_quote_and_to_the_site(page: str) -> None:
    (found,) = re.findall(
        r"<li>(?:(?!<li>).)*What is said \(denial\) contradicts \(strike 0\)\..*?</li>", page, re.DOTALL
    )[:1]
    assert {'href="#statement-2"', 'href="#site-1"', 'href="#cell-2"'} <= set(re.findall(r'href="[^"]+"', found))


def test_an_account_is_drawn_once_with_its_roots_marked_and_its_arrows_forward(hearing: Hearing) -> None:
    drawings = lineage.draw_lineage(hearing)
    assert [len(drawing.nodes) for drawing in drawings] == [2, 3, 1, 1]
    assert sorted(node.number for drawing in drawings for node in drawing.nodes) == list(range(1, 8))
    doctor, reported, retold = drawings[1].nodes
    assert (doctor.root, reported.root, retold.root) == (True, False, False)
    assert doctor.x < reported.x < retold.x
    assert len(drawings[1].arrows) == 2
    assert reported.sources == (doctor.number,)


def test_no_statement_is_drawn_over_another(hearing: Hearing) -> None:
    everything = CountedOnce(statements=tuple(hearing.numbers), why=())
    (drawing,) = lineage.draw_lineage(dataclasses.replace(hearing, counted=(everything,)))
    boxes = [(n.x, n.y, n.x + n.width, n.y + n.height) for n in drawing.nodes]
    for i, (left, top, right, bottom) in enumerate(boxes):
        assert 0 <= left < right <= drawing.width + 1e-6
        assert 0 <= top < bottom <= drawing.height + 1e-6
        for other in boxes[i + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_instants_keep_their_order_on_the_line_and_long_gaps_are_short() -> None:
    days = [datetime(2016, 2, 1, tzinfo=UTC), datetime(2016, 2, 20, tzinfo=UTC), datetime(2021, 2, 25, tzinfo=UTC)]
    axis = timeline.Axis(days)
    first, second, third = map(axis.at, days)
    assert first < second < third
    assert (third - second) / (second - first) < 10 < (days[2] - days[1]) / (days[1] - days[0])


def test_an_open_side_reaches_the_edge_and_says_that_it_is_open() -> None:
    day = datetime(2021, 2, 25, tzinfo=UTC)
    (bar,) = timeline.Axis([day]).bars(WindowSet.one(None, day))
    assert (bar.left, bar.open_left, bar.open_right) == (0, True, False)
    (bar,) = timeline.Axis([day]).bars(WindowSet.one(day, None))
    assert (bar.left + bar.width, bar.open_left, bar.open_right) == (timeline.WIDTH, False, True)


def test_a_line_of_time_without_any_instant_is_empty() -> None:
    assert timeline.Axis([]).ticks() == ()


def test_context_stands_apart_from_the_events_in_question(hearing: Hearing) -> None:
    line = timeline.draw_timeline(hearing)
    assert [row.event.key for row in line.context] == ["elsewhere"]
    assert [row.event.key for row in line.events] == ["strike", "compilation"]
    assert line.events[0].site == 1
    assert line.events[1].bars == ()


def test_a_date_is_never_firmer_than_probable_and_a_conflict_is_undetermined(hearing: Hearing) -> None:
    found = dict(conclusions.dates(hearing))
    assert {key: finding.strength for key, finding in found.items()} == {
        "strike": Strength.LIKELY, "compilation": Strength.UNDETERMINED,
    }  # fmt: skip
    assert sentence(found["strike"]) == (
        "The strike in the second shot: between 11 May 2018, 00:00 UTC and 13 May 2018, "
        "00:00 UTC, by 2 bounds that agree."
    )


def test_silence_of_a_table_is_worded_by_what_it_covers(dossier: Dossier) -> None:
    answers = dossier.incidents[0].corroboration.answers
    worded = [(f.kind, f.strength, sentence(f)) for f in map(conclusions.recorded, answers)]
    assert worded[0][1:] == (
        Strength.LIKELY,
        "Hospital list holds a record that is probably of this event: H-17, with probability 86\u00a0%.",
    )
    assert worded[1][2] == "Other list covers this place and time, and holds no record that fits."
    assert worded[2][2].startswith("Far list does not cover this event, so that its silence says nothing")
    assert [strength for _, strength, _ in worded[2:]] == [Strength.UNDETERMINED] * 2


def test_the_slots_of_a_statement_are_said_in_words(hearing: Hearing) -> None:
    cards = {card.statement.key: card for card in said.cards(hearing)}
    doctor = {slot.name: slot.text for slot in cards["doctor"].claims[0]}
    assert doctor["facility"] == "Invented National Hospital"
    assert (doctor["killed"], doctor["injured"]) == ("at least 2", "5 to 7")
    assert {slot.name: slot.text for slot in cards["denial"].claims[0]}["facility"] == "any civilian object"
    bare, with_error, marked, nowhere = (claim[-1].text for claim in cards["located"].claims)
    assert bare.endswith("without a stated error")
    assert with_error.endswith("with a stated error of 40\u00a0m")
    picture = Digest.of(b"map").short
    assert (
        f"with a stated error of 12\u00a0m: marked at (412, 305.5) px, give or take 6 px, in the picture {picture}"
        in marked
    )
    assert marked.endswith("laid on the ground by C. Person with control points: 1")
    assert nowhere.endswith(f"in the picture {picture}: nothing says where it lies")
    assert cards["doctor-retold"].rests_on == (4,)
    assert cards["doctor"].passed_on_by == (4,)


def test_the_exculpatory_log_says_a_thing_once_and_names_every_event(hearing: Hearing) -> None:
    (log,) = weighing.exculpatory_log(hearing)
    assert [(e.number, e.events) for e in log.entries] == [
        (2, ("The strike in the second shot", "All strikes of the compilation")),
        (None, ("The strike in the second shot",)),
    ]


def test_an_alternative_that_nobody_has_named_always_stands(page: str) -> None:
    assert page.count("somebody or something that nobody has named") == 2


def test_a_case_without_statements_says_so_and_is_no_error(dossier: Dossier) -> None:
    silent = dataclasses.replace(dossier, hearing=None, incidents=())
    page = render(silent)
    assert "No statements were entered" in page
    assert "No table of incidents was compared" in page
    assert 'id="matrix"' not in page
    chapters = gather(silent).chapters
    assert [chapter.mark for chapter in chapters] == ["1", "2", "3", "4", "5", "6", "7", *"ABCDEF"]
    assert [chapter.key for chapter in chapters][:2] == ["findings", "map"]
    assert [chapter.key for chapter in chapters if chapter.annex] == [
        "method", "glossary", "search", "conformance", "exhibits", "digests"
    ]  # fmt: skip
    anchors = [page.index(f'<section id="{chapter.key}"') for chapter in chapters if not chapter.key.startswith("site")]
    assert anchors == sorted(anchors)  # they stand in the order of the table of contents


def test_a_case_without_footage_has_no_map_and_no_empty_counts(dossier: Dossier) -> None:
    unseen = dataclasses.replace(dossier, strikes=(), other_shots=(), overview=None, incidents=())
    page = render(unseen)
    assert "No footage is in the case, so there was nothing to place." in page
    assert 'id="map"' not in page
    assert "sites seen from above" not in page


def test_a_finding_about_what_was_said_shows_who_said_it_in_which_words(dossier: Dossier) -> None:
    page = render(dossier)
    findings = page[page.index('<section id="findings"') : page.index('<section id="map"')]
    assert dossier.hearing is not None
    cards = {statement.key: statement for statement in dossier.hearing.accounts.statements}
    told = [
        c for c in dossier.hearing.comparisons if c.against_proposition is None and c.relation is Relation.CONTRADICTS
    ]
    assert told
    for comparison in told:
        assert str(escape(cards[comparison.statement].anchor.exact)) in findings


def test_whoever_is_for_and_against_an_alternative_is_named_beside_the_count(dossier: Dossier) -> None:
    assert dossier.hearing is not None
    for weighed in weighing.weigh(dossier.hearing):
        for one, (pro, contra) in zip(weighed.question.alternatives, weighed.sides, strict=True):
            numbers = dossier.hearing.numbers
            assert {numbers[k] for k, w in one.weights.items() if w is Weighs.FOR} == set(pro)
            assert {numbers[k] for k, w in one.weights.items() if w is Weighs.AGAINST} == set(contra)
            assert len(pro) >= one.accounts_for


def test_what_is_missing_names_the_gap_of_the_statements_and_the_site_that_was_not_placed(dossier: Dossier) -> None:
    gaps = [gap.what for gap in missing.list_missing(dossier)]
    assert "strike: the original of the article is not in the case" in gaps
    assert any(gap.startswith("Site 3 was not placed: only 7 tie points") for gap in gaps)
    assert "Nobody has said where town.tif came from." in gaps


def test_a_point_of_the_protocol_that_nothing_meets_is_not_done_and_none_is_without_a_gap(dossier: Dossier) -> None:
    empty = dataclasses.replace(dossier, exhibits=(), strikes=(), hearing=None, incidents=())
    met = {point.name: point.met for point in berkeley.conformance(empty)}
    assert met["Hash value at collection"] is met["Chain of custody"] is berkeley.Met.NOT_DONE
    assert berkeley.Met.DONE not in met.values()
    assert all(point.gap for point in berkeley.conformance(dossier))
    assert {point.section for point in berkeley.conformance(dossier)} == {"collection", "preservation", "verification"}


def test_the_json_carries_what_the_page_shows(dossier: Dossier, page: str) -> None:
    content = json.loads(truth(dossier))
    words = re.sub(r"<[^>]*>", "", page).replace("&#39;", "'").replace("&amp;", "&")
    for listed, key in (("missing", "what"), ("conformance", "gap"), ("open", "why"), ("unused", "why")):
        assert len(content[listed]) > 2
        assert all(item[key] in words for item in content[listed])
    assert len(content["hearing"]["comparisons"]) == 10
    assert content["incidents"][0]["corroboration"]["answers"][0]["dataset"] == "Hospital list"


def test_two_that_count_once_never_bear_each_other_out(hearing: Hearing) -> None:
    told = {c.statement: c for c in hearing.comparisons if c.against_proposition is not None}
    assert told
    for comparison in told.values():
        together = any({comparison.statement, comparison.against} <= set(one.statements) for one in hearing.counted)
        assert hearing.one_account(comparison) is together
    assert not any(hearing.one_account(c) for c in hearing.comparisons if c.against_proposition is None)


def test_a_grade_is_shown_with_its_reason_and_who_gave_it_and_its_absence_too(page: str) -> None:
    words = re.sub(r"<[^>]+>", "", page)
    assert "E5, by A. Person: own cause" in words
    assert "not graded" in words
