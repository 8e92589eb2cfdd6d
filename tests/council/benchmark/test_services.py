"""Joining, leaving, and making the benchmark of a year."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from assessment.council.benchmark import selectors
from assessment.council.benchmark.services import (
    AlreadyMade,
    NotThisYear,
    TooFewCouncils,
    join_benchmark,
    leave_benchmark,
    make_benchmark,
)
from assessment.models import (
    Action,
    AuditEvent,
    BenchmarkCouncil,
    BenchmarkFigure,
    BenchmarkYear,
    Council,
    Framework,
    Indicator,
    User,
)
from assessment.scoring.benchmark import ComparedPlace
from assessment.scoring.values import Measure
from tests.cast import NOW, make_framework, publish
from tests.compared import (
    CHAMPION,
    HEAD,
    IN_2026,
    IN_2027,
    SCORES,
    made_for_2026,
    make_councils,
    told_round,
)

YEAR = datetime.timedelta(days=365)


def medians(dimension: str = "communication") -> dict[str | None, Decimal | None]:
    """The medians of a dimension, by role."""
    rows = BenchmarkFigure.objects.filter(
        measure=Measure.BENCHMARK_MEDIAN, dimension__key=dimension
    )
    return {row.role.key if row.role else None: row.value for row in rows.select_related("role")}


def reasons(measure: Measure = Measure.BENCHMARK_MEDIAN) -> set[str]:
    rows = BenchmarkFigure.objects.filter(measure=measure)
    return set(rows.values_list("withheld", flat=True))


class TestJoining:
    def test_is_recorded_for_the_council_once(self, ashford: Council, alice: User) -> None:
        for _press in range(2):
            join_benchmark(council=ashford, by=alice, at=NOW)
        ashford.refresh_from_db()
        assert ashford.in_benchmark
        event = AuditEvent.objects.get()
        assert (event.action, event.council, event.by) == (Action.BENCHMARK_JOINED, ashford, alice)

    def test_is_taken_back_by_leaving_once(self, ashford: Council, alice: User) -> None:
        join_benchmark(council=ashford, by=alice, at=NOW)
        for _press in range(2):
            leave_benchmark(council=ashford, by=alice, at=NOW)
        ashford.refresh_from_db()
        assert not ashford.in_benchmark
        assert AuditEvent.objects.filter(action=Action.BENCHMARK_LEFT).count() == 1

    def test_may_be_done_again_after_leaving(self, ashford: Council, alice: User) -> None:
        for step in (join_benchmark, leave_benchmark, join_benchmark):
            step(council=ashford, by=alice, at=NOW)
        ashford.refresh_from_db()
        assert ashford.in_benchmark


class TestMakingABenchmark:
    def test_has_the_median_of_those_who_take_part(self, framework: Framework, olga: User) -> None:
        make_councils(framework)
        year = made_for_2026(olga)
        assert medians()[None] == Decimal("3.5")
        assert set(BenchmarkFigure.objects.filter(withheld="").values_list("n")) == {(6,)}
        assert (year.year, year.made_by, year.is_whole) == (2026, olga, True)
        assert year.councils.filter(has_figures=True).count() == 6

    def test_is_recorded_with_how_many_and_without_who(
        self, framework: Framework, olga: User
    ) -> None:
        make_councils(framework)
        made_for_2026(olga)
        event = AuditEvent.objects.get(action=Action.BENCHMARK_MADE)
        assert (event.council, event.by, event.detail) == (
            None,
            olga,
            {"year": 2026, "councils": 6},
        )

    def test_is_refused_for_the_second_time(self, framework: Framework, olga: User) -> None:
        make_councils(framework)
        made_for_2026(olga)
        before = list(BenchmarkFigure.objects.values_list("pk", "value"))
        with pytest.raises(AlreadyMade):
            made_for_2026(olga)
        assert list(BenchmarkFigure.objects.values_list("pk", "value")) == before
        assert AuditEvent.objects.filter(action=Action.BENCHMARK_MADE).count() == 1

    @pytest.mark.parametrize("year", [2025, 2027, 2028])
    def test_is_refused_for_a_year_that_did_not_just_end(
        self, framework: Framework, olga: User, year: int
    ) -> None:
        make_councils(framework)
        with pytest.raises(NotThisYear):
            make_benchmark(year=year, by=olga, at=IN_2027)
        assert not BenchmarkYear.objects.exists()

    def test_of_five_councils_is_refused_and_leaves_nothing(
        self, framework: Framework, olga: User
    ) -> None:
        make_councils(framework, SCORES[:5])
        with pytest.raises(TooFewCouncils):
            made_for_2026(olga)
        assert not BenchmarkYear.objects.exists()
        assert not BenchmarkCouncil.objects.exists()

    def test_can_be_made_later_when_more_take_part(self, framework: Framework, olga: User) -> None:
        make_councils(framework, SCORES[:5])
        with pytest.raises(TooFewCouncils):
            made_for_2026(olga)
        late = Council.objects.create(name="Late", contact_email="hr@example.gov.uk")
        told_round(late, framework, "4.2")
        join_benchmark(council=late, by=late.users.get(), at=IN_2027)
        made_for_2026(olga)
        assert medians()[None] == Decimal("3.5")

    def test_does_not_count_who_left_before(self, framework: Framework, olga: User) -> None:
        gone = make_councils(framework, [*SCORES, "4.4"])[-1]
        leave_benchmark(council=gone, by=gone.users.get(), at=IN_2026)
        made_for_2026(olga)
        assert medians()[None] == Decimal("3.5")
        assert not BenchmarkCouncil.objects.filter(council=gone).exists()

    def test_keeps_who_left_afterwards_and_leaves_them_out_next_year(
        self, framework: Framework, olga: User
    ) -> None:
        councils = make_councils(framework, [*SCORES, "4.4"])
        made_for_2026(olga)
        gone = councils[-1]
        leave_benchmark(council=gone, by=gone.users.get(), at=IN_2027)
        for council in councils:
            told_round(council, framework, "3.0", at=IN_2027, name="Next")
        next_year = make_benchmark(year=2027, by=olga, at=IN_2027 + YEAR)
        assert list(gone.benchmarks.values_list("year__year", flat=True)) == [2026]
        assert next_year.councils.count() == 6
        assert BenchmarkYear.objects.get(year=2026).councils.count() == 7

    def test_of_two_years_counts_no_figure_twice(self, framework: Framework, olga: User) -> None:
        make_councils(framework)
        made_for_2026(olga)
        with pytest.raises(TooFewCouncils):
            make_benchmark(year=2027, by=olga, at=IN_2027 + YEAR)

    def test_counts_the_last_round_of_a_council(self, framework: Framework, olga: User) -> None:
        first = make_councils(framework)[0]
        told_round(first, framework, "4.4", at=IN_2026 + datetime.timedelta(days=90), name="Autumn")
        made_for_2026(olga)
        assert medians()[None] == Decimal("3.8")

    def test_does_not_count_an_earlier_round_where_the_last_is_withheld(
        self, framework: Framework, olga: User
    ) -> None:
        first = make_councils(framework, [*SCORES, "4.4"])[0]
        told_round(first, framework, None, at=IN_2026 + datetime.timedelta(days=90), name="Autumn")
        made_for_2026(olga)
        assert set(BenchmarkFigure.objects.filter(withheld="").values_list("n")) == {(6,)}
        assert not BenchmarkCouncil.objects.get(council=first).has_figures

    def test_lets_a_council_read_it_whose_own_figures_are_withheld(
        self, framework: Framework, olga: User
    ) -> None:
        small = make_councils(framework, [*SCORES, None])[-1]
        made_for_2026(olga)
        (own,) = selectors.years_of(small)
        assert not own.has_figures

    def test_has_quartiles_of_twelve(self, framework: Framework, olga: User) -> None:
        make_councils(framework, SCORES * 2)
        made_for_2026(olga)
        assert reasons(Measure.BENCHMARK_LOWER_QUARTILE) == {""}

    def test_says_that_quartiles_need_more(self, framework: Framework, olga: User) -> None:
        make_councils(framework)
        made_for_2026(olga)
        assert reasons(Measure.BENCHMARK_UPPER_QUARTILE) == {"quartiles_too_few"}


class TestByRole:
    def test_figures_of_the_same_councils_are_compared(
        self, framework: Framework, olga: User
    ) -> None:
        make_councils(framework, by_role={CHAMPION: "4.1", HEAD: "2.9"})
        made_for_2026(olga)
        assert medians() == {None: Decimal("3.5"), CHAMPION: Decimal("4.1"), HEAD: Decimal("2.9")}

    def test_the_figure_of_all_is_that_of_the_role_which_everybody_holds(
        self, framework: Framework, olga: User
    ) -> None:
        make_councils(framework, roles=[CHAMPION])
        made_for_2026(olga)
        assert medians() == {None: Decimal("3.5"), CHAMPION: Decimal("3.5")}

    def test_nothing_is_compared_that_one_council_lacks(
        self, framework: Framework, olga: User
    ) -> None:
        make_councils(framework, by_role={CHAMPION: "4.1"})
        more = Council.objects.create(name="More", contact_email="hr@example.gov.uk")
        told_round(more, framework, "3.0")
        join_benchmark(council=more, by=more.users.get(), at=IN_2026)
        made_for_2026(olga)
        assert medians()[CHAMPION] is None
        assert reasons() == {"", "benchmark_other_councils"}


class TestOtherVersions:
    """Councils that did not use the same framework."""

    def test_are_compared_where_they_ask_the_same(self, framework: Framework, olga: User) -> None:
        make_councils(framework, SCORES[:3])
        second = make_framework(published=False, version="2.0")
        changed = Indicator.objects.get(dimension__framework=second, key="leadership-1")
        changed.text = "Leads in another way."
        changed.save()
        publish(second)
        for council in make_more(second, SCORES[3:]):
            assert council.in_benchmark
        made_for_2026(olga)
        assert medians("communication")[None] == Decimal("3.5")
        assert set(medians("leadership").values()) == {None}

    def test_of_a_council_alone_are_no_place_in_it(self, framework: Framework, olga: User) -> None:
        councils = make_councils(framework)
        own = make_framework(council=councils[0], published=False, version="9.0", name="Own")
        Indicator.objects.filter(dimension__framework=own).update(text="Something of our own.")
        publish(own)
        told_round(councils[0], own, "4.4", at=IN_2026, name="Own words")
        made_for_2026(olga)
        assert medians()[None] == Decimal("3.5")
        assert not BenchmarkFigure.objects.filter(dimension__framework=own).exists()

    def test_are_read_by_the_rows_of_the_own_framework(
        self, framework: Framework, olga: User
    ) -> None:
        make_councils(framework, by_role={CHAMPION: "4.1", HEAD: "2.9"})
        year = made_for_2026(olga)
        copy = make_framework(version="2.0")
        found = selectors.lines_for(year, copy)
        champion = copy.roles.get(key=CHAMPION)
        communication = copy.dimensions.get(key="communication")
        place = ComparedPlace(str(communication.pk), str(champion.pk))
        assert found[place].median.value == Decimal("4.1")
        assert len(found) == 12


def make_more(framework: Framework, scores: tuple[str, ...]) -> list[Council]:
    made = []
    for number, score in enumerate(scores):
        council = Council.objects.create(name=f"More {number}", contact_email="hr@example.gov.uk")
        told_round(council, framework, score)
        join_benchmark(council=council, by=council.users.get(), at=IN_2026)
        council.refresh_from_db()
        made.append(council)
    return made


class TestThePreview:
    def test_counts_and_names_nobody(self, framework: Framework, olga: User) -> None:
        make_councils(framework, [*SCORES, None])
        before = selectors.preview(2026)
        assert (before.councils, before.with_figures, before.places) == (7, 6, 4)
        assert before.can_be_made
        made_for_2026(olga)
        assert not selectors.preview(2026).can_be_made

    def test_of_too_few_says_so(self, framework: Framework) -> None:
        make_councils(framework, SCORES[:5])
        assert not selectors.preview(2026).can_be_made

    def test_asks_as_often_for_many_as_for_few(
        self, framework: Framework, django_assert_max_num_queries: object
    ) -> None:
        make_councils(framework, SCORES[:2])
        with django_assert_max_num_queries(12) as few:  # type: ignore[operator]
            selectors.preview(2026)
        make_more(framework, SCORES[2:])
        with django_assert_max_num_queries(len(few)):  # type: ignore[operator]
            selectors.preview(2026)


class TestBesideARound:
    def test_is_the_year_of_its_release_or_the_last_before(
        self, framework: Framework, olga: User
    ) -> None:
        first = make_councils(framework)[0]
        made_for_2026(olga)
        spring = first.rounds.get()
        later = told_round(first, framework, "3.0", at=IN_2027 + YEAR, name="Later")
        for round in (spring, later):
            beside = selectors.benchmark_beside(round)
            assert (beside.takes_part, beside.year, len(beside.places)) == (True, 2026, 4)

    def test_is_none_before_the_council_took_part(self, framework: Framework, olga: User) -> None:
        councils = make_councils(framework, [*SCORES, "4.4"])
        early = told_round(councils[0], framework, "3.0", at=IN_2026 - YEAR, name="A year before")
        gone = councils[-1]
        leave_benchmark(council=gone, by=gone.users.get(), at=IN_2026)
        made_for_2026(olga)
        assert selectors.benchmark_beside(early) == selectors.RoundBenchmark(takes_part=True)
        gone.refresh_from_db()
        assert selectors.benchmark_beside(gone.rounds.get()) == selectors.RoundBenchmark()
