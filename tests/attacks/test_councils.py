"""Thousands of councils, and nobody's rating follows from what is released."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations_with_replacement, product
from random import Random

from hypothesis import given

from assessment.scoring import audiences
from assessment.scoring.profile import score_participant
from assessment.scoring.values import (
    Assessment,
    Figure,
    FrameworkSpec,
    Group,
    Measure,
    RaterResponse,
    Reason,
)
from tests.attacks.attacker import attack
from tests.attacks.councils import Council, council_settings, councils
from tests.attacks.multisets import Counts, multisets
from tests.attacks.seen import Seen, look
from tests.attacks.worlds import anonymous_marks, anonymous_ratings, other_marks, other_worlds
from tests.scoring.builders import carol, scored, skill


def released(council: Council) -> dict[str, tuple[Figure, ...]]:
    return {
        name: score_participant(assessment, rng=Random(1))
        for name, assessment in council.assessments.items()
    }


class TestAnyCouncil:
    @council_settings
    @given(councils() | councils(apart=True))
    def test_withstands_the_attacker_who_sees_exact_figures(self, council: Council) -> None:
        seen = self.everything(council, decimals=None)
        assert attack(seen, k=council.k, highest=council.framework.highest) == []

    @council_settings
    @given(councils() | councils(apart=True))
    def test_withstands_the_attacker_who_sees_one_decimal(self, council: Council) -> None:
        seen = self.everything(council, decimals=1)
        assert attack(seen, k=council.k, highest=council.framework.highest) == []

    @council_settings
    @given(councils() | councils(apart=True))
    def test_releases_the_same_in_worlds_where_each_rating_is_another(
        self, council: Council
    ) -> None:
        for assessment in council.assessments.values():
            figures = score_participant(assessment, rng=Random(1))
            ratings = anonymous_ratings(assessment)
            undetermined = set()
            for world in other_worlds(assessment, figures):
                assert score_participant(world, rng=Random(1)) == figures
                elsewhere = anonymous_ratings(world)
                undetermined |= {c for c, level in ratings.items() if elsewhere.get(c) != level}
            assert undetermined == ratings.keys()

    @council_settings
    @given(councils() | councils(apart=True))
    def test_releases_the_same_in_worlds_where_each_mark_is_another(self, council: Council) -> None:
        for assessment in council.assessments.values():
            figures = score_participant(assessment, rng=Random(1))
            if any(f.withheld is Reason.MARKS_TOO_NARROW for f in figures):
                continue  # TestEveryCountOfMarks has them all
            given_marks, undetermined = anonymous_marks(assessment), set()
            for world in other_marks(assessment, figures):
                assert score_participant(world, rng=Random(1)) == figures
                elsewhere = anonymous_marks(world)
                undetermined |= {c for c, is_set in given_marks.items() if elsewhere[c] != is_set}
            assert undetermined == given_marks.keys()

    @council_settings
    @given(councils() | councils(apart=True))
    def test_releases_the_same_whatever_the_order_of_responses(self, council: Council) -> None:
        for assessment in council.assessments.values():
            backwards = replace(assessment, responses=assessment.responses[::-1])
            assert score_participant(backwards, rng=Random(1)) == score_participant(
                assessment, rng=Random(1)
            )

    @council_settings
    @given(councils() | councils(apart=True))
    def test_has_public_council_figures_by_many_people_only(self, council: Council) -> None:
        members = [
            audiences.Member(figures, audiences.ratings_by_rater(council.assessments[name]))
            for name, figures in released(council).items()
        ]
        members *= 2  # so that five participants happen
        for figure in audiences.council_figures(council.framework, members, opens_reports=False):
            if not figure.withheld:
                counted = [member.ratings[figure.dimension or ""] for member in members]
                raters = {rater for ratings in counted for rater in ratings}
                totals = {r: sum(ratings.get(r, 0) for ratings in counted) for r in raters}
                assert (figure.n or 0) >= 5
                assert len(raters) >= 5
                assert 2 * max(totals.values()) <= sum(totals.values())

    @staticmethod
    def everything(council: Council, decimals: int | None) -> list[Seen]:
        return [
            figure
            for name, figures in released(council).items()
            for figure in look(figures, name, decimals)
        ]


def of_counts(counts: Counts) -> list[int]:
    return [level for level, number in enumerate(counts, 1) for _ in range(number)]


def every_pair(n: int, highest: int) -> Iterator[Assessment]:
    """Every way in which n peers can rate two indicators, up to who gave what."""
    for first, second in product(multisets(n, highest), repeat=2):
        rows = list(zip(of_counts(first), of_counts(second), strict=True))
        yield carol({Group.PEER: rows}, indicators=2, highest=highest)


class TestEverySmallGroup:
    """No sampling: all there is, with means, distribution and words together."""

    def test_of_three_to_five_people_on_three_levels_gives_nobody_away(self) -> None:
        for n in (3, 4, 5):
            self.withstands(every_pair(n, 3), highest=3)

    def test_of_six_people_on_three_levels_gives_nobody_away(self) -> None:
        self.withstands(every_pair(6, 3), highest=3)

    def test_of_three_people_on_four_levels_gives_nobody_away(self) -> None:
        self.withstands(every_pair(3, 4), highest=4)

    def test_rating_one_indicator_on_any_scale_gives_nobody_away(self) -> None:
        for highest, n in product(range(3, 8), (3, 4, 5, 6)):
            self.withstands(
                (
                    carol({Group.PEER: of_counts(counts)}, highest=highest)
                    for counts in multisets(n, highest)
                ),
                highest,
            )

    def test_of_whom_nobody_observed_a_statement_gives_nobody_away(self) -> None:
        self.withstands(
            (carol({Group.PEER: [[4, None]] * n}, indicators=2) for n in (3, 4, 5, 6)), highest=5
        )

    @staticmethod
    def withstands(assessments: Iterator[Assessment], highest: int) -> None:
        for assessment in assessments:
            assert attack(look(scored(assessment)), k=3, highest=highest) == []


def marked(people: int, counts: Sequence[int]) -> Assessment:
    """Peers who marked each skill so often, next to each other at a round table."""
    skills = tuple(skill(key=f"skill{n}") for n in range(len(counts)))
    marks: list[set[str]] = [set() for _each in range(people)]
    seats = [spec.key for spec, count in zip(skills, counts, strict=True) for _ in range(count)]
    for seat, key in enumerate(seats):
        marks[seat % people].add(key)
    given = (
        RaterResponse(f"peer {n}", Group.PEER, {}, {}, frozenset(m)) for n, m in enumerate(marks)
    )
    return Assessment(FrameworkSpec(skills), (), tuple(given), {}, 3)


class TestEveryCountOfMarks:
    """No sampling: however often each skill was marked, in groups of five to nine."""

    def test_gives_nobody_away_to_an_outsider_or_to_one_who_answered(self) -> None:
        for people, skills in ((5, 4), (6, 4), (7, 3), (8, 3), (9, 3), (6, 5)):
            for counts in combinations_with_replacement(range(people + 1), skills):
                if sum(counts) <= 2 * people:
                    figures = scored(marked(people, counts))
                    assert attack(look(figures), k=3, highest=5) == []

    def test_is_withheld_by_what_the_bands_say_alone(self) -> None:
        for counts in ((3, 3, 3, 0), (4, 3, 3, 0), (3, 3, 3, 1)):
            figures = scored(marked(5, counts))
            reasons = {f.withheld for f in figures if f.measure is Measure.MARKED_LOW}
            assert reasons == {Reason.MARKS_TOO_NARROW}


class TestSeveralReportsWithOneRaterInCommon:
    def test_tell_no_more_than_one_report(self) -> None:
        frank = RaterResponse("frank", Group.PEER, {"communication1": 2})
        seen: list[Seen] = []
        for name, levels in (("carol", [4, 4]), ("bob", [4, 5]), ("erin", [3, 4, 5])):
            assessment = carol({Group.PEER: levels})
            together = replace(assessment, responses=(*assessment.responses, frank))
            seen += look(scored(together), name)
        assert {f.participant for f in seen if f.measure == Measure.ITEM_MEAN} == {
            "carol",
            "bob",
            "erin",
        }
        assert attack(seen, k=3, highest=5) == []
