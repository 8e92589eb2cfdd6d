"""The part of a council report that puts the council beside the benchmark."""

from __future__ import annotations

import datetime
import re

import pytest

from assessment.council.benchmark.services import join, make_benchmark
from assessment.models import BenchmarkYear, Council, CouncilFigure, User
from assessment.scoring.values import Measure
from reports.content.blocks import Table, Text
from reports.content.plots import Range
from reports.council import services
from tests.compared import SCORES, told_round
from tests.councils import SampleCouncil
from tests.councils import forty as sample_of_forty

APART = ("2.4", "2.5", "2.6", "3", "3.2", "3.4", "3.6", "4", "4.2", "4.3", "4.4")
MADE = datetime.datetime(2027, 1, 11, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def forty(db: None) -> SampleCouncil:
    return sample_of_forty()


def make_others(sample: SampleCouncil, scores: tuple[str, ...]) -> None:
    """Other councils with the same framework, with a released round each."""
    for number, score in enumerate(scores):
        council = Council.objects.create(name=f"Other {number}", contact_email="hr@example.gov.uk")
        told_round(council, sample.round.framework, score)
        join(council=council, by=council.users.get(), at=MADE)


def make_year(sample: SampleCouncil, olga: User, scores: tuple[str, ...]) -> BenchmarkYear:
    make_others(sample, scores)
    join(council=sample.council, by=sample.hr, at=MADE)
    return make_benchmark(year=2026, by=olga, at=MADE)


def part(sample: SampleCouncil) -> tuple[str, list[object]]:
    """Why it is absent, and its blocks."""
    about = services.released_council(sample.round)
    assert about is not None
    content = services.content_of_council(about)
    (found,) = (each for each in content.parts if each.key == "benchmark")
    return found.absent, [block for keep in found.groups for block in keep.blocks]


class TestThePart:
    def test_puts_the_own_mean_beside_median_and_quartiles(
        self, forty: SampleCouncil, olga: User
    ) -> None:
        make_year(forty, olga, APART)
        absent, blocks = part(forty)
        assert absent == ""
        table = next(block for block in blocks if isinstance(block, Table))
        figure = CouncilFigure.objects.filter(
            council=forty.council, measure=Measure.SCORE, role=None, value__isnull=False
        )
        assert len(table.rows) >= figure.count() > 0
        for row in table.rows:
            _of_whom, picture, own, median, quartiles, councils = (c.text for c in row.cells)
            chart = row.cells[1].chart
            assert isinstance(chart, Range)
            assert (councils, picture) == ("12", "")
            assert f"own mean {own}; median of councils {median}" in chart.title
            assert f"quartiles {quartiles}" in chart.title
            assert chart.low < chart.high

    def test_names_nobody_and_says_the_limit(self, forty: SampleCouncil, olga: User) -> None:
        make_year(forty, olga, SCORES)
        _absent, blocks = part(forty)
        said = " ".join(block.text for block in blocks if isinstance(block, Text))
        assert "of up to 7 councils" in said
        assert "no figure of a person follows even then" in said
        assert not re.search(r"Other [0-9]", repr(blocks))

    def test_draws_no_band_where_quartiles_are_withheld(
        self, forty: SampleCouncil, olga: User
    ) -> None:
        make_year(forty, olga, SCORES)
        _absent, blocks = part(forty)
        table = next(block for block in blocks if isinstance(block, Table))
        for row in table.rows:
            chart = row.cells[1].chart
            assert isinstance(chart, Range)
            assert chart.low == chart.high
            assert row.cells[4].tone == "withheld"

    def test_says_that_the_council_does_not_take_part(self, forty: SampleCouncil) -> None:
        assert "did not take part" in part(forty)[0]

    def test_says_that_the_year_is_not_made_yet(self, forty: SampleCouncil) -> None:
        join(council=forty.council, by=forty.hr, at=MADE)
        assert "there is no benchmark yet" in part(forty)[0]
