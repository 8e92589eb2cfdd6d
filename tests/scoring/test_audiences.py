"""Figures for people who may not open the individual reports (rule 12)."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from assessment.scoring import told
from assessment.scoring.audiences import (
    Member,
    council_figures,
    council_refusal,
    counted_ratings,
    ratings_by_rater,
)
from assessment.scoring.values import (
    Bound,
    Figure,
    FrameworkSpec,
    Group,
    Measure,
    Reason,
)
from tests.scoring.builders import SKILL, Rows, carol, find, only, scored, skill

FRAMEWORK = FrameworkSpec((skill(),))


def member(
    score: str,
    raters: dict[str, int],
    *,
    target: str | None = "4",
    roles: Iterable[str] = (),
) -> Member:
    value = Fraction(score)
    figures = [Figure(Measure.SCORE, SKILL, group=Group.OTHERS, value=value, n=4)]
    if target is not None:
        figures.append(Figure(Measure.TARGET, SKILL, value=Fraction(target)))
        figures.append(Figure(Measure.GAP, SKILL, value=Fraction(target) - value, n=4))
    return Member(tuple(figures), {SKILL: raters}, frozenset(roles))


def withheld_member() -> Member:
    refused = Figure(Measure.SCORE, SKILL, group=Group.OTHERS, withheld=Reason.OTHERS_TOO_FEW)
    return Member((refused,), {SKILL: {}})


def five(raters: int = 5) -> list[Member]:
    return of_scores("2", "2.5", "3", "3.5", "4", raters=raters)


def of_scores(*scores: str, raters: int | None = None, **given: Any) -> list[Member]:
    """Participants, each rated by people of their own unless `raters` are shared."""
    people = raters or len(scores)
    return [
        member(score, {f"frank-{n % people}-{given.get('roles', '')}": 6}, **given)
        for n, score in enumerate(scores)
    ]


class TestACouncilFigure:
    def test_weighs_five_participants_the_same(self) -> None:
        figures = council_figures(FRAMEWORK, five(), opens_reports=False)
        score = only(figures, Measure.SCORE)
        assert (score.value, score.n) == (3, 5)
        assert only(figures, Measure.GAP).value == 1

    def test_is_withheld_from_four(self) -> None:
        figures = council_figures(FRAMEWORK, five()[:4], opens_reports=False)
        assert [f.withheld for f in figures] == [Reason.COUNCIL_TOO_FEW_PARTICIPANTS]

    def test_does_not_count_a_participant_whose_own_score_is_withheld(self) -> None:
        members = [*five()[:4], withheld_member()]
        figures = council_figures(FRAMEWORK, members, opens_reports=False)
        assert figures[0].withheld == Reason.COUNCIL_TOO_FEW_PARTICIPANTS

    def test_counts_different_raters_and_not_ratings(self) -> None:
        # A17: twelve ratings by one person
        twelve = [member("3", {"frank": 1}) for _ in range(12)]
        figures = council_figures(FRAMEWORK, twelve, opens_reports=False)
        assert figures[0].withheld == Reason.COUNCIL_TOO_FEW_RATERS
        four = council_figures(FRAMEWORK, five(raters=4), opens_reports=False)
        assert four[0].withheld == Reason.COUNCIL_TOO_FEW_RATERS

    def test_is_not_the_view_of_one_rater(self) -> None:
        # A17: fifteen ratings, ten of them by one
        ratings = [{"frank": 2, f"peer-{n}": 1} for n in range(5)]
        assert council_refusal(ratings) is Reason.COUNCIL_ONE_RATER

    def test_stands_when_one_rater_gave_exactly_half(self) -> None:
        ratings = [{"frank": 1, f"peer-{n}": 1} for n in range(5)]
        assert council_refusal(ratings) is None

    def test_needs_no_threshold_for_whoever_may_open_the_reports(self) -> None:
        figures = council_figures(FRAMEWORK, [member("4", {"frank": 6})], opens_reports=True)
        assert only(figures, Measure.SCORE).value == 4

    def test_is_withheld_from_everybody_when_there_is_nothing_to_average(self) -> None:
        figures = council_figures(FRAMEWORK, [withheld_member()], opens_reports=True)
        assert figures[0].withheld == Reason.COUNCIL_TOO_FEW_PARTICIPANTS

    def test_has_no_gap_where_somebody_is_asked_for_nothing(self) -> None:
        members = [*five(), member("2", {"frank-5": 6}, target=None)]
        figures = council_figures(FRAMEWORK, members, opens_reports=False)
        assert only(figures, Measure.SCORE).n == 6
        assert find(figures, Measure.GAP) == []
        with_reports = council_figures(FRAMEWORK, members, opens_reports=True)
        assert find(with_reports, Measure.GAP) == []

    def test_has_a_gap_to_what_all_are_asked_those_without_a_score_too(self) -> None:
        # else the mean target would tell whose score is withheld
        unscored = Member((Figure(Measure.TARGET, SKILL, value=Fraction(1)),), {SKILL: {}})
        figures = council_figures(FRAMEWORK, [*five(), unscored], opens_reports=False)
        assert only(figures, Measure.GAP).value == Fraction(21, 6) - 3

    def test_says_when_a_score_in_it_was_blurred(self) -> None:
        first, *rest = five()
        blurred = replace(first.figures[0], bound=Bound.OR_LOWER)
        members = [replace(first, figures=(blurred, *first.figures[1:])), *rest]
        figures = council_figures(FRAMEWORK, members, opens_reports=True)
        assert only(figures, Measure.SCORE).bound is Bound.OR_LOWER
        # Told to others it would say that one of them was: a participant may know all but one.
        figures = council_figures(FRAMEWORK, members, opens_reports=False)
        assert only(figures, Measure.SCORE).bound is Bound.EXACT

    def test_is_told_as_a_tenth(self) -> None:
        members = of_scores("2.31", "3", "3", "3", "3")
        figures = council_figures(FRAMEWORK, members, opens_reports=False)
        assert only(figures, Measure.SCORE).value == Fraction("2.9")
        assert only(figures, Measure.GAP).value == Fraction("1.1")

    def test_counts_half_a_level_from_each_end_for_whoever_is_nearer_to_it(self) -> None:
        high = told_score(of_scores("5", "3", "3", "3", "3"))
        assert high == told_score(of_scores("4.5", "3", "3", "3", "3")) == (Fraction("3.3"), "")
        low = told_score(of_scores("1", "3", "3", "3", "3"))
        assert low == told_score(of_scores("1.5", "3", "3", "3", "3")) == (Fraction("2.7"), "")

    def test_is_said_as_a_bound_at_either_end(self) -> None:
        assert told_score(of_scores(*["1.9"] * 5)) == (2, Bound.OR_LOWER)
        assert told_score(of_scores(*["2"] * 5)) == (2, Bound.EXACT)
        assert told_score(of_scores(*["4.2"] * 5)) == (Fraction("4.2"), Bound.EXACT)
        assert told_score(of_scores(*["4.3"] * 5)) == (Fraction("4.3"), Bound.OR_HIGHER)
        assert told_score(of_scores(*["5"] * 5)) == (Fraction("4.3"), Bound.OR_HIGHER)

    def test_is_or_higher_nearer_to_the_top_on_a_short_scale(self) -> None:
        ends = {highest: told.ceiling_of_a_council(highest) for highest in range(3, 8)}
        tenths = {3: "2.4", 4: "3.3", 5: "4.3", 6: "5.2", 7: "6.1"}
        assert ends == {highest: Fraction(each) for highest, each in tenths.items()}

    def test_comes_out_of_whole_assessments(self) -> None:
        assessment = carol({Group.MANAGER: [4], Group.PEER: [4, 3, 4]})
        members = [Member(scored(assessment), ratings_by_rater(assessment)) for _ in range(5)]
        figures = council_figures(FRAMEWORK, members, opens_reports=False)
        assert figures[0].withheld == Reason.COUNCIL_TOO_FEW_RATERS
        assert only(council_figures(FRAMEWORK, members, opens_reports=True), Measure.SCORE)


def told_score(members: list[Member]) -> tuple[Fraction | None, Bound]:
    figure = only(council_figures(FRAMEWORK, members, opens_reports=False), Measure.SCORE)
    return figure.value, figure.bound


class TestAFigureOfARole:
    def test_stands_beside_another_of_other_people(self) -> None:
        champions = of_scores(*["2.4"] * 5, roles="c", target="3")
        heads = of_scores(*["3.7"] * 7, roles="h")
        assert self.told([*champions, *heads]) == {
            None: (Fraction("3.2"), 12),  # (5 × 2.4 + 7 × 3.7) ÷ 12
            "c": (Fraction("2.4"), 5),
            "h": (Fraction("3.7"), 7),
        }
        gaps = council_figures(FRAMEWORK, [*champions, *heads], opens_reports=False)
        assert {f.role: f.value for f in find(gaps, Measure.GAP)} == {
            None: Fraction(43, 12) - Fraction("3.2"),
            "c": Fraction("0.6"),
            "h": Fraction("0.3"),
        }

    def test_is_not_told_where_the_rest_are_too_few(self) -> None:
        champions = of_scores(*["2.4"] * 5, roles="c")
        for rest in (1, 4):
            heads = of_scores(*["3.7"] * rest, roles="h")
            assert self.told([*champions, *heads]).keys() == {None}

    def test_counts_who_holds_two_in_both(self) -> None:
        champions = of_scores(*["2"] * 5, roles="c")
        both = of_scores(*["4"] * 5, roles="ch")
        assert self.told([*champions, *both]) == {None: (3, 10), "c": (3, 10), "h": (4, 5)}

    def test_is_not_told_where_few_hold_two(self) -> None:
        # the figures of both roles and of all would have these two in different company
        members = [
            *of_scores(*["2"] * 6, roles="c"),
            *of_scores(*["3"] * 6, roles="h"),
            *of_scores(*["4"] * 2, roles="ch"),
        ]
        assert self.told(members) == {None: (Fraction("2.7"), 14)}

    def test_is_not_told_where_one_rater_gave_most_of_a_role(self) -> None:
        champions = [member("2", {"frank": 9, f"peer-{n}": 1}, roles="c") for n in range(5)]
        heads = of_scores(*["3"] * 7, roles="h")
        everybody = [*champions, *heads]
        assert council_refusal([each.ratings[SKILL] for each in everybody]) is None
        assert self.told(everybody).keys() == {None}

    def test_does_not_exist_where_all_hold_the_same(self) -> None:
        assert self.told(of_scores(*["2"] * 12, roles="ch")).keys() == {None}

    @staticmethod
    def told(members: list[Member]) -> dict[str | None, tuple[Fraction | None, int | None]]:
        figures = council_figures(FRAMEWORK, members, opens_reports=False)
        return {f.role: (f.value, f.n) for f in find(figures, Measure.SCORE)}


class TestCountedRatings:
    def test_leave_out_what_rests_on_a_manager_alone(self) -> None:
        several = carol({Group.MANAGER: [4], Group.PEER: [4, 3, 4]})
        assert counted_ratings(several, scored(several)) == ratings_by_rater(several)
        alone = carol({Group.MANAGER: [4]})
        assert counted_ratings(alone, scored(alone)) == {}
        members = [*five()[:4], Member(scored(alone), counted_ratings(alone, scored(alone)))]
        figures = council_figures(FRAMEWORK, members, opens_reports=False)
        assert figures[0].withheld == Reason.COUNCIL_TOO_FEW_PARTICIPANTS


class TestRatingsByRater:
    def test_count_what_stands_behind_released_figures_alone(self) -> None:
        peers: Rows = [[4, 3], [4, 3], [4, None]]
        reports = [[5, 5]]
        assessment = carol(
            {
                Group.SELF: [[5, 5]],
                Group.MANAGER: [[4, 4]],
                Group.PEER: peers,
                Group.PARTNER: [[3, 3]] * 3,
            },
            indicators=2,
        )
        counted = ratings_by_rater(assessment)[SKILL]
        assert counted == {
            "manager-0": 2,
            **dict.fromkeys(("peer-0", "peer-1", "peer-2"), 1),
            **dict.fromkeys(("partner-0", "partner-1", "partner-2"), 2),
        }
        hidden = carol({Group.REPORT: reports}, indicators=2)
        assert ratings_by_rater(hidden)[SKILL] == {}
