"""Quality of the questions, against published and worked figures."""

from collections.abc import Sequence
from fractions import Fraction

import pytest

from assessment.scoring.instrument import (
    Coefficient,
    DimensionQuality,
    IndicatorQuality,
    PooledResponse,
    Verdict,
    cronbach_alpha,
    instrument_quality,
    intraclass_correlation,
    item_rest_correlation,
    may_refresh,
)
from assessment.scoring.values import FrameworkSpec, Reason, Withheld
from tests.scoring.builders import skill

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


def pooled(
    rows: Sequence[tuple[int | None, ...]], participants: int = 5
) -> tuple[FrameworkSpec, list[PooledResponse]]:
    dimension = skill(len(rows[0]))
    responses = [
        PooledResponse(
            f"carol-{n % participants}", dict(zip(dimension.indicators, row, strict=True))
        )
        for n, row in enumerate(rows)
    ]
    return FrameworkSpec((dimension,)), responses


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
    def test_is_not_judged_on_twenty_nine_responses(self) -> None:
        framework, responses = pooled([(4, 3)] * 29)
        assert instrument_quality(framework, responses) == Withheld(Reason.INSTRUMENT_TOO_FEW)

    def test_is_described_indicator_by_indicator(self) -> None:
        framework, responses = pooled([(5, 3), (4, 2), (None, 4)] * 15)
        (dimension,) = self.dimensions(framework, responses)
        first, second = dimension.indicators
        assert isinstance(first, IndicatorQuality)
        assert isinstance(second, IndicatorQuality)
        assert (first.n, first.not_observed) == (30, Fraction(1, 3))
        assert (first.mean, first.at_top) == (Fraction(9, 2), Fraction(1, 2))
        assert (second.n, second.not_observed, second.mean) == (45, 0, 3)
        assert first.item_rest == second.item_rest == 1

    def test_keeps_back_an_indicator_that_few_observed(self) -> None:
        framework, responses = pooled([(5, 3)] * 29 + [(None, 3)] * 5)
        (dimension,) = self.dimensions(framework, responses)
        assert dimension.indicators[0] == Withheld(Reason.INSTRUMENT_TOO_FEW)
        assert dimension.alpha == Coefficient(None, Verdict.TOO_FEW)

    def test_is_told_to_check_its_wording_when_alpha_is_negative(self) -> None:
        framework, responses = pooled([(5, 1), (1, 4), (2, 4), (4, 2)] * 8)
        (dimension,) = self.dimensions(framework, responses)
        assert dimension.alpha.value is not None
        assert dimension.alpha.value < 0
        assert dimension.alpha.verdict is Verdict.CHECK_WORDING

    def test_says_when_alpha_is_undefined(self) -> None:
        framework, responses = pooled([(3, 4), (4, 3)] * 15)
        (dimension,) = self.dimensions(framework, responses)
        assert dimension.alpha == Coefficient(None, Verdict.UNDEFINED)
        assert (dimension.icc, dimension.icc_verdict) == (None, Verdict.UNDEFINED)

    def test_says_when_raters_do_not_tell_participants_apart(self) -> None:
        rows = [(level, level) for level in (1, 5) for _ in range(20)]
        framework, responses = pooled(rows)
        (dimension,) = self.dimensions(framework, responses)
        assert dimension.icc is not None
        assert dimension.icc.single < 0
        assert dimension.icc_verdict is Verdict.NO_RELIABLE_DIFFERENCE

    def test_correlates_raters_where_enough_of_a_dimension_was_observed(self) -> None:
        rows = [(n % 5 + 1, n % 5 + 1) for n in range(30)]
        framework, responses = pooled([*rows, *[(1, None)] * 6])
        (dimension,) = self.dimensions(framework, responses)
        assert dimension.icc is not None
        assert dimension.icc.single == 1  # five participants, each rated alike by six

    @staticmethod
    def dimensions(
        framework: FrameworkSpec, responses: list[PooledResponse]
    ) -> tuple[DimensionQuality, ...]:
        quality = instrument_quality(framework, responses)
        assert not isinstance(quality, Withheld)
        return quality


class TestMakingTheFiguresAnew:
    def test_waits_for_thirty_responses_more_or_fewer(self) -> None:
        # 40 pooled responses subtracted from 42 would tell the two new ones
        assert not may_refresh(40, 42)
        assert not may_refresh(40, 69)
        assert may_refresh(40, 70)
        assert not may_refresh(70, 41)
        assert may_refresh(70, 40)
        assert may_refresh(0, 30)
