"""What the database refuses about a benchmark, whoever asks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from assessment.models import (
    BenchmarkCouncil,
    BenchmarkFigure,
    BenchmarkYear,
    Council,
    Framework,
    User,
)
from assessment.scoring.values import Measure
from tests.cast import NOW
from tests.compared import made_for_2026, make_councils
from tests.models.ways import refused, sql

# ruff: noqa: S608 - the names in these statements are the models' own

TABLES = (BenchmarkYear, BenchmarkFigure, BenchmarkCouncil)


@pytest.fixture
def year(framework: Framework, olga: User) -> BenchmarkYear:
    make_councils(framework)
    return made_for_2026(olga)


class TestAWholeBenchmark:
    @pytest.mark.parametrize(
        "change",
        [
            lambda year: BenchmarkYear.objects.update(year=2030),
            lambda year: BenchmarkYear.objects.update(is_whole=False),
            lambda year: BenchmarkYear.objects.update(made_at=NOW),
            lambda year: year.figures.update(value=1),
            lambda year: year.figures.all().delete(),
            lambda year: year.councils.update(has_figures=False),
            lambda year: year.councils.all().delete(),
            lambda year: BenchmarkCouncil.objects.create(
                year=year,
                has_figures=True,
                council=Council.objects.create(name="Late", contact_email="hr@example.gov.uk"),
            ),
        ],
    )
    def test_stays_as_it_is(
        self, year: BenchmarkYear, change: Callable[[BenchmarkYear], object]
    ) -> None:
        assert refused(lambda: change(year))

    def test_takes_no_further_figure(self, year: BenchmarkYear) -> None:
        figure = year.figures.order_by("position").last()
        assert figure is not None
        figure.pk, figure.position = None, 1000
        figure._state.adding = True
        assert refused(figure.save)

    def test_stays_whatever_statement_comes(self, year: BenchmarkYear) -> None:
        connection.check_constraints()  # else TRUNCATE fails for what has not been looked at yet
        for model in TABLES:
            assert refused(lambda model=model: sql(f"DELETE FROM {model._meta.db_table}"))  # type: ignore[misc]
            if connection.vendor == "postgresql":
                table = model._meta.db_table
                assert refused(lambda table=table: sql(f"TRUNCATE {table} CASCADE"))  # type: ignore[misc]


class TestTheTable:
    def test_has_a_year_once_and_a_council_once_in_it(
        self, framework: Framework, olga: User, ashford: Council
    ) -> None:
        first = BenchmarkYear.objects.create(year=2026, made_at=NOW, made_by=olga)
        with pytest.raises(IntegrityError), transaction.atomic():
            BenchmarkYear.objects.create(year=2026, made_at=NOW, made_by=olga)
        row = {"year": first, "council": ashford, "has_figures": True}
        BenchmarkCouncil.objects.create(**row)
        with pytest.raises(IntegrityError), transaction.atomic():
            BenchmarkCouncil.objects.create(**row)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"n": 5, "value": 3},
            {"n": 11, "value": 3, "measure": Measure.BENCHMARK_LOWER_QUARTILE},
            {"n": 6, "value": None},
            {"n": None, "value": None},
            {"n": 6, "value": 3, "withheld": "benchmark_too_few"},
        ],
    )
    def test_has_no_figure_of_too_few(
        self, framework: Framework, olga: User, wrong: dict[str, object]
    ) -> None:
        row = {
            "year": BenchmarkYear.objects.create(year=2026, made_at=NOW, made_by=olga),
            "position": 0,
            "asked": "a" * 16,
            "dimension": framework.dimensions.first(),
            "measure": Measure.BENCHMARK_MEDIAN,
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            BenchmarkFigure.objects.create(**{**row, **wrong})
