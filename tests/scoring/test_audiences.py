"""Figures for people who may not open the individual reports (rule 12)."""

from dataclasses import replace
from fractions import Fraction

from assessment.scoring.audiences import (
    Member,
    council_figures,
    council_refusal,
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


def member(score: str, raters: dict[str, int], gap: str | None = "1") -> Member:
    figures = [Figure(Measure.SCORE, SKILL, group=Group.OTHERS, value=Fraction(score), n=4)]
    if gap is not None:
        figures.append(Figure(Measure.GAP, SKILL, value=Fraction(gap), n=4))
    return Member(tuple(figures), {SKILL: raters})


def withheld_member() -> Member:
    refused = Figure(Measure.SCORE, SKILL, group=Group.OTHERS, withheld=Reason.OTHERS_TOO_FEW)
    return Member((refused,), {SKILL: {}})


def five(raters: int = 5) -> list[Member]:
    return [member(f"{n + 1}", {f"frank-{n % raters}": 6}) for n in range(5)]


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

    def test_leaves_out_the_gap_when_it_would_tell_the_score_of_one(self) -> None:
        members = [*five(), member("2", {"frank-5": 6}, gap=None)]
        figures = council_figures(FRAMEWORK, members, opens_reports=False)
        assert only(figures, Measure.SCORE).n == 6
        assert find(figures, Measure.GAP) == []

    def test_says_when_a_score_in_it_was_blurred(self) -> None:
        first, *rest = five()
        blurred = replace(first.figures[0], bound=Bound.OR_LOWER)
        members = [replace(first, figures=(blurred, *first.figures[1:])), *rest]
        figures = council_figures(FRAMEWORK, members, opens_reports=False)
        assert only(figures, Measure.SCORE).bound is Bound.OR_LOWER

    def test_comes_out_of_whole_assessments(self) -> None:
        assessment = carol({Group.MANAGER: [4], Group.PEER: [4, 3, 4]})
        members = [Member(scored(assessment), ratings_by_rater(assessment)) for _ in range(5)]
        figures = council_figures(FRAMEWORK, members, opens_reports=False)
        assert figures[0].withheld == Reason.COUNCIL_TOO_FEW_RATERS
        assert only(council_figures(FRAMEWORK, members, opens_reports=True), Measure.SCORE)


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
