"""Whoever reads results is told the same words, and what is stored stays exact."""

from __future__ import annotations

from fractions import Fraction

import pytest

from assessment.models import Council, Framework, RaterGroup, Report, Result, User
from assessment.release.selectors.result_lines import ResultLine, lines_of_round
from assessment.release.selectors.results import (
    Figure,
    Group,
    Measure,
    figures_of,
)
from assessment.scoring.aggregate import one_decimal, printed
from assessment.scoring.reading import DECIDED
from assessment.scoring.values import COMMENTS, Reason
from tests.cast import make_person
from tests.reports.people import closed_round, rated, released

pytestmark = pytest.mark.one_database


@pytest.fixture
def report(ashford: Council, framework: Framework, alice: User) -> Report:
    round = closed_round(ashford, framework, alice)
    rated(round, make_person(ashford, "Carol"))
    return released(round, alice)[0]


def lines(report: Report, *, comments: bool = False) -> list[ResultLine]:
    found = lines_of_round(report.participant.round_id, comments=comments)
    return [line for some in found for line in some]


def test_pages_and_files_read_the_same_figures(report: Report) -> None:
    found = tuple(line.figure for line in lines(report))
    read = figures_of([report.pk])[report.pk]
    assert found == tuple(figure for figure in read if figure.measure not in COMMENTS)
    assert {Measure.MARGIN, Measure.PRIORITY} <= {figure.measure for figure in found}


def test_pages_and_files_of_comments_give_the_same_words_and_reasons(
    ashford: Council, framework: Framework, alice: User
) -> None:
    """Though the file reads no figure but those that reasons depend on."""
    round = closed_round(ashford, framework, alice)
    for name, peers, said in (("Many", 8, ["Listens."]), ("Few", 4, ["Listens."]), ("No", 6, [])):
        groups = {RaterGroup.PEER: peers}
        rated(round, make_person(ashford, name), groups=groups, comments=said, closing=said)
    reasons = set()
    for report in released(round, alice):
        read = [f for f in figures_of([report.pk])[report.pk] if f.measure in COMMENTS]
        found = [
            line.figure for line in lines(report, comments=True) if line.about.report == report.pk
        ]
        assert found == read
        reasons |= {figure.withheld for figure in found}
    assert {None, Reason.COMMENTS_FEW_ANSWERED, Reason.COMMENTS_FEW_WROTE} <= reasons


def test_a_line_has_the_names_of_what_it_is_about(report: Report) -> None:
    for line in lines(report):
        assert line.about.name == "Carol"
        assert bool(line.dimension.name) == (line.figure.dimension is not None)
        assert bool(line.statement.name) == (line.figure.indicator is not None)


def test_words_are_those_that_release_stored(report: Report) -> None:
    def told(figures: list[Figure]) -> list[tuple[object, ...]]:
        return [
            (f.measure, f.dimension, f.group, f.role, f.code, f.value and one_decimal(f.value))
            for f in figures
            if f.measure in DECIDED
        ]

    rows = Result.objects.filter(report=report).order_by("position")
    stored = [
        Figure(
            Measure(row.measure),
            str(row.dimension_id) if row.dimension_id else None,
            group=Group(row.group) if row.group else None,
            role=str(row.role_id) if row.role_id else None,
            value=None if row.value is None else Fraction(row.value),
            code=row.code,
        )
        for row in rows
    ]
    assert told(list(figures_of([report.pk])[report.pk])) == told(stored)


def test_a_gap_is_printed_as_that_of_the_printed_scores_and_stored_exact(report: Report) -> None:
    figures = figures_of([report.pk])[report.pk]
    found = {(f.measure, f.dimension, f.group): f.value for f in figures if not f.indicator}
    gaps = [f for f in figures if f.measure is Measure.GAP]
    for gap in gaps:
        target = found[Measure.TARGET, gap.dimension, None]
        others = found[Measure.SCORE, gap.dimension, Group.OTHERS]
        assert target is not None
        assert others is not None
        assert gap.value == target - printed(others)
        stored = Result.objects.get(report=report, measure="gap", dimension_id=str(gap.dimension))
        assert stored.value is not None
        assert abs(float(stored.value) - float(target - others)) < 1e-9
