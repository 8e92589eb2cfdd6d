"""Two hands at the same moment: one benchmark comes of it, and nobody is half in it."""

from __future__ import annotations

import pytest

from assessment.council.benchmark.services import AlreadyMade, leave_benchmark, make_benchmark
from assessment.models import BenchmarkFigure, BenchmarkYear, Framework, User
from tests.answering.services.test_responses_at_once import at_once
from tests.compared import IN_2027, SCORES, make_councils


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_operators_make_one_benchmark(
        self, framework: Framework, olga: User, alice: User
    ) -> None:
        make_councils(framework)
        raised = at_once(
            *[lambda by=by: make_benchmark(year=2026, by=by, at=IN_2027) for by in (olga, alice)]
        )
        assert [type(each) for each in raised] == [AlreadyMade]
        year = BenchmarkYear.objects.get()
        assert year.is_whole
        assert (year.councils.count(), year.figures.count()) == (6, 12)

    def test_a_council_that_leaves_meanwhile_is_wholly_in_it_or_not_at_all(
        self, framework: Framework, olga: User
    ) -> None:
        gone = make_councils(framework, [*SCORES, "4.4"])[-1]
        hr = gone.users.get()
        raised = at_once(
            lambda: make_benchmark(year=2026, by=olga, at=IN_2027),
            lambda: leave_benchmark(council=gone, by=hr, at=IN_2027),
        )
        assert raised == []
        counted = gone.benchmarks.exists()
        councils = set(BenchmarkFigure.objects.filter(withheld="").values_list("n", flat=True))
        assert councils == {7 if counted else 6}
        gone.refresh_from_db()
        assert not gone.in_benchmark
