"""The part of a council report that puts the council beside the benchmark."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import openpyxl
import pytest

from assessment.council.benchmark.selectors import BenchmarkLine, Middle, RoundBenchmark
from assessment.models import Dimension, Role
from assessment.scoring.benchmark import ComparedPlace
from reports.content.blocks import Table, Text
from reports.content.plots import Range
from reports.council import services
from reports.council.book import ReleasedCouncil
from tests.councils import sample_councils

FEW, APART = Middle(withheld="quartiles_too_few"), Middle(withheld="benchmark_other_councils")
MEDIAN = Middle(Decimal("3.6"))


@pytest.fixture(scope="module")
def about(django_db_setup: None, django_db_blocker: Any) -> ReleasedCouncil:
    """Two holders, as if others saw them at 3.4 in everything."""
    with django_db_blocker.unblock(), sample_councils("two_balanced") as made:
        found = services.released_council(made["two_balanced"].round, made["two_balanced"].hr)
    assert found is not None
    picture = found.told.picture
    overall = tuple(replace(each, mean=Fraction("3.4")) for each in picture.overall)
    return replace(found, told=replace(found.told, picture=replace(picture, overall=overall)))


def beside(about: ReleasedCouncil, **figures: Any) -> RoundBenchmark:
    """Every dimension of everybody with these figures, and of a role without any."""
    role = about.told.framework.roles[0]
    places: dict[ComparedPlace, BenchmarkLine] = {}
    for each in about.told.framework.dimensions:
        row = Dimension(name=each.name)
        line = BenchmarkLine("asked", row, None, 12, MEDIAN, FEW, FEW)
        places[ComparedPlace(each.key)] = replace(line, **figures)
        places[ComparedPlace(each.key, role.key)] = BenchmarkLine(
            "asked", row, Role(), median=APART
        )
    return RoundBenchmark(takes_part=True, year=2026, places=places)


def part(about: ReleasedCouncil, benchmark: RoundBenchmark) -> tuple[str, list[Any]]:
    """Why it is absent, and its blocks."""
    content = services.content_of_council(replace(about, benchmark=benchmark))
    (found,) = (each for each in content.parts if each.key == "benchmark")
    return found.absent, [block for keep in found.groups for block in keep.blocks]


def rows(blocks: list[Any]) -> Mapping[str, Any]:
    (table,) = (block for block in blocks if isinstance(block, Table))
    return {row.header: row.cells for row in table.rows}


class TestThePart:
    def test_puts_the_own_mean_beside_median_and_quartiles(self, about: ReleasedCouncil) -> None:
        quartiles = {"lower": Middle(Decimal("3.1")), "upper": Middle(Decimal("4.0"))}
        absent, blocks = part(about, beside(about, **quartiles))
        assert absent == ""
        found = rows(blocks)
        assert len(found) == len(about.told.framework.dimensions)
        for name, cells in found.items():
            assert [cell.text for cell in cells] == ["Everybody", "", "3.4", "3.6", "3.1–4.0", "12"]
            chart = cells[1].chart
            assert isinstance(chart, Range)
            assert (chart.low, chart.high, len(chart.marks)) == (3.1, 4.0, 2)
            assert chart.title == (
                f"{name}: own mean 3.4; median of councils 3.6; quartiles 3.1–4.0"
            )

    def test_draws_no_band_where_quartiles_are_withheld(self, about: ReleasedCouncil) -> None:
        for cells in rows(part(about, beside(about))[1]).values():
            assert cells[1].chart.low == cells[1].chart.high == 3.6
            assert (cells[4].tone, "quartiles" in cells[1].chart.title) == ("withheld", False)

    def test_draws_nothing_where_the_median_is_withheld(self, about: ReleasedCouncil) -> None:
        benchmark = beside(about)
        first = next(iter(benchmark.places))
        places = {**benchmark.places}
        withheld = Middle(withheld="benchmark_too_few")
        places[first] = replace(places[first], median=withheld, councils=None)
        cells = next(iter(rows(part(about, replace(benchmark, places=places))[1]).values()))
        assert [cell.chart for cell in cells] == [None] * 6
        assert (cells[2].text, cells[3].tone, cells[5].text) == ("3.4", "withheld", "–")

    def test_says_of_how_many_the_limit_and_why_roles_are_left_out(
        self, about: ReleasedCouncil
    ) -> None:
        said = " ".join(b.text for b in part(about, beside(about))[1] if isinstance(b, Text))
        assert "of up to 12 councils" in said
        assert "no figure of a person follows even then" in said
        assert "Roles that have no row here: Withheld: some of these councils" in said

    def test_says_near_an_end_that_it_is_or_more(self, about: ReleasedCouncil) -> None:
        high = Middle(Decimal("4.3"), "or_higher")
        cells = next(iter(rows(part(about, beside(about, median=high))[1]).values()))
        assert cells[3].text == "4.3 or higher"

    @pytest.mark.parametrize(
        ("benchmark", "why"),
        [
            (RoundBenchmark(), "the council did not take part"),
            (RoundBenchmark(takes_part=True), "there is no benchmark yet"),
            (RoundBenchmark(takes_part=True, year=2026), "nothing in the benchmark of 2026"),
        ],
    )
    def test_says_why_there_is_none(
        self, about: ReleasedCouncil, benchmark: RoundBenchmark, why: str
    ) -> None:
        absent, blocks = part(about, benchmark)
        assert absent.startswith(why)
        assert blocks == []


class TestTheSheet:
    def test_has_a_row_for_each_place_and_says_why_something_is_missing(
        self, about: ReleasedCouncil
    ) -> None:
        told = replace(about, benchmark=beside(about))
        book = openpyxl.load_workbook(io.BytesIO(services.council_workbook(told).body))
        head, *rows = book["Benchmark"].iter_rows(values_only=True)
        assert len(rows) == 2 * len(about.told.framework.dimensions)
        everybody, role = (dict(zip(map(str, head), row, strict=True)) for row in rows[:2])
        assert (everybody["own_mean"], everybody["median"], everybody["councils"]) == (3.4, 3.6, 12)
        assert "quartiles need at least 11" in str(everybody["withheld"])
        assert (role["median"], role["own_mean"], role["councils"]) == (None, None, None)
        assert "some of these councils" in str(role["withheld"])
