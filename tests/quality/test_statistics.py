"""Quality of the questions, against published and worked figures."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from assessment.quality.statistics import (
    Behind,
    DimensionQuality,
    ReportFigures,
    Shares,
    Statement,
    cronbach_alpha,
    instrument_quality,
    intraclass_correlation,
    item_rest_correlation,
    may_refresh,
    report_of,
)
from assessment.scoring.values import FrameworkSpec, Group
from tests.scoring.builders import carol, scored, skill

SIX_RATERS = [
    (4, 4, 3, 4, 5),
    (3, 3, 3, 2, 3),
    (5, 4, 4, 5, 5),
    (2, 3, 2, 2, 3),
    (4, 5, 4, 4, 4),
    (3, 4, 3, 3, 4),
]
SHROUT_AND_FLEISS = [
    (9, 2, 5, 8),
    (6, 1, 3, 2),
    (8, 4, 6, 8),
    (7, 1, 2, 6),
    (10, 5, 6, 9),
    (6, 2, 4, 7),
]
UNEQUAL = [(4, 4, 5, 4), (3, 2, 3), (5, 4, 4, 5, 4), (3, 4, 3)]


def reported(
    rows: Sequence[tuple[int | None, ...]], *, ratings: int = 4, council: str = "ashford"
) -> tuple[FrameworkSpec, list[ReportFigures]]:
    """One participant a row: the mean of others on each statement, None where withheld."""
    dimension = skill(len(rows[0]))
    reports = [
        ReportFigures(
            council,
            {
                key: Statement(Fraction(level), ratings, 0, ratings)
                for key, level in zip(dimension.indicators, row, strict=True)
                if level is not None
            },
            {},
        )
        for row in rows
    ]
    return FrameworkSpec((dimension,)), reports


class TestCronbachsAlpha:
    def test_of_the_worked_example(self) -> None:
        alpha = cronbach_alpha(SIX_RATERS)
        assert alpha is not None
        assert round(alpha, 6) == Fraction("0.940367")

    def test_is_undefined_when_totals_do_not_vary(self) -> None:
        assert cronbach_alpha([(3, 4), (4, 3), (3, 4)]) is None

    def test_is_undefined_for_one_indicator(self) -> None:
        assert cronbach_alpha([(3,), (4,)]) is None


class TestIntraclassCorrelation:
    def test_of_shrout_and_fleiss(self) -> None:
        icc = intraclass_correlation(SHROUT_AND_FLEISS)
        assert icc is not None
        assert icc.average is not None
        assert round(icc.single, 6) == Fraction("0.165742")
        assert round(icc.average, 6) == Fraction("0.442797")
        assert icc.raters == 4

    def test_of_unequal_groups(self) -> None:
        icc = intraclass_correlation(UNEQUAL)
        assert icc is not None
        assert round(icc.raters, 4) == Fraction("3.6889")
        assert round(icc.single, 4) == Fraction("0.6532")

    def test_is_undefined_when_nothing_varies_or_nobody_is_compared(self) -> None:
        assert intraclass_correlation([(3, 3), (3, 3)]) is None
        assert intraclass_correlation([(3, 4, 5)]) is None
        assert intraclass_correlation([(3,), (4,)]) is None

    def test_is_negative_when_participants_are_alike_and_raters_are_not(self) -> None:
        icc = intraclass_correlation([(1, 5), (5, 1)])
        assert icc is not None
        assert (icc.single, icc.average) == (-1, None)


class TestItemRestCorrelation:
    def test_of_one_is_exact(self) -> None:
        rows = [(n % 5 + 1, n % 5 + 1) for n in range(30)]
        assert item_rest_correlation(rows, 0) == 1

    def test_keeps_its_sign(self) -> None:
        rows = [(n % 5 + 1, 5 - n % 5) for n in range(30)]
        assert item_rest_correlation(rows, 1) == -1

    def test_of_the_worked_rows_agrees_with_the_textbook_formula(self) -> None:
        rows = SIX_RATERS * 5
        x = [row[0] for row in rows]
        y = [sum(row) - row[0] for row in rows]
        mx, my = sum(x) / 30, sum(y) / 30
        covariance = sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True))
        spread = sum((a - mx) ** 2 for a in x) * sum((b - my) ** 2 for b in y)
        found = item_rest_correlation(rows, 0)
        assert found is not None
        assert float(found) == pytest.approx(covariance / spread**0.5, abs=1e-12)

    def test_is_undefined_where_one_does_not_vary(self) -> None:
        assert item_rest_correlation([(3, n % 5 + 1) for n in range(30)], 0) is None


class TestTheInstrument:
    def test_is_not_judged_on_twenty_nine_participants(self) -> None:
        framework, reports = reported([(4, 3)] * 29)
        assert instrument_quality(framework, reports) is None

    def test_is_not_judged_on_ninety_nine_ratings(self) -> None:
        rows: list[tuple[int | None, ...]] = [(n % 5 + 1, n % 5 + 1) for n in range(33)]
        (few,) = self.dimensions(*reported(rows, ratings=3))
        (enough,) = self.dimensions(*reported([*rows, (3, 3)], ratings=3))
        assert few.alpha.value is few.indicators[0].item_rest.value is None
        assert few.indicators[0].shares is None
        assert (few.alpha.behind.ratings, enough.alpha.behind.ratings) == (99, 102)
        assert enough.alpha.value == enough.indicators[0].item_rest.value == 1
        assert enough.indicators[0].shares is not None

    def test_is_described_indicator_by_indicator(self) -> None:
        framework, reports = reported([(5, 3), (4, 2), (None, 4)] * 15)
        (dimension,) = self.dimensions(framework, reports)
        first, second = dimension.indicators
        assert (first.behind, second.behind) == (
            Behind({"ashford": 30}, 120),
            Behind({"ashford": 45}, 180),
        )
        assert first.shares == Shares(Fraction(0), Fraction(7, 8), Fraction(1, 2))
        assert second.shares == Shares(Fraction(0), Fraction(1, 2), Fraction(0))
        assert first.item_rest.value == second.item_rest.value == 1

    def test_weighs_a_mean_by_the_ratings_behind_it(self) -> None:
        framework, reports = reported([(5,)] * 15 + [(1,)] * 15)
        many = [
            replace(each, statements={"communication1": Statement(Fraction(5), 12, 3, 15)})
            for each in reports[:15]
        ]
        (dimension,) = self.dimensions(framework, [*many, *reports[15:]])
        assert dimension.indicators[0].shares == Shares(
            Fraction(45, 285), Fraction(3, 4), Fraction(1, 2)
        )

    def test_keeps_back_an_indicator_that_few_reports_show(self) -> None:
        framework, reports = reported([(5, 3)] * 29 + [(None, 3)] * 5)
        (dimension,) = self.dimensions(framework, reports)
        assert dimension.indicators[0].shares is None
        assert dimension.alpha.value is None

    def test_has_no_value_where_nothing_varies(self) -> None:
        framework, reports = reported([(3, 4), (4, 3)] * 15)
        (dimension,) = self.dimensions(framework, reports)
        assert dimension.alpha.value is None
        assert dimension.alpha.behind.enough

    def test_compares_the_groups_of_each_participant(self) -> None:
        framework, reports = reported([(3,)] * 30)
        agreeing = [
            replace(each, scores={"communication": ((Fraction(n % 4 + 1), 3),) * 2})
            for n, each in enumerate(reports)
        ]
        (dimension,) = self.dimensions(framework, agreeing)
        assert dimension.icc.value == 1
        alone = [replace(each, scores={"communication": ((Fraction(3), 4),)}) for each in reports]
        assert self.dimensions(framework, alone)[0].icc.value is None

    @staticmethod
    def dimensions(
        framework: FrameworkSpec, reports: list[ReportFigures]
    ) -> tuple[DimensionQuality, ...]:
        quality = instrument_quality(framework, reports)
        assert quality is not None
        return quality


class TestWhatIsTakenFromAReport:
    def test_is_what_it_shows_of_others(self) -> None:
        """Two direct reports are put with the peers; two of the five did not observe."""
        answers: dict[Group, list[int | None]] = {
            Group.SELF: [1],
            Group.MANAGER: [5],
            Group.PEER: [3, 4, 3],
            Group.REPORT: [None] * 2,
        }
        found = report_of("ashford", scored(carol(answers)))
        assert found.statements == {"communication1": Statement(Fraction(15, 4), 4, 2, 6)}
        assert found.scores == {"communication": ((Fraction(5), 1), (Fraction(10, 3), 3))}

    def test_is_nothing_of_what_it_withholds(self) -> None:
        found = report_of("ashford", scored(carol({Group.SELF: [4], Group.PEER: [5, 5]})))
        assert (found.statements, found.scores) == ({}, {})


class TestMakingTheFiguresAnew:
    def test_waits_for_thirty_participants_more_or_fewer(self) -> None:
        # 40 pooled reports subtracted from 42 would tell the two new ones
        assert not may_refresh(40, 42)
        assert not may_refresh(40, 69)
        assert may_refresh(40, 70)
        assert not may_refresh(70, 41)
        assert may_refresh(70, 40)
        assert may_refresh(0, 30)
