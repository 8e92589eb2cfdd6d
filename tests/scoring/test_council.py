"""What a council's picture is made of, from the released figures of its role holders."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from assessment.scoring.council import (
    Corner,
    CouncilPicture,
    FocusEnd,
    HolderStanding,
    Holding,
    SkillCoverage,
)
from assessment.scoring.gaps import mandate_standing
from assessment.scoring.reading import Basis
from assessment.scoring.values import Agreement, Group, Position, Reason
from tests.scoring.council_builders import (
    CHAMPION,
    CUSTOMERS,
    FOCUS,
    ICT,
    MANDATE,
    RELATIONS,
    TALK,
    Seen,
    council,
)

CAROL = Seen("carol", (CHAMPION, ICT))
DAN = Seen("dan", (ICT,))
QUIET = frozenset({RELATIONS, TALK, CUSTOMERS, MANDATE, FOCUS})


def quiet(person: Seen) -> Seen:
    """Nobody sees enough of the person to be shown."""
    return replace(person, few=QUIET, manager=None)


def skill(picture: CouncilPicture, key: str) -> SkillCoverage:
    return next(each for each in picture.coverage if each.dimension == key)


class TestRoles:
    def test_are_vacant_held_by_one_or_shared(self) -> None:
        held = [each.holding for each in council(DAN).roles]
        assert held == [Holding.VACANT, Holding.ONE]
        assert council(CAROL, DAN).roles[1].holding is Holding.SHARED

    def test_name_those_who_hold_another_one_as_well(self) -> None:
        champion, ict = council(CAROL, DAN).roles
        assert (champion.holders, champion.combined) == (("carol",), ("carol",))
        assert (ict.holders, ict.combined) == (("carol", "dan"), ("carol",))


class TestCoverage:
    def test_is_of_every_role_by_the_holders_of_any(self) -> None:
        """Dan, head of ICT, is seen at 4 where a champion is asked 3.5."""
        champion, ict = skill(council(Seen("carol", others={CUSTOMERS: 2}), DAN), CUSTOMERS).asked
        assert (champion.role, champion.target, champion.importance) == (
            CHAMPION,
            Fraction(7, 2),
            1,
        )
        assert champion.reached_by == ("dan",)
        assert ict.is_covered is True

    def test_is_reached_within_the_margin(self) -> None:
        """3.3 of eight raters, 3.5 asked, a margin of 0.3."""
        champion, _ = skill(council(Seen("carol", others={CUSTOMERS: [3, 3, 4]})), CUSTOMERS).asked
        (standing,) = champion.standings
        assert (standing.seen.score, standing.seen.margin) == (Fraction(33, 10), Fraction(3, 10))
        assert standing.stands is Position.WITHIN
        assert champion.is_covered is True

    def test_is_not_known_where_the_only_hope_is_withheld(self) -> None:
        champion, _ = skill(
            council(Seen("carol", others={CUSTOMERS: 2}), quiet(DAN)), CUSTOMERS
        ).asked
        assert champion.is_covered is None
        assert [each.stands for each in champion.standings] == [Position.BELOW, None]
        assert champion.standings[1].seen.withheld is not None

    @pytest.mark.parametrize(
        ("person", "basis"),
        [(Seen("carol", peers=0), Basis.MANAGER), (Seen("carol"), Basis.GROUPS)],
    )
    def test_says_nothing_of_what_the_manager_alone_sees(self, person: Seen, basis: Basis) -> None:
        (standing,) = skill(council(person), TALK).own
        assert standing.seen.basis is basis
        assert (standing.stands is None) is (basis is Basis.MANAGER)

    def test_lets_those_lead_who_reach_the_highest_target(self) -> None:
        """3 is enough for a head of ICT and too little for a champion."""
        picture = council(Seen("carol", others={CUSTOMERS: 3}), DAN)
        assert skill(picture, CUSTOMERS).leads == ("dan",)
        assert skill(picture, CUSTOMERS).asked[1].reached_by == ("carol", "dan")

    def test_judges_each_against_the_own_target(self) -> None:
        """Both are seen at 3; only of the champion more is asked."""
        low = {CUSTOMERS: 3}
        own = skill(council(Seen("carol", others=low), replace(DAN, others=low)), CUSTOMERS).own
        assert [(each.holder, each.stands) for each in own] == [
            ("carol", Position.BELOW),
            ("dan", Position.WITHIN),
        ]

    def test_knows_the_core_skills(self) -> None:
        core = [each.dimension for each in council(CAROL).coverage if each.is_core]
        assert core == [RELATIONS, TALK]

    def test_says_nothing_of_a_standing_that_is_not_there(self) -> None:
        (standing,) = skill(council(quiet(CAROL)), TALK).own
        assert isinstance(standing, HolderStanding)
        assert standing.reaches is None


class TestFocus:
    def test_is_placed_for_each_role_held(self) -> None:
        (focus,) = council(replace(CAROL, others={FOCUS: 4})).focus
        places = [(each.role, each.position, each.clearly) for each in focus.places]
        assert places == [
            (CHAMPION, Position.WITHIN, Position.WITHIN),
            (ICT, Position.ABOVE, Position.ABOVE),
        ]

    def test_is_clearly_outside_by_more_than_the_margin(self) -> None:
        """2.3 is below 2.5 as printed, and not clearly."""
        (place,) = council(Seen("carol", others={FOCUS: [2, 2, 3]})).focus[0].places
        assert (place.position, place.clearly) == (Position.BELOW, Position.WITHIN)

    @pytest.mark.parametrize(
        ("level", "end"), [(2, FocusEnd.NEAR), (3, FocusEnd.MIDDLE), (4, FocusEnd.FAR)]
    )
    def test_has_two_ends_and_a_middle(self, level: int, end: FocusEnd) -> None:
        (focus,) = council(Seen("carol", others={FOCUS: level})).focus
        assert focus.places[0].end is end
        assert focus.is_anybody_far is (end is FocusEnd.FAR)

    def test_does_not_say_that_nobody_is_far_where_one_is_withheld(self) -> None:
        (focus,) = council(Seen("carol"), quiet(DAN)).focus
        assert focus.is_anybody_far is None

    def test_knows_the_role_that_looks_at_services_most(self) -> None:
        assert council(CAROL).focus[0].far_role == CHAMPION


class TestMandateAgainstSkill:
    @pytest.mark.parametrize(
        ("others", "corner"),
        [
            ({CUSTOMERS: 2}, Corner.PERSON),
            ({MANDATE: 2}, Corner.CONDITIONS),
            ({CUSTOMERS: 2, MANDATE: 2}, Corner.BOTH),
            ({}, Corner.NEITHER),
        ],
    )
    def test_has_four_corners(self, others: dict[str, int], corner: Corner) -> None:
        picture = council(Seen("carol", others=others))
        assert picture.corners[0].corner is corner
        assert picture.corner_counts[corner] == 1
        assert sum(picture.corner_counts.values()) == 1

    @pytest.mark.parametrize(
        "person",
        [
            quiet(Seen("carol")),
            Seen("carol", peers=0),
            replace(Seen("carol"), few=frozenset({MANDATE}), manager=None),
            replace(Seen("carol"), few=frozenset({RELATIONS, TALK, CUSTOMERS}), manager=None),
        ],
        ids=["withheld", "the manager alone", "mandate withheld", "skills withheld"],
    )
    def test_has_none_where_it_cannot_be_said(self, person: Seen) -> None:
        picture = council(person)
        assert picture.corners[0].corner is None
        assert picture.corner_counts[None] == 1

    def test_names_the_skills_below(self) -> None:
        (corner,) = council(Seen("carol", others={CUSTOMERS: 2})).corners
        assert corner.short == (CUSTOMERS,)
        assert corner.judged == (RELATIONS, TALK, CUSTOMERS)

    @pytest.mark.parametrize(
        ("score", "margin", "highest", "stands"),
        [
            ("2.7", "0.3", 5, Position.WITHIN),
            ("2.6", "0.3", 5, Position.BELOW),
            ("3.4", "0.3", 5, Position.ABOVE),
            ("2.5", "0.3", 4, Position.WITHIN),
            ("2.1", "0.3", 4, Position.BELOW),
        ],
    )
    def test_takes_a_mandate_against_the_middle_of_the_scale(
        self, score: str, margin: str, highest: int, stands: Position
    ) -> None:
        assert mandate_standing(Fraction(score), Fraction(margin), highest) is stands

    def test_has_the_views_of_holder_and_managers_beside_each_other(self) -> None:
        (view,) = council(Seen("carol", own={MANDATE: 2}, manager={MANDATE: 4})).mandates
        assert (view.own, view.managers.score, view.apart) == (2, 4, 2)
        assert view.managers_stand is Position.ABOVE

    def test_compares_no_view_of_managers_where_there_is_none(self) -> None:
        (view,) = council(Seen("carol", manager=None)).mandates
        assert (view.managers.score, view.managers_stand, view.apart) == (None, None, None)


class TestOverall:
    def test_withholds_means_of_four_and_gives_those_of_five(self) -> None:
        four = council(*(Seen(name) for name in "abcd")).overall[0]
        assert (four.mean, four.lowest, four.gap) == (None, None, None)
        assert four.withheld is Reason.COUNCIL_TOO_FEW_PARTICIPANTS
        people = [Seen("a", others={RELATIONS: 2}), *(Seen(name) for name in "bcde")]
        five = council(*people).overall[0]
        assert (five.mean, five.lowest, five.highest) == (Fraction(18, 5), 2, 4)
        assert five.gap == Fraction(7, 2) - Fraction(18, 5)

    def test_counts_only_those_with_a_figure_towards_five(self) -> None:
        people = [quiet(Seen("a")), *(Seen(name) for name in "bcde")]
        assert council(*people).overall[0].mean is None
        assert council(*people).overall[0].scored == 4

    def test_counts_standings_and_priorities(self) -> None:
        picture = council(
            Seen("a", others={CUSTOMERS: 2}),
            Seen("b", others={CUSTOMERS: 2, TALK: 1}),
            Seen("c"),
            quiet(Seen("d")),
        )
        found = {each.dimension: each for each in picture.overall}
        assert found[CUSTOMERS].standings == {Position.BELOW: 2, Position.ABOVE: 1, None: 1}
        assert (found[CUSTOMERS].ranked, found[CUSTOMERS].first) == (2, 1)
        assert (found[TALK].ranked, found[TALK].first) == (1, 1)

    def test_counts_how_self_and_others_differ(self) -> None:
        people = [Seen("a", own={TALK: 2}), *(Seen(name) for name in "bcde")]
        found = {each.dimension: each for each in council(*people).overall}
        assert found[TALK].views == {Agreement.UNDER: 1, Agreement.IN_AGREEMENT: 4}
        assert found[TALK].difference == Fraction(-2, 5)
        assert council(*people[:4]).overall[1].difference is None


class TestResponse:
    def test_is_told_as_the_report_tells_it(self) -> None:
        (answered,) = council(Seen("carol", peers=7)).response
        told = {each.group: each.answered for each in answered.groups}
        assert told == {Group.SELF: 1, Group.MANAGER: 1, Group.PEER: 7}

    def test_says_why_a_group_is_withheld(self) -> None:
        (answered,) = council(Seen("carol", peers=2)).response
        hidden = [each for each in answered.groups if each.withheld]
        assert [(each.answered, each.withheld) for each in hidden] == [
            (None, Reason.GROUP_TOO_SMALL)
        ]


def test_keeps_the_order_of_the_framework_and_of_the_holders() -> None:
    picture = council(DAN, CAROL)
    assert [each.role for each in picture.roles] == [CHAMPION, ICT]
    assert [each.dimension for each in picture.coverage] == [RELATIONS, TALK, CUSTOMERS]
    assert [each.holder for each in picture.corners] == ["dan", "carol"]
    assert picture.holder("carol").is_combined


def test_of_nobody_says_nothing() -> None:
    picture = council()
    assert [each.holding for each in picture.roles] == [Holding.VACANT, Holding.VACANT]
    assert {each.is_covered for skill in picture.coverage for each in skill.asked} == {None}
    assert picture.focus[0].is_anybody_far is None
    with pytest.raises(KeyError):
        picture.holder("carol")
